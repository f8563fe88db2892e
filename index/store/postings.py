"""Inverted lists: where each token stands in the passages of one language, in sorted arrays that a file can hold.

A place is one integer: the row of the passage, whether the token stands in its headings, and the token's offset there.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.vocabulary import Arrays, Vocabulary, encode, few_bytes, starts_of, view

__all__ = ["Lists", "Places", "Postings"]

Places = NDArray[Any]
"""Places, `(n,)`, uint32 or, of large libraries, uint64; increasing."""

_ODD = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
"""Letters of the Latin alphabet that have marks or may have."""


_SPANS_KEPT = 1 << 13
"""Of how many tokens it is kept where they are, or that there are none: one is asked for several times in a question."""


class Postings:
    """The tokens of passages and their places; only read, and by several threads if need be.

    `arrays` are what `make` gives, in memory or mapped from a file: the tokens (`index.vocabulary`), `place_starts` (t + 1),
    where the places of each begin among `places`, and `bits` (1,), how many of a place are not the row. So many rows come
    `before` theirs, and are counted where a row is told.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], before: int = 0) -> None:
        self._words = Vocabulary(arrays)
        self._before = before
        self._span = lru_cache(maxsize=_SPANS_KEPT)(self._looked_up)
        self._starts = view(arrays["place_starts"])
        self._places: Places = np.asarray(arrays["places"])
        self.bits = int(arrays["bits"][0])

    @classmethod
    def make(cls, lines: Iterable[tuple[str, str]]) -> Arrays:
        """The arrays for passages in the order of their rows: the tokens of each one's text and of its headings, as lines."""
        known: defaultdict[str, int] = defaultdict()
        known.default_factory = known.__len__
        found, sizes = array("I"), array("I")
        for row in lines:
            for line in row:
                words = _words(line)
                found.extend(map(known.__getitem__, words))
                sizes.append(len(words))
        words = sorted(known, key=encode)
        rank = np.empty(len(words), dtype=np.uint32)
        rank[[known[word] for word in words]] = np.arange(len(words), dtype=np.uint32)
        ranks = rank[np.frombuffer(found, dtype=np.uint32)]
        bits = max(sizes, default=0).bit_length() + 1
        places = _places(np.frombuffer(sizes, dtype=np.uint32).astype(np.int64), bits)
        return {
            **Vocabulary.make(words),
            "place_starts": few_bytes(starts_of(np.bincount(ranks, minlength=len(words)))),
            "places": places[np.argsort(ranks, kind="stable")],
            "bits": np.array([bits], dtype=np.int64),
        }

    def _looked_up(self, word: str, prefix: bool) -> tuple[int, int]:
        """Between which places among the tokens it is, or those that begin so are."""
        return self._words.span(_plain(word), prefix)

    def places(self, word: str, prefix: bool = False) -> Places:
        """Where a token stands, `(n,)`; with `prefix`, where tokens that begin so do, and then token by token, not in order."""
        start, end = self._span(word, prefix)
        return self._places[self._starts[start] : self._starts[end]]

    def phrase(self, words: Sequence[str]) -> Places:
        """Where these tokens follow one another: the places of the first, `(n,)`."""
        each: list[Places] = []
        for word in words:
            each.append(self.places(word))
            if not len(each[-1]):
                return each[-1]
        rarest = min(range(len(each)), key=lambda i: len(each[i]))
        mask = (1 << (self.bits - 1)) - 1
        found = each[rarest]
        if rarest:
            found = found[(found & found.dtype.type(mask)) >= rarest] - found.dtype.type(rarest)
        for offset in sorted((i for i in range(len(each)) if i != rarest), key=lambda i: len(each[i])):
            if not len(found):
                break
            wanted = found + found.dtype.type(offset)
            at = each[offset].searchsorted(wanted)
            found = found[each[offset].take(at, mode="clip") == wanted]
        return found

    def holds(self, word: str, prefix: bool = False) -> bool:
        """Whether the token, or with `prefix` one that begins so, stands anywhere."""
        start, end = self._span(word, prefix)
        return start < end

    def rows(self, places: Places) -> NDArray[np.int64]:
        """The row of the passage of each place: `(n,)`."""
        return np.asarray(places >> places.dtype.type(self.bits), dtype=np.int64) + self._before

    def halves(self, places: Places) -> NDArray[np.int64]:
        """For each place twice the row of its passage, and one more where it is in the headings: `(n,)`."""
        return np.asarray(places >> places.dtype.type(self.bits - 1), dtype=np.int64) + 2 * self._before

    def in_headings(self, places: Places) -> NDArray[np.bool_]:
        """Which places are in the headings of a passage and not in its text: `(n,)`."""
        return np.asarray((places & places.dtype.type(1 << (self.bits - 1))) != 0)

    def in_row(self, places: Places, row: int) -> Places:
        """Those of increasing places that are in this row."""
        row -= self._before
        if row < 0 or (row + 1) << self.bits > np.iinfo(places.dtype).max:  # a row of other lists
            return places[:0]
        bounds = np.array([row << self.bits, (row + 1) << self.bits], dtype=places.dtype)
        start, end = np.searchsorted(places, bounds)
        return places[start:end]


class Lists:
    """The inverted lists of the passages of one language, in parts: the rows of each part come after those of the ones before it."""

    def __init__(self, parts: Sequence[tuple[Mapping[str, NDArray[Any]], int]]) -> None:
        """Of each part its arrays, and how many rows it has."""
        firsts = starts_of([rows for _, rows in parts])
        self.parts = tuple(Postings(arrays, int(first)) for (arrays, _), first in zip(parts, firsts, strict=False))

    def holds(self, word: str, prefix: bool = False) -> bool:
        """Whether the token, or with `prefix` one that begins so, stands anywhere."""
        for part in self.parts:  # noqa: SIM110 - asked for hundreds of times in a question
            if part.holds(word, prefix):
                return True
        return False

    def standing(self, words: Sequence[str], prefix: bool = False) -> tuple[tuple[Postings, Places], ...]:
        """Where one token stands (`Postings.places`), or several follow one another (`phrase`), in the parts that hold them."""
        found = (
            (part, part.places(words[0], prefix) if len(words) == 1 else part.phrase(words)) for part in self.parts
        )
        return tuple((part, places) for part, places in found if len(places))


def _places(sizes: NDArray[np.int64], bits: int) -> Places:
    """The place of every token, in the order of the texts: `sizes` are those of text and headings in turn."""
    every = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)  # twice the row, and one more for its headings
    offsets = np.arange(len(every), dtype=np.int64) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    places = (every << (bits - 1)) | offsets
    return places.astype(np.uint32 if (len(sizes) << (bits - 1)) < 1 << 32 else np.uint64)


def _words(line: str) -> list[str]:
    return _plain(line).split()


def _plain(line: str) -> str:
    """Tokens with the letters of the Latin alphabet without their marks: `café` is found as `cafe`."""
    return line.translate(_MARKS) if not line.isascii() and _ODD.search(line) else line


class _Plain(dict[int, int | str | None]):
    def __missing__(self, code: int) -> int | str | None:
        parts = unicodedata.normalize("NFD", chr(code))
        plain = parts[0] if len(parts) > 1 and parts[0].isascii() and parts[0].isalpha() else chr(code)
        self[code] = plain
        return plain


_MARKS = _Plain()
