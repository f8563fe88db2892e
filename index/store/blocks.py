"""The vectors of passages together with those of their sentences, and how near they lie to another vector."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats, Vectors
from index.vocabulary import starts_of

__all__ = ["RowBlock", "Rows", "products", "within"]

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

    def scores(self, vector: Vectors, rows: Rows | None = None) -> Floats:
        """The score of each passage, `(n,)`, for a vector, `(d,)`: the mean of its own product and that of the best of its sentences.

        With `rows` of the passages in these rows alone, in their order; nothing is copied for that.
        """
        inside, starts = (None, self.starts) if rows is None else within(self.starts, rows)
        if len(starts) < 2:
            return np.zeros(0)
        nearest = np.maximum.reduceat(products(self.sentences, vector, inside), starts[:-1])
        return (products(self.vectors, vector, rows) + nearest).astype(np.float64) / 2


def within(starts: Rows, rows: Rows) -> tuple[Rows, Rows]:
    """The places of what stands in these rows, of which each begins at `starts`, one row's after another's, and where those of each begin."""
    first, sizes = starts[rows], starts[rows + 1] - starts[rows]
    own = starts_of(sizes)
    return np.repeat(first - own[:-1], sizes) + np.arange(own[-1]), own


def products(rows: Vectors, vector: Vectors, places: Rows | None = None) -> Vectors:
    """Inner products of `(n, d)` with `(d,)`: `(n,)` float32, by FAISS, exact; with `places`, `(m,)`, of these of the rows: `(m,)`.

    Equal rows give equal ones, wherever they stand, which BLAS does not promise. Raises ValueError where the dimensions
    differ and IndexError for a place that there is not.
    """
    import faiss

    if rows.shape[1:] != vector.shape:
        raise ValueError(f"the inner product of rows {rows.shape} with a vector {vector.shape} is asked for")
    wanted = np.arange(len(rows)) if places is None else np.ascontiguousarray(places, dtype=np.int64)
    if len(wanted) and not 0 <= wanted.min() <= wanted.max() < len(rows):
        raise IndexError(f"of {len(rows)} rows one beyond them is asked for")
    found = np.empty(len(wanted), dtype=np.float32)
    held, given = (np.ascontiguousarray(one, dtype=np.float32) for one in (rows, vector))
    pointers = [faiss.swig_ptr(one) for one in (found, given, held, wanted)]
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)  # of this thread alone; others would only wait, and use a core each for that
    try:
        faiss.fvec_inner_products_by_idx(*pointers, len(vector), 1, len(wanted))  # type: ignore[attr-defined]
    finally:
        faiss.omp_set_num_threads(threads)
    return found
