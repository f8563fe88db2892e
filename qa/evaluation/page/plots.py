"""The plots of an evaluation's page as numbers: where each bar and point stands, on a sheet of known size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10, sqrt

from qa.evaluation.metrics import percentile
from qa.evaluation.results import Result

__all__ = ["Plot", "Point", "Reliability", "reliability", "times"]

_BINS = 10
_MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Plot:
    """A sheet of 360 × 220 units and, in it, the frame that the axes make."""

    width: int = 360
    height: int = 220
    left: int = 40
    right: int = 340
    top: int = 12
    bottom: int = 176

    def x(self, share: float) -> float:
        """Where a share of the width of the frame is."""
        return round(self.left + share * (self.right - self.left), 1)

    def y(self, share: float) -> float:
        """Where a share of its height is, from below."""
        return round(self.bottom - share * (self.bottom - self.top), 1)


@dataclass(frozen=True, slots=True)
class Point:
    """Quotations of like odds: their mean, the share that holds a fact, how many; and the point's place and radius."""

    odds: float
    share: float
    count: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """Points from the lowest odds to the highest, and how far they are from the diagonal, each by its count."""

    plot: Plot
    points: tuple[Point, ...]
    error: float


def reliability(results: Sequence[Result]) -> Reliability | None:
    """The odds of the quotations cited, in ten bins, beside the share that holds a fact which its question lists.

    `error` is the expected calibration error (Naeini et al., 2015). None where nothing is cited or an odds is no
    probability, as with a reader that gives relevance alone.
    """
    pairs = [(quotation.odds, quotation.fact) for result in results for quotation in result.citations]
    if not pairs or not all(0 <= odds <= 1 for odds, _ in pairs):
        return None
    plot, points = Plot(), []
    for number in range(_BINS):
        inside = [pair for pair in pairs if min(floor(pair[0] * _BINS), _BINS - 1) == number]
        if inside:
            odds = sum(one for one, _ in inside) / len(inside)
            share = sum(fact for _, fact in inside) / len(inside)
            radius = round(2.5 + 9 * sqrt(len(inside) / len(pairs)), 1)
            points.append(Point(odds, share, len(inside), plot.x(odds), plot.y(share), radius))
    error = sum(point.count * abs(point.odds - point.share) for point in points) / len(pairs)
    return Reliability(plot, tuple(points), error)


@dataclass(frozen=True, slots=True)
class Bar:
    """How many answers took from `start` to `end` seconds (None: and more), and the bar's place and size."""

    start: float
    end: float | None
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars, the seconds and places of some of their edges, the places of the median and of the 95th percentile."""

    plot: Plot
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[str, float], ...]
    median: float
    p95: float
    most: int


def times(results: Sequence[Result]) -> Histogram:
    """How long the answers took; what took more than twice as long as 95 % of them is in the last bar."""
    plot, seconds = Plot(), [result.seconds for result in results]
    limit = max(min(max(seconds), 2 * percentile(seconds, 0.95)), 0.001)
    step = _round_step(limit / _MOST_BARS)
    count = max(ceil(limit / step - 1e-9), 1)
    held = [min(floor(value / step + 1e-9), count - 1) for value in seconds]
    most = max(held.count(number) for number in range(count))
    over = max(seconds) > count * step
    bars = tuple(
        Bar(
            number * step,
            None if over and number == count - 1 else (number + 1) * step,
            inside,
            plot.x(number / count) + 1,
            plot.y(inside / most),
            round((plot.right - plot.left) / count - 2, 1),
            round(plot.bottom - plot.y(inside / most), 1),
        )
        for number in range(count)
        if (inside := held.count(number))
    )
    every = ceil(count / 5)
    ticks = tuple((f"{number * step:g}", plot.x(number / count)) for number in range(0, count + 1, every))
    marks = [plot.x(min(percentile(seconds, share) / (count * step), 1)) for share in (0.5, 0.95)]
    return Histogram(plot, bars, ticks, marks[0], marks[1], most)


def _round_step(least: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is not below `least`."""
    power = 10.0 ** floor(log10(least))
    return next(float(f"{factor * power:.6g}") for factor in (1, 2, 5, 10) if factor * power >= least * (1 - 1e-9))
