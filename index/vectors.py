"""Nearest vectors. `VectorIndex` is the seam; the one here is FAISS, exact, by inner product.

The index is derived from the vectors that the library keeps, and is never itself the truth.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from index.embed import Vectors

__all__ = ["FaissIndex", "PassageIndex", "VectorIndex"]

_FIRST_CANDIDATES = 200


class VectorIndex(Protocol):
    """Finds, for a vector, the numbers of the nearest ones."""

    def search(self, vector: Vectors, k: int, among: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """At most `k` pairs (number, inner product), best first, equal ones by number.

        `among` restricts the search before it is made: with at least k numbers in it, k are found.
        """

    def scores(self, vector: Vectors, numbers: Sequence[int]) -> list[float]:
        """The scores of these passages, in their order, as `search` gives them."""

    def __len__(self) -> int:
        """How many vectors there are."""


class FaissIndex:
    """Exact search over `vectors`, `(n, d)` float32, each known by its number in `numbers`."""

    def __init__(self, numbers: Sequence[int], vectors: Vectors) -> None:
        import faiss

        faiss.omp_set_num_threads(1)  # for one question at a time, threads only wait for one another

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

    def scores(self, vector: Vectors, numbers: Sequence[int]) -> list[float]:
        """The inner products of these, in their order."""
        rows = self._index.reconstruct_batch(np.asarray(numbers, dtype=np.int64))
        return [float(score) for score in rows @ vector]

    def __len__(self) -> int:
        return int(self._index.ntotal)


class PassageIndex:
    """Passages by the mean of two inner products: the passage's own, and that of the best of its sentences.

    A passage as a whole says what it is about, a sentence answers; together they find more than either
    (`benchmarks/results/passages.json`). `numbers` are the passages', `vectors` is `(n, d)` float32, and
    `sentence_vectors` has one `(m, d)` float32 for each passage, m ≥ 1.
    """

    def __init__(self, numbers: Sequence[int], vectors: Vectors, sentence_vectors: Sequence[Vectors]) -> None:
        self._places = {number: place for place, number in enumerate(numbers)}
        self._vectors = vectors
        self._sentence_vectors = list(sentence_vectors)
        self._ends = np.cumsum([len(rows) for rows in sentence_vectors])
        self._numbers = list(numbers)
        self._passages = FaissIndex(numbers, vectors)
        rows = np.concatenate(self._sentence_vectors) if self._sentence_vectors else vectors[:0]
        self._sentences = FaissIndex(range(len(rows)), rows)

    def search(self, vector: Vectors, k: int, among: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """At most `k` pairs (number, score), best first, equal ones by number; exact.

        Candidates are taken from both lists until no passage outside them can reach the k-th score: the threshold
        algorithm of Fagin, Lotem and Naor (2003).
        """
        among = None if among is None else [number for number in dict.fromkeys(among) if number in self._places]
        size = len(self) if among is None else len(among)
        rows = None if among is None else [row for number in among for row in self._rows(self._places[number])]
        wanted = min(k, size)
        depth = max(4 * wanted, _FIRST_CANDIDATES)
        while wanted > 0:
            passages = self._passages.search(vector, depth, among)
            sentences = self._sentences.search(vector, depth, rows)
            places = np.searchsorted(self._ends, [row for row, _ in sentences], side="right")
            candidates = {number for number, _ in passages} | {self._numbers[place] for place in places}
            scored = sorted(
                ((number, self._score(vector, number)) for number in candidates), key=lambda pair: (-pair[1], pair[0])
            )
            bound = (passages[-1][1] + sentences[-1][1]) / 2
            if len(passages) == size or (len(scored) >= wanted and scored[wanted - 1][1] > bound):
                return scored[:wanted]
            depth *= 4
        return []

    def scores(self, vector: Vectors, numbers: Sequence[int]) -> list[float]:
        """The scores of these passages, in their order."""
        return [self._score(vector, number) for number in numbers]

    def _score(self, vector: Vectors, number: int) -> float:
        place = self._places[number]
        return float(self._vectors[place] @ vector + np.max(self._sentence_vectors[place] @ vector)) / 2

    def _rows(self, place: int) -> range:
        return range(int(self._ends[place - 1]) if place else 0, int(self._ends[place]))

    def __len__(self) -> int:
        return len(self._numbers)
