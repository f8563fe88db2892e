"""Nearest vectors. `VectorIndex` is the seam; the one here is FAISS, exact, by inner product.

The index is derived from the vectors that the library keeps, and is never itself the truth.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from index.embed import Vectors

__all__ = ["FaissIndex", "VectorIndex"]


class VectorIndex(Protocol):
    """Finds, for a vector, the numbers of the nearest ones."""

    def search(self, vector: Vectors, k: int, among: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """At most `k` pairs (number, inner product), best first, equal ones by number.

        `among` restricts the search before it is made: with at least k numbers in it, k are found.
        """

    def __len__(self) -> int:
        """How many vectors there are."""


class FaissIndex:
    """Exact search over `vectors`, `(n, d)` float32, each known by its number in `numbers`."""

    def __init__(self, numbers: Sequence[int], vectors: Vectors) -> None:
        import faiss

        if len(numbers) != len(vectors):
            raise ValueError(f"{len(numbers)} numbers for {len(vectors)} vectors")
        self._faiss: Any = faiss
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
        if len(vectors):
            self._index.add_with_ids(np.ascontiguousarray(vectors), np.asarray(numbers, dtype=np.int64))

    def search(self, vector: Vectors, k: int, among: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """At most `k` pairs (number, inner product), best first, equal ones by number."""
        size = len(self) if among is None else len(among)
        if not size or k < 1:
            return []
        options: dict[str, Any] = {}
        if among is not None:
            selector = self._faiss.IDSelectorBatch(np.asarray(among, dtype=np.int64))
            options["params"] = self._faiss.SearchParameters(sel=selector)
        wanted = min(k + 1, size)
        while True:
            scores, numbers = self._index.search(np.ascontiguousarray(vector[None, :]), wanted, **options)
            pairs = [(int(n), float(s)) for n, s in zip(numbers[0], scores[0], strict=True) if n >= 0]
            # FAISS does not say which of equal vectors it leaves out: look further until the last one is worse
            if wanted == size or len(pairs) < wanted or pairs[-1][1] < pairs[k - 1][1]:
                return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:k]
            wanted = min(2 * wanted, size)

    def __len__(self) -> int:
        return int(self._index.ntotal)
