"""What somebody recommends: one statement for each section of the part that gives advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.text.script import tokens
from qa.answer.speakers import own_words
from qa.answer.ways.way import Selection
from qa.question.parsed import ParsedQuestion
from qa.reading.evidence import Evidence, Evidences

__all__ = ["advice", "advised"]

_MOST_SECTIONS = 5
"""How many sections of a part are quoted, one sentence each."""


def advice(_: ParsedQuestion, given: Evidences) -> Selection:
    """One statement for each section in which those whom the question names give advice; None where there is none."""
    return advised(given.sections) or None


def advised(sections: Sequence[Sequence[Evidence]]) -> list[Evidence]:
    """Of each of the first sections the author's own sentence that advises, and holds most of what its heading says."""
    return [_advised_in(section) for section in sections[:_MOST_SECTIONS]]


def _advised_in(evidence: Sequence[Evidence]) -> Evidence:
    heading = evidence[0].hit.passage.section.path[-1]
    words = set(tokens(heading))
    best = max(
        own_words(evidence),
        key=lambda s: (s.known.cues.advises, len(words & set(tokens(s.sentence.text))), s.odds),
    )
    return replace(best, topic=heading)
