"""From what is known of a sentence to the odds that it answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from index.arrays import Floats
from qa.reading.features import FEATURES

__all__ = ["OddsModel"]

_MOST = 40.0
"""Logits beyond it are cut off: nothing is that sure."""


@dataclass(frozen=True, slots=True)
class OddsModel:
    """A choice among the sentences and "none of them" (conditional logit, McFadden 1974), linear in `FEATURES`.

    `threshold` is the probability that any sentence answers from which on the library is said to answer, `least` that under
    which it is said not to; between the two the sentences may answer. `bearing` and `bearing_bias` are of another question, each
    sentence for itself: whether it is part of what is to be said (logistic regression).
    """

    weights: tuple[float, ...]
    bias: float
    threshold: float
    least: float
    bearing: tuple[float, ...]
    bearing_bias: float

    @classmethod
    @cache
    def default(cls, read: str = "evidence") -> OddsModel:
        """The model that ships with the package, by what a reader tells: `evidence`, `relevance` alone, or `nothing`, where none has read."""
        every = json.loads(files("qa.reading").joinpath("odds.json").read_text(encoding="utf-8"))
        return cls.of(every[read])

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> OddsModel:
        """From its JSON form; a feature that is not in it weighs nothing."""
        weights, bearing = values["weights"], values["bearing"]
        return cls(
            tuple(float(weights.get(name, 0.0)) for name in FEATURES),
            float(values["bias"]),
            float(values["threshold"]),
            float(values["least"]),
            tuple(float(bearing.get(name, 0.0)) for name in FEATURES),
            float(values["bearing_bias"]),
        )

    def odds(self, rows: Floats) -> Floats:
        """Probability, for each row of one question, that its sentence is the one that answers: `(n,)`.

        Their sum is the probability that any does; what is missing to 1 is that of none.
        """
        chances = np.exp(np.clip(rows @ np.asarray(self.weights) + self.bias, -_MOST, _MOST))
        return np.asarray(chances / (1.0 + chances.sum()), dtype=np.float64)

    def each(self, rows: Floats) -> Floats:
        """Probability, for each row by itself, that its sentence is part of what is to be said: `(n,)`."""
        raw = np.clip(rows @ np.asarray(self.bearing) + self.bearing_bias, -_MOST, _MOST)
        return np.asarray(1.0 / (1.0 + np.exp(-raw)), dtype=np.float64)
