"""The way in and out of a page with a password, for who comes with a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from qa.ui.web.door import Door, Try
from qa.ui.web.handlers.replies import wanted_in
from qa.ui.web.html.entry import again_html, entry_html
from qa.ui.web.static_files import files_version
from qa.ui.web.wanted import Wanted

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["ENTER", "add_door", "form_page"]

ENTER = "/enter"
_LEAVE = "/leave"
_LONGEST = 100_000
"""How many bytes of a form are read: whoever sends more, which is not this form, is not worked for."""
_HEADERS = {"Cache-Control": "no-store", "Vary": "Accept-Language, Cookie", "Referrer-Policy": "same-origin"}


def add_door(server: FastAPI, door: Door) -> None:
    """Put the form on the server, and the way out."""

    async def ask(request: Request) -> Response:
        """The form; who is in already goes on."""
        if door.admits(request.scope):
            return RedirectResponse("/", 303, _HEADERS)
        return form_page(request)

    async def enter(request: Request) -> Response:
        """Let in who wrote the password, and go on to what was asked for."""
        given = parse_qs((await request.body())[:_LONGEST].decode("utf-8", "replace"), keep_blank_values=True)
        to = given.get("to", [""])[0]
        tried = await door.tried(given.get("password", [""])[0], request.scope)
        if not tried.right:
            return form_page(request, tried, to)
        response = RedirectResponse(_here(to), 303, _HEADERS)
        door.let_in(response, request.scope)
        return response

    async def leave(request: Request) -> Response:
        """Let out, in the language that was read."""
        wanted = wanted_in(request)
        response = RedirectResponse(Wanted(lang=wanted.lang, theme=wanted.theme).to(), 303, _HEADERS)
        door.let_out(response, request.scope)
        return response

    server.get(ENTER, include_in_schema=False, response_model=None)(ask)
    server.post(ENTER, include_in_schema=False, response_model=None)(enter)
    server.post(_LEAVE, include_in_schema=False, response_model=None)(leave)


def form_page(request: Request, tried: Try | None = None, to: str = "") -> Response:
    """The form, in the place of what was asked for; `to` is where it leads, without it there.

    A browser does not send the cookie along when it follows a link from elsewhere: what comes so is asked for again, by the page
    itself.
    """
    if request.headers.get("sec-fetch-site") == "cross-site" and tried is None:
        return HTMLResponse(str(again_html()), 401, _HEADERS)
    path, query = request.url.path, request.url.query
    if path == ENTER:
        to = to or request.query_params.get("to", "")
        asked = [("to", to)]
    else:
        to, asked = f"{path}?{query}" if query else path, request.query_params.multi_items()
    html = entry_html(
        wanted_in(request),
        asked,
        files=f"/static/{files_version()}",
        to=to,
        wrong=tried is not None and not tried.wait,
        wait=round(tried.wait) + 1 if tried and tried.wait else 0,
    )
    kept = {"Retry-After": str(round(tried.wait) + 1)} if tried and tried.wait else {}
    return HTMLResponse(str(html), 429 if kept else 401, _HEADERS | kept)


def _here(to: str) -> str:
    """An address on this page; the page itself for any other."""
    return to if to.startswith("/") and not to.startswith(("//", "/\\", ENTER)) else "/"
