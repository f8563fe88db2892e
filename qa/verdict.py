"""What an answer is, and what its JSON calls itself."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = ["EVIDENCED", "SCHEMA", "SURE", "Verdict"]

SCHEMA: Final = "urn:yinzheng:answer:3"
"""What the JSON of an answer calls itself: the `$id` of `answer.schema.json`. The number grows with each change of it."""


class Verdict(StrEnum):
    """What an answer is: evidence, evidence on both sides, what may be evidence, or one of the kinds of no."""

    ANSWERED = "answered"
    UNCERTAIN = "uncertain"
    DISAGREE = "disagree"
    NOT_IN_LIBRARY = "not_in_library"
    OUTSIDE_FILTERS = "outside_filters"


SURE: Final = (Verdict.ANSWERED, Verdict.DISAGREE)
"""What says that the quotations answer."""
EVIDENCED: Final = (*SURE, Verdict.UNCERTAIN)
"""What comes with statements and citations; the others come with none."""
