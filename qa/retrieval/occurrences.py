"""How often what a question asks for stands in the passages of one language, in whatever renderings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats
from index.store.postings import Lists, Places, Postings
from index.store.search_index import LanguagePassages
from qa.retrieval.crossing.renderings import Rendering

__all__ = ["Looked", "Occurrences"]

_IN_HEADINGS = 0.5
"""What a place in the headings counts beside one in the text."""
_SPARSE = 8
"""Where there is more than one place for so many passages, every passage is counted; else the places are put in order."""
_ORDERED = 2
"""The same, where the places are in order already."""
_FEW = 1 << 12
"""So few places are put in order with those of other concepts, at once."""
_Key = tuple[tuple[str, ...], bool, bool]
_Rows = NDArray[np.int64]
_Stands = tuple[tuple[Postings, Places], ...]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The passages that hold any of some renderings: `rows` (m,) increasing, and how often each does, by their weights.

    `often` (m,) counts one in the headings half. `passages` says how many hold it, one of little weight a part; of those in
    headings only where no text does: a name that stands over a whole document is not for that a common word.
    """

    rows: _Rows
    often: Floats
    passages: float

    def often_in(self, row: int) -> float:
        """How often this passage holds it."""
        at = int(np.searchsorted(self.rows, row))
        return float(self.often[at]) if at < len(self.rows) and self.rows[at] == row else 0.0


_NOWHERE = Occurrences(np.zeros(0, dtype=np.int64), np.zeros(0), 0.0)


@dataclass(frozen=True, slots=True)
class _Standing:
    """The places of some renderings of one concept, with the weight of each."""

    parts: Sequence[tuple[Postings, Places, float]]
    in_order: bool
    """Whether the places are those of one token or phrase, and so increase."""

    @property
    def size(self) -> int:
        return sum(len(places) for _, places, _ in self.parts)

    def counted(self, every: int) -> Occurrences:
        """Counted among `every` passage of the language."""
        often, in_text = np.zeros(every), np.zeros(every)
        alike: defaultdict[float, list[_Rows]] = defaultdict(list)
        for postings, places, weight in self.parts:
            alike[weight].append(postings.halves(places))
        for weight, halves in alike.items():
            counts = np.bincount(np.concatenate(halves), minlength=2 * every).reshape(every, 2)
            texts = weight * counts[:, 0]
            in_text += texts
            often += texts
            often += (weight * _IN_HEADINGS) * counts[:, 1]
        rows = np.flatnonzero(often)
        held = float(np.minimum(in_text, 1.0).sum()) or float(np.minimum(often, 1.0).sum())
        return Occurrences(rows, often[rows], held)


@dataclass(frozen=True)
class Looked:
    """What one question looks up in the passages of one language, each once."""

    passages: LanguagePassages
    _phrases: dict[_Key, _Stands] = field(default_factory=dict)

    def holds(self, one: Rendering) -> bool:
        """Whether any passage holds it."""
        if len(one.words) == 1:
            return self._lists(one).holds(one.words[0], one.prefix)
        return bool(self.standing(one))

    def may_hold(self, one: Rendering) -> bool:
        """Whether each of its tokens stands in some passage, sooner told than whether one holds them together."""
        lists = self._lists(one)
        return all(lists.holds(word, one.prefix) for word in one.words)

    def standing(self, one: Rendering) -> _Stands:
        """Where it stands, in each part of the lists that holds it."""
        if len(one.words) == 1:
            return self._lists(one).standing(one.words, one.prefix)
        key = (one.words, one.readings, one.prefix)
        if (found := self._phrases.get(key)) is None:
            found = self._phrases[key] = self._lists(one).standing(one.words)
        return found

    def occurrences(self, concepts: Sequence[Sequence[Rendering]]) -> tuple[Occurrences, ...]:
        """For each concept the passages that hold any of its renderings."""
        every = len(self.passages.numbers)
        standing = [self._standing(renderings) for renderings in concepts]
        found = [_NOWHERE] * len(standing)
        few: dict[bool, list[int]] = {True: [], False: []}
        for place, one in enumerate(standing):
            size = one.size
            if size > _FEW and size * (_ORDERED if one.in_order else _SPARSE) > every:
                found[place] = one.counted(every)
            elif size:
                few[one.in_order].append(place)
        for places in few.values():
            for place, counted in zip(places, _together([standing[place] for place in places], every), strict=True):
                found[place] = counted
        return tuple(found)

    def often_in(self, one: Rendering, row: int) -> float:
        """How often one rendering stands in one passage, by its weight."""
        every = 0.0
        for postings, places in self.standing(one):
            if one.prefix:  # those are not in order
                places = places[postings.rows(places) == row]
            heading = postings.in_headings(places if one.prefix else postings.in_row(places, row))
            every += float(np.where(heading, _IN_HEADINGS, 1.0).sum())
        return one.weight * every

    def _standing(self, renderings: Sequence[Rendering]) -> _Standing:
        parts = [(*part, one.weight) for one in renderings for part in self.standing(one)]
        return _Standing(parts, len(renderings) == 1 and not renderings[0].prefix)

    def _lists(self, one: Rendering) -> Lists:
        return self.passages.readings if one.readings else self.passages.terms


def _together(concepts: Sequence[_Standing], every: int) -> list[Occurrences]:
    """What each concept has in which passages, counted for all together: their places are put in order at once."""
    if not concepts:
        return []
    parts = [(number, *part) for number, one in enumerate(concepts) for part in one.parts]
    sizes = [len(places) for _, _, places, _ in parts]
    starts = np.cumsum([0, *sizes])
    halves = np.empty(int(starts[-1]), dtype=np.int64)
    for (_, postings, places, _), (start, end) in zip(parts, pairwise(starts.tolist()), strict=True):
        halves[start:end] = postings.halves(places)
    halves += np.repeat(np.array([2 * every * number for number, *_ in parts]), sizes)
    weights = np.repeat(np.array([weight for *_, weight in parts]), sizes)
    if not all(one.in_order for one in concepts):
        order = np.argsort(halves, kind="stable")  # runs that increase are merged
        halves, weights = halves[order], weights[order]
    heading = (halves & 1).astype(np.float64)
    keys = halves >> 1
    first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    often = np.add.reduceat(weights * (1.0 - (1.0 - _IN_HEADINGS) * heading), first)
    in_text = np.add.reduceat(weights * (1.0 - heading), first)
    keys = keys[first]
    bounds = np.searchsorted(keys, np.arange(len(concepts) + 1) * every).tolist()
    rows = keys - np.repeat(np.arange(len(concepts)) * every, np.diff(bounds))
    in_texts, anywhere = (np.add.reduceat(np.minimum(one, 1.0), bounds[:-1]).tolist() for one in (in_text, often))
    return [
        Occurrences(rows[start:end], often[start:end], in_texts[number] or anywhere[number])
        for number, (start, end) in enumerate(pairwise(bounds))
    ]
