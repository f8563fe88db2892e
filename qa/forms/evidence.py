"""All evidence on a question."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, with_config
from typing_extensions import TypedDict

from qa.forms.citation import Citation
from qa.forms.parts import CLOSED, OneOf
from qa.forms.shared import LeftOut, Library, Statement, View
from qa.verdict import Ended

__all__ = ["AllEvidence", "evidence_adapter"]


@with_config(CLOSED)
class AllEvidence(TypedDict):
    """All evidence on a question: every sentence of the library that bears on it, as `yinzheng evidence --json` prints it."""

    schema: Annotated[Literal["urn:yinzheng:evidence:1"], Field(description="What this is: the $id of this schema.")]
    question: Annotated[str, Field(description="The question, as it was searched for.", min_length=1)]
    language: Annotated[
        str, Field(description="Language of the question, BCP 47; `und` where it is not known.", min_length=1)
    ]
    at_least: Annotated[float, Field(description="The least `score` of a sentence that is given.", ge=0, le=1)]
    holders: Annotated[
        list[Annotated[str, Field(min_length=1)]],
        Field(
            description="Whose own words alone are evidence, where the question asks for somebody's view; empty otherwise."
        ),
    ]
    views: Annotated[
        list[View],
        Field(description="Who says what: one for each speaker in each source, those of one source together."),
    ]
    statements: Annotated[
        list[Statement],
        Field(
            description="The sentences, each once: the first of its citations is the sentence, the others are the same words in reprints and near-duplicates."
        ),
    ]
    citations: Annotated[
        list[Citation],
        Field(
            description="The evidence, numbered from 1 in the order of reading; `score` is the probability that this sentence, whatever the others are, is evidence."
        ),
    ]
    left_out: Annotated[
        list[LeftOut], Field(description="Sentences that were found, failed their check and are no evidence.")
    ]
    passages_read: Annotated[int, Field(description="How many passages were read.", ge=0)]
    passages: Annotated[int, Field(description="How many passages there are within the filters.", ge=0)]
    ended: Annotated[
        Annotated[str, OneOf(Ended)] | None,
        Field(
            description="Why no more was read. all_read: there is no more within the filters. nothing_more: those read last hold nothing likely. most_read: as many were read as may be. library_changed: ask again. Null while reading goes on."
        ),
    ]
    library: Library
    seconds: Annotated[float, Field(description="How long it took.", ge=0)]


@cache
def evidence_adapter() -> TypeAdapter[Any]:
    """What checks the JSON of all evidence."""
    return TypeAdapter(AllEvidence)
