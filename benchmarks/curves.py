"""Odds → what a threshold would refuse and answer, and how far odds come true. Pure functions of plain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Point", "area", "best", "calibration", "curve"]


@dataclass(frozen=True, slots=True)
class Point:
    """A threshold: of what can be answered the share refused, of what cannot the share answered."""

    threshold: float
    refused: float
    answered: float


def curve(answerable: Sequence[float], unanswerable: Sequence[float]) -> list[Point]:
    """A point for each threshold that changes anything, rising; odds at the threshold are answered."""
    good, bad = np.sort(np.asarray(answerable, dtype=float)), np.sort(np.asarray(unanswerable, dtype=float))
    thresholds = np.unique(np.concatenate([[0.0], good, bad, [np.nextafter(1.0, 2.0)]]))
    refused = np.searchsorted(good, thresholds) / len(good)
    answered = 1 - np.searchsorted(bad, thresholds) / len(bad)
    return [Point(*map(float, row)) for row in zip(thresholds, refused, answered, strict=True)]


def best(points: Sequence[Point], most_refused: float) -> Point:
    """The threshold that answers the fewest wrongly while it refuses at most this share wrongly."""
    return min((p for p in points if p.refused <= most_refused), key=lambda p: (p.answered, p.refused))


def area(answerable: Sequence[float], unanswerable: Sequence[float]) -> float:
    """Area under the ROC curve: how often what can be answered has the better odds; equal ones count half."""
    good, bad = np.sort(np.asarray(answerable, dtype=float)), np.asarray(unanswerable, dtype=float)
    above = len(good) - np.searchsorted(good, bad, side="right")
    level = np.searchsorted(good, bad, side="right") - np.searchsorted(good, bad, side="left")
    return float((above + level / 2).mean() / len(good))


def calibration(
    answerable: Sequence[float], unanswerable: Sequence[float], bins: int = 10
) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error (Naeini et al. 2015), and for each bin the mean of the odds, what came true, how many."""
    odds = np.concatenate([answerable, unanswerable])
    truth = np.concatenate([np.ones(len(answerable)), np.zeros(len(unanswerable))])
    which = np.minimum((odds * bins).astype(int), bins - 1)
    table = [
        (float(odds[here].mean()), float(truth[here].mean()), int(here.sum()))
        for here in (which == b for b in range(bins))
        if here.any()
    ]
    return sum(n * abs(said - was) for said, was, n in table) / len(odds), table
