"""A quotation with its place, who says it, what it was compared with, and help to read it."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from qa.forms.parts import (
    CLOSED,
    Authors,
    Document,
    End,
    File,
    Kind,
    Language,
    OriginalPublisher,
    Page,
    Published,
    Publisher,
    Recognised,
    Reposted,
    Script,
    Section,
    SourceEnd,
    SourceStart,
    Start,
    Time,
    Title,
)

__all__ = ["Certificate", "Citation", "GeneratedSentence", "Gloss", "Glosses", "Note", "Place", "Translation"]


@with_config(CLOSED)
class Certificate(TypedDict):
    """What the quotation was compared with, character by character. `yinzheng verify` compares it again."""

    sha256: Annotated[str, Field(description="SHA-256 of the file's bytes.", pattern=r"^[0-9a-f]{64}$")]
    text_sha256: Annotated[
        str,
        Field(
            description="SHA-256 of the document's text in UTF-8, as it was cleaned. Where it is the same, so is every character.",
            pattern=r"^[0-9a-f]{64}$",
        ),
    ]
    cleaning: Annotated[int, Field(description="Version of the cleaning that made the text of the file.", ge=0)]
    start: Annotated[
        Start, Field(description="First character of the quotation in that text; the citation's own `start`.")
    ]
    end: Annotated[End, Field(description="The character after its last; the citation's own `end`.")]
    recognised: NotRequired[Recognised]


@with_config(CLOSED)
class Note(TypedDict):
    """A footnote whose mark stands in the quotation or right after it."""

    label: Annotated[str, Field(description="The mark.")]
    at: Annotated[
        int, Field(description="Where in the document's text the mark stood; it is not part of the text.", ge=0)
    ]
    text: Annotated[
        str, Field(description="The entry of the reference list that it points to; empty where there is none.")
    ]
    url: Annotated[str, Field(description="The first address in that entry; empty where there is none.")]


class Place(TypedDict):
    """Where a quotation or a passage stands."""

    document: Document
    file: File
    title: Title
    publisher: Publisher
    original_publisher: OriginalPublisher
    authors: Authors
    published: Published
    reposted: Reposted
    language: Language
    script: Script
    section: Section
    kind: Kind
    start: Start
    end: End
    source_start: SourceStart
    source_end: SourceEnd
    page: Page
    time: NotRequired[Time]
    recognised: NotRequired[Recognised]


class _Numbered(TypedDict):
    number: Annotated[int, Field(description="Its number, from 1, in the order in which the answer brings it.", ge=1)]


@with_config(CLOSED)
class Gloss(TypedDict):
    """A word of a quotation and what it may mean in another language."""

    start: Annotated[int, Field(description="Where it begins in the quotation.", ge=0)]
    end: Annotated[int, Field(description="Where it ends in the quotation.", ge=1)]
    term: Annotated[str, Field(description="The word, as it stands there.", min_length=1)]
    meanings: Annotated[
        list[Annotated[str, Field(min_length=1)]],
        Field(description="What it may mean, the most usual first.", min_length=1),
    ]
    source: Annotated[
        Literal["CC-CEDICT", "JMdict", "JMnedict", "KANJIDIC2", "CLDR", "vectors", "library"],
        Field(
            description="What says so: a dictionary, the likeness of the vectors of Korean and English words, or a document of the "
            "library that gives a name in both scripts."
        ),
    ]


@with_config(CLOSED)
class Glosses(TypedDict):
    """The words of a quotation in another language, from dictionaries: help to read it, no translation."""

    into: Annotated[str, Field(description="The language of the meanings.")]
    covered: Annotated[
        bool, Field(description="Whether any dictionary here goes from the quotation's language into that one.")
    ]
    words: Annotated[list[Gloss], Field(description="The words that mean something by themselves, in order.")]


@with_config(CLOSED)
class GeneratedSentence(TypedDict):
    """A sentence that a language model wrote."""

    text: Annotated[str, Field(description="The sentence.", min_length=1)]
    citations: Annotated[
        list[int],
        Field(
            description="The citations that it names; there may be none, or one that is not there, and then it is not supported."
        ),
    ]
    odds: Annotated[float, Field(description="The reader's probability that the evidence says it.", ge=0, le=1)]
    supported: Annotated[bool, Field(description="Whether all that it cites is there and says it.")]


@with_config(CLOSED)
class Translation(TypedDict):
    """A quotation as a language model puts it in another language: help to read it, never the quotation."""

    into: Annotated[str, Field(description="The language.")]
    model: Annotated[str, Field(description="Name of the language model.")]
    sentences: Annotated[
        list[GeneratedSentence],
        Field(description="Its sentences, each held against the quotation, whose number it names."),
    ]
    lacks: Annotated[
        list[str], Field(description="Numbers and dates of the quotation that stand in none of its sentences.")
    ]
    holds: Annotated[
        bool, Field(description="Whether it is whole, every sentence is supported, and no number is lacking.")
    ]
    error: Annotated[str, Field(description="Why there is nothing, or not all; empty where all is well.")]


@with_config(CLOSED)
class Citation(_Numbered, Place):
    """A quotation, word for word, with its place and who says it."""

    quote: Annotated[str, Field(description="The words: text[start:end] of the document.", min_length=1)]
    score: Annotated[
        float, Field(description="Odds that it answers the question; for what comes nearest, too.", ge=0, le=1)
    ]
    certificate: Certificate
    author: Annotated[
        str,
        Field(description="Whose text the quotation stands in; empty where nobody is named, and in editor's notes."),
    ]
    speakers: Annotated[
        list[Annotated[str, Field(min_length=1)]],
        Field(description="Everybody who is quoted or reported in it, each once; none where the author alone speaks."),
    ]
    chains: Annotated[
        list[Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1)]],
        Field(
            description="Who says it according to whom: each chain is outermost first, so that the last of it says the words (“X reports that Y said” is [X, Y])."
        ),
    ]
    direct: Annotated[bool, Field(description="Whether it stands in quotation marks.")]
    notes: Annotated[list[Note], Field(description="Footnotes attached to it, each with its reference.")]
    glosses: NotRequired[
        Annotated[Glosses, Field(description="Its words in another language, where they were asked for.")]
    ]
    translation: NotRequired[
        Annotated[
            Translation,
            Field(description="What a language model makes of it in another language, where that was asked for."),
        ]
    ]
