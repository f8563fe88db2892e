"""Where something is from: the sentence that says it, with its footnote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answer.choose import MOST_STATEMENTS
from qa.answer.desk import READ_PASSAGES, Desk, ParsedQuestion
from qa.reading.evidence import Evidence
from qa.records import Hit

__all__ = ["reference"]


def reference(desk: Desk, asked: ParsedQuestion, hits: Sequence[Hit]) -> list[Evidence] | None:
    """The sentence that says what is asked about, with the next one that carries a footnote where it carries none.

    It says what the source is asked of, and not the source: the reader's odds that it *answers* are low, and a
    quarter of the threshold will do. None where no such sentence is before a footnote.
    """
    evidence, _ = desk.weighed(asked, hits[:READ_PASSAGES])
    if sum(item.odds for item in evidence) * 4 < desk.model.threshold:
        return []
    for item in evidence[:MOST_STATEMENTS]:
        document = item.hit.document
        for other in item.hit.passage.sentences:
            if other.start >= item.sentence.start and document.notes_in(other.start, other.end):
                both = dict.fromkeys((item.sentence, other))
                return [replace(item, sentence=one) for one in both]
    return None
