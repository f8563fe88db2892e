"""The addresses of the page, and what answers at each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from index.errors import LibraryError
from qa.engine import Engine
from qa.ui.web.handlers.changes import Changes
from qa.ui.web.handlers.desk import Desk
from qa.ui.web.handlers.downloads import Downloads
from qa.ui.web.handlers.pages import Pages
from qa.ui.web.handlers.sources import Sources
from qa.ui.web.handlers.streams import Streams
from qa.ui.web.handlers.translations import Translations
from qa.ui.web.sessions import Sessions
from qa.ui.web.static_files import static_file

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

__all__ = ["add_page"]


def add_page(server: FastAPI, engine: Engine, sessions: Sessions | None) -> Callable[[Request], Awaitable[Response]]:
    """Put the page on the server; what answers where nothing is. With `sessions`, the library can be changed from it."""
    desk = Desk(engine, server.state.seats)
    changes = Changes(desk, sessions) if sessions else None
    pages = Pages(desk, changes.token if changes else "")
    streams, sources, downloads = Streams(desk), Sources(desk, pages.missing), Downloads(desk)
    translations = Translations(desk)
    get: Callable[..., Any] = server.get
    server.add_exception_handler(LibraryError, pages.unreadable)
    for path, handler in {
        "/": pages.home,
        "/library": pages.library,
        "/questions": pages.questions,
        "/ask": streams.ask,
        "/evidence": streams.evidence,
        "/found": streams.found,
        "/translate": translations.translate,
        "/narrow": pages.narrow,
        "/specimen": pages.specimen,
        "/check": pages.check,
        "/copy": downloads.copy,
        "/export.{form}": downloads.export,
        "/document/{name}": sources.document,
        "/document/{name}/file": sources.file,
        "/document/{name}/page/{page}.png": sources.picture,
        "/static/{version}/{name}": static_file,
    }.items():
        get(path, include_in_schema=False, response_model=None)(handler)
    if changes:
        get("/marks", include_in_schema=False, response_model=None)(changes.marking.listed)
        get("/marks.jsonl", include_in_schema=False, response_model=None)(changes.marking.exported)
        server.post("/marks", include_in_schema=False, response_model=None)(changes.mark)
        for name, change in {
            "add": changes.add,
            "prepare": changes.prepare,
            "describe": changes.describe,
            "remove": changes.remove,
            "restore": changes.restore,
        }.items():
            server.post(f"/library/{name}", include_in_schema=False, response_model=None)(change)
        server.post("/questions/run", include_in_schema=False, response_model=None)(changes.run)
    return pages.missing
