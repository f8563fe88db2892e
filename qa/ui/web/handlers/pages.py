"""Whole pages: the question and its answer, the library, what was asked; and the parts of them that are fetched later."""

from __future__ import annotations

import json
import logging
from collections import Counter
from functools import partial

from fastapi import Request
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from markupsafe import Markup

from qa.errors import YinzhengError
from qa.ui.web.edits import source_fields
from qa.ui.web.examples import examples
from qa.ui.web.folders import unplaced, worded
from qa.ui.web.handlers.desk import Desk
from qa.ui.web.handlers.replies import for_people, fragment, refusal, wanted_in, whole_page
from qa.ui.web.handlers.threads import away
from qa.ui.web.html.drawing import draw
from qa.ui.web.html.head import chips_html, head_html
from qa.ui.web.html.quality import set_html
from qa.ui.web.html.result import reading_html, refused_html, state_of
from qa.ui.web.html.say import says
from qa.ui.web.html.shell import empty_page_html, library_html, missing_page_html, questions_html
from qa.ui.web.limits import Busy
from qa.ui.web.quality import MOST
from qa.ui.web.seen import Seen, checked
from qa.ui.web.wanted import Wanted, outdated

__all__ = ["Pages"]

_log = logging.getLogger(__name__)

_LISTED = 50


class Pages:
    """The handlers; `token` is what a change of the library is asked with, empty where it cannot be changed."""

    def __init__(self, desk: Desk, token: str) -> None:
        self._desk = desk
        self._token = token

    async def unreadable(self, request: Request, error: Exception) -> Response:
        """In the place of what cannot be made because the library cannot be read: why, as a page where one was asked for."""
        _log.error("The library cannot be read.", exc_info=error)
        wanted = wanted_in(request)
        path = self._desk.engine.library.path
        if not for_people(request):
            return PlainTextResponse(f"{unplaced(str(error), path)}\n", 503)
        reason = worded(error, wanted.words, path) if isinstance(error, YinzhengError) else wanted.words.failed_hint
        return whole_page(wanted, "no", refused_html(wanted.words.failed, reason), status=503)

    async def missing(self, request: Request) -> Response:
        """In the place of what is not there: that there is no such page, and the way to one."""
        if not for_people(request):
            if request.url.path.startswith("/api/"):
                return JSONResponse({"detail": "there is no such call; /openapi.json names those that there are"}, 404)
            return PlainTextResponse("Not found.\n", 404)
        wanted = wanted_in(request)
        many = len((await away(self._desk.engine.catalogue)).sources)
        return whole_page(wanted, "missing", missing_page_html(wanted), documents=many, status=404)

    async def home(self, request: Request) -> Response:
        """The page: empty, or with the question of the address; the answer with it where it is there, or no script asks for it."""
        wanted = wanted_in(request)
        if outdated(request.query_params):
            return RedirectResponse(wanted.to(), 307)
        catalogue = await away(self._desk.engine.catalogue)
        if not wanted.q.strip():
            main = await away(lambda: self._empty(wanted)) + self._sent(wanted)
            return whole_page(wanted, "empty", main, documents=len(catalogue.sources), form=False, token=self._token)
        try:
            answer = (
                await self._desk.seated(wanted)
                if not wanted.script
                else await away(lambda: self._desk.answers.known(wanted))
            )
            understood = answer.understood if answer else None
        except (YinzhengError, Busy) as error:
            head = head_html(wanted, catalogue, None, await away(lambda: self._desk.answers.speakers(wanted)))
            main = head + refused_html(wanted.words.refused, refusal(wanted, error, self._desk.engine.library.path))
            return whole_page(wanted, "no", main, documents=len(catalogue.sources), heading=wanted.q, token=self._token)
        head = head_html(wanted, catalogue, understood, await away(lambda: self._desk.answers.speakers(wanted)))
        if answer is None or (self._desk.engine.writer and answer.citations and wanted.script):
            main, state, source = head + reading_html(wanted, ()), "asking", None
        else:
            sheet = await away(lambda: self._desk.sheet(wanted, answer))
            main, state = head + await away(lambda: self._desk.drawn(sheet)), state_of(answer)
            source = await away(lambda: self._desk.beside(sheet, 1))
            told = json.dumps(self._desk.told(sheet), ensure_ascii=False)
            main += Markup('<template id="ended" data-told="{}"></template>').format(told)
        plain = wanted.to(script=False) if wanted.script and answer is None else ""
        many = len(catalogue.sources)
        return whole_page(
            wanted,
            state,
            main + self._sent(wanted),
            source=source,
            documents=many,
            heading=wanted.q,
            plain=plain,
            token=self._token,
        )

    def _sent(self, wanted: Wanted) -> Markup:
        """What leaves this computer, and to whom; nothing where no language model is set."""
        writer = self._desk.engine.writer
        return draw("answer", "note", text=wanted.words.sent.format(model=writer), fine=True) if writer else Markup()

    async def library(self, request: Request) -> Response:
        """What the library holds, as a table."""
        wanted = wanted_in(request)

        def made() -> tuple[Markup, int]:
            documents = self._desk.engine.documents()
            passages = Counter(one.document for one in self._desk.engine.catalogue().passages)
            held = (dict(passages), self._desk.engine.unread())
            return library_html(wanted, documents, *held, self._token, lambda one: source_fields(one.source)), len(
                documents
            )

        main, many = await away(made)
        if request.query_params.get("part") == "yes":
            return fragment(main)
        words = wanted.words
        return whole_page(wanted, "library", main, path="/library", heading=words.library_page, documents=many)

    async def questions(self, request: Request) -> Response:
        """What was asked in this browser."""
        wanted = wanted_in(request)
        many = len((await away(self._desk.engine.catalogue)).sources)
        heading = wanted.words.asked_title
        main = questions_html(wanted, library=bool(self._token))
        if self._token:
            main += set_html(wanted.words, self._token, MOST)
        return whole_page(
            wanted, "questions", main, path="/questions", heading=heading, documents=many, token=self._token
        )

    async def narrow(self, request: Request) -> Response:
        """What narrows the next question, opened or closed."""
        wanted = wanted_in(request)
        return fragment(await away(lambda: self._desk.narrowing(wanted)))

    async def specimen(self, request: Request) -> Response:
        """What an answer looks like: the first of the questions to try that has one, with its first quotation."""
        wanted = wanted_in(request)
        catalogue = await away(self._desk.engine.catalogue)
        for text, _ in examples(catalogue, wanted.words):
            asked = Wanted(q=text, lang=wanted.lang, theme=wanted.theme, tag=wanted.tag)
            try:
                answer = await self._desk.seated(asked)
            except (YinzhengError, Busy):
                continue
            if answer.statements:
                sheet = await away(partial(self._desk.sheet, asked, answer))
                drawn = says(sheet, sheet.items()[:1])[0]
                link = Markup('<p class="asked-here"><a href="{}" data-ask>{}</a></p>').format(asked.to(), text)
                return fragment(link + drawn)
        return fragment(Markup())

    async def check(self, request: Request) -> Response:
        """Whether what a link says that it quoted still stands."""
        seen = Seen.of(request.query_params.get("seen", ""))
        found = await away(lambda: checked(seen, self._desk.engine.document)) if seen else None
        told = {"many": found.many, "same": found.same} if found else {}
        return JSONResponse(told, headers={"Cache-Control": "no-store"})

    def _empty(self, wanted: Wanted) -> Markup:
        catalogue = self._desk.engine.catalogue()
        documents = [self._desk.engine.document(name) for name in list(catalogue.sources)[:_LISTED]]
        questions = examples(catalogue, wanted.words)
        narrow, chips = self._desk.narrowing(wanted), chips_html(wanted, catalogue)
        return empty_page_html(
            wanted, documents, len(catalogue.sources), questions, narrow, chips, self._desk.engine.unread()
        )
