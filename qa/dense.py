"""The dense leg: a question's vector against those of the passages, each language's on its own terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.alignment import QuestionVectors, family
from index.embed import Vectors
from index.library import Library
from index.vectors import VectorIndex
from qa.fuse import Leg, Spread, steadied

__all__ = ["Dense"]

_SAMPLE = 2000
_LEAST_DEVIATION = 0.005


@dataclass(frozen=True, slots=True)
class Dense:
    """The vectors of one generation of a library, with the passages of each language family and the question means."""

    index: VectorIndex
    families: Mapping[str, tuple[int, ...]]
    means: Mapping[str, Vectors]

    @classmethod
    def of(cls, library: Library) -> Dense:
        """Read from the library what does not change until it does."""
        families: dict[str, list[int]] = {}
        for number, language in library.languages().items():
            families.setdefault(family(language), []).append(number)
        return cls(
            library.vector_index(),
            {name: tuple(numbers) for name, numbers in families.items()},
            library.question_means(),
        )

    def question(self, text: str, vector: Vectors) -> QuestionVectors:
        """The vectors to compare with passages of each language, from the embedding of the question `text`."""
        return QuestionVectors.of(text, vector, self.means)

    def leg(self, question: QuestionVectors, k: int, among: Sequence[int] | None = None) -> Leg:
        """What `search` finds, with the spread of the scores of all passages in each language."""
        spreads = self.spreads(question)
        named = {number: name for name, numbers in self.families.items() for number in numbers}

        def score(number: int) -> float:
            return self.index.scores(question.against(named[number]), [number])[0]

        found = self.search(question, k, among)
        known = dict(found)
        return Leg(
            "dense",
            found,
            lambda number: known[number] if number in known else score(number),
            lambda number: spreads[named[number]],
        )

    def spreads(self, question: QuestionVectors) -> dict[str, Spread]:
        """Mean and standard deviation of the question's scores with the passages of each language family.

        Of more than 2,000, those of every n-th are taken for all. Few passages lean on those of the other languages
        (`fuse.steadied`), and a deviation below 0.005 counts as 0.005, so that they do not inflate.
        """
        own = {name: self._spread(question, name) for name in self.families}
        return steadied(own, {name: len(numbers) for name, numbers in self.families.items()})

    def _spread(self, question: QuestionVectors, language: str) -> Spread:
        numbers = self.families[language]
        step = -(-len(numbers) // _SAMPLE)
        scores = np.asarray(self.index.scores(question.against(language), numbers[::step]))
        return Spread(float(scores.mean()), max(float(scores.std()), _LEAST_DEVIATION))

    def search(self, question: QuestionVectors, k: int, among: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """At most `k` pairs (passage number, score), best first, equal ones by number; `among` restricts beforehand."""
        if len(self.families) == 1:
            return self.index.search(question.against(next(iter(self.families))), k, among)
        allowed = None if among is None else set(among)
        found: list[tuple[int, float]] = []
        for name, numbers in self.families.items():
            chosen = numbers if allowed is None else [number for number in numbers if number in allowed]
            found += self.index.search(question.against(name), k, chosen)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:k]

    def __len__(self) -> int:
        return len(self.index)
