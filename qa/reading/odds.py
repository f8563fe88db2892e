"""From what is known of a sentence to the odds that it answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats
from qa.reading.features import FEATURES

__all__ = ["OddsModel", "lacking"]


def lacking(rows: Floats) -> NDArray[np.bool_]:
    """Which rows are of sentences that hold nothing of the kind that is asked for: `(n,)`.

    Of 132 questions of the public sets' development parts that are answered where such sentences stand too, two are answered by
    one of them.
    """
    return np.asarray(rows[:, FEATURES.index("type_missing")] > 0.5)


@dataclass(frozen=True, slots=True)
class OddsModel:
    """A choice among the sentences and "none of them" (conditional logit, McFadden 1974), linear in `FEATURES`.

    `threshold` is the probability that any sentence answers under which the library does not say.
    """

    weights: tuple[float, ...]
    bias: float
    threshold: float

    @classmethod
    @cache
    def default(cls, read: bool = True) -> OddsModel:
        """The model that ships with the package: for what a reader has read, or for what none has."""
        every = json.loads(files("qa.reading").joinpath("odds.json").read_text(encoding="utf-8"))
        values = every["read" if read else "unread"]
        weights = tuple(float(values["weights"][name]) for name in FEATURES)
        return cls(weights, float(values["bias"]), float(values["threshold"]))

    def odds(self, rows: Floats) -> Floats:
        """Probability, for each row of one question, that its sentence is the one that answers: `(n,)`.

        Their sum is the probability that any does; what is missing to 1 is that of none. A sentence without any date, number
        or amount, where one is asked for, does not answer, whatever else it says.
        """
        raw = np.clip(rows @ np.asarray(self.weights) + self.bias, -40, 40)
        chances = np.where(lacking(rows), 0.0, np.exp(raw))
        return np.asarray(chances / (1.0 + chances.sum()), dtype=np.float64)

    def each(self, rows: Floats) -> Floats:
        """Probability, for each row, that its sentence is evidence, whatever the others are: `(n,)`."""
        chances = np.exp(np.clip(rows @ np.asarray(self.weights) + self.bias, -40, 40))
        return np.asarray(chances / (1.0 + chances), dtype=np.float64)
