"""What an answer is, what it may say of documents themselves, and what its JSON calls itself."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = ["EVIDENCED", "EVIDENCE_SCHEMA", "SCHEMA", "SURE", "Ended", "Property", "Verdict"]

SCHEMA: Final = "urn:yinzheng:answer:3"
"""What the JSON of an answer calls itself: the `$id` of `answer.schema.json`. The number grows with each change of it."""

EVIDENCE_SCHEMA: Final = "urn:yinzheng:evidence:1"
"""What the JSON of all evidence calls itself: the `$id` of `evidence.schema.json`."""


class Verdict(StrEnum):
    """What an answer is: evidence, evidence on both sides, what may be evidence, one of the kinds of no, or a word where nothing was asked."""

    ANSWERED = "answered"
    UNCERTAIN = "uncertain"
    DISAGREE = "disagree"
    NOT_IN_LIBRARY = "not_in_library"
    OUTSIDE_FILTERS = "outside_filters"
    SMALL_TALK = "small_talk"


SURE: Final = (Verdict.ANSWERED, Verdict.DISAGREE)
"""What says that the quotations answer."""
EVIDENCED: Final = (*SURE, Verdict.UNCERTAIN)
"""What comes with statements and citations; the others come with none."""


class Ended(StrEnum):
    """Why no more passages were read for all evidence."""

    ALL_READ = "all_read"
    """There are no others within the filters."""
    NOTHING_MORE = "nothing_more"
    """Those read last hold nothing that is likely to be evidence."""
    MOST_READ = "most_read"
    """As many were read as may be."""
    LIBRARY_CHANGED = "library_changed"
    """The library is another one than at the beginning; ask again."""


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
