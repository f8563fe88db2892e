"""What is called useful or wrong on the page, kept in the library where that may be changed: written, listed, and given as a question set."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from index.errors import LibraryError, YinzhengError
from index.store.marks import Judgement, Mark
from qa.engine import Engine
from qa.evaluation.marked import question_set, standing
from qa.evaluation.question_file import FILE_NAME
from qa.question.check import LONGEST_QUESTION, checked_question
from qa.ui.web.edits import Editor
from qa.ui.web.folders import worded
from qa.ui.web.handlers.replies import wanted_in
from qa.ui.web.handlers.threads import away
from qa.ui.web.problems import put

__all__ = ["Marking", "marks_in", "marks_json"]

_TAG = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}"


class _Marked(BaseModel):
    """What a quotation is called; not `kept`, it is taken back."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str = Field(min_length=1, max_length=LONGEST_QUESTION)
    language: str = Field(pattern=f"^{_TAG}$")
    document: str = Field(min_length=1, max_length=500)
    quote: str = Field(min_length=1, max_length=100_000)
    judgement: Judgement
    kept: bool = True

    @property
    def mark(self) -> Mark:
        """As the library keeps it."""
        return Mark(self.question, self.language, self.document, self.quote, self.judgement)


_MARKS = TypeAdapter(tuple[_Marked, ...])


class Marking:
    """The handlers, over the library of an engine."""

    def __init__(self, engine: Engine, editor: Editor) -> None:
        self._engine = engine
        self._editor = editor

    async def keep(self, request: Request) -> Response:
        """Keep a mark, or take it back."""
        try:
            given = _Marked.model_validate_json(await request.body())
            checked_question(given.question)
            await away(lambda: self._editor.mark(given.mark, kept=given.kept))
        except ValidationError as error:
            return _refused(put(error.errors()))
        except YinzhengError as error:
            return _refused(worded(error, wanted_in(request).words, self._engine.library.path))
        return Response("", 200, media_type="text/plain")

    async def listed(self) -> Response:
        """All marks, as the page's script has them."""
        found = await away(self._engine.marks)
        told = [
            {"q": one.question, "lang": one.language, "document": one.document, "quote": one.quote, "as": one.judgement}
            for one in found
        ]
        return JSONResponse(told, headers={"Cache-Control": "no-store"})

    async def exported(self) -> Response:
        """The question set of them; a quotation that its document does not hold any more is left out, for no run could find it."""
        lines = await away(self._lines)
        kept = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"', "Cache-Control": "no-store"}
        return Response("".join(lines), media_type="application/jsonl; charset=utf-8", headers=kept)

    def _lines(self) -> list[str]:
        return list(question_set(standing(self._engine.marks(), self._text)[0]))

    def _text(self, name: str) -> str:
        try:
            return self._engine.document(name).text
        except LibraryError:
            return ""


def marks_json(marks: Sequence[Mark]) -> str:
    """Marks for a browser to keep."""
    return json.dumps([asdict(mark) for mark in marks], ensure_ascii=False)


def marks_in(body: bytes) -> tuple[Mark, ...]:
    """Marks that a browser kept; none where it says nothing. Raises ValidationError for what are no marks."""
    return tuple(given.mark for given in _MARKS.validate_json(body)) if body else ()


def _refused(reason: str) -> Response:
    return Response(reason, 422, media_type="text/plain; charset=utf-8")
