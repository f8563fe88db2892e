"""The dense leg: a question's vector against those of the passages, each language's on its own terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.alignment import QuestionVectors
from index.embed import Vectors
from index.library import Library
from index.search_index import SearchIndex
from index.vectors import Floats
from qa.fuse import Leg, Spread, steadied

__all__ = ["Dense"]

_LEAST_DEVIATION = 0.005


@dataclass(frozen=True, slots=True)
class Dense:
    """The vectors of one generation of a library, with those of the passages of each language family, and the question means."""

    index: SearchIndex
    means: Mapping[str, Vectors]

    @classmethod
    def of(cls, library: Library) -> Dense:
        """Read from the library what does not change until it does."""
        return cls(library.search_index(), library.question_means())

    def question(self, text: str, vector: Vectors) -> QuestionVectors:
        """The vectors to compare with passages of each language, from the embedding of the question `text`."""
        return QuestionVectors.of(text, vector, self.means)

    def leg(self, question: QuestionVectors, k: int, among: Sequence[int] | None = None) -> Leg:
        """What `search` finds, with the spread of the scores of all passages in each language."""
        found, samples = self._placed(question, k, among)
        spreads = self._spreads(samples)
        known = dict(found)

        def score(number: int) -> float:
            name, _ = self.index.found(number)
            return self.index.families[name].vectors.scores(question.against(name), [number])[0]

        return Leg(
            "dense",
            found,
            lambda number: known[number] if number in known else score(number),
            lambda number: spreads[self.index.found(number)[0]],
        )

    def spreads(self, question: QuestionVectors) -> dict[str, Spread]:
        """Mean and standard deviation of the question's scores with the passages of each language family.

        Of more than 2,000, those of every n-th are taken for all. Few passages lean on those of the other languages
        (`fuse.steadied`), and a deviation below 0.005 counts as 0.005, so that they do not inflate.
        """
        return self._spreads(self._placed(question, 0, ())[1])

    def search(self, question: QuestionVectors, k: int, among: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """At most `k` pairs (passage number, score), best first, equal ones by number; `among` restricts beforehand."""
        return self._placed(question, k, among)[0]

    def _placed(
        self, question: QuestionVectors, k: int, among: Sequence[int] | None
    ) -> tuple[list[tuple[int, float]], dict[str, Floats]]:
        """What is found, and the scores of the sample of each language family."""
        found: list[tuple[int, float]] = []
        samples: dict[str, Floats] = {}
        within = None if among is None else self.index.among(among)
        for name, part in self.index.families.items():
            pairs, samples[name] = part.vectors.placed(
                question.against(name), k, None if within is None else within[name]
            )
            found += pairs
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[: max(k, 0)], samples

    def _spreads(self, samples: Mapping[str, Floats]) -> dict[str, Spread]:
        own = {
            name: Spread(float(scores.mean()), max(float(scores.std()), _LEAST_DEVIATION))
            for name, scores in samples.items()
        }
        return steadied(own, {name: len(part.numbers) for name, part in self.index.families.items()})

    def __len__(self) -> int:
        return len(self.index)
