"""Chat clients that speak as OpenAI's do: `/v1/chat/completions` answers with quotations, each with its source and a link to it.

No language model writes here. The last message of the user is the question; those before it are asked again, so that it may lean on them.
"""

from __future__ import annotations

import json
import time
import uuid
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from qa.engine import Engine
from qa.errors import QuestionError
from qa.question.followup.conversation import Conversation
from qa.ui.web.calls import Asked, asked
from qa.ui.web.limits import Gone, Seats
from qa.ui.web.plain import answer_markdown
from qa.ui.web.problems import problem

__all__ = ["CHAT", "chat_error", "chat_router"]

CHAT = "/v1"
MODEL = "yinzheng"
_BEFORE = 3
"""How many questions before the last one are asked again."""
_KEPT = 100
_Answer = dict[str, Any]


class Piece(BaseModel):
    """A part of a message."""

    model_config = ConfigDict(extra="ignore")
    type: str
    text: str = ""


class Message(BaseModel):
    """A message of a chat."""

    model_config = ConfigDict(extra="ignore")
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Piece] | None = None

    @property
    def words(self) -> str:
        """What it says; nothing of pictures and sound."""
        if isinstance(self.content, str):
            return self.content
        return " ".join(piece.text for piece in self.content or () if piece.type == "text")


class Wanted(BaseModel):
    """With how much besides an answer is streamed."""

    model_config = ConfigDict(extra="ignore")
    include_usage: bool = False


class Chat(BaseModel):
    """A chat that is to be carried on. What else such requests hold (temperature, tools, …) changes nothing here."""

    model_config = ConfigDict(extra="ignore")
    model: str = MODEL
    messages: list[Message] = Field(min_length=1, max_length=500)
    stream: bool = False
    stream_options: Wanted | None = None


def chat_router(engine: Engine, seats: Seats) -> APIRouter:
    """The routes below `/v1`."""
    router = APIRouter(prefix=CHAT, tags=["chat"])
    kept = _Kept(engine)

    @router.post(
        "/chat/completions", operation_id="chat", summary="Answer the last message of a chat", response_model=None
    )
    async def completed(request: Request, given: Chat) -> Response:
        try:
            answer = await seats.work(lambda: kept.answer(_questions(given.messages)), request.is_disconnected)
        except Gone:
            return chat_error(499, "The client has left.")
        except Exception as error:
            if told := problem(error, engine.library.path):
                status, detail = told
                return chat_error(400 if status == 422 else status, detail)
            raise
        paragraphs = answer_markdown(answer, lambda number: _link(request, answer, number))
        head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": MODEL}
        if given.stream:
            usage = bool(given.stream_options and given.stream_options.include_usage)
            events = _events(head, paragraphs, answer, usage)
            return StreamingResponse(events, media_type="text/event-stream", headers={"Cache-Control": "no-store"})
        return JSONResponse(_whole(head, paragraphs, answer, request), headers={"Cache-Control": "no-store"})

    @router.get("/models", operation_id="models", summary="List what can be chatted with")
    def models() -> dict[str, Any]:
        return {"object": "list", "data": [_MODEL]}

    @router.get("/models/{model}", operation_id="model", summary="Say what can be chatted with", response_model=None)
    def model(model: Annotated[str, Path(description="Its id.")]) -> Response:
        return (
            JSONResponse(_MODEL)
            if model == MODEL
            else chat_error(404, f"there is no model {model!r}; there is {MODEL}")
        )

    return router


_MODEL = {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}
_NO_TOKENS = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
"""No language model reads or writes here."""


def chat_error(status: int, message: str) -> JSONResponse:
    """An error as these clients read it."""
    kind = "invalid_request_error" if status < 500 else "server_error"
    headers = {"Retry-After": "2"} if status == 503 else None
    return JSONResponse({"error": {"message": message, "type": kind, "param": None, "code": None}}, status, headers)


class _Kept:
    """Answers to the questions of chats, kept as long as the library is the same, so that not every turn asks all of them again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._answers: OrderedDict[tuple[object, ...], _Answer] = OrderedDict()

    def answer(self, questions: Sequence[str]) -> _Answer:
        """The answer to the last of the questions, which may lean on those before. Raises as `Engine.ask`."""
        library = self._engine.describe()
        before: list[_Answer] = []
        for number, question in enumerate(questions, start=1):
            key = (library["generation"], library["corpus"], *questions[:number])
            answer = self._answers.get(key)
            if answer is None:
                try:
                    answer = asked(self._engine, Asked.model_construct(question=question), Conversation.of(before))
                except QuestionError:
                    if number == len(questions):
                        raise
                    continue  # what was no question then is none to lean on now
                self._answers[key] = answer
                while len(self._answers) > _KEPT:
                    self._answers.popitem(last=False)
            before.append(answer)
        return before[-1]


def _questions(messages: Sequence[Message]) -> list[str]:
    said = [message.words for message in messages if message.role == "user"]
    if not said:
        raise QuestionError("no message is the user's; end the chat with a question")
    return said[-1 - _BEFORE :]


def _link(request: Request, answer: _Answer, number: int) -> str:
    """Where the page shows the quotation beside its source: there the statement that it is for has the number."""
    said = enumerate((one["citations"] for one in answer["statements"]), start=1)
    shown = next((n for n, cited in said if number in cited), number)
    within = [("source", one) for one in (answer["understood"] or {}).get("sources", ())]
    return f"{request.base_url}?{urlencode([('q', answer['question']), *within])}#{shown}"


def _whole(head: Mapping[str, Any], paragraphs: Sequence[str], answer: _Answer, request: Request) -> dict[str, Any]:
    content = "\n\n".join(paragraphs)
    message = {
        "role": "assistant",
        "content": content,
        "refusal": None,
        "annotations": _annotations(content, answer, request),
    }
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {**head, "object": "chat.completion", "choices": [choice], "usage": _NO_TOKENS, "answer": answer}


def _annotations(content: str, answer: _Answer, request: Request) -> list[dict[str, Any]]:
    """Which characters of the text are the source of which citation."""
    found = []
    for citation in answer["citations"]:
        link = _link(request, answer, citation["number"])
        start = content.find(f"[({citation['number']})]({link})")
        if start >= 0:
            end = content.find("\n", start)
            place = {
                "start_index": start,
                "end_index": len(content) if end < 0 else end,
                "url": link,
                "title": citation["title"],
            }
            found.append({"type": "url_citation", "url_citation": place})
    return found


def _events(head: Mapping[str, Any], paragraphs: Sequence[str], answer: _Answer, usage: bool) -> Iterator[str]:
    def event(delta: Mapping[str, Any], end: str | None = None, **more: Any) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": end}
        chunk = {**head, "object": "chat.completion.chunk", "choices": [choice], **more}
        return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"

    yield event({"role": "assistant", "content": ""})
    for number, paragraph in enumerate(paragraphs):
        yield event({"content": f"\n\n{paragraph}" if number else paragraph})
    yield event({}, "stop", answer=answer)
    if usage:
        last = {**head, "object": "chat.completion.chunk", "choices": [], "usage": _NO_TOKENS}
        yield f"data: {json.dumps(last)}\n\n"
    yield "data: [DONE]\n\n"
