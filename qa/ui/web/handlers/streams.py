"""What comes as it is made: an answer, and all evidence."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from markupsafe import Markup

from qa.errors import YinzhengError
from qa.records import Generated, Hit, Understood
from qa.ui.web.events import event, streamed
from qa.ui.web.folders import unplaced
from qa.ui.web.handlers.desk import Desk
from qa.ui.web.handlers.replies import fragment, number_in, told, wanted_in
from qa.ui.web.handlers.threads import away, each
from qa.ui.web.html.evidence import evidence_html
from qa.ui.web.html.head import head_html
from qa.ui.web.html.marks import Highlight
from qa.ui.web.html.result import reading_html, refused_html
from qa.ui.web.html.sheet import Sheet
from qa.ui.web.html.source import empty_html, source_html
from qa.ui.web.html.written import writing_html, written_html
from qa.ui.web.limits import Busy
from qa.ui.web.wanted import Wanted

__all__ = ["Streams"]

_log = logging.getLogger(__name__)
_ROWS = 8
"""How many of the nearest passages are shown while the answer is made."""


class Streams:
    """The handlers of what comes as events."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ask(self, request: Request) -> Response:
        """The answer to what the address asks, as it comes: the nearest passages, the place in line, the answer, what is written."""
        return streamed(self._asking(wanted_in(request)))

    async def _asking(self, wanted: Wanted) -> AsyncIterator[str]:
        """The events of an answer; whatever goes wrong is one of them, and none after the `end` takes the answer's place."""
        words, sent = wanted.words, set[str]()
        try:
            async for name, data in self._steps(wanted):
                sent.add(name)
                yield await away(partial(event, name, data))
        except Exception as error:  # noqa: BLE001  # whatever it is, who waits is told
            reason = told(wanted, error, self._desk.engine.library.path)
            if "end" in sent:
                return
            if isinstance(error, Busy):
                yield event("busy", words.busy)
                return
            if "head" not in sent:
                yield event("head", await away(lambda: self._bare_head(wanted)))
            heading = words.refused if isinstance(error, YinzhengError) else words.failed
            yield event("answer", refused_html(heading, reason))
            yield event("source", empty_html(words))
            yield event("end", json.dumps({"verdict": "refused", "state": "no"}))

    def _bare_head(self, wanted: Wanted) -> Markup:
        try:
            return head_html(wanted, self._desk.engine.catalogue(), None, self._desk.answers.speakers(wanted))
        except YinzhengError:
            return Markup()

    async def _steps(self, wanted: Wanted) -> AsyncIterator[tuple[str, str]]:
        words, looked = wanted.words, lambda: self._looked(wanted)
        quick = await away(lambda: self._desk.answers.quick(wanted))
        if quick:  # so that all who ask have something to read before anybody's answer is made
            with self._desk.seats.before_all():
                understood, catalogue, hits = await away(looked)
        else:
            understood, catalogue, hits = await self._desk.seats.work(looked)
        speakers = await away(lambda: self._desk.answers.speakers(wanted))
        yield "head", head_html(wanted, catalogue, understood, speakers)
        if await away(lambda: self._desk.answers.known(wanted)) is None:
            yield "passages", reading_html(wanted, hits)
            if hits:
                first = hits[0]
                mark = [Highlight(0, first.passage.start, first.passage.end, "m0")]
                shown = partial(source_html, first.document, mark, words, wait=words.nearest_so_far)
                yield "source", await away(shown)
        async for ahead, read in self._desk.line(wanted):
            yield "place", words.in_line.format(n=ahead) if ahead else ""
            yield "read", json.dumps(sorted(read))
        sheet = await away(lambda: self._desk.sheet(wanted, self._desk.answers.answer(wanted)))
        yield "answer", await away(lambda: self._desk.drawn(sheet))
        yield "source", await away(lambda: self._desk.beside(sheet, 1))
        yield "end", json.dumps(self._desk.told(sheet), ensure_ascii=False)
        async for drawn in self._written(sheet):
            yield "written", drawn

    def _looked(self, wanted: Wanted) -> tuple[Understood | None, Any, list[Hit]]:
        understood = self._desk.answers.understood(wanted)
        return understood, self._desk.engine.catalogue(), self._desk.answers.passages(wanted, understood, _ROWS)

    async def _written(self, sheet: Sheet) -> AsyncIterator[str]:
        """What a language model makes of the evidence, where there is one, sentence by sentence."""
        engine, answer = self._desk.engine, sheet.answer
        if not (engine.writer and answer.citations):
            return
        yield writing_html(engine.writer, sheet.words)
        generated = Generated(engine.writer)
        try:
            async for generated in each(lambda: engine.write(answer)):
                yield written_html(sheet, generated, writing=True)
        except Exception as error:  # noqa: BLE001  # whatever it is, who waits is told
            known = isinstance(error, YinzhengError)
            if not known:
                _log.error("An answer could not be made.", exc_info=error)
            reason = unplaced(str(error)) if known else type(error).__name__
            generated = replace(generated, error=reason)
        yield written_html(sheet, generated)

    async def evidence(self, request: Request) -> Response:
        """All evidence on what the address asks, as it is found."""
        return streamed(self._collecting(wanted_in(request)))

    async def _collecting(self, wanted: Wanted) -> AsyncIterator[str]:
        try:
            answer = await self._desk.seated(wanted)
            sheet = await away(lambda: self._desk.sheet(wanted, answer))
            within = self._desk.answers.within(wanted, answer)
            async for found in self._desk.seats.each(self._desk.collected(answer.question, within)):
                drawn = partial(evidence_html, sheet, found, self._desk.engine.document, reading=found.ended is None)
                await away(partial(self._desk.answers.keep, wanted, found))
                yield await away(partial(event, "evidence", await away(drawn)))
            yield event("end", "{}")
        except Exception as error:  # noqa: BLE001  # whatever it is, who waits is told
            yield event("failed", told(wanted, error, self._desk.engine.library.path))

    async def found(self, request: Request) -> Response:
        """The evidence that was collected until reading was stopped, which the page says was after so many passages."""
        wanted, read = wanted_in(request), number_in(request.query_params.get("read", ""))
        if not read:
            return fragment(Markup())
        try:
            answer = await self._desk.seated(wanted)
            found = await self._desk.evidence(wanted, answer, read)
        except (YinzhengError, Busy) as error:
            return fragment(Markup("{}").format(told(wanted, error, self._desk.engine.library.path)), 503)
        if found is None:
            return fragment(Markup())
        return fragment(await away(lambda: evidence_html(Sheet(answer, wanted), found, self._desk.engine.document)))
