"""The passages that a way of answering works on: found before any is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from index.records import SectionKind
from qa.question.intent import AnswerKind
from qa.records import Hit
from qa.retrieval.advice import advice_sections
from qa.retrieval.diversity import of_each_source
from qa.retrieval.finder import READ_PASSAGES, WIDE_PASSAGES, Finder
from qa.retrieval.people import Holders, holders_of, passages_of
from qa.retrieval.search import Query

__all__ = ["HELD", "Found", "Need", "find", "found_for"]

_OF_EACH = 4
"""Passages of each source that are read where a question asks how the sources see a matter."""
HELD = (AnswerKind.VIEW, AnswerKind.RECOMMENDATION, AnswerKind.SPEECH)
"""What is asked of somebody: their view, their advice, their words."""


class Need(Enum):
    """What a way of answering needs of the library, beside the question: which passages, and how they are read."""

    LIKELIEST = "likeliest"
    """The sections that the question names and the best passages, read till the odds are settled."""
    FIRST = "first"
    """The best passages, all of them read."""
    HOLDERS = "holders"
    """The passages in which those speak whom the question names, read."""
    ADVICE = "advice"
    """The sections of the part in which those whom the question names give advice, each read."""
    SIDES = "sides"
    """The passages that speak to the topic, of each source the best, all of them read."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question: `hits`, best first, and of them, or beside them, what a way of answering needs.

    `passages` are those to read, `sections` those of each section that is read for itself, `holders` those whose views the
    question asks for. `query` is what the passages were found by.
    """

    query: Query
    hits: list[Hit]
    sections: Sequence[Sequence[Hit]] = ()
    passages: Sequence[Hit] = ()
    holders: Holders = field(default_factory=Holders)


def find(finder: Finder, query: Query, k: int, among: Sequence[int] | None) -> Found:
    """The passages for a question, at least `k` where there are so many: for its topic where it asks how that is seen."""
    question = query.question
    if question.kind is AnswerKind.COMPARE:
        topic = finder.query(question, question.subject)
        return Found(topic, finder.retrieve(topic, WIDE_PASSAGES, among)[0])
    hits, sections = finder.retrieve(query, max(k, WIDE_PASSAGES), among)
    holders = holders_of(query, hits, finder.catalogue()) if question.kind in HELD else Holders()
    return Found(query, hits, sections, holders=holders)


def found_for(finder: Finder, found: Found, need: Need, among: Sequence[int] | None) -> Found:
    """What was found, with the passages that a way of answering needs."""
    hits, question = found.hits, found.query.question
    if need is Need.ADVICE:
        return replace(found, sections=_advice(finder, found, among))
    if need is Need.HOLDERS:
        return replace(found, passages=_speaking(finder, found, among))
    if need is Need.SIDES:
        speaking = [hit for hit in hits if hit.passage.section.kind is SectionKind.BODY]
        return replace(found, passages=_of_each(speaking, finder))
    first = hits[:READ_PASSAGES]
    if need is Need.LIKELIEST:
        named = [hit for section in found.sections for hit in section][:READ_PASSAGES]
        each = of_each_source(hits, finder.group, READ_PASSAGES) if question.several else []
        first = list({hit.number: hit for hit in [*named, *first, *each]}.values())
    return replace(found, passages=first)


def _of_each(hits: Sequence[Hit], finder: Finder) -> list[Hit]:
    """The best passages, and of each source the best four."""
    places: Counter[str] = Counter()
    kept: list[Hit] = []
    for hit in hits:
        source = min(finder.group(hit.document.id), default=hit.document.id)
        if len(kept) < READ_PASSAGES or places[source] < _OF_EACH:
            kept.append(hit)
        places[source] += 1
    return kept[: 2 * READ_PASSAGES]


def _advice(finder: Finder, found: Found, among: Sequence[int] | None) -> list[list[Hit]]:
    """The passages of each section in which those named give advice."""
    numbers = advice_sections(finder.library, finder.catalogue(), found.holders.names, among)
    every = [number for section in numbers for number in section]
    if not every:
        return []
    hits = {hit.number: hit for hit in finder.retrieve(found.query, len(every), every)[0]}
    sections = [[hits[number] for number in section if number in hits] for section in numbers]
    return [section for section in sections if section]


def _speaking(finder: Finder, found: Found, among: Sequence[int] | None) -> list[Hit]:
    """The best passages in which those named speak; where it is asked what was said, also the best of all."""
    if not found.holders.names:
        return []
    theirs = passages_of(found.holders.names, finder.catalogue())
    theirs = theirs if among is None else sorted(set(theirs) & set(among))
    own = {hit.number: hit for hit in finder.retrieve(found.query, READ_PASSAGES, theirs)[0]}
    if found.query.question.kind is AnswerKind.SPEECH:
        own |= {hit.number: hit for hit in found.hits[:READ_PASSAGES]}
    return list(own.values())
