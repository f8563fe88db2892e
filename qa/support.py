"""How well a sentence supports an answer to a question: a small calibrated model over a few plain measurements.

The weights are learnt on public question sets (`training/support.py`), never on the fixed questions of this project.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from index.script import tokens

__all__ = ["FEATURES", "Background", "SupportModel", "coverage", "features"]

FEATURES = (
    "sentence_cosine",
    "passage_cosine",
    "sentence_coverage",
    "passage_coverage",
    "other_language",
    "cosine_other_language",
    "coverage_other_language",
    "reciprocal_rank",
    "best_sentence",
)
"""What is measured of a sentence, in this order; cosines are standard scores against the background."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Background:
    """Mean and standard deviation of the question's cosine with all passages of the library.

    An absolute cosine says nothing (unrelated texts score 0.7 to 0.8); how far it stands out from the library does.
    """

    mean: float
    deviation: float

    @classmethod
    def of(cls, cosines: Sequence[float]) -> Background:
        """The background of these cosines; a deviation below 0.005 counts as 0.005, so that few passages do not inflate."""
        values = np.asarray(cosines, dtype=np.float64)
        return cls(float(values.mean()), max(float(values.std()), 0.005)) if values.size else cls(0.0, 1.0)

    def score(self, cosine: float) -> float:
        """How many deviations `cosine` lies above the mean."""
        return (cosine - self.mean) / self.deviation


def coverage(words: Mapping[str, float], text: str) -> float:
    """The share of the question's words, by weight, that occur in `text`; 0 where the question has none."""
    held, total = set(tokens(text)), sum(words.values())
    return sum(weight for word, weight in words.items() if word in held) / total if total else 0.0


def features(
    *,
    sentence_cosines: Sequence[float],
    sentence_coverages: Sequence[float],
    passage_cosine: float,
    passage_coverage: float,
    background: Background,
    same_language: bool,
    rank: int,
) -> Floats:
    """`(len(sentence_cosines), len(FEATURES))`: one row for each sentence of a passage that was found at `rank` (from 1)."""
    best = max(sentence_cosines, default=0.0)
    other = 0.0 if same_language else 1.0
    passage = background.score(passage_cosine)
    return np.array(
        [
            [
                background.score(cosine),
                passage,
                covered,
                passage_coverage,
                other,
                other * passage,
                other * passage_coverage,
                1.0 / rank,
                float(cosine >= best),
            ]
            for cosine, covered in zip(sentence_cosines, sentence_coverages, strict=True)
        ],
        dtype=np.float64,
    ).reshape(-1, len(FEATURES))


@dataclass(frozen=True, slots=True)
class SupportModel:
    """Logistic regression over `FEATURES`; `threshold` is the odds under which the library does not say."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    @classmethod
    @cache
    def default(cls) -> SupportModel:
        """The model that ships with the package."""
        values = json.loads(files("qa").joinpath("support.json").read_text(encoding="utf-8"))
        weights = tuple(float(values["weights"][name]) for name in FEATURES)
        return cls(weights, float(values["bias"]), float(values["threshold"]))

    def odds(self, rows: Floats) -> Floats:
        """Probability, for each row, that the sentence answers: `(n,)`, each from 0 to 1."""
        raw = rows @ np.asarray(self.weights) + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(raw, -40, 40))), dtype=np.float64)
