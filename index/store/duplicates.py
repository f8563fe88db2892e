"""Near-duplicates: the same text in another script, in a reprint, or in part.

A document's sketch is a sample of its shingles, runs of six characters or words of its folded text, taken by value, so
that two sketches share what their texts share (resemblance and containment by sampling modulo m: Broder, "On the
resemblance and containment of documents", 1997).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.records import SEARCHED, Document
from index.text.script import EASTERN, fold

__all__ = ["Likeness", "group_of", "likeness", "sketch"]

_SHINGLE = 6
_ONE_IN = 4
_FEWEST = 24
"""Shared sampled shingles below which nothing is said: about a hundred characters word for word."""
_ALIKE = 0.5
_TOKEN = re.compile(f"[{EASTERN}]|[^\\W_{EASTERN}]+")
_MIXER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two documents that say the same words: `of_one` of document `one` is in `other`, `of_other` the other way (0–1)."""

    one: str
    other: str
    of_one: float
    of_other: float

    @property
    def same(self) -> bool:
        """Whether most of each is in the other: reprints, scripts; else one is an excerpt from the other."""
        return min(self.of_one, self.of_other) >= _ALIKE

    def seen_from(self, document: str) -> Likeness:
        """The same with `document` as `one`."""
        return self if document == self.one else Likeness(self.other, self.one, self.of_other, self.of_one)


def sketch(document: Document) -> tuple[int, ...]:
    """The sampled shingles of what is searched in a document, as sorted integers of 63 bits."""
    text = "\n".join(document.text[s.start : s.end] for s in document.sections if s.kind in SEARCHED)
    tokens = _TOKEN.findall(fold(text))
    if len(tokens) < _SHINGLE:
        return ()
    values = _mixed(np.fromiter((crc32(token.encode()) for token in tokens), dtype=np.uint64, count=len(tokens)))
    count = len(tokens) - _SHINGLE + 1
    runs = np.zeros(count, dtype=np.uint64)
    for place in range(_SHINGLE):  # order counts: each place is mixed again
        runs = _mixed(runs ^ values[place : place + count])
    runs = np.unique(runs >> np.uint64(1))
    return tuple(runs[runs % np.uint64(_ONE_IN) == 0].tolist())


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A one-to-one scattering of 64-bit integers (the finalizer of SplitMix64)."""
    values = values + _MIXER
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: NDArray[np.uint64] = values ^ (values >> np.uint64(31))
    return mixed


def likeness(one: str, other: str, sizes: tuple[int, int], shared: int) -> Likeness | None:
    """What `shared` shingles say of two documents with sketches of these sizes; None where they are not alike."""
    if shared < _FEWEST or shared < _ALIKE * min(sizes):
        return None
    return Likeness(one, other, shared / sizes[0], shared / sizes[1])


def group_of(document: str, links: Callable[[str], Iterable[Likeness]]) -> tuple[str, ...]:
    """The document and all of its group, sorted: reprints of it and reprints of these, and whatever one of them is an excerpt from
    or has an excerpt in.

    `links` gives what a document is like, seen from it. Two different excerpts from one collection are not of one group, though each
    is of the collection's.
    """

    def reprints(names: Iterable[str]) -> set[str]:
        found, waiting = set(names), list(names)
        while waiting:
            more = {link.other for link in links(waiting.pop()) if link.same} - found
            found |= more
            waiting += more
        return found

    same = reprints([document])
    return tuple(sorted(reprints(same.union(link.other for name in same for link in links(name)))))
