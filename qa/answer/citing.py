"""Sentences chosen → statements and numbered citations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.offsets import Span
from index.records import Document, Passage
from qa.proof.certificate import fault
from qa.reading.evidence import Evidence
from qa.records import Citation, LeftOut, Statement

__all__ = ["cited", "numbered", "sound"]


def sound(chosen: Sequence[Evidence]) -> tuple[list[Evidence], tuple[LeftOut, ...]]:
    """The sentences that are where they say they are, and those that are not, which no answer may be made of.

    Of a sentence whose own place fails and a copy of which holds, the copy takes the place.
    """
    kept: list[Evidence] = []
    left_out: list[LeftOut] = []
    for item in chosen:
        holds: list[Evidence] = []
        for one in (item, *item.copies):
            document, sentence = one.hit.document, one.sentence
            wrong = fault(document, one.hit.passage, sentence.start, sentence.end, sentence.text)
            if wrong:
                left_out.append(LeftOut(document.id, sentence.start, sentence.end, f"a quotation {wrong}"))
            else:
                holds.append(one)
        if holds:
            kept.append(replace(holds[0], copies=tuple(holds[1:]), topic=item.topic))
    return kept, tuple(left_out)


def cited(chosen: Sequence[Evidence]) -> tuple[tuple[Citation, ...], tuple[Statement, ...]]:
    """One statement for each sentence, with its citations, numbered from 1 in their order.

    They are the heading, where the sentence was chosen for one, the sentence itself, and its copies in reprints.
    """
    citations: list[Citation] = []
    statements: list[Statement] = []
    for item in chosen:
        pieces = [*_heading(item), *_quoted(item)]
        numbers = range(len(citations) + 1, len(citations) + 1 + len(pieces))
        citations += [
            Citation(number, document, passage, start, end, document.text[start:end], item.odds)
            for number, (document, passage, start, end) in zip(numbers, pieces, strict=True)
        ]
        statements.append(Statement(item.sentence.text, tuple(numbers), item.topic))
    return tuple(citations), tuple(statements)


def numbered(chosen: Sequence[Evidence]) -> tuple[Citation, ...]:
    """The sentences as citations alone, without copies or headings."""
    return tuple(
        Citation(number, s.hit.document, s.hit.passage, s.sentence.start, s.sentence.end, s.sentence.text, s.odds)
        for number, s in enumerate(chosen, start=1)
    )


def _quoted(item: Evidence) -> Iterator[tuple[Document, Passage, int, int]]:
    for one in (item, *item.copies):
        yield one.hit.document, one.hit.passage, one.sentence.start, one.sentence.end


def _heading(item: Evidence) -> Iterator[tuple[Document, Passage, int, int]]:
    document, passage = item.hit.document, item.hit.passage
    if item.topic and (place := _over(document, passage.section.start, item.topic)):
        whole = document.passage(place.start, place.end, passage.section, passage.language)
        yield document, whole, place.start, place.end


def _over(document: Document, start: int, heading: str) -> Span | None:
    """Where the heading stands that is right above document.text[start:]; None where the text has other words there."""
    above = document.text[:start].rstrip()
    return Span(len(above) - len(heading), len(above)) if above.endswith(heading) else None
