"""What an answer and all evidence have alike: what is said, who holds it, what was left out, and what was asked."""

from __future__ import annotations

from typing import Annotated, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from qa.forms.parts import CHECKED, CLOSED, EACH_ONCE, Cited, Document, End, Start

__all__ = ["LeftOut", "Library", "Statement", "View"]


@with_config(CLOSED)
class Statement(TypedDict):
    """One thing that the documents say."""

    text: Annotated[
        str,
        Field(
            description="The quote of its first citation, or of its second where the first is its heading.",
            min_length=1,
        ),
    ]
    citations: Annotated[
        Cited,
        Field(
            description="Its evidence: the heading that is its topic, where it has one; the citation quoted as `text`; and the same words in reprints and near-duplicates."
        ),
    ]
    topic: Annotated[
        str,
        Field(
            description="The heading under which it stands, as the document writes it, where there is one statement for each heading; empty otherwise."
        ),
    ]


@with_config(CLOSED)
class View(TypedDict):
    """What one side holds."""

    holder: Annotated[
        str,
        Field(
            description="Who holds it, as the document writes it: the speaker, or the author where nobody is quoted, or the publisher where no author is named.",
            min_length=1,
        ),
    ]
    speaker: Annotated[bool, Field(description="Whether the holder is a speaker, not the author or the publisher.")]
    documents: Annotated[
        list[Annotated[str, Field(min_length=1)]],
        Field(
            description="Ids of the documents that say it: those of its citations, the first one's first, and their reprints and near-duplicates.",
            min_length=1,
        ),
        CHECKED,
        EACH_ONCE,
    ]
    citations: Annotated[Cited, Field(description="The citations that say it.")]


@with_config(CLOSED)
class LeftOut(TypedDict):
    """A quotation that failed its check."""

    document: Document
    start: Start
    end: End
    reason: Annotated[str, Field(description="What was wrong with it.", min_length=1)]


@with_config(CLOSED)
class Library(TypedDict):
    """The library that was asked."""

    path: Annotated[str, Field(description="Its file.")]
    documents: Annotated[int, Field(description="How many documents it holds.", ge=0)]
    passages: Annotated[int, Field(description="How many passages it holds.", ge=0)]
    generation: Annotated[int, Field(description="How often it was changed.", ge=0)]
    corpus: Annotated[str, Field(description="A digest of its documents: the same for the same files.")]
    unread: NotRequired[
        Annotated[
            int,
            Field(
                description="How many files of what it was made of could not be read; left out where there is none.",
                ge=1,
            ),
        ]
    ]
