"""Inverted lists: where each token stands in the passages of one language, in sorted arrays that a file can hold.

A place is one integer: the row of the passage, whether the token stands in its headings, and the token's offset there.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Arrays", "Places", "Postings"]

Arrays = dict[str, NDArray[Any]]
Places = NDArray[Any]
"""Places, `(n,)`, uint32 or, of large libraries, uint64; increasing."""

_HEAD = 8
"""So many bytes of a token are compared as one number."""
_ODD = re.compile("[^\\w .%]|[_\u00c0-\u024f\u1e00-\u1eff]")
_HIGHEST = b"\xf4\x8f\xbf\xbf"
"""The last character that there is, in UTF-8."""


class Postings:
    """The tokens of passages and their places; only read, and by several threads if need be.

    `arrays` are what `make` gives, in memory or mapped from a file: `words` holds the tokens in UTF-8, sorted, one after
    another, `word_starts` (t + 1) where each begins, `heads` (t,) the first eight bytes of each as a number, `starts`
    (t + 1) where the places of each begin among `places`; `bits` (1,) is how many of a place are not the row.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._words = memoryview(arrays["words"])
        self._word_starts = memoryview(arrays["word_starts"])
        self._heads = memoryview(arrays["heads"])
        self._starts = memoryview(arrays["starts"])
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
        encoded = [word.encode("utf-8", "replace") for word in known]
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        rank = np.empty(len(order), dtype=np.uint32)
        rank[order] = np.arange(len(order), dtype=np.uint32)
        ranks = rank[np.frombuffer(found, dtype=np.uint32)]
        bits = max(sizes, default=0).bit_length() + 1
        places = _places(np.frombuffer(sizes, dtype=np.uint32).astype(np.int64), bits)
        words = [encoded[i] for i in order]
        return {
            "words": np.frombuffer(b"".join(words), dtype=np.uint8),
            "word_starts": _starts([len(word) for word in words]),
            "heads": np.array([_head(word) for word in words], dtype=np.uint64),
            "starts": _starts(np.bincount(ranks, minlength=len(words))),
            "places": places[np.argsort(ranks, kind="stable")],
            "bits": np.array([bits], dtype=np.int64),
        }

    def places(self, word: str, prefix: bool = False) -> Places:
        """Where a token stands; with `prefix`, where tokens that begin so do, and then token by token, not in order."""
        start, end = self._range(word, prefix)
        return self._places[self._starts[start] : self._starts[end]]

    def phrase(self, words: Sequence[str]) -> Places:
        """Where these tokens follow one another: the places of the first."""
        each = [self.places(word) for word in words]
        rarest = min(range(len(each)), key=lambda i: len(each[i]))
        mask = (1 << (self.bits - 1)) - 1
        found = each[rarest]
        if rarest and len(found):
            found = found[(found & found.dtype.type(mask)) >= rarest] - found.dtype.type(rarest)
        for offset in sorted((i for i in range(len(each)) if i != rarest), key=lambda i: len(each[i])):
            if not len(found):
                break
            wanted = found + found.dtype.type(offset)
            at = np.searchsorted(each[offset], wanted)
            found = found[each[offset][np.minimum(at, len(each[offset]) - 1)] == wanted]
        return found

    def holds(self, word: str, prefix: bool = False) -> bool:
        """Whether the token, or with `prefix` one that begins so, stands anywhere."""
        start, end = self._range(word, prefix)
        return start < end

    def rows(self, places: Places) -> NDArray[np.int64]:
        """The row of the passage of each place."""
        return (places >> places.dtype.type(self.bits)).astype(np.int64)

    def in_headings(self, places: Places) -> NDArray[np.bool_]:
        """Which places are in the headings of a passage and not in its text."""
        return (places & places.dtype.type(1 << (self.bits - 1))) != 0

    def in_row(self, places: Places, row: int) -> Places:
        """Those of increasing places that are in this row."""
        bounds = np.array([row << self.bits, (row + 1) << self.bits], dtype=places.dtype)
        start, end = np.searchsorted(places, bounds)
        return places[start:end]

    def __len__(self) -> int:
        return len(self._heads)

    def _range(self, word: str, prefix: bool) -> tuple[int, int]:
        """Between which tokens, the second not among them, the token or those that begin so are."""
        plain = _plain(word).encode("utf-8", "replace")
        start = self._find(plain)
        if not plain:
            return 0, 0
        if prefix:
            return start, self._find(plain + _HIGHEST)
        return start, start + (start < len(self) and self._word(start) == plain)

    def _find(self, word: bytes) -> int:
        """Before which token the word would stand."""
        head = _head(word)
        start = bisect_left(self._heads, head)
        if len(word) < _HEAD:
            return start
        end = bisect_right(self._heads, head, start)
        return bisect_left(range(end), word, start, end, key=self._word)

    def _word(self, at: int) -> bytes:
        return bytes(self._words[self._word_starts[at] : self._word_starts[at + 1]])


def _head(word: bytes) -> int:
    return int.from_bytes(word[:_HEAD].ljust(_HEAD, b"\0"), "big")


def _starts(sizes: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)


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
    return line.translate(_MARKS) if _ODD.search(line) else line


class _Plain(dict[int, int | str | None]):
    def __missing__(self, code: int) -> int | str | None:
        base, *marks = unicodedata.normalize("NFD", chr(code))
        plain = base if base.isascii() and base.isalpha() and marks else chr(code)
        self[code] = plain
        return plain


_MARKS = _Plain()
