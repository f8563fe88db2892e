"""The vectors of passages together with those of their sentences, and how near they lie to another vector."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats, Vectors
from index.vocabulary import starts_of

__all__ = ["RowBlock", "Rows", "products"]

Rows = NDArray[np.int64]
"""Places in an array, or numbers of passages: `(n,)`."""


@dataclass(frozen=True, slots=True)
class RowBlock:
    """The vectors of `n` passages, `(n, d)`, and of their sentences, `(m, d)`, one passage's after another's.

    The sentences of the passage in row i are `sentences[starts[i]:starts[i + 1]]`, one at least; `starts` is `(n + 1,)`.
    """

    vectors: Vectors
    sentences: Vectors
    starts: Rows

    def scores(self, vector: Vectors) -> Floats:
        """The score of each passage, `(n,)`, for a vector, `(d,)`: the mean of its own product and that of the best of its sentences."""
        if not len(self.vectors):
            return np.zeros(0)
        nearest = np.maximum.reduceat(products(self.sentences, vector), self.starts[:-1])
        return (products(self.vectors, vector) + nearest).astype(np.float64) / 2

    def part(self, rows: Rows) -> RowBlock:
        """The passages in these rows alone, in their order."""
        first, sizes = self.starts[rows], self.starts[rows + 1] - self.starts[rows]
        starts = starts_of(sizes)
        inside = np.repeat(first - starts[:-1], sizes) + np.arange(starts[-1])
        return RowBlock(self.vectors[rows], self.sentences[inside], starts)


def products(rows: Vectors, vector: Vectors) -> Vectors:
    """Inner products of `(n, d)` with `(d,)`: `(n,)` float32, by FAISS, exact. Equal rows give equal ones, wherever they stand, which BLAS does not promise."""
    import faiss

    if not len(rows):
        return np.zeros(0, dtype=np.float32)
    found = np.empty(len(rows), dtype=np.float32)
    given, held = np.ascontiguousarray(vector[None, :]), np.ascontiguousarray(rows)
    scores, places = faiss.knn(given, held, len(rows), metric=faiss.METRIC_INNER_PRODUCT)
    found[places[0]] = scores[0]
    return found
