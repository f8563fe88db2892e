"""Nearest vectors. `VectorIndex` is the seam; those here are exact, by inner product.

An index is derived from the vectors that the library keeps, and is never itself the truth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np

from index.arrays import Floats, Vectors
from index.store.blocks import RowBlock, Rows, products

__all__ = [
    "SAMPLE",
    "FlatIndex",
    "MakeIndex",
    "Numbers",
    "Pairs",
    "PassageIndex",
    "PassageVectors",
    "Placed",
    "SampledIndex",
    "VectorIndex",
    "best",
]

SAMPLE = 2000
"""The scores of so many passages tell how those of all are spread."""
Pairs = list[tuple[int, float]]
"""Pairs (number, score), best first, equal ones by number."""


@runtime_checkable
class VectorIndex(Protocol):
    """Finds, for a vector, `(d,)` float32 of unit length, the numbers of the nearest ones. Asked by several threads at once."""

    def search(self, vector: Vectors, k: int, among: Sequence[int] | None = None) -> Pairs:
        """At most `k` pairs (number, score), best first, equal ones by number; none for a `k` below 1.

        `among` restricts the search before it is made: with at least k numbers in it that there are, k are found. Numbers in it
        that there are not are passed over.
        """

    def scores(self, vector: Vectors, numbers: Sequence[int]) -> list[float]:
        """The scores of these passages, in their order, as `search` gives them. Raises KeyError for one that there is not."""

    def __len__(self) -> int:
        """How many vectors there are."""


MakeIndex = Callable[[Rows, Vectors, Vectors, Rows], VectorIndex]
"""Makes an index of the passages of one language family, of these arrays, which it must not change:

numbers    (n,) int64        the passages', each once, in any order
vectors    (n, d) float32    of each passage, of unit length
sentences  (m, d) float32    of the sentences of all, one passage's after another's, of unit length
starts     (n + 1,) int64    those of the passage in row i are sentences[starts[i]:starts[i + 1]], one at least; starts[n] is m

A passage's score is the mean of two inner products: its own, and that of the best of its sentences.
"""


class PassageVectors(NamedTuple):
    """What a `MakeIndex` is called with."""

    numbers: Rows
    vectors: Vectors
    sentences: Vectors
    starts: Rows


@dataclass(frozen=True, slots=True)
class Placed:
    """What is found of passages, and the scores of a `sample` of them, (s,): of all, of more than `SAMPLE` of every n-th.

    `every` are the scores of all, by row, where they are known.
    """

    found: Pairs
    sample: Floats
    every: Floats | None


class FlatIndex:
    """Search over `vectors`, `(n, d)` float32, each known by its number in `numbers`."""

    def __init__(self, numbers: Sequence[int], vectors: Vectors) -> None:
        if len(numbers) != len(vectors):
            raise ValueError(f"{len(numbers)} numbers for {len(vectors)} vectors")
        self._numbers = Numbers(numbers)
        self._vectors = vectors

    def search(self, vector: Vectors, k: int, among: Sequence[int] | None = None) -> Pairs:
        """At most `k` pairs (number, inner product), best first, equal ones by number."""
        rows = self._numbers.rows(among)
        return best(self._numbers.of(rows), products(self._vectors, vector, rows).astype(np.float64), k)

    def scores(self, vector: Vectors, numbers: Sequence[int]) -> list[float]:
        """The inner products of these, in their order."""
        return [float(score) for score in products(self._vectors, vector, self._numbers.places(numbers))]

    def __len__(self) -> int:
        return len(self._vectors)


class PassageIndex:
    """Passages by the mean of two inner products: the passage's own, and that of the best of its sentences.

    A passage as a whole says what it is about, a sentence answers; together they find more than either
    (`benchmarks/results/passages.json`). `numbers` (n,) are the passages', `vectors` (n, d) float32; the vectors of the
    sentences of all, one passage's after another's, are `sentences` (m, d) float32, and `starts` (n + 1) where those of
    each begin; each passage has one at least. Of each question every passage is scored: for many there is
    `index.store.coded_index.CodedIndex`.
    """

    def __init__(self, numbers: Sequence[int] | Rows, vectors: Vectors, sentences: Vectors, starts: Rows) -> None:
        if len(numbers) != len(vectors):
            raise ValueError(f"{len(numbers)} numbers for {len(vectors)} vectors")
        self._numbers = Numbers(numbers)
        self._block = RowBlock(vectors, sentences, starts)
        self._sampled: Rows = self._numbers.in_order[:: max(-(-len(vectors) // SAMPLE), 1)]

    @classmethod
    def of(cls, numbers: Sequence[int], vectors: Vectors, sentence_vectors: Sequence[Vectors]) -> PassageIndex:
        """The index of passages with these vectors, and `(m, d)` of the sentences of each."""
        starts = np.cumsum([0, *map(len, sentence_vectors)], dtype=np.int64)
        sentences = np.concatenate(sentence_vectors) if len(sentence_vectors) else vectors[:0]
        return cls(numbers, vectors, sentences, starts)

    def search(self, vector: Vectors, k: int, among: Sequence[int] | None = None) -> Pairs:
        """At most `k` pairs (number, score), best first, equal ones by number; exact."""
        rows = self._numbers.rows(among)
        return best(self._numbers.of(rows), self._block.scores(vector)[rows], k)

    def placed(self, vector: Vectors, k: int, rows: Rows | None = None) -> Placed:
        """What `search` finds in these rows, all for None, and how the scores of all passages are spread."""
        every = self._block.scores(vector)
        rows = self._numbers.rows(None) if rows is None else rows
        return Placed(best(self._numbers.of(rows), every[rows], k), every[self._sampled], every)

    def scores(self, vector: Vectors, numbers: Sequence[int]) -> list[float]:
        """The scores of these passages, in their order."""
        return [float(score) for score in self._block.scores(vector, self._numbers.places(numbers))]

    def __len__(self) -> int:
        return len(self._block.vectors)


class SampledIndex:
    """Any index of passages, known by their `numbers` (n,), with the scores of a sample of all."""

    def __init__(self, index: VectorIndex, numbers: Rows) -> None:
        self._index, self._by_row = index, numbers
        self._sampled: list[int] = np.sort(numbers)[:: max(-(-len(numbers) // SAMPLE), 1)].tolist()

    def placed(self, vector: Vectors, k: int, rows: Rows | None = None) -> Placed:
        """What the index finds in these rows, all for None, and how the scores of all passages are spread."""
        among = None if rows is None else self._by_row[rows].tolist()
        sample = np.array(self._index.scores(vector, self._sampled), dtype=np.float64)
        return Placed(self._index.search(vector, k, among), sample, None)

    def scores(self, vector: Vectors, numbers: Sequence[int]) -> list[float]:
        """The scores of these passages, in their order."""
        return self._index.scores(vector, numbers)


class Numbers:
    """The numbers of rows, and the rows of numbers."""

    def __init__(self, numbers: Sequence[int] | Rows) -> None:
        self._by_row = np.asarray(numbers, dtype=np.int64)
        self.in_order: Rows = np.argsort(self._by_row, kind="stable")
        self._sorted = self._by_row[self.in_order]

    def of(self, rows: Rows) -> Rows:
        """The numbers of these rows."""
        return np.asarray(self._by_row[rows], dtype=np.int64)

    def rows(self, among: Sequence[int] | None) -> Rows:
        """The rows of those of the numbers that there are, each once; all for None."""
        if among is None:
            return np.arange(len(self._by_row), dtype=np.int64)
        wanted = np.unique(np.asarray(among, dtype=np.int64))
        at = np.searchsorted(self._sorted, wanted)
        known = at < len(self._sorted)
        known[known] = self._sorted[at[known]] == wanted[known]
        return np.asarray(self.in_order[at[known]], dtype=np.int64)

    def places(self, numbers: Sequence[int]) -> Rows:
        """The rows of these numbers, in their order. Raises KeyError for one that there is not."""
        wanted = np.asarray(numbers, dtype=np.int64)
        at = np.minimum(np.searchsorted(self._sorted, wanted), max(len(self._sorted) - 1, 0))
        if len(wanted) and not (len(self._sorted) and (self._sorted[at] == wanted).all()):
            raise KeyError(f"there is no passage of one of the numbers {wanted.tolist()}")
        return np.asarray(self.in_order[at], dtype=np.int64)


def best(numbers: Rows, scores: Floats, k: int) -> Pairs:
    """The `k` best pairs (number, score), best first, equal ones by number."""
    if k < 1:
        return []
    if len(scores) > k:
        kept = scores >= np.partition(scores, len(scores) - k)[len(scores) - k]
        numbers, scores = numbers[kept], scores[kept]
    order = np.lexsort((numbers, -scores))[:k]
    return list(zip(numbers[order].tolist(), scores[order].tolist(), strict=True))
