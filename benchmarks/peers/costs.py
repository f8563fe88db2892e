"""What the processes of a library took → its figures. Pure functions of what `child` wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

import numpy as np

__all__ = ["MEASURES", "costs", "together"]

Process = Mapping[str, Any]

MEASURES = {
    "index seconds": "of the processor, from texts in memory to an index on disk, the model loaded before",
    "cold seconds": "of the processor, from the start of a process to its first five passages: imports, model, index, one question",
    "question seconds": "of the processor, the median question after that, and the 95th percentile; without reading closely",
    "megabytes": "the most memory of the process that is asked",
    "disk megabytes": "what is on disk to be asked, without the model",
}


def costs(made: Sequence[Process], asked: Sequence[Process]) -> dict[str, float]:
    """Of one index: medians of the rounds, of a question's rounds first, so that no disturbed round counts."""
    each = [median(times) for times in zip(*(one["seconds"] for one in asked), strict=False)]
    return {
        "index seconds": round(median(one["index"] for one in made), 2),
        "whole index process seconds": round(median(one["processor"] for one in made), 2),
        "megabytes to index": round(median(one["megabytes"] for one in made)),
        "disk megabytes": round(median(one["disk"] for one in made), 2),
        "cold seconds": round(median(one["cold"] for one in asked), 2),
        "cold seconds by the clock": round(median(one["cold, by the clock"] for one in asked), 2),
        "question seconds": round(float(np.quantile(each, 0.5)), 5),
        "question seconds p95": round(float(np.quantile(each, 0.95)), 5),
        "questions timed": len(each),
        "megabytes": round(median(one["megabytes"] for one in asked)),
    }


def together(several: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Of several indexes: what is made is added up, what is asked is the mean."""
    added = ("index seconds", "disk megabytes", "questions timed", "whole index process seconds")
    return {
        name: round(sum(one[name] for one in several) / (1 if name in added else len(several)), 5)
        for name in several[0]
    }
