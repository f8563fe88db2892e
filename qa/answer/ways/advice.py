"""What somebody recommends: one statement for each section of the part that gives advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answer.speakers import own_words
from qa.answer.ways.way import Selection
from qa.question.parsed import ParsedQuestion
from qa.reading.evidence import Evidence, Evidences

__all__ = ["advice"]

_MOST_SECTIONS = 5
"""How many sections of a part are quoted, one sentence each."""


def advice(_: ParsedQuestion, given: Evidences) -> Selection | None:
    """The likeliest sentence of each section in which those whom the question names give advice; None where there is none.

    One that only announces what comes next, as a question to the reader does, gives none, unless a section has no other.
    """
    best = [
        max(_told(own_words(section)), key=lambda item: item.bearing) for section in given.sections[:_MOST_SECTIONS]
    ]
    chosen = [replace(item, topic=item.hit.passage.section.path[-1]) for item in best]
    return Selection(chosen, given.odds, structural=True) if chosen else None


def _told(some: Sequence[Evidence]) -> Sequence[Evidence]:
    return [item for item in some if not item.known.cues.announces] or some
