"""Changes to the library and runs of question sets: only from the page itself."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from fastapi import Request
from fastapi.responses import Response
from pydantic import ValidationError

from index.faults import Fault
from qa.errors import YinzhengError
from qa.evaluation.question_file import FILE_NAME
from qa.ui.web.edits import DESCRIBED, Editor
from qa.ui.web.events import event, streamed
from qa.ui.web.folders import worded
from qa.ui.web.handlers.desk import Desk
from qa.ui.web.handlers.marking import Marking, marks_in, marks_json
from qa.ui.web.handlers.replies import wanted_in
from qa.ui.web.handlers.threads import away, changing
from qa.ui.web.problems import put
from qa.ui.web.quality import run
from qa.ui.web.sessions import Sessions
from qa.ui.web.wanted import Wanted

__all__ = ["Changes"]

_log = logging.getLogger(__name__)


class Changes:
    """The handlers of what only the page itself may ask for: whoever asks has to say the `token` that stands in it."""

    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._editor = Editor(desk.engine, sessions=sessions)
        self.marking = Marking(desk.engine, self._editor)
        self._preparing: asyncio.Future[None] | None = None
        self.token = sessions.token("changes")

    def _may(self, request: Request) -> bool:
        """Whether the request is one of the page's own."""
        given = request.headers.get("x-token", "")
        return secrets.compare_digest(given.encode(), self.token.encode())

    async def prepare(self, request: Request) -> Response:
        """Get ready to add files, while they are still being chosen; whether that can be is told by adding them."""
        if not self._may(request):
            return Response("Not from this page.\n", 403, media_type="text/plain")
        if self._preparing is None or (self._preparing.done() and self._preparing.exception()):
            self._preparing = asyncio.ensure_future(away(self._editor.prepare))
        with suppress(YinzhengError):
            await asyncio.shield(self._preparing)
        return Response("", 200, media_type="text/plain")

    async def add(self, request: Request) -> Response:
        """Add a file, its name in the address and its bytes in the body; how far it is comes as it goes."""
        if not self._may(request):
            return Response("Not from this page.\n", 403, media_type="text/plain")
        return streamed(self._adding(wanted_in(request), request.query_params.get("name", ""), await request.body()))

    async def _adding(self, wanted: Wanted, name: str, data: bytes) -> AsyncIterator[str]:
        steps: asyncio.Queue[tuple[int, int] | None] = asyncio.Queue()
        loop, editor = asyncio.get_running_loop(), self._editor

        def tell(_: str, done: int, total: int) -> None:
            loop.call_soon_threadsafe(steps.put_nowait, (done, total))

        def work() -> str:
            try:
                editor.add(name, data, tell)
            except YinzhengError as error:
                return worded(error, wanted.words, editor.folder / "file")
            except Exception as error:  # noqa: BLE001  # whatever it is, who waits is told
                _log.error("A file could not be added.", exc_info=error)
                return wanted.words.failed_hint
            finally:
                loop.call_soon_threadsafe(steps.put_nowait, None)
            return ""

        working = asyncio.ensure_future(changing(work))
        while (step := await steps.get()) is not None:
            yield event("step", json.dumps(step))
        reason = await working
        yield event("failed", reason) if reason else event("end", "")

    async def describe(self, request: Request) -> Response:
        """Say of a document who wrote it, and the like."""
        try:
            given = await request.json() if self._may(request) else {}
        except (ValueError, RecursionError):
            return Response("What is said of it is not JSON.\n", 422, media_type="text/plain")
        said = {name: str(given[name]) for name in DESCRIBED if name in given} if isinstance(given, dict) else {}
        return await self._changed(request, lambda editor, name: editor.describe(name, said))

    async def remove(self, request: Request) -> Response:
        """Take a document out; the marks that went with it are the browser's to keep, until it is put back."""
        return await self._changed(request, lambda editor, name: marks_json(editor.remove(name)))

    async def restore(self, request: Request) -> Response:
        """Put back a document that was taken out, with the marks that the browser kept of it."""
        try:
            marks = marks_in(await request.body()) if self._may(request) else ()
        except ValidationError as error:
            return Response(put(error.errors()), 422, media_type="text/plain; charset=utf-8")
        return await self._changed(request, lambda editor, name: editor.restore(name, marks))

    async def _changed(self, request: Request, change: Callable[[Editor, str], object]) -> Response:
        if not self._may(request):
            return Response("Not from this page.\n", 403, media_type="text/plain")
        editor, name, words = self._editor, request.query_params.get("document", ""), wanted_in(request).words
        try:
            made = await changing(lambda: change(editor, name))
        except YinzhengError as error:
            reason = worded(error, words, editor.folder / "file")
            return Response(reason, 422, media_type="text/plain; charset=utf-8")
        except OSError as error:
            _log.error("The library could not be changed.", exc_info=error)
            return Response(words.faults[Fault.CLOSED], 422, media_type="text/plain; charset=utf-8")
        return Response(made if isinstance(made, str) else "", 200, media_type="text/plain; charset=utf-8")

    async def mark(self, request: Request) -> Response:
        """Keep what a quotation is called."""
        if not self._may(request):
            return Response("Not from this page.\n", 403, media_type="text/plain")
        return await self.marking.keep(request)

    async def run(self, request: Request) -> Response:
        """Run a question set, its name in the address and its bytes in the body; each verdict comes as it is made."""
        if not self._may(request):
            return Response("Not from this page.\n", 403, media_type="text/plain")
        name, data = request.query_params.get("name", "") or FILE_NAME, await request.body()
        return streamed(
            run(self._desk.engine, self._desk.seats, wanted_in(request), name, data, request.is_disconnected)
        )
