"""The documents behind an answer: with its quotations marked, as pictures of pages, as files."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response
from markupsafe import Markup

from index.records import Document
from qa.errors import YinzhengError
from qa.ui.web.handlers.desk import Desk
from qa.ui.web.handlers.replies import fragment, number_in, wanted_in, whole_page
from qa.ui.web.handlers.threads import away
from qa.ui.web.html.marks import Highlight
from qa.ui.web.html.sheet import Sheet
from qa.ui.web.html.source import missing_html, source_html
from qa.ui.web.limits import Busy
from qa.ui.web.originals import original
from qa.ui.web.pictures import Pictures
from qa.ui.web.wanted import Wanted

__all__ = ["Sources"]


class Sources:
    """The handlers of documents; `missing` is what answers where there is none."""

    def __init__(self, desk: Desk, missing: Callable[[Request], Awaitable[Response]]) -> None:
        self._desk = desk
        self._missing = missing
        self._pictures = Pictures(desk.engine)

    async def document(self, request: Request, name: str) -> Response:
        """A document with the quotations of the answer marked in it: for the pane, or as a page of its own."""
        wanted = wanted_in(request)
        given = request.query_params
        start, end = (number_in(given.get(one, "")) for one in ("start", "end"))

        async def drawn() -> Markup:
            answer = await self._desk.seated(wanted) if wanted.q.strip() else None
            document = await away(lambda: self._desk.engine.document(name))
            extra = Highlight(0, start, end, "m0") if 0 <= start < end <= len(document.text) else None
            if answer is None:
                return await away(lambda: self._alone(wanted, document, [extra] if extra else []))
            return await away(lambda: self._desk.source(Sheet(answer, wanted), document.id, extra))

        try:
            pane, status = await drawn(), 200
        except (YinzhengError, Busy):
            pane, status = missing_html(wanted.words), 404
        if given.get("part") == "yes":
            return fragment(pane, status)
        many = len((await away(self._desk.engine.catalogue)).sources)
        pane = Markup('<h1 class="sr">{}</h1><div class="document">{}</div>').format(wanted.words.pane, pane)
        return whole_page(wanted, "document", pane, path="/document", documents=many, status=status)

    def _alone(self, wanted: Wanted, document: Document, marks: list[Highlight]) -> Markup:
        """A document to which no question was asked."""
        file = f"/document/{quote(document.id, safe='')}/file"
        return source_html(document, marks, wanted.words, file=file, pages=self._desk.pages(document, marks))

    async def file(self, request: Request, name: str) -> Response:
        """The file that a document was read from, to be kept and not shown."""
        found = await away(lambda: original(self._desk.engine, name))
        if found is None:
            return await self._missing(request)
        path, data = found
        headers = {
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(path.name, safe='')}",
            "Cache-Control": "no-store",
        }
        return Response(data, media_type="application/octet-stream", headers=headers)

    async def picture(self, request: Request, name: str, page: int) -> Response:
        """A page of a PDF; a browser that has it asks each time whether it may still be shown, and is sent it once."""
        held = await away(lambda: self._pictures.of(name, page))
        if held is None:
            return Response("Not found.\n", 404, media_type="text/plain")
        headers = {"Cache-Control": "private, no-cache", "ETag": f'"{hashlib.sha256(held).hexdigest()}"'}
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(held, media_type="image/png", headers=headers)
