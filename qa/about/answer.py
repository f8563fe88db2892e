"""A question about the library itself → what is known of the documents that it means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.about.facts import facts_of
from qa.about.meant import named_by, naming
from qa.about.subjects import Subject, Subjects
from qa.records import Fact, Verdict
from qa.retrieval.finder import Finder
from qa.retrieval.lexical import LexicalLeg
from qa.retrieval.search import Query
from qa.timings import stage

__all__ = ["MOST", "About", "about", "asks_of_documents"]

MOST = 100
"""Of how many documents at most something is told; how many there are the answer says besides."""
_NAMELESS = 0.25
"""What odds suffice where no word of a question names anything, so that there is nothing to search for."""
_OF_A_DOCUMENT = (Subject.AUTHOR, Subject.DATE, Subject.PUBLISHER)
_GREETED = 3
"""How many titles are named to whoever greets."""


@dataclass(frozen=True, slots=True)
class About:
    """What is known of the documents that a question is about; `verdict` says whether that answers it."""

    verdict: Verdict
    facts: tuple[Fact, ...]


def about(
    desk: Finder,
    query: Query,
    written: str,
    within: Callable[[], Sequence[str]],
) -> About | None:
    """What the library knows of its own documents, where that is what the question asks; None where it is about content.

    `written` is the question as the user wrote it, `within` gives the documents (ids) that the filters leave. What names
    something that is none of them is left to the evidence: *who wrote the treaty?* is so asked, and so is *who wrote the report?*.
    """
    subjects = Subjects.shared()
    subject, odds = subjects.likeliest(written)
    if odds <= _NAMELESS:
        return None
    with stage("about"):
        asked = query.words.asked if query.words.question == written else desk.lexical.concepts(written)
        words = naming(asked, subjects)
        if words and odds <= subjects.threshold:
            return None
        if subject is Subject.TALK:
            if words:
                return None
            return About(Verdict.SMALL_TALK, _known(desk, subject, within()[:_GREETED]))
        meant = within()
        if words:
            catalogue = desk.catalogue()
            meant = named_by(words, asked, desk.lexical, subjects, {name: catalogue.sources[name] for name in meant})
        if not meant:
            return None
        facts = _known(desk, subject, meant[:MOST])
        told = any(fact.value for fact in facts)
        return About(Verdict.ANSWERED if told else Verdict.NOT_IN_LIBRARY, facts)


def asks_of_documents(leg: LexicalLeg, written: str) -> bool:
    """Whether a question asks who wrote, published or dated documents without a word that says which: *and who wrote it?*"""
    subjects = Subjects.shared()
    subject, odds = subjects.likeliest(written)
    return odds > _NAMELESS and subject in _OF_A_DOCUMENT and not naming(leg.concepts(written), subjects)


def _known(desk: Finder, subject: Subject, documents: Sequence[str]) -> tuple[Fact, ...]:
    return facts_of(subject, [desk.library.document(name) for name in documents])
