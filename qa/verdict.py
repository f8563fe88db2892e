"""What an answer is, and what its JSON calls itself."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = ["SCHEMA", "Verdict"]

SCHEMA: Final = "urn:yinzheng:answer:2"
"""What the JSON of an answer calls itself: the `$id` of `answer.schema.json`. The number grows with each change of it."""


class Verdict(StrEnum):
    """What an answer is: evidence, evidence on both sides, or one of the kinds of no."""

    ANSWERED = "answered"
    UNCERTAIN = "uncertain"
    DISAGREE = "disagree"
    NOT_IN_LIBRARY = "not_in_library"
    OUTSIDE_FILTERS = "outside_filters"
