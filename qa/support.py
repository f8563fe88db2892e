"""How well a sentence supports an answer to a question: a small calibrated model over a few plain measurements.

The weights are learnt on public question sets (`training/support.py`), never on the fixed questions of this project.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log

import numpy as np
from numpy.typing import NDArray

from index.script import tokens

__all__ = ["FEATURES", "Background", "Found", "SupportModel", "Words", "features"]

FEATURES = (
    "sentence_cosine",
    "passage_cosine",
    "margin",
    "sentence_coverage",
    "passage_coverage",
    "sentence_known",
    "passage_known",
    "known_share",
    "best_sentence",
    "library_size",
    "number_asked",
    "other_language",
    "sentence_cosine_other_language",
    "passage_cosine_other_language",
    "passage_known_other_language",
)
"""What is measured of a sentence, in this order; cosines are standard scores against the background.

Coverage is 0 between two languages, where most words cannot match; there `known` counts, names and numbers.
"""

Floats = NDArray[np.float64]
_NUMBER_ASKED = re.compile(
    "多少|几|幾|何[年月日时時人個个]|哪[一]?[年月日天]|什[么麼]时候|什麼時候|何时|何時|いつ|いくつ|どのくらい|どれくらい|"
    "언제|몇|얼마|\\b(?:when|how (?:many|much|old|long|far|large|big|tall|high)|(?:what|which) (?:year|date|day|percent))",
    re.IGNORECASE,
)
_LARGEST = 250
"""The libraries learnt from hold up to 240 passages; of more, nothing more is read into the size."""
_NUMBER = re.compile("[0-9０-９]|[一二三四五六七八九十百千万萬億亿两兩]")


@dataclass(frozen=True, slots=True)
class Background:
    """Mean and standard deviation of the question's cosine with all `size` passages of the library.

    An absolute cosine says nothing (unrelated texts score 0.7 to 0.8); how far it stands out from the library does.
    """

    mean: float
    deviation: float
    size: int = 1

    @classmethod
    def of(cls, cosines: Sequence[float]) -> Background:
        """The background of these cosines; a deviation below 0.005 counts as 0.005, so that few passages do not inflate."""
        values = np.asarray(cosines, dtype=np.float64)
        if not values.size:
            return cls(0.0, 1.0)
        return cls(float(values.mean()), max(float(values.std()), 0.005), values.size)

    def score(self, cosine: float) -> float:
        """How many deviations `cosine` lies above the mean."""
        return (cosine - self.mean) / self.deviation


@dataclass(frozen=True, slots=True)
class Words:
    """A question's folded tokens with their weights, `known` being those that the library holds at all."""

    question: str
    weights: Mapping[str, float]
    known: frozenset[str]

    def coverage(self, text: str) -> tuple[float, float]:
        """The shares, by weight, of the words and of the known words that occur in `text`; 0 where there are none.

        Between two languages the known words are names and numbers, of which the second share is the whole evidence.
        """
        held = set(tokens(text))
        covered = sum(weight for word, weight in self.weights.items() if word in held)
        every = sum(self.weights.values())
        known = sum(weight for word, weight in self.weights.items() if word in self.known)
        return covered / every if every else 0.0, covered / known if known else 0.0

    @property
    def known_share(self) -> float:
        """The share of the words, by weight, that the library holds."""
        every = sum(self.weights.values())
        return sum(w for word, w in self.weights.items() if word in self.known) / every if every else 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found for a question: its dense score, and that of the best other passage that was found."""

    text: str
    cosine: float
    best_other: float
    same_language: bool


def features(
    words: Words,
    background: Background,
    passage: Found,
    sentences: Sequence[str],
    cosines: Sequence[float],
) -> Floats:
    """`(len(sentences), len(FEATURES))`: one row for each sentence of a passage, with the question's cosine to it."""
    best = max(cosines, default=0.0)
    other = 0.0 if passage.same_language else 1.0
    near = background.score(passage.cosine)
    covered, known = words.coverage(passage.text)
    asked = _NUMBER_ASKED.search(words.question) is not None
    rows = []
    for sentence, cosine in zip(sentences, cosines, strict=True):
        score = background.score(cosine)
        inside, inside_known = words.coverage(sentence)
        rows.append(
            [
                score,
                near,
                near - background.score(passage.best_other),
                inside * (1.0 - other),
                covered * (1.0 - other),
                inside_known,
                known,
                words.known_share,
                float(cosine >= best),
                log(min(background.size, _LARGEST)),
                float(asked and _NUMBER.search(sentence) is not None),
                other,
                other * score,
                other * near,
                other * known,
            ]
        )
    return np.array(rows, dtype=np.float64).reshape(-1, len(FEATURES))


@dataclass(frozen=True, slots=True)
class SupportModel:
    """A choice among the sentences and "none of them" (conditional logit, McFadden 1974), linear in `FEATURES`.

    `threshold` is the probability that any sentence answers under which the library does not say.
    """

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
        """Probability, for each row of one question, that its sentence is the one that answers: `(n,)`.

        Their sum is the probability that any does; what is missing to 1 is that of none.
        """
        raw = np.clip(rows @ np.asarray(self.weights) + self.bias, -40, 40)
        chances = np.exp(raw)
        return np.asarray(chances / (1.0 + chances.sum()), dtype=np.float64)
