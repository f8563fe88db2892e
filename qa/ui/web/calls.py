"""The calls that programs may make: what each takes, what it gives back, and how it is made of an engine. All of them only read.

They are named and described here once, and are the same over HTTP, for Gradio's clients and for MCP.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Annotated, Any, Generic, NotRequired, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from qa import forms
from qa.engine import Engine
from qa.errors import QuestionError
from qa.question.check import (
    AT_LEAST,
    LONGEST_NAME,
    LONGEST_QUESTION,
    MOST_PASSAGES,
    MOST_READ,
    READ_AT_MOST,
    checked_question,
)
from qa.question.followup.conversation import Conversation
from qa.retrieval.filters import Filters
from qa.ui.documents import document_dict
from qa.ui.web.limits import Seats

__all__ = ["CALLS", "Asked", "Call", "asked", "made", "named_only"]

MOST_BEFORE = 20
"""How many answers may be given as those before a question."""

MOST_VERIFIED = 2_000
"""How many quotations are verified for one who asks: one that was changed is looked for in a whole document."""


_Name = Annotated[str, Field(max_length=LONGEST_NAME)]


class _Given(BaseModel):
    """What a call takes: nothing else, and nothing of another type."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Within(_Given):
    """A question, and what is searched for it."""

    question: str = Field(description="The question, in any language.", min_length=1, max_length=LONGEST_QUESTION)
    sources: list[_Name] = Field(
        default=[],
        description="Search in these documents only: ids, unique beginnings of one, or publishers.",
        max_length=100,
    )
    authors: list[_Name] = Field(
        default=[], description="Search in what these wrote; part of a name will do.", max_length=100
    )
    speakers: list[_Name] = Field(
        default=[], description="Search where these are quoted or reported; part of a name will do.", max_length=100
    )
    after: str = Field(default="", description="Published on or after this date: 2024, 2024-04 or 2024-04-03.")
    before: str = Field(default="", description="Published on or before this date: 2024, 2024-04 or 2024-04-03.")
    languages: list[_Name] = Field(
        default=[], description="Search in passages of these languages (BCP 47); zh is both scripts.", max_length=100
    )
    kinds: list[_Name] = Field(
        default=[],
        description="Search in sections of these kinds: body, editor_note, biography, caption.",
        max_length=100,
    )

    def filters(self) -> Filters:
        """What is searched. Raises QuestionError for a filter that cannot be used."""
        return Filters.of(
            self.sources,
            authors=self.authors,
            speakers=self.speakers,
            after=self.after,
            before=self.before,
            languages=self.languages,
            kinds=self.kinds,
        )


class Asked(_Within):
    """What `ask` takes."""

    k: int = Field(default=5, description="How many passages come with the answer.", ge=1, le=MOST_PASSAGES)
    gloss: str | None = Field(
        default=None,
        description="Give the words of each quotation in this language, from dictionaries: en, zh-Hans, zh-Hant, ja or ko; empty: that of the question.",
    )
    translate: str | None = Field(
        default=None,
        description="Have the language model of the server translate each quotation into this language; empty: that of the question.",
    )
    write: bool = Field(
        default=False, description="Have the language model of the server write sentences of the quotations, too."
    )


class AskedAfter(Asked):
    following: list[dict[str, Any]] = Field(
        default=[],
        description="Answers before this one, oldest first, as `ask` gave them: a question that leans on them is understood so.",
        max_length=MOST_BEFORE,
    )


class _Retrieved(_Within):
    k: int = Field(default=5, description="How many passages are wanted.", ge=1, le=MOST_PASSAGES)
    read: bool = Field(
        default=True, description="Read the first eight closely, for their odds and the span that answers."
    )


class _Collected(_Within):
    at_least: float = Field(
        default=AT_LEAST,
        description="How likely a sentence must be evidence to be given.",
        ge=0,
        le=1,
        allow_inf_nan=False,
    )
    most: int = Field(default=READ_AT_MOST, description="How many passages may be read.", ge=1, le=MOST_READ)


class _Nothing(_Given):
    pass


class _OfDocument(_Given):
    document: str = Field(description="Id of the document, or a unique beginning of it.", min_length=1, max_length=500)
    start: int = Field(default=0, description="Give its text from this character on.", ge=0)
    end: int | None = Field(default=None, description="Give its text up to this character; null: to its end.", ge=0)


class Saved(_Given):
    answer: dict[str, Any] = Field(description="An answer, or all evidence, as `ask` or `evidence` gave it.")


class Passages(TypedDict):
    """The passages that were found, best first."""

    passages: list[forms.Hit]


class Near(TypedDict):
    """A document that shares much of its text with another."""

    document: str
    same: bool
    of_this: float
    of_that: float


class Part(TypedDict):
    """A section: text[start:end] of its document."""

    kind: str
    path: list[str]
    authors: list[str]
    start: int
    end: int


class Known(TypedDict):
    """What is known of a document. Dates are ISO 8601, as exact as they are known; what is not known is empty."""

    document: str
    file: str
    sha256: str
    title: str
    publisher: str
    original_publisher: str
    authors: list[str]
    published: str
    reposted: str
    language: str
    url: str
    rights: str
    note: str
    characters: int
    warnings: list[str]
    page_dates: list[dict[str, Any]]
    near_duplicates: list[Near]
    sections: list[Part]


class Whole(Known):
    """What is known of a document, and its text, or text[start:end] of it. All other places count in the whole text."""

    start: int
    end: int
    text: str
    notes: list[dict[str, Any]]
    attributions: list[dict[str, Any]]
    dropped: list[dict[str, Any]]


class Documents(TypedDict):
    """The documents of the library, by id."""

    documents: list[Known]


class Stands(TypedDict):
    """text[start:end] of a document, as the library has it now."""

    document: str
    start: int
    end: int
    text: str


class Edited(TypedDict):
    """A piece of a quotation as it was and as it is now; the same twice where nothing was changed."""

    was: str
    now: str


class Checked(TypedDict):
    """A quotation of a saved answer, held against the library: verbatim, moved, changed, elsewhere or gone."""

    part: str
    number: int
    state: str
    document: str
    start: int
    end: int
    quote: str
    now: Stands | None
    changes: list[Edited]
    also: list[str]
    same_file: bool | None
    altered: bool
    said: dict[str, Any]
    holds: bool
    renamed: bool


class Verified(TypedDict):
    """What became of the quotations of a saved answer. It `holds` where all of them are as it says, and it does not contradict itself."""

    question: str
    library: NotRequired[str]
    holds: bool
    states: dict[str, int]
    contradictions: list[str]
    checks: list[Checked]


G = TypeVar("G", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Call(Generic[G]):
    """One call: its name, what it does, what it takes and gives, and how it is made.

    `steps` gives all of it, where it is made `at_once`; else what is there so far, again and again, the last of it whole. `quick`
    says of what is given whether it is made in no time, so that it need not wait in line with what is not.
    """

    name: str
    does: str
    takes: type[G]
    gives: Any
    steps: Callable[[Engine, G], Iterator[Mapping[str, Any]]]
    quick: Callable[[G], bool] = lambda _: False
    at_once: bool = True


def asked(engine: Engine, given: Asked, following: Conversation | None = None) -> dict[str, Any]:
    """The answer; raises what `Engine.ask`, `glossed`, `translated` and `written` raise."""
    question = checked_question(given.question)
    understood = engine.understood(following, question) if following else None
    answer = engine.ask(question, given.k, filters=given.filters(), understood=understood)
    if given.gloss is not None:
        answer = engine.glossed(answer, given.gloss)
    if given.translate is not None:
        answer = engine.translated(answer, given.translate)
    found: dict[str, Any] = named_only((engine.written(answer) if given.write else answer).to_dict())
    return found


def _ask(engine: Engine, given: AskedAfter) -> Iterator[Mapping[str, Any]]:
    yield asked(engine, given, Conversation.of(given.following))


def _retrieve(engine: Engine, given: _Retrieved) -> Iterator[Mapping[str, Any]]:
    hits = engine.retrieve(given.question, given.k, filters=given.filters(), read=given.read)
    yield named_only({"passages": [hit.to_dict() for hit in hits]})


def _evidence(engine: Engine, given: _Collected) -> Iterator[Mapping[str, Any]]:
    for found in engine.evidence(given.question, filters=given.filters(), at_least=given.at_least, most=given.most):
        yield named_only(found.to_dict())


def _documents(engine: Engine, _: _Nothing) -> Iterator[Mapping[str, Any]]:
    alike = engine.duplicates()
    yield named_only({"documents": [document_dict(one, text=False, alike=alike) for one in engine.documents()]})


def _document(engine: Engine, given: _OfDocument) -> Iterator[Mapping[str, Any]]:
    document = engine.document(given.document)
    end = len(document.text) if given.end is None else min(given.end, len(document.text))
    if given.start > end:
        raise QuestionError(f"the text cannot be given from {given.start:,} to {end:,}; give a start before the end")
    found = document_dict(document, alike=engine.alike(document.id))
    yield named_only({**found, "start": given.start, "end": end, "text": document.text[given.start : end]})


def _verify(engine: Engine, given: Saved) -> Iterator[Mapping[str, Any]]:
    answer, library = given.answer, given.answer.get("library")
    many = sum(len(part) for name in ("citations", "nearest", "about") if isinstance(part := answer.get(name), list))
    if many > MOST_VERIFIED:
        raise QuestionError(
            f"the answer has {many:,} quotations; here at most {MOST_VERIFIED:,} are verified, any number by yinzheng verify"
        )
    if isinstance(library, dict):  # Gradio's clients are given none: they would fetch what has a `path`
        answer = {**answer, "library": {"path": "", **library}}
    yield named_only(engine.verify(answer).to_dict())


async def made(
    state: Any, engine: Engine, call: Call[Any], given: BaseModel, gone: Callable[[], Awaitable[bool]] | None = None
) -> AsyncIterator[Mapping[str, Any]]:
    """What a call gives so far, again and again, made on the seats of the server's `state`; raises as `Seats.work` and the call do."""
    seats: Seats = state.quick if call.quick(given) else state.seats
    steps = call.steps(engine, given)
    if call.at_once:  # to be told that there is no more, it need not stand in line again
        yield await seats.work(lambda: next(steps), gone)
        return
    async for found in seats.each(steps, gone):
        yield found


def named_only(value: Any) -> Any:
    """JSON without the folders that files lie in: they say how somebody's disk is ordered, and nothing about a document."""
    if isinstance(value, list):
        return [named_only(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {name: named_only(one) for name, one in value.items()}
    if isinstance(found.get("file"), str):
        found["file"] = PurePath(found["file"]).name
    library = found.get("library")
    if isinstance(library, str):
        found["library"] = PurePath(library).name
    elif isinstance(library, dict) and isinstance(library.get("path"), str):
        library["path"] = PurePath(library["path"]).name
    return found


_QUOTED = "Every quotation is held against its document, character by character, before it is given."

CALLS: Mapping[str, Call[Any]] = {
    call.name: call
    for call in (
        Call(
            "ask",
            f"Answer a question with quotations from the library's documents, or say that they do not answer it. {_QUOTED}",
            AskedAfter,
            forms.Answer,
            _ask,
        ),
        Call(
            "retrieve",
            "Find the passages of the library's documents that are nearest to a question, best first.",
            _Retrieved,
            Passages,
            _retrieve,
            lambda given: not given.read,
        ),
        Call(
            "evidence",
            f"Collect every sentence of the library's documents that bears on a question, by source and by who says it. {_QUOTED}",
            _Collected,
            forms.AllEvidence,
            _evidence,
            at_once=False,
        ),
        Call(
            "documents",
            "List the library's documents, with what is known of each.",
            _Nothing,
            Documents,
            _documents,
            lambda _: True,
        ),
        Call(
            "document",
            "Give a document of the library: what is known of it, its outline and its text.",
            _OfDocument,
            Whole,
            _document,
            lambda _: True,
        ),
        Call(
            "verify",
            "Hold the quotations of an earlier answer against the library as it is now: verbatim, moved, changed, elsewhere or gone.",
            Saved,
            Verified,
            _verify,
        ),
    )
}
