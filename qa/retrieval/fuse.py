"""Rankings made into one, by passage number and standard score."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Leg", "Spread", "fused", "pooled"]


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and standard deviation of a leg's scores over passages, and how far the leg is to count in one language."""

    mean: float
    deviation: float
    trust: float = 1.0

    def standard(self, score: float) -> float:
        """How many deviations `score` lies above the mean, times `trust`; 0 where all scores are the same."""
        return self.trust * (score - self.mean) / self.deviation if self.deviation > 0 else 0.0


def pooled(spreads: Mapping[str, Spread], counts: Mapping[str, int]) -> dict[str, Spread]:
    """Of each language the spread of the scores in all of them together, trusted as its own is; `counts` are of passages.

    By its own spread the best of a language in which nothing speaks to the question would count as much as the best of that in
    which everything does (`benchmarks/results/one-scale.json`).
    """
    total = sum(counts.values())
    if len(spreads) < 2 or not total:
        return dict(spreads)
    mean = sum(counts[name] * one.mean for name, one in spreads.items()) / total
    whole = sum(counts[name] * (one.deviation**2 + (one.mean - mean) ** 2) for name, one in spreads.items()) / total
    return {name: Spread(mean, whole**0.5, one.trust) for name, one in spreads.items()}


@dataclass(frozen=True, slots=True)
class Leg:
    """What one way of searching found: pairs (number, score), best first, and how to place any passage among all.

    `score` gives the score of any passage, found or not, and `spread` that of all passages, for those in its language. `prepare` is told of
    which passages the scores are asked next, for a leg that finds those of many together sooner than one after another.
    """

    name: str
    found: Sequence[tuple[int, float]]
    score: Callable[[int], float]
    spread: Callable[[int], Spread]
    prepare: Callable[[Sequence[int]], None] = lambda _: None

    def standard(self, number: int) -> float:
        """The standard score of a passage among all."""
        return self.spread(number).standard(self.score(number))


def fused(legs: Sequence[Leg], weights: Sequence[float]) -> list[tuple[int, float]]:
    """The passages that any leg found, with the weighted sum of their standard scores in all of them, best first.

    Equal sums come in the order of the numbers. A leg that found nothing gives every passage 0, so that the others decide.
    """
    numbers = sorted({number for leg in legs for number, _ in leg.found})
    for leg in legs:
        leg.prepare(numbers)
    scored = [
        (number, sum(weight * leg.standard(number) for leg, weight in zip(legs, weights, strict=True) if leg.found))
        for number in numbers
    ]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))
