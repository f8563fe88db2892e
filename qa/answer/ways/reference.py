"""Where something is from: the sentence that says it, with its footnote."""

from __future__ import annotations

from qa.answer.choose import MOST_STATEMENTS
from qa.answer.ways.way import Selection
from qa.question.parsed import ParsedQuestion
from qa.reading.evidence import Evidences

__all__ = ["reference"]


def reference(_: ParsedQuestion, given: Evidences) -> Selection:
    """The sentence that says what is asked about, with the next one that carries a footnote where it carries none.

    It says what the source is asked of, and not the source: the reader's odds that it *answers* are low, and a
    quarter of the threshold will do. None where no such sentence is before a footnote.
    """
    if sum(item.odds for item in given.every) * 4 < given.threshold:
        return []
    for item in given.every[:MOST_STATEMENTS]:
        document = item.hit.document
        for other in item.hit.passage.sentences:
            if other.start >= item.sentence.start and document.notes_in(other.start, other.end):
                return [item] if other == item.sentence else [item, item.moved(other)]
    return None
