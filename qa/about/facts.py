"""What is known of documents: title, authors, dates, publisher, speakers, each with where the text states it, if it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.offsets import Span
from index.records import Document, SectionKind
from qa.about.subjects import Subject
from qa.proof.values import values_of
from qa.records import Fact, Property

__all__ = ["facts_of"]

_ASKED = {
    Subject.AUTHOR: (Property.AUTHOR,),
    Subject.DATE: (Property.PUBLISHED, Property.REPOSTED),
    Subject.PUBLISHER: (Property.PUBLISHER, Property.ORIGINAL_PUBLISHER, Property.URL),
    Subject.DOCUMENTS: (Property.TITLE,),
    Subject.SPEAKERS: (Property.SPEAKER,),
    Subject.TALK: (Property.TITLE,),
}
_STATES = frozenset(
    {SectionKind.FRONT, SectionKind.TITLE, SectionKind.HEADING, SectionKind.BIOGRAPHY, SectionKind.IMPRINT}
)
"""Parts of a document that say what it is, by whom, from where."""
_HEAD = 300
"""Characters at the beginning of a text that may do so, whatever part they are of."""
_AROUND = 200
"""Within how many characters of what is said its speaker is named."""


def facts_of(subject: Subject, documents: Sequence[Document]) -> tuple[Fact, ...]:
    """What is known of each document, in the order in which they are given; of dates the newest document first.

    Where nothing is known of what is asked first, there is a fact with an empty value, which says so.
    """
    found: list[tuple[Fact, ...]] = []
    for document in documents:
        asked = _ASKED[subject]
        facts = tuple(
            Fact(document, name, value, _stated(document, name, value))
            for name in asked
            for value in values_of(document, name)
        )
        found.append(facts or (Fact(document, asked[0], ""),))
    if subject is Subject.DATE:
        found.sort(key=lambda facts: facts[0].value, reverse=True)
    return tuple(fact for facts in found for fact in facts)


def _stated(document: Document, name: Property, value: str) -> Span | None:
    """Where in document.text the value is stated; None where it is known from elsewhere."""
    if name in (Property.PUBLISHED, Property.REPOSTED):
        return next((Span(one.start, one.end) for one in document.page_dates if one.value == value), None)
    for start, end in _speaking(document, value) if name is Property.SPEAKER else _stating(document):
        if (at := document.text.find(value, start, end)) >= 0:
            return Span(at, at + len(value))
    return None


def _stating(document: Document) -> Iterator[tuple[int, int]]:
    yield 0, _HEAD
    yield from ((part.start, part.end) for part in document.sections if part.kind in _STATES)


def _speaking(document: Document, name: str) -> Iterator[tuple[int, int]]:
    for said in document.attributions:
        if name in said.speakers:
            yield max(0, said.start - _AROUND), said.end + _AROUND
    yield 0, len(document.text)
