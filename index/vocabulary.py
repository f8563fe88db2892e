"""Sorted strings in arrays that a file can hold, found in microseconds without being read into memory."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Arrays", "Strings", "Vocabulary", "encode", "few_bytes", "named_within", "starts_of", "view"]

Arrays = dict[str, NDArray[Any]]
_HEAD = 8
"""So many bytes of a word are compared as one number."""
_HIGHEST = b"\xf4\x8f\xbf\xbf"
"""The last character that there is, in UTF-8."""


class Strings:
    """Strings in any order: `text` is all of them in UTF-8, one after another, `starts` (n + 1) where each begins."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._text, self._starts = view(arrays["text"]), view(arrays["starts"])

    @classmethod
    def make(cls, strings: Iterable[str]) -> Arrays:
        """The arrays for these."""
        encoded = [encode(one) for one in strings]
        return {
            "text": np.frombuffer(b"".join(encoded), dtype=np.uint8),
            "starts": few_bytes(starts_of([len(one) for one in encoded])),
        }

    def bytes_at(self, at: int) -> bytes:
        """One of them in UTF-8."""
        return bytes(self._text[self._starts[at] : self._starts[at + 1]])

    def __getitem__(self, at: int) -> str:
        return self.bytes_at(at).decode()

    def __len__(self) -> int:
        return len(self._starts) - 1


class Vocabulary(Strings):
    """Different strings, sorted by their UTF-8; `heads` (n,) are the first eight bytes of each as a number."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        super().__init__(arrays)
        self._heads = view(arrays["heads"])
        self._size = len(self)

    @classmethod
    def make(cls, strings: Iterable[str]) -> Arrays:
        """The arrays for these, which are sorted."""
        words = list(strings)
        return {**Strings.make(words), "heads": np.array([_head(encode(word)) for word in words], dtype=np.uint64)}

    def span(self, word: str, prefix: bool = False) -> tuple[int, int]:
        """Between which places, the second not among them, the word is or, with `prefix`, those that begin so."""
        if not word:
            return 0, 0
        plain = encode(word)
        head = _head(plain)
        start = self._find(plain, head)
        if prefix:
            last = plain + _HIGHEST
            return start, self._find(last, _head(last))
        # what has the head and the length of a word that is shorter than a head is that word
        there = (
            start < self._size
            and self._heads[start] == head
            and self._starts[start + 1] - self._starts[start] == len(plain)
            and (len(plain) <= _HEAD or self.bytes_at(start) == plain)
        )
        return start, start + there

    def _find(self, word: bytes, head: int) -> int:
        """Before which place the word, whose head is given, would stand."""
        start = bisect_left(self._heads, head)
        if len(word) < _HEAD or start == self._size or self._heads[start] != head:
            return start
        end = bisect_right(self._heads, head, start)
        return bisect_left(range(end), word, start, end, key=self.bytes_at)


def view(array: NDArray[Any]) -> memoryview:
    """An array as one whose items are read quickly one by one."""
    return memoryview(array)  # type: ignore[arg-type]


def encode(word: str) -> bytes:
    """A string in UTF-8, a half of a character as a question mark."""
    return word.encode("utf-8", "replace")


def starts_of(sizes: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each of things of these sizes begins, one after another, and where the last ends."""
    return np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)


def few_bytes(starts: NDArray[np.int64]) -> NDArray[Any]:
    """What `starts_of` gives in four bytes each, where these are enough, as it is kept."""
    return starts.astype(np.uint32) if starts[-1] < 1 << 32 else starts


def named_within(arrays: Mapping[str, NDArray[Any]], prefix: str) -> Arrays:
    """The arrays whose name begins with a prefix and a dot, by the rest of it."""
    return {name[len(prefix) + 1 :]: array for name, array in arrays.items() if name.startswith(f"{prefix}.")}


def _head(word: bytes) -> int:
    return int.from_bytes(word[:_HEAD].ljust(_HEAD, b"\0"), "big")
