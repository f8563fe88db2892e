"""What the server writes on standard error: faults, and, where it is asked for, a line of JSON for each request.

No line holds a question, an address with its values, or a word of a document; only where questions are asked for do theirs. Of a
fault it says which and where in the code, because its message might quote what was read.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.text.visible import visible, visible_json
from qa.ui.web.metrics import Metrics
from qa.ui.web.spans import span

__all__ = ["Logged", "begin_log", "request_id"]

_ID = re.compile("[0-9A-Za-z._-]{1,64}")
_request: ContextVar[str] = ContextVar("request", default="")
_log = logging.getLogger("yinzheng.requests")
_NONE = "(none)"
"""What came to no route: refused before, or not there."""


def request_id() -> str:
    """The id of the request that is worked for; empty outside of one."""
    return _request.get()


def begin_log(level: str) -> None:
    """From now on all loggers write on standard error; `level` is empty, `requests` or `questions`.

    Where it is empty, faults alone, for people; else each line is an object of JSON.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json(quoting=level == "questions") if level else _Plain())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    _log.setLevel(logging.INFO if level else logging.WARNING)


class Logged:
    """ASGI middleware: each request has an id, is a span, is counted, and is a line where that is wanted."""

    def __init__(self, app: ASGIApp, metrics: Metrics, *, questions: bool = False) -> None:
        self._app = app
        self._metrics = metrics
        self._questions = questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on with its id, which the answer carries: one that a proxy gave it, or a new one."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        identifier = given if _ID.fullmatch(given) else secrets.token_hex(8)
        began, status, sent = time.perf_counter(), 0, 0

        async def counted(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = identifier
            sent += len(message.get("body", b""))
            await send(message)

        method = scope["method"] if scope["method"] in _METHODS else "other"
        token = _request.set(identifier)
        with span(method, headers) as told:
            try:
                await self._app(scope, receive, counted)
            finally:
                seconds, route = time.perf_counter() - began, _route(scope)
                self._metrics.requested(route, method, status)
                told({"http.request.method": method, "http.route": route, "http.response.status_code": status})
                line: dict[str, Any] = {"method": method, "route": route, "status": status, "bytes": sent}
                line["seconds"] = round(seconds, 4)
                if self._questions:
                    line["query"] = scope.get("query_string", b"").decode("ascii", "replace")
                _log.info("request", extra={"told": line})
                _request.reset(token)


def _route(scope: Scope) -> str:
    """The pattern of the address, which the router left there: what stands in it may be the name of a document."""
    route = scope.get("route")
    return str(getattr(route, "path_format", None) or getattr(route, "path", _NONE))


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _fault(record: logging.LogRecord, *, quoting: bool) -> str:
    """Which error and where in the code; with its message only where words may be quoted."""
    kind, error, trace = record.exc_info or (None, None, None)
    if kind is None:
        return ""
    if quoting:
        return "".join(traceback.format_exception(kind, error, trace)).rstrip("\n")
    return "".join([*traceback.format_tb(trace), kind.__name__])


class _Plain(logging.Formatter):
    """For people: one line, and of a fault where it happened."""

    def format(self, record: logging.LogRecord) -> str:
        identifier = f" (request {request_id()})" if request_id() else ""
        fault = _fault(record, quoting=False)
        line = f"{record.levelname.lower()}: {record.getMessage().strip()}{identifier}"
        return visible(f"{line}\n{fault}" if fault else line)


class _Json(logging.Formatter):
    """One object of JSON on one line."""

    def __init__(self, *, quoting: bool) -> None:
        super().__init__()
        self._quoting = quoting

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage().strip(),
        }
        line |= {"request": request_id()} if request_id() else {}
        line |= getattr(record, "told", {})
        if fault := _fault(record, quoting=self._quoting):
            line["fault"] = fault
        return visible_json(json.dumps(line, ensure_ascii=False))
