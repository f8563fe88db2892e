"""Nearest passages among many, whose vectors stay in eight bits: exact up to a hundred thousand, and above that but for few."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.arrays import Floats, Vectors
from index.store.blocks import RowBlock, Rows, within
from index.store.codes import Codes, CodesInParts
from index.store.vector_index import SAMPLE, Numbers, Pairs, Placed, best

__all__ = ["EXACT", "CodedIndex"]

EXACT = 100_000
"""Of no more passages the sentences of each are looked at; of more, those of the passages that are nearest as a whole."""
_LIKELY = 20
"""So many times as many of these as are wanted."""
_BATCH = 4096
"""So many passages are scored at once."""


class CodedIndex:
    """What `PassageIndex` finds, of passages whose vectors, and those of their sentences, are kept as codes.

    `numbers` (n,) are the passages', `vectors` n codes, `sentences` those of all sentences, and `starts` (n + 1) where those
    of each passage begin, one at least. Cheap products tell which passages may be among the best, and these are scored
    exactly. Of more than `EXACT` one is missed now and then whose best sentence is near and which as a whole is far; what a
    filter leaves is told by the number of what it leaves.
    """

    def __init__(
        self, numbers: Rows, vectors: Codes | CodesInParts, sentences: Codes | CodesInParts, starts: Rows
    ) -> None:
        self._numbers = Numbers(numbers)
        self._vectors, self._sentences, self._starts = vectors, sentences, starts
        self._sample = self._block(self._numbers.in_order[:: max(-(-len(vectors) // SAMPLE), 1)])

    def search(self, vector: Vectors, k: int, among: Sequence[int] | None = None) -> Pairs:
        """At most `k` pairs (number, score), best first, equal ones by number."""
        return self._found(vector, k, None if among is None else self._numbers.rows(among))

    def placed(self, vector: Vectors, k: int, rows: Rows | None = None) -> Placed:
        """What `search` finds in these rows, all for None, and how the scores of all passages are spread."""
        return Placed(self._found(vector, k, rows), self._sample.scores(vector), None)

    def scores(self, vector: Vectors, numbers: Sequence[int]) -> list[float]:
        """The scores of these passages, in their order."""
        return [float(score) for score in self._exact(vector, self._numbers.places(numbers))]

    def _found(self, vector: Vectors, k: int, rows: Rows | None) -> Pairs:
        if k < 1:
            return []
        count = len(self) if rows is None else len(rows)
        if count > max(EXACT, _LIKELY * k):
            own, _ = self._vectors.about(vector, rows)
            nearest = np.argpartition(own, count - _LIKELY * k)[count - _LIKELY * k :]
            rows = nearest if rows is None else rows[nearest]
        found, scores = self._possible(vector, k, rows)
        return best(self._numbers.of(found), scores, k)

    def _possible(self, vector: Vectors, k: int, rows: Rows | None) -> tuple[Rows, Floats]:
        """Rows among which are the best k of these, and their scores.

        First come those that are best by their codes; of the others, those that may be as good as the k-th of these, were the
        products of codes off as far as can be.
        """
        count = len(self) if rows is None else len(rows)
        if count <= 2 * k:
            every = np.arange(count, dtype=np.int64) if rows is None else rows
            return every, self._exact(vector, every)
        about, off = self._about(vector, rows)
        order = np.argpartition(about, count - 2 * k)
        first, others = order[-2 * k :], order[: -2 * k]
        scores = self._exact(vector, first if rows is None else rows[first])
        least = float(np.partition(scores, k)[k])
        others = others[about[others] >= 2 * (least - off)]
        found = np.concatenate([first, others])
        scores = np.concatenate([scores, self._exact(vector, others if rows is None else rows[others])])
        return found if rows is None else rows[found], scores

    def _about(self, vector: Vectors, rows: Rows | None) -> tuple[Vectors, float]:
        """About twice the score of each of these rows, and how far half of it may be off."""
        inside, starts = (None, self._starts) if rows is None else within(self._starts, rows)
        (own, own_off), (nearest, off) = self._vectors.about(vector, rows), self._sentences.about(vector, inside)
        return own + np.maximum.reduceat(nearest, starts[:-1]), (own_off + off) / 2

    def _exact(self, vector: Vectors, rows: Rows) -> Floats:
        parts = (rows[at : at + _BATCH] for at in range(0, len(rows), _BATCH))
        return np.concatenate([np.zeros(0), *(self._block(part).scores(vector) for part in parts)])

    def _block(self, rows: Rows) -> RowBlock:
        """The vectors of the passages in these rows."""
        inside, starts = within(self._starts, rows)
        return RowBlock(self._vectors.decoded(rows), self._sentences.decoded(inside), starts)

    def __len__(self) -> int:
        return len(self._vectors)
