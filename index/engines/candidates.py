"""A vector index over an engine that gives candidates: they are scored from the library's own vectors.

The engine knows vectors of passages and of sentences. A passage's score is the mean of its own product and that of its best
sentence, which no engine ranks by; so both lists are read from the top until no passage that has not been met can be among the best
(the threshold algorithm of Fagin, Lotem and Naor, "Optimal aggregation algorithms for middleware", 2003).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from index.arrays import Vectors
from index.store.blocks import Rows
from index.store.vector_index import Pairs, VectorIndex, best

__all__ = ["DEEPEST", "FEW", "LISTED", "CandidateIndex", "Near", "Nearest"]

DEEPEST = 16_384
"""How far down a list is read."""
LISTED = 4_000
"""So many passages, and no more, are named to the engine, to search among them; of up to `FEW` all are scored without it."""
FEW = 500
_FIRST, _TIMES = 8, 4
"""How deep it is looked at first, for each that is wanted, and how much deeper each time."""
_ROUNDING = 1e-5
"""More than two ways of adding up an inner product of unit vectors in single precision differ by."""


@dataclass(frozen=True, slots=True)
class Near:
    """The `numbers` of passages that were met, (c,), each once; none that was not has a score above `unseen`."""

    numbers: Rows
    unseen: float


class Nearest(Protocol):
    """What an engine holds of the passages of one language family."""

    exact: bool
    """Whether nothing nearer is ever left out of a list."""

    def near(self, vector: Vectors, depth: int, among: Rows | None) -> Near | None:
        """The passages of the `depth` nearest vectors of passages, and of the `depth` nearest of sentences; `among` restricts both.

        None where the engine holds this edition of the library no longer. Raises EngineError.
        """


class CandidateIndex:
    """Passages of one language family by the candidates of an engine; `numbers` (n,) are theirs, `own` scores them.

    Where the engine is exact, so is this. Among `few` passages, and where the engine holds another edition among all, `own` searches.
    """

    def __init__(self, own: VectorIndex, numbers: Rows, engine: Nearest, few: int = FEW) -> None:
        self._own, self._numbers, self._engine, self._few = own, np.sort(numbers), engine, few

    def search(self, vector: Vectors, k: int, among: Sequence[int] | None = None) -> Pairs:
        """At most `k` pairs (number, score), best first, equal ones by number."""
        if k < 1:
            return []
        wanted = None if among is None else np.intersect1d(np.asarray(among, dtype=np.int64), self._numbers)
        if wanted is not None and len(wanted) <= max(self._few, k):
            return self._own.search(vector, k, among)
        size = len(self._numbers) if wanted is None else len(wanted)
        named = wanted if wanted is not None and size <= LISTED else None
        depth = min(_FIRST * k, DEEPEST)
        while (found := self._engine.near(vector, depth, named)) is not None:
            numbers = np.intersect1d(found.numbers, self._numbers if wanted is None else wanted)
            scores = np.array(self._own.scores(vector, numbers.tolist()), dtype=np.float64)
            pairs = best(numbers, scores, k)
            if len(pairs) == k and (pairs[-1][1] > found.unseen + _ROUNDING or not self._engine.exact):
                return pairs
            if found.unseen == -np.inf and len(pairs) == min(k, size):
                return pairs
            if depth == DEEPEST:
                break
            depth = min(_TIMES * depth, DEEPEST)
        return self._own.search(vector, k, among)

    def scores(self, vector: Vectors, numbers: Sequence[int]) -> list[float]:
        """The scores of these passages, in their order, as `search` gives them. Raises KeyError for one that there is not."""
        return self._own.scores(vector, numbers)

    def __len__(self) -> int:
        return len(self._own)
