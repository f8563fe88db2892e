"""Costs of two trees → medians, ratios, and whether the goals of `benchmarks.latency` are reached. Arithmetic alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

__all__ = ["GOALS", "Goal", "goals", "paired", "percentile"]

Goal = tuple[tuple[str, ...], float]
"""Where a figure stands among the measures, and what it may be at most."""
GOALS: dict[str, Goal] = {
    "cold ask, by the clock": (("cold ask", "ratio", "wall"), 0.12),
    "cold ask, of the processor": (("cold ask", "ratio", "processor"), 0.12),
    "memory of a cold ask": (("cold ask", "ratio", "megabytes"), 0.5),
    "warm ask, median by the clock": (("warm ask", "ratio", "wall"), 0.25),
    "warm ask, 95th percentile": (("warm ask", "ratio of the 95th percentiles", "wall"), 0.25),
    "warm ask, of the processor": (("warm ask", "ratio", "processor"), 0.25),
    "retrieve without reading, median by the clock": (("warm retrieve without reading", "ratio", "wall"), 0.1),
    "retrieve without reading, of the processor": (("warm retrieve without reading", "ratio", "processor"), 0.1),
    "eight clients at once, the slowest against one alone": (("eight clients at once", "tree", "greatest"), 3.0),
    "index of the seeds, of the processor": (("index of the seeds", "ratio", "processor"), 0.5),
    "index of a larger folder, of the processor": (("index of a larger folder", "ratio", "processor"), 0.5),
    "models and dictionary, seconds of the processor": (("set up", "tree", "median", "processor"), 10.0),
    "tests, of the processor": (("tests", "ratio", "processor"), 0.33),
}
AT_LEAST: dict[str, Goal] = {
    "embedding, times as fast as a loop of encode": (("embedding", "times as fast as one text at a time", "wall"), 2.0),
    "embedding, times as fast as one call of encode": (("embedding", "times as fast as one call", "wall"), 2.0),
}


def paired(runs: Mapping[str, Sequence[Mapping[str, float]]]) -> dict[str, Any]:
    """Of `base` and `tree`: the runs, their medians and, of twenty or more, 95th percentiles; the ratios tree / base.

    `ratio of each pair` is the median of the ratios of the runs one by one, which a change of the machine's speed during
    the runs does not touch.
    """
    units = list(next(iter(runs.values()))[0])
    values = {name: {unit: [one[unit] for one in some] for unit in units} for name, some in runs.items()}
    result: dict[str, Any] = {}
    for name, of in values.items():
        result[name] = {"median": {unit: round(median(of[unit]), 4) for unit in units}}
        if len(of[units[0]]) >= 20:
            result[name]["95th percentile"] = {unit: round(percentile(of[unit], 0.95), 4) for unit in units}
    base, tree = values["base"], values["tree"]
    result["ratio"] = {unit: _ratio(median(tree[unit]), median(base[unit])) for unit in units}
    if len(tree[units[0]]) >= 20:
        result["ratio of the 95th percentiles"] = {
            unit: _ratio(percentile(tree[unit], 0.95), percentile(base[unit], 0.95)) for unit in units
        }
    if len(tree[units[0]]) > 1:
        result["ratio of each pair"] = {
            unit: _ratio(median([a / b for a, b in zip(tree[unit], base[unit], strict=True) if b > 0] or [0.0]), 1.0)
            for unit in units
        }
    for name, of in values.items():
        result[name]["runs"] = {unit: [round(value, 3) for value in of[unit]] for unit in units}
    return result


def goals(measures: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Each goal whose figure was measured: the goal, the figure, and whether it is reached."""
    found: dict[str, dict[str, Any]] = {}
    for named, word in ((GOALS, "at most"), (AT_LEAST, "at least")):
        for name, (path, limit) in named.items():
            figure: Any = measures
            for step in path:
                figure = figure.get(step) if isinstance(figure, Mapping) else None
            if isinstance(figure, int | float):
                reached = figure <= limit if word == "at most" else figure >= limit
                found[name] = {word: limit, "figure": figure, "reached": reached}
    return found


def percentile(values: Sequence[float], share: float) -> float:
    """The least of the values that `share` of them do not exceed (nearest rank)."""
    return sorted(values)[max(math.ceil(share * len(values)) - 1, 0)]


def _ratio(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole > 0 else None
