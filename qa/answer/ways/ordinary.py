"""The likeliest sentences."""

from __future__ import annotations

from qa.answer.choose import choose, least_for
from qa.answer.ways.way import Selection
from qa.question.parsed import ParsedQuestion
from qa.reading.evidence import Evidences

__all__ = ["ordinary"]


def ordinary(question: ParsedQuestion, given: Evidences) -> Selection:
    """The likeliest sentences of the passages that are read."""
    return Selection(choose(given.every, least_for(question), group=given.group), given.odds)
