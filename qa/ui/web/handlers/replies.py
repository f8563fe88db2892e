"""What is common to all replies of the page: what is wanted, a page, a part of one, and why there is none."""

from __future__ import annotations

import logging
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from index.text.visible import visible_html
from qa.errors import NotHeld, QuestionError, YinzhengError
from qa.question.check import LONGEST_QUESTION
from qa.ui.web.folders import worded
from qa.ui.web.html.shell import page_html
from qa.ui.web.limits import Busy
from qa.ui.web.static_files import files_version
from qa.ui.web.wanted import Wanted

__all__ = ["for_people", "fragment", "number_in", "refusal", "told", "wanted_in", "whole_page"]

_log = logging.getLogger(__name__)


def wanted_in(request: Request) -> Wanted:
    """What the address of a request asks for."""
    entered = getattr(request.state, "entered", False)
    return Wanted.of(request.query_params, request.headers.get("accept-language", ""), entered=entered)


def for_people(request: Request) -> bool:
    """Whether a page was asked for, to be read."""
    return request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("accept", "")


def number_in(given: str) -> int:
    """A number of an address; 0 for what is none."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 12 else 0


def fragment(drawn: Markup, status: int = 200) -> Response:
    """A part of a page."""
    return HTMLResponse(visible_html(drawn), status, headers={"Cache-Control": "no-store"})


def whole_page(
    wanted: Wanted,
    state: str,
    main: Markup,
    *,
    path: str = "/",
    status: int = 200,
    heading: str = "",
    source: Markup | None = None,
    documents: int = 0,
    form: bool = True,
    plain: str = "",
    token: str = "",
) -> Response:
    """A page with `main` in it, in one of its states."""
    html = page_html(
        wanted,
        state,
        main,
        path=path,
        files=f"/static/{files_version()}",
        heading=heading,
        source=source,
        documents=documents,
        form=form,
        plain=plain,
        token=token,
    )
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Language", "Referrer-Policy": "same-origin"}
    return HTMLResponse(visible_html(html), status, headers=headers)


def refusal(wanted: Wanted, error: Exception, library: Path) -> str:
    """Why a question was refused, in the reader's language where the page has the words for it."""
    words = wanted.words
    if isinstance(error, Busy):
        return words.busy
    if not any(char.isalnum() for char in wanted.q):
        return words.empty
    if len(wanted.q) > LONGEST_QUESTION:
        return words.too_long.format(n=len(wanted.q), most=LONGEST_QUESTION)
    try:
        wanted.filters()
    except QuestionError:
        return words.bad_dates
    if isinstance(error, NotHeld):
        return words.not_held
    assert isinstance(error, YinzhengError)
    return worded(error, words, library)


def told(wanted: Wanted, error: Exception, library: Path) -> str:
    """Why there is no answer, to be read on the page; what is no error of the reader's is told to who runs it."""
    if isinstance(error, YinzhengError | Busy):
        return refusal(wanted, error, library)
    _log.error("An answer could not be made.", exc_info=error)
    return wanted.words.failed_hint
