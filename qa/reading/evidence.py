"""Sentences of passages, with the odds that they answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from index.arrays import Vectors
from index.records import Sentence
from qa.reading.candidate import Candidate
from qa.records import Hit
from qa.retrieval.people import Holders
from qa.retrieval.search import Query

__all__ = ["Evidence", "Evidences", "renormalised"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence, what is `known` of it, and the odds that it answers the question.

    `near` is how near it is to the question, by its drift and by its words, where no reader was asked. `copies` are the same
    sentence in reprints of the document, which are no sources of their own; `topic` is the heading that it was chosen for,
    where one was chosen for each.
    """

    known: Candidate
    odds: float
    copies: tuple[Evidence, ...] = ()
    topic: str = ""
    near: float = 0.0

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
        return Evidence(self.known.moved(sentence), self.odds)


@dataclass(frozen=True, slots=True)
class Evidences:
    """What a way of answering is given beside the question: the sentences that it may choose from, read as it needs them.

    `query` is what they were found by. `every` are the sentences, best first where they were weighed; `sections` those of
    each section that was read for itself. `hits` are all passages that were found, `holders` those whose views are asked
    for. Of odds that are together under `threshold` none answers. `group` names the documents that count as one source with
    a document, and `embed` gives the vectors of texts as questions, `(len(texts), d)`.
    """

    query: Query
    every: Sequence[Evidence]
    sections: Sequence[Sequence[Evidence]]
    hits: Sequence[Hit]
    holders: Holders
    threshold: float
    group: Callable[[str], Collection[str]]
    embed: Callable[[Sequence[str]], Vectors]

    def alike(self, texts: Sequence[str]) -> list[float]:
        """The cosine of the question to each of these texts."""
        cosines: list[float] = (self.embed(texts) @ self.query.vectors.vector).tolist()
        return cosines


def renormalised(every: Sequence[Evidence], some: Sequence[Evidence]) -> list[Evidence]:
    """`some` of `every` sentence, with their odds were they the only ones that may answer."""
    nothing = max(1.0 - sum(item.odds for item in every), 1e-6)
    total = nothing + sum(item.odds for item in some)
    return [replace(item, odds=item.odds / total) for item in some]
