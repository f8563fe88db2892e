"""How often what a question asks for stands in the passages of one language, in whatever renderings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats
from index.store.postings import Places, Postings
from index.store.search_index import LanguagePassages
from qa.retrieval.crossing.renderings import Rendering

__all__ = ["Looked", "Occurrences"]

_IN_HEADINGS = 0.5
"""What a place in the headings counts beside one in the text."""
_SPARSE = 16
"""Where fewer than one passage of so many has a place, the places are sorted rather than every passage counted."""
_SMALL = 4000
"""So many passages are counted in no more time than sorting a few places takes."""
_Key = tuple[tuple[str, ...], bool, bool]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The passages that hold any of some renderings: `rows` (m,) increasing, and how often each does, by their weights.

    `often` (m,) counts one in the headings half, `in_text` (m,) not at all.
    """

    rows: NDArray[np.int64]
    often: Floats
    in_text: Floats

    @property
    def passages(self) -> float:
        """How many passages hold it, one of little weight a part; of those in headings only where no text does."""
        # a name that stands over a whole document is not for that a common word
        return float(np.minimum(self.in_text, 1.0).sum()) or float(np.minimum(self.often, 1.0).sum())

    def often_in(self, row: int) -> float:
        """How often this passage holds it."""
        at = int(np.searchsorted(self.rows, row))
        return float(self.often[at]) if at < len(self.rows) and self.rows[at] == row else 0.0


_NOWHERE = Occurrences(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))


@dataclass(frozen=True)
class Looked:
    """What one question looks up in the passages of one language, each once."""

    passages: LanguagePassages
    _phrases: dict[_Key, Places] = field(default_factory=dict)

    def holds(self, one: Rendering) -> bool:
        """Whether any passage holds it."""
        if len(one.words) == 1:
            return self._postings(one).holds(one.words[0], one.prefix)
        return len(self.places(one)) > 0

    def places(self, one: Rendering) -> Places:
        """Where it stands."""
        if len(one.words) == 1:
            return self._postings(one).places(one.words[0], one.prefix)
        key = (one.words, one.readings, one.prefix)
        if (found := self._phrases.get(key)) is None:
            found = self._phrases[key] = self._postings(one).phrase(one.words)
        return found

    def occurrences(self, renderings: Sequence[Rendering]) -> Occurrences:
        """The passages that hold any of them."""
        rows: list[NDArray[np.int64]] = []
        often: list[Floats] = []
        in_text: list[Floats] = []
        for one in renderings:
            postings, places = self._postings(one), self.places(one)
            heading = postings.in_headings(places)
            rows.append(postings.rows(places))
            often.append(np.where(heading, _IN_HEADINGS * one.weight, one.weight))
            in_text.append(np.where(heading, 0.0, one.weight))
        if not any(map(len, rows)):
            return _NOWHERE
        return self._counted(np.concatenate(rows), np.concatenate(often), np.concatenate(in_text))

    def often_in(self, one: Rendering, row: int) -> float:
        """How often one rendering stands in one passage, by its weight."""
        postings, places = self._postings(one), self.places(one)
        if one.prefix:  # those are not in order
            places = places[postings.rows(places) == row]
        heading = postings.in_headings(postings.in_row(places, row) if not one.prefix else places)
        return one.weight * float(np.where(heading, _IN_HEADINGS, 1.0).sum())

    def _counted(self, rows: NDArray[np.int64], often: Floats, in_text: Floats) -> Occurrences:
        every = len(self.passages.numbers)
        if len(rows) * _SPARSE + _SMALL < every:
            held, rows = np.unique(rows, return_inverse=True)
            every = len(held)
        else:
            held = np.arange(every)
        counted = np.asarray(np.bincount(rows, often, every), dtype=np.float64)
        texts = np.asarray(np.bincount(rows, in_text, every), dtype=np.float64)
        there = np.flatnonzero(counted)
        return Occurrences(held[there], counted[there], texts[there])

    def _postings(self, one: Rendering) -> Postings:
        return self.passages.readings if one.readings else self.passages.terms
