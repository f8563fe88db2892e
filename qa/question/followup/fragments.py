"""The shortest questions, whatever the language: a question word and no more, and *what else?*"""

from __future__ import annotations

import re

from qa.question.followup.records import Fragment, Shape

__all__ = ["bare"]


def bare(question: str, asks: re.Pattern[str], more: re.Pattern[str]) -> Fragment | None:
    """The question as a fragment that names nothing; None where it is none of these.

    `asks` is a question word alone, its group `text`, or one with a verb that has lost its subject, its group `dropped`, in
    languages that leave it out. `more` asks for more of the same.
    """
    if match := asks.match(question):
        return Fragment(Shape.DROPPED if match.groupdict().get("dropped") else Shape.WHY, match["text"])
    return Fragment(Shape.MORE, question) if more.match(question) else None
