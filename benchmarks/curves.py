"""Odds → what a threshold would refuse and answer, and how far odds come true. Pure functions of plain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["DRAWS", "Point", "area", "best", "calibration", "curve", "interval", "together"]

DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Point:
    """A threshold: of what can be answered the share refused, of what cannot the share answered."""

    threshold: float
    refused: float
    answered: float


def curve(answerable: Sequence[float], unanswerable: Sequence[float]) -> list[Point]:
    """A point for each threshold that changes anything, rising; odds at the threshold are answered."""
    return together([(answerable, unanswerable)])


def together(groups: Sequence[tuple[Sequence[float], Sequence[float]]]) -> list[Point]:
    """The curve at one threshold for several groups (answerable, unanswerable), of which each counts alike."""
    thresholds = np.unique(
        np.concatenate([[0.0, np.nextafter(1.0, 2.0)], *(odds for group in groups for odds in group)])
    )
    refused = np.mean([np.searchsorted(np.sort(good), thresholds) / len(good) for good, _ in groups], axis=0)
    answered = np.mean([1 - np.searchsorted(np.sort(bad), thresholds) / len(bad) for _, bad in groups], axis=0)
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
    answerable: Sequence[float], unanswerable: Sequence[float], bins: int = 10, *, alike: bool = True
) -> tuple[float, list[tuple[float, float, float]]]:
    """Expected calibration error (Naeini et al. 2015), and for each bin the mean of the odds, what came true, its weight.

    With `alike` both kinds weigh alike, as if the library answered every second question; else each question counts once.
    """
    odds = np.concatenate([answerable, unanswerable])
    truth = np.concatenate([np.ones(len(answerable)), np.zeros(len(unanswerable))])
    counts = (len(answerable), len(unanswerable)) if alike else (len(truth) / 2,) * 2
    weights = np.where(truth == 1, *(0.5 / max(count, 1) for count in counts))
    which = np.minimum((odds * bins).astype(int), bins - 1)
    table = []
    for here in (which == b for b in range(bins)):
        if here.any():
            weight = float(weights[here].sum())
            table.append(
                (float(odds[here] @ weights[here]) / weight, float(truth[here] @ weights[here]) / weight, weight)
            )
    return sum(weight * abs(said - was) for said, was, weight in table), table


def interval(values: Sequence[float]) -> list[float]:
    """The 95 % percentile bootstrap interval of the mean."""
    dice, held = np.random.default_rng(0), np.asarray(values)
    means = held[dice.integers(0, len(held), (DRAWS, len(held)))].mean(axis=1)
    return [round(float(bound), 4) for bound in np.quantile(means, (0.025, 0.975))]
