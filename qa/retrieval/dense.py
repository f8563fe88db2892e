"""The dense leg: a question's vector, moved to the language of the passages, against theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.arrays import Vectors
from index.encoder.alignment import QuestionVectors
from index.store.coded_index import CodedIndex
from index.store.library import Library
from index.store.search_index import Among, SearchIndex
from index.store.vector_engine import MakeVectors, vectors_of
from index.store.vector_index import Pairs, PassageIndex, Placed, SampledIndex
from qa.retrieval.fuse import Leg, Spread, pooled

__all__ = ["Dense"]

_LEAST_DEVIATION = 0.005


@dataclass(frozen=True, slots=True)
class Dense:
    """The vectors of one generation of a library, by language family: of the passages, and the mean of questions, `(d,)` each."""

    index: SearchIndex
    means: Mapping[str, Vectors]
    vectors: Mapping[str, PassageIndex | CodedIndex | SampledIndex]

    @classmethod
    def of(cls, library: Library, make: MakeVectors | None = None) -> Dense:
        """Read from the library what does not change until it does; `make` makes another vector index than the library's."""
        index = library.search_index()
        return cls(index, library.question_means(), vectors_of(library, index, make))

    def question(self, text: str, vector: Vectors) -> QuestionVectors:
        """The vectors to compare with passages of each language, from the embedding of the question `text`, `(d,)`."""
        return QuestionVectors.of(text, vector, self.means)

    def leg(self, question: QuestionVectors, k: int, among: Among = None) -> Leg:
        """What `search` finds, with the spread of the scores of all passages in each language."""
        placed = self._placed(question, k, among)
        found, spreads = _best(placed.values(), k), self._spreads(placed)
        known = dict(found)

        def prepare(numbers: Sequence[int]) -> None:
            for name, unknown in self._by_family(number for number in numbers if number not in known).items():
                every = placed[name].every
                scores = (
                    self.vectors[name].scores(question.against(name), unknown)
                    if every is None
                    else every[[self.index.found(number)[1] for number in unknown]].tolist()
                )
                known.update(zip(unknown, scores, strict=True))

        def score(number: int) -> float:
            if number not in known:
                prepare([number])
            return known[number]

        return Leg("dense", found, score, lambda number: spreads[self.index.found(number)[0]], prepare)

    def _by_family(self, numbers: Iterable[int]) -> dict[str, list[int]]:
        """Passages by the language family that they are of. Raises KeyError for a number that there is not."""
        found: dict[str, list[int]] = {}
        for number in numbers:
            found.setdefault(self.index.found(number)[0], []).append(number)
        return found

    def spreads(self, question: QuestionVectors) -> dict[str, Spread]:
        """Mean and standard deviation of the question's scores with all passages, for each language family the same (`fuse.pooled`).

        Of more than 2,000 of a family, those of every n-th are taken for all. A deviation below 0.005 in one counts as 0.005.
        """
        return self._spreads(self._placed(question, 0, ()))

    def search(self, question: QuestionVectors, k: int, among: Among = None) -> Pairs:
        """At most `k` pairs (passage number, score), best first, equal ones by number; `among` restricts beforehand."""
        return _best(self._placed(question, k, among).values(), k)

    def _placed(self, question: QuestionVectors, k: int, among: Among) -> dict[str, Placed]:
        """What is found of each language family."""
        within = None if among is None else self.index.among(among)
        return {
            name: vectors.placed(question.against(name), k, None if within is None else within[name])
            for name, vectors in self.vectors.items()
        }

    def _spreads(self, placed: Mapping[str, Placed]) -> dict[str, Spread]:
        own = {
            name: Spread(float(one.sample.mean()), max(float(one.sample.std()), _LEAST_DEVIATION))
            for name, one in placed.items()
        }
        return pooled(own, {name: len(part.numbers) for name, part in self.index.families.items()})

    def __len__(self) -> int:
        return len(self.index)


def _best(placed: Iterable[Placed], k: int) -> Pairs:
    found = [pair for one in placed for pair in one.found]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))[: max(k, 0)]
