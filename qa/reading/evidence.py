"""Sentences of passages, with the odds that they answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from index.records import Sentence
from qa.reading.candidate import Candidate
from qa.records import Hit
from qa.retrieval.people import Holders
from qa.retrieval.search import Query

__all__ = ["Evidence", "Evidences", "as_read", "odds_by_passage", "renormalised"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence, what is `known` of it, and the odds that it is the one that answers the question.

    `bearing` is the probability, for itself, that it is part of what is to be said, `answer` what the reader takes for the answer in it, where it reads one. `copies` are the same
    sentence in reprints of the document, which are no sources of their own; `topic` is the heading that it was chosen for,
    where one was chosen for each.
    """

    known: Candidate
    odds: float
    copies: tuple[Evidence, ...] = ()
    topic: str = ""
    bearing: float = 0.0
    answer: str = ""

    @property
    def hit(self) -> Hit:
        """The passage that it stands in, as it was found."""
        return self.known.hit

    @property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.known.sentence

    @property
    def place(self) -> tuple[str, int]:
        """The document, by id, and where in its text the sentence begins."""
        return self.hit.document.id, self.sentence.start

    def moved(self, sentence: Sentence) -> Evidence:
        """Another sentence of the same section, as evidence like this one."""
        return Evidence(self.known.moved(sentence), self.odds, bearing=self.bearing)


@dataclass(frozen=True, slots=True)
class Evidences:
    """What a way of answering is given beside the question: the sentences that it may choose from, read as it needs them.

    `query` is what they were found by. `every` are the sentences, best first where they were weighed; `sections` those of
    each section that was read for itself. `holders` are those whose views are asked for. `group` names the documents that count as
    one source with a document.
    """

    query: Query
    every: Sequence[Evidence]
    sections: Sequence[Sequence[Evidence]]
    holders: Holders
    group: Callable[[str], Collection[str]]

    @property
    def odds(self) -> float:
        """The probability that any sentence answers."""
        return min(1.0, sum(item.odds for item in self.every))


def renormalised(every: Sequence[Evidence], some: Sequence[Evidence]) -> list[Evidence]:
    """`some` of `every` sentence, with their odds were they the only ones that may answer."""
    nothing = max(1.0 - sum(item.odds for item in every), 1e-6)
    total = nothing + sum(item.odds for item in some)
    return [replace(item, odds=item.odds / total) for item in some]


def as_read(hits: Sequence[Hit], read: Sequence[Evidence]) -> list[Hit]:
    """The hits that were read, by the odds that they hold the answer, before those that were not, as they were found; the openings of sections
    that the question names before all.
    """
    odds = odds_by_passage(read)
    return sorted(hits, key=lambda hit: ("named" not in hit.ranks, hit.ranks.get("named", -odds.get(hit.number, -1.0))))


def odds_by_passage(read: Sequence[Evidence]) -> dict[int, float]:
    """The odds of each passage, by its number: those of its sentences together. Of a sentence read more than once the last reading counts."""
    odds: dict[int, float] = {}
    for item in {item.place: item for item in read}.values():
        odds[item.hit.number] = odds.get(item.hit.number, 0.0) + item.odds
    return odds
