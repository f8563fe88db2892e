"""Scores of passages of which most are zero: the best of them, and how those of all are spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats

__all__ = ["SparseScores"]

_SPARSE = 16
"""Where fewer than one passage of so many has a score, the rows are put in order rather than every passage looked at."""
_BLOCK = 64
"""Of so many scores at a time the greatest is told, so that few are compared one by one."""
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SparseScores:
    """The scores of `every` passage by row: those above zero are `scores` (m,) of `rows` (m,), increasing; the others are 0."""

    rows: Rows
    scores: Floats
    every: int

    @classmethod
    def summed(cls, parts: Sequence[tuple[Rows, Floats]], every: int) -> SparseScores:
        """The sums of scores above zero, each part of rows without repetition, added in the order of the parts."""
        sizes = [len(rows) for rows, _ in parts]
        if not sum(sizes):
            return cls(np.zeros(0, dtype=np.int64), np.zeros(0), every)
        if max(sizes) * _SPARSE > every:
            whole = np.zeros(every)
            for rows, scores in parts:
                whole[rows] += scores
            rows = np.flatnonzero(whole)
            return cls(rows, whole[rows], every)
        rows, at = np.unique(np.concatenate([rows for rows, _ in parts]), return_inverse=True)
        summed = np.bincount(at, np.concatenate([scores for _, scores in parts]))
        return cls(rows, np.asarray(summed, dtype=np.float64), every)

    def of(self, row: int) -> float:
        """The score of one passage."""
        at = int(self.rows.searchsorted(row))
        return float(self.scores[at]) if at < len(self.rows) and self.rows[at] == row else 0.0

    def best(self, k: int, among: Rows | None = None) -> tuple[Rows, Floats]:
        """Rows that hold the best `k` above zero, with all that are as good as the last of them; in `among` alone, if given."""
        rows, scores = self.rows, self.scores
        if among is not None:
            at = np.minimum(rows.searchsorted(among), max(len(rows) - 1, 0)) if len(rows) else among[:0]
            at = at[rows[at] == among] if len(rows) else at
            rows, scores = rows[at], scores[at]
        if k < 1 or not len(rows):
            return rows[:0], scores[:0]
        if len(scores) > 2 * k * _BLOCK:
            # the k-th best of the greatest of each block is no better than the k-th best of all
            tops = scores[: len(scores) // _BLOCK * _BLOCK].reshape(-1, _BLOCK).max(axis=1)
            kept = np.flatnonzero(scores >= np.partition(tops, len(tops) - k)[len(tops) - k])
            return rows[kept], scores[kept]
        return rows, scores

    def moments(self) -> tuple[float, float]:
        """Mean and standard deviation of the scores of every passage."""
        mean = float(self.scores.sum()) / self.every if self.every else 0.0
        away = float(np.square(self.scores - mean).sum()) + (self.every - len(self.scores)) * mean**2
        return mean, (away / self.every) ** 0.5 if self.every else 0.0

    def __len__(self) -> int:
        return self.every
