"""Question → hits: a dense leg and a lexical one, and the sections that a question names, fused by standard score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from index.encoder.alignment import QuestionVectors, family
from index.records import above
from index.store.library import Library
from qa.question.parsed import ParsedQuestion
from qa.records import Hit
from qa.retrieval.dense import Dense
from qa.retrieval.fuse import Leg, fused
from qa.retrieval.lexical import LexicalLeg, Words
from qa.retrieval.matches import Matches
from qa.retrieval.sections import asked_sections

__all__ = ["LEXICAL_SHARE", "Query", "retrieve_hits"]

LEXICAL_SHARE = 0.5
"""What a standard deviation of the lexical leg counts beside one of the dense leg."""
_DEPTH = 50
"""How many passages each leg offers for fusion."""


@dataclass(frozen=True)
class Query:
    """A question as the two legs match on it, and what is told of it once for all its passages and sentences.

    `question` is what was asked; `vectors` and `words` are of it, or of the topic alone that it asks about.
    """

    question: ParsedQuestion
    vectors: QuestionVectors
    words: Words
    _legs: dict[str, Leg] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls, text: str, vectors: QuestionVectors, lexical: LexicalLeg, question: ParsedQuestion | None = None
    ) -> Query:
        """A question's text, of which `vectors` are made, with its concepts for each language of the library.

        `question` is the one asked, where it is parsed already, or where the text is its topic alone.
        """
        return cls(question or ParsedQuestion.of(text), vectors, Words(lexical, lexical.concepts(text)))

    def legs(self, dense: Dense) -> tuple[Leg, Leg]:
        """The dense and the lexical leg, for the scores of any passage and their spreads: those of the last search."""
        if not self._legs:
            self.searched(dense.leg(self.vectors, 0), self.words.leg.leg(self.words.asked, 0))
        return self._legs["dense"], self._legs["lexical"]

    def searched(self, dense: Leg, lexical: Leg) -> None:
        """Keep the legs of a search for `legs`."""
        self._legs.update(dense=dense, lexical=lexical)

    def hows(self, language: str) -> frozenset[str]:
        """The ways in which the question's words may be met in `language` (`Match.how`)."""
        concepts = self.words.asked.by_family.get(family(language), ())
        return frozenset(one.how for concept in concepts for one in concept.renderings)


def retrieve_hits(
    query: Query, library: Library, dense: Dense, k: int, among: Sequence[int] | None = None
) -> tuple[list[Hit], list[list[Hit]]]:
    """The `k` best passages for a question, and those of the sections that it names (`asked_sections`).

    There are fewer only where the library holds fewer. `among` (passage numbers) restricts both legs before they search,
    so that a filter never hides passages that match it. The opening of each section that is named comes first.
    """
    depth = max(_DEPTH, k)
    within = None if among is None else np.asarray(among, dtype=np.int64)
    legs = (
        dense.leg(query.vectors, depth, within),
        query.words.leg.leg(query.words.asked, depth, within),
    )
    query.searched(*legs)
    hits = _hits(fused(legs, (1.0, LEXICAL_SHARE)), legs, library, depth)
    sections = asked_sections(hits, query.words)
    openings = [min(section, key=lambda hit: hit.passage.start).number for section in sections]
    if openings:
        best = hits[0].score
        named = {number: rank for rank, number in enumerate(openings, start=1)}
        hits = [
            replace(hit, score=best + 1.0 / named[hit.number], ranks={**hit.ranks, "named": named[hit.number]})
            if hit.number in named
            else hit
            for hit in hits
        ]
        hits.sort(key=lambda hit: (-hit.score, hit.number))
    hows = {language: query.hows(language) for language in {hit.passage.language for hit in hits}}
    return [replace(hit, matches=_matches(query, hit, hows[hit.passage.language])) for hit in hits[:k]], sections


def _matches(query: Query, hit: Hit, hows: frozenset[str]) -> Matches:
    headings, text = above(hit.document, hit.passage), hit.passage.text
    return Matches(partial(query.words.leg.matches, query.words.asked, hit.number, headings, text), hows)


def _hits(ranked: Sequence[tuple[int, float]], legs: Sequence[Leg], library: Library, most: int) -> list[Hit]:
    """The best passages, at most `most`, each with its rank in every leg that found it and its score in each."""
    ranks = {leg.name: {number: rank for rank, (number, _) in enumerate(leg.found, start=1)} for leg in legs}
    hits: list[Hit] = []
    passages = library.passages([number for number, _ in ranked[:most]])
    documents = library.documents([passage.document for passage in passages])
    for (number, score), passage in zip(ranked[:most], passages, strict=True):
        hits.append(
            Hit(
                number,
                documents[passage.document],
                passage,
                score,
                {name: held[number] for name, held in ranks.items() if number in held},
                {leg.name: leg.score(number) for leg in legs},
            )
        )
    return hits
