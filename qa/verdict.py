"""What an answer is, what it may say of documents themselves, and what its JSON calls itself."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = ["SCHEMA", "Property", "Verdict"]

SCHEMA: Final = "urn:yinzheng:answer:2"
"""What the JSON of an answer calls itself: the `$id` of `answer.schema.json`. The number grows with each change of it."""


class Verdict(StrEnum):
    """What an answer is: evidence, evidence on both sides, one of the kinds of no, or a word where nothing was asked."""

    ANSWERED = "answered"
    DISAGREE = "disagree"
    NOT_IN_LIBRARY = "not_in_library"
    OUTSIDE_FILTERS = "outside_filters"
    SMALL_TALK = "small_talk"


class Property(StrEnum):
    """What may be known of a document itself: the fields of `index.records.Source`, and who speaks in it."""

    TITLE = "title"
    AUTHOR = "author"
    PUBLISHED = "published"
    REPOSTED = "reposted"
    PUBLISHER = "publisher"
    ORIGINAL_PUBLISHER = "original_publisher"
    URL = "url"
    SPEAKER = "speaker"
