"""The engine for programs: each of `CALLS` under its name, over HTTP (`/api/NAME`, told in `/openapi.json`) and for Gradio's clients."""

from __future__ import annotations

import inspect
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError

from index.errors import LibraryError
from qa.engine import Engine
from qa.ui.web.calls import CALLS, Asked, Call, made
from qa.ui.web.chat import CHAT, chat_error, chat_router
from qa.ui.web.limits import TOO_OFTEN, Gone
from qa.ui.web.problems import BUSY, problem, put, released

if TYPE_CHECKING:
    from gradio import Server

__all__ = ["Problem", "add_service"]

_log = logging.getLogger(__name__)
_TELLS = (
    "Questions to a library of documents, answered with quotations that are in them, character by character. "
    "Every call only reads."
)
_GOT = "get"
_PUT = "post"
_HTTP: Mapping[str, Mapping[str, type[BaseModel]]] = {
    _GOT: {
        "ask": Asked,
        **{name: CALLS[name].takes for name in ("retrieve", "evidence", "documents", "document")},
    },
    _PUT: {name: CALLS[name].takes for name in ("ask", "verify")},
}
"""How each is called over HTTP: where all that it takes fits into an address, by that."""


class Problem(BaseModel):
    """Why there is no answer: what is wrong, and what to do about it."""

    detail: str


def add_service(server: Server, engine: Engine) -> None:
    """Put the calls on the server, and what describes them. It has its seats (`server.state.seats` and `quick`) already."""
    router = APIRouter(prefix="/api", tags=["library"])
    for method, calls in _HTTP.items():
        for name, takes in calls.items():
            _add_http(router, method, CALLS[name], takes, engine, server.state)
    for call in CALLS.values():
        server.api(
            _for_gradio(call, engine, server.state), name=call.name, description=call.does, concurrency_limit=None
        )
    server.include_router(router)
    chat = chat_router(engine, server.state.seats)
    server.include_router(chat)

    def not_so(request: Request, error: RequestValidationError) -> JSONResponse:
        if request.url.path.startswith(f"{CHAT}/"):
            return chat_error(400, put(error.errors()))
        return JSONResponse({"detail": put(error.errors())}, 422)

    def described() -> JSONResponse:
        routes = [*router.routes, *chat.routes]
        return JSONResponse(get_openapi(title="Yinzheng", version=released(), description=_TELLS, routes=routes))

    server.add_exception_handler(RequestValidationError, not_so)
    server.add_api_route("/openapi.json", described, include_in_schema=False)


def _add_http(
    router: APIRouter, method: str, call: Call[Any], takes: type[BaseModel], engine: Engine, state: Any
) -> None:
    async def called(request: Request, given: Any) -> JSONResponse:
        try:
            steps = made(state, engine, call, call.takes(**dict(given)), request.is_disconnected)
            found: Mapping[str, Any] = {}
            async for step in steps:
                found = step
        except Gone:
            return JSONResponse({"detail": "The client has left."}, 499)
        except Exception as error:
            if told := problem(error, engine.library.path):
                status, detail = told
                status = 404 if call.name == "document" and isinstance(error, LibraryError) else status
                return JSONResponse({"detail": detail}, status, {"Retry-After": "2"} if status == 503 else None)
            raise
        return JSONResponse(found, headers={"Cache-Control": "no-store"})

    by_address = method == _GOT
    called.__annotations__["given"] = Annotated[takes, Query()] if by_address else takes
    called.__annotations__["request"] = Request
    router.add_api_route(
        f"/{call.name}",
        called,
        methods=[method.upper()],
        operation_id=call.name if by_address or call.name not in _HTTP[_GOT] else f"{call.name}_following",
        summary=call.name.capitalize(),
        description=call.does,
        response_model=call.gives,
        responses={
            **(
                {404: {"model": Problem, "description": "There is no such document."}}
                if call.name == "document"
                else {}
            ),
            413: {"model": Problem, "description": "The request is too large."},
            422: {"model": Problem, "description": "It cannot be asked so; `detail` says why."},
            429: {"model": Problem, "description": TOO_OFTEN},
            503: {"model": Problem, "description": BUSY},
        },
    )


def _for_gradio(call: Call[Any], engine: Engine, state: Any) -> Callable[..., AsyncIterator[dict[str, Any]]]:
    """The call as Gradio wants it: a function whose parameters are named and typed; what is there so far comes as it is found."""
    import gradio as gr

    async def called(*values: Any, **named: Any) -> AsyncIterator[dict[str, Any]]:
        try:
            given = call.takes(**dict(zip(call.takes.model_fields, values, strict=False)), **named)
            async for found in made(state, engine, call, given):
                yield _without_path(found)
        except ValidationError as error:
            raise gr.Error(put(error.errors()), print_exception=False) from error
        except Exception as error:
            if told := problem(error, engine.library.path):
                raise gr.Error(told[1], print_exception=False) from error
            _log.error("A call could not be answered.", exc_info=error)  # Gradio would write what it quotes, too
            raise gr.Error("Internal error.", print_exception=False) from error

    parameters = [
        inspect.Parameter(
            name,
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
            default=inspect.Parameter.empty if field.is_required() else field.default,
            annotation=field.annotation,
        )
        for name, field in call.takes.model_fields.items()
    ]
    called.__name__ = call.name
    called.__signature__ = inspect.Signature(parameters, return_annotation=dict)  # type: ignore[attr-defined]
    called.__annotations__ = {one.name: one.annotation for one in parameters} | {"return": dict}
    return called


def _without_path(found: Mapping[str, Any]) -> dict[str, Any]:
    """Without the library's `path`: whatever has one is a file to Gradio's clients, which they would fetch."""
    library = found.get("library")
    if not isinstance(library, Mapping):
        return dict(found)
    return {**found, "library": {name: value for name, value in library.items() if name != "path"}}
