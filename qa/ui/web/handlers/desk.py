"""Where answers are made in their turn and laid out: what all handlers of the page share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import aclosing
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from index.recent import Recent
from index.records import Document
from qa.answer.all_evidence import AllEvidence
from qa.engine import Engine
from qa.question.check import INTO
from qa.records import Answer, Verdict
from qa.retrieval.filters import Filters
from qa.ui.web.answers import Answers
from qa.ui.web.handlers.threads import away
from qa.ui.web.html.head import narrowing_html
from qa.ui.web.html.marks import Highlight
from qa.ui.web.html.result import answer_html, state_of
from qa.ui.web.html.shared import shared_notes
from qa.ui.web.html.sheet import Sheet
from qa.ui.web.html.source import Picture, empty_html, source_html
from qa.ui.web.limits import Seats
from qa.ui.web.originals import original
from qa.ui.web.pictures import page_sizes
from qa.ui.web.seen import seen_of
from qa.ui.web.wanted import Wanted
from qa.ui.web.why import reasons

__all__ = ["Desk"]

_SHELF = 24
"""From how many documents on a shelf is not drawn."""
_MEASURED = 200
"""Of how many documents the sizes of pages are kept."""


class Desk:
    """An engine, what is kept of the answers that were made last, and the seats on which they are made."""

    def __init__(self, engine: Engine, seats: Seats) -> None:
        self.engine = engine
        self.answers = Answers(engine)
        self.seats = seats
        self._measured: Recent[tuple[str, tuple[int, ...]], dict[int, tuple[float, float]]] = Recent(_MEASURED)

    async def line(self, wanted: Wanted) -> AsyncIterator[tuple[int, Collection[int]]]:
        """The place in the line for as long as it is waited, 0 when it is over, and the numbers of the passages read; then the answer is kept.

        Raises Busy.

        Whoever leaves, leaves the line. Nothing that is done on a seat waits for the reader: one who does not read keeps none.
        """
        if await away(lambda: self.answers.known(wanted)) is not None:
            return
        seat = self.seats.take()

        async def made() -> None:
            try:
                await seat.seated()
            except BaseException:
                seat.leave()
                raise
            await asyncio.shield(asyncio.wrap_future(self.seats.sitting(seat, lambda: self.answers.answer(wanted))))

        making = asyncio.create_task(made())
        making.add_done_callback(lambda one: one.cancelled() or one.exception())  # where nobody waits for it any more
        try:
            while not await seat.seated(0.3):
                yield seat.ahead, seat.read
            told = seat.read
            yield 0, told
            while not (await asyncio.wait({making}, timeout=0.1))[0]:
                if seat.read != told:
                    told = seat.read
                    yield 0, told
            await making
        finally:
            if not seat.ready.done():
                making.cancel()

    async def seated(self, wanted: Wanted) -> Answer:
        """The answer, made in its turn."""
        async for _ in self.line(wanted):
            pass
        return await away(lambda: self.answers.answer(wanted))

    def sheet(self, wanted: Wanted, answer: Answer) -> Sheet:
        """An answer and all that is known for drawing it."""
        glossed = self.answers.glossed(answer, wanted.tag)
        quoted = {
            name
            for one in (*answer.citations, *answer.nearest)
            for name in (*one.speech.speakers, *one.document.source.authors, *one.passage.section.authors)
        }
        names = {one.name: one.text for one in self.engine.named(answer.question) if one.name != one.text}
        documents = list(self.engine.catalogue().sources)
        return Sheet(
            glossed,
            wanted,
            {name: asked for name, asked in names.items() if name in quoted},
            documents if len(documents) <= _SHELF else (),
            self.engine.writer if wanted.tag in INTO else "",
        )

    def drawn(self, sheet: Sheet) -> Markup:
        """The answer; where the link to it says what it saw, whether that still stands."""
        wanted = sheet.wanted
        notes = shared_notes(sheet, self.engine.document, self.engine.history()) if wanted.seen else ()
        return answer_html(sheet, self.engine.document, reasons(self.answers, wanted, sheet.answer), notes)

    def beside(self, sheet: Sheet, number: int) -> Markup:
        """The source of a quotation of the answer, or of its first."""
        items = sheet.quoted()
        if not items:
            return empty_html(sheet.words)
        item = next((one for one in items if one.n == number), items[0])
        return self.source(sheet, item.quote.document.id)

    def source(self, sheet: Sheet, name: str, extra: Highlight | None = None) -> Markup:
        """A document with the quotations of the answer marked in it, and `extra` where none of them is there already."""
        document = self.engine.document(name)
        marks = sheet.marks(document.id)
        if extra and not any(mark.overlaps(extra) for mark in marks):
            marks = sorted([*marks, extra], key=lambda mark: mark.start)
        answer, words = sheet.answer, sheet.words
        nearest = answer.verdict is Verdict.NOT_IN_LIBRARY and bool(answer.nearest)
        return source_html(
            document,
            marks,
            words,
            numbers=[item.n for item in sheet.quoted()],
            wait=f"{words.nearest_said} · {words.no_answer}" if nearest else "",
            pages=self.pages(document, marks),
            file=f"/document/{quote(document.id, safe='')}/file",
        )

    def pages(self, document: Document, marks: Sequence[Highlight]) -> list[Picture]:
        """The pages of a PDF that have marks, with their boxes; none where its file is not there any more."""
        if not document.file.lower().endswith(".pdf"):
            return []
        boxes: dict[int, list[tuple[float, float, float, float]]] = {}
        for mark in marks:
            for line in document.printed(mark.start, mark.end):
                boxes.setdefault(line.page, []).append((line.left, line.top, line.right, line.bottom))
        sizes = self._sizes(document, tuple(sorted(boxes))) if boxes else {}
        found = []
        for page, marked in sorted(boxes.items()):
            if size := sizes.get(page):
                href = f"/document/{quote(document.id, safe='')}/page/{page}.png"
                found.append(Picture(page, *size, href, tuple(marked)))
        return found

    def _sizes(self, document: Document, pages: tuple[int, ...]) -> dict[int, tuple[float, float]]:
        """Of those pages that its file has, while that is the one that was read."""
        read = original(self.engine, document.id)
        return self._measured.made((document.sha256, pages), lambda: page_sizes(read[1], pages)) if read else {}

    def told(self, sheet: Sheet) -> dict[str, Any]:
        """What the browser keeps of an answer."""
        answer, words = sheet.answer, sheet.words
        documents = len({one.document.id for one in answer.citations})
        counted = words.count(words.statements, len(answer.statements)) if answer.statements else ""
        sources = words.count(words.sources, documents) if documents else ""
        return {
            "verdict": answer.verdict.value,
            "state": state_of(answer),
            "told": words.comma.join(filter(None, [words.headings[answer.verdict], counted, sources])),
            "seen": seen_of(answer, self.engine.origin),
            "leans": answer.understood is not None,
        }

    def collected(self, question: str, within: Filters) -> Iterator[AllEvidence]:
        """All evidence; what is looked for before the first of it is looked for where that is made."""
        yield from self.engine.evidence(question, filters=within)

    async def evidence(self, wanted: Wanted, answer: Answer, read: int) -> AllEvidence | None:
        """All evidence, as far as `read` passages give it, 0 for all of them: what is kept of it, else collected in its turn.

        None where nothing is to be read. Raises Busy.
        """
        found = self.answers.found(wanted)
        if found and (found.ended is not None or 0 < read <= found.read):
            return found
        collecting = self.seats.each(self.collected(answer.question, self.answers.within(wanted, answer)))
        async with aclosing(collecting):
            async for found in collecting:
                if 0 < read <= found.read:
                    break
        return found

    def narrowing(self, wanted: Wanted) -> Markup:
        """What narrows the next question."""
        return narrowing_html(wanted, self.engine.catalogue(), self.answers.speakers(wanted))
