"""An answer: its verdict and evidence, the passages that were found, and what is known of documents."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field, TypeAdapter, with_config
from typing_extensions import TypedDict

from qa.forms.citation import Certificate, Citation, GeneratedSentence, Place
from qa.forms.parts import (
    CHECKED,
    CLOSED,
    EACH_ONCE,
    Document,
    End,
    File,
    OneOf,
    Page,
    SourceEnd,
    SourceStart,
    Start,
    Title,
)
from qa.forms.shared import LeftOut, Library, Statement, View
from qa.verdict import Property, Verdict

__all__ = ["Answer", "Fact", "Generated", "Hit", "Match", "Stated", "Understood", "adapter"]


@with_config(CLOSED)
class Match(TypedDict):
    """Words of the question that met words of a passage."""

    asked: Annotated[str, Field(description="The words of the question.")]
    met: Annotated[str, Field(description="The words of the passage.")]
    how: Annotated[str, Field(description="How they met: same, number, kanji, dictionary, reading, sound or pair.")]
    weight: Annotated[float, Field(description="Its share of the score by words.")]


@with_config(CLOSED)
class Hit(Place):
    """A passage that was found."""

    text: Annotated[str, Field(description="The passage: text[start:end] of the document.", min_length=1)]
    score: Annotated[float, Field(description="Its fused score; only the order counts.")]
    odds: Annotated[
        float | None,
        Field(description="Odds that it answers the question; null where it was not read closely.", ge=0, le=1),
    ]
    span: Annotated[
        list[Annotated[int, Field(ge=0)]] | None,
        Field(
            description="Start and end, in the document's text, of the likeliest answer; null where there is none.",
            min_length=2,
            max_length=2,
        ),
    ]
    ranks: Annotated[
        dict[str, Annotated[int, Field(ge=1)]],
        Field(description="Its rank, from 1, in each leg of the search that found it."),
    ]
    scores: Annotated[dict[str, float], Field(description="Its score in each of these legs.")]
    matches: Annotated[list[Match], Field(description="The words by which it was found.")]


@with_config(CLOSED)
class Understood(TypedDict):
    """How a question that leans on the one before it was understood; null for one that stands alone."""

    asked: Annotated[str, Field(description="What the user wrote.", min_length=1)]
    question: Annotated[str, Field(description="What was searched for.", min_length=1)]
    carried: Annotated[
        list[Annotated[str, Field(min_length=1)]], Field(description="Names taken over from the conversation.")
    ]
    sources: Annotated[
        list[Annotated[str, Field(min_length=1)]],
        Field(description="Ids of the documents that the search kept to, if any."),
    ]


@with_config(CLOSED)
class Generated(TypedDict):
    """What a language model made of the evidence: never evidence itself; null where none was asked."""

    model: Annotated[str, Field(description="Name of the language model.")]
    sentences: Annotated[list[GeneratedSentence], Field(description="Its sentences.")]
    error: Annotated[str, Field(description="Why there is nothing, or not all; empty where all is well.")]


@with_config(CLOSED)
class Stated(TypedDict):
    """Where a document's text states something of the document itself."""

    quote: Annotated[str, Field(description="The words: text[start:end] of the document.", min_length=1)]
    start: Start
    end: End
    source_start: SourceStart
    source_end: SourceEnd
    page: Page
    certificate: Certificate


@with_config(CLOSED)
class Fact(TypedDict):
    """Something known of a document itself."""

    document: Document
    file: File
    title: Title
    sha256: Annotated[str, Field(description="SHA-256 of the file's bytes.", pattern=r"^[0-9a-f]{64}$")]
    property: Annotated[str, OneOf(Property), Field(description="What it is that is known.")]
    value: Annotated[
        str, Field(description="The value, dates as ISO 8601, as exact as they are known; empty where nothing says it.")
    ]
    stated: Annotated[
        Stated | None,
        Field(
            description="Where the text states it; null where it is known from the file's metadata or sources.toml alone, or not at all."
        ),
    ]


@with_config(CLOSED)
class Answer(TypedDict):
    """An answer of Yinzheng: a verdict with certified quotations, as `yinzheng ask --json` prints it."""

    schema: Annotated[Literal["urn:yinzheng:answer:3"], Field(description="What this is: the $id of this schema.")]
    question: Annotated[str, Field(description="The question, as it was searched for.", min_length=1)]
    language: Annotated[
        str, Field(description="Language of the question, BCP 47; `und` where it is not known.", min_length=1)
    ]
    verdict: Annotated[
        str,
        OneOf(Verdict),
        Field(
            description="answered: the quotations answer. disagree: they do, and contradict one another. uncertain: the quotations may answer, which is for the reader to judge. not_in_library: the documents do not say. outside_filters: nothing within the filters answers, but something outside them does, or may. small_talk: nothing was asked of the documents, and `about` names some of them."
        ),
    ]
    odds: Annotated[
        float | None,
        Field(
            description="The probability that any sentence within the filters answers; null where nothing was weighed.",
            ge=0,
            le=1,
        ),
    ]
    statements: Annotated[
        list[Statement], Field(description="What the documents say, in the order in which it is read.")
    ]
    citations: Annotated[
        list[Citation], Field(description="The evidence, numbered from 1 in the order in which the statements cite it.")
    ]
    nearest: Annotated[
        list[Citation], Field(description="What comes nearest but does not answer, numbered from 1 on its own.")
    ]
    views: Annotated[list[View], Field(description="Who holds what, where the question asks for positions.")]
    silent: Annotated[
        list[Annotated[str, Field(min_length=1)]],
        Field(description="Ids of the documents that say nothing of it, where the question asks for positions."),
        CHECKED,
        EACH_ONCE,
    ]
    understood: Annotated[
        Understood | None,
        Field(
            description="How a question that leans on the one before it was understood; null for one that stands alone."
        ),
    ]
    generated: Annotated[
        Generated | None,
        Field(
            description="What a language model made of the evidence: never evidence itself; null where none was asked."
        ),
    ]
    left_out: Annotated[
        list[LeftOut],
        Field(description="Quotations that were found, failed their check and are no part of the answer."),
    ]
    passages: Annotated[list[Hit], Field(description="The passages that were found, best first.")]
    library: Library
    model: Annotated[str, Field(description="The encoder by which they were found.")]
    seconds: Annotated[float, Field(description="How long it took.", ge=0)]
    about: NotRequired[
        Annotated[
            list[Fact],
            Field(
                description="What is known of the documents themselves, where the question is about them; nothing is quoted then. Left out where it is not."
            ),
        ]
    ]


@cache
def adapter() -> TypeAdapter[Any]:
    """What checks the JSON of an answer, but for what its verdict demands."""
    return TypeAdapter(Answer)
