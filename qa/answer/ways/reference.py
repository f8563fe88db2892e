"""Where something is from: the sentence that says it, with its footnote."""

from __future__ import annotations

from qa.answer.ways.way import Selection
from qa.question.parsed import ParsedQuestion
from qa.reading.evidence import Evidences

__all__ = ["reference"]

_LIKELIEST = 4
"""Among how many sentences the one that says it is looked for."""


def reference(_: ParsedQuestion, given: Evidences) -> Selection | None:
    """The sentence that says what is asked about, with the next one that carries a footnote where it carries none.

    None where no such sentence is before a footnote.
    """
    for item in given.every[:_LIKELIEST]:
        document = item.hit.document
        for other in item.hit.passage.sentences:
            if other.start >= item.sentence.start and document.notes_in(other.start, other.end):
                found = [item] if other == item.sentence else [item, item.moved(other)]
                return Selection(found, given.odds)
    return None
