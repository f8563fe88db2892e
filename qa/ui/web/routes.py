"""The page on the server: its addresses, its static files and the events of an answer."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import mimetypes
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from markupsafe import Markup

from index.records import Document
from qa.answer.all_evidence import AllEvidence
from qa.engine import Engine
from qa.errors import NotHeld, QuestionError, YinzhengError
from qa.evaluation.question_file import FILE_NAME
from qa.question.check import LONGEST_QUESTION
from qa.records import Answer, Generated, Hit, Understood, Verdict
from qa.retrieval.filters import Filters
from qa.ui.exports import as_csv, as_markdown
from qa.ui.web.answers import Answers
from qa.ui.web.edits import DESCRIBED, Editor, source_fields
from qa.ui.web.events import event, streamed
from qa.ui.web.examples import examples
from qa.ui.web.exports import ANSWERS, QUOTATIONS, without_folders
from qa.ui.web.folders import unplaced
from qa.ui.web.html.evidence import evidence_html
from qa.ui.web.html.head import chips_html, head_html, narrowing_html
from qa.ui.web.html.marks import Highlight
from qa.ui.web.html.quality import set_html
from qa.ui.web.html.result import answer_html, reading_html, refused_html, state_of
from qa.ui.web.html.say import says
from qa.ui.web.html.shared import shared_notes
from qa.ui.web.html.sheet import Sheet
from qa.ui.web.html.shell import empty_page_html, library_html, missing_page_html, page_html, questions_html
from qa.ui.web.html.source import Picture, empty_html, missing_html, source_html
from qa.ui.web.html.written import writing_html, written_html
from qa.ui.web.limits import Busy, Seats
from qa.ui.web.marking import Marking
from qa.ui.web.originals import original
from qa.ui.web.pictures import Pictures, page_size
from qa.ui.web.quality import MOST, run
from qa.ui.web.seen import Seen, checked, seen_of
from qa.ui.web.wanted import Wanted, outdated
from qa.ui.web.why import reasons

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["add_page"]

T = TypeVar("T")
_changing = ThreadPoolExecutor(1, "changing")
"""Where the library is changed, one change after another."""
_writing = ThreadPoolExecutor(8, "writing")
"""Where a language model is waited for."""
_log = logging.getLogger(__name__)
_ROWS = 8
"""How many of the nearest passages are shown while the answer is made."""
_SHELF = 24
"""From how many documents on a shelf is not drawn."""
_LISTED = 50
_NOTHING = object()
_FAILED = "An answer could not be made."


def add_page(server: FastAPI, engine: Engine, edit: bool) -> None:
    """Put the page on the server. With `edit`, the library can be changed from it."""
    page = _Page(Answers(engine), server.state.seats, Editor(engine) if edit else None)
    get: Callable[..., Any] = server.get
    for path, handler in {
        "/": page.home,
        "/library": page.library,
        "/questions": page.questions,
        "/ask": page.ask,
        "/evidence": page.evidence,
        "/found": page.found,
        "/narrow": page.narrow,
        "/specimen": page.specimen,
        "/check": page.check,
        "/copy": page.copy,
        "/export.{form}": page.export,
        "/document/{name}": page.document,
        "/document/{name}/file": page.file,
        "/document/{name}/page/{page}.png": page.picture,
        "/static/{version}/{name}": _static_file,
    }.items():
        get(path, include_in_schema=False, response_model=None)(handler)
    if page.marking:
        get("/marks", include_in_schema=False, response_model=None)(page.marking.listed)
        get("/marks.jsonl", include_in_schema=False, response_model=None)(page.marking.exported)
        server.post("/marks", include_in_schema=False, response_model=None)(page.mark)
    if edit:
        for name, change in {
            "add": page.add,
            "describe": page.describe,
            "remove": page.remove,
            "restore": page.restore,
        }.items():
            server.post(f"/library/{name}", include_in_schema=False, response_model=None)(change)
        server.post("/questions/run", include_in_schema=False, response_model=None)(page.run)


class _Page:
    """The handlers, over what is kept of the answers that were made last."""

    def __init__(self, answers: Answers, seats: Seats, editor: Editor | None) -> None:
        self._editor = editor
        self._token = secrets.token_urlsafe(24) if editor else ""
        self.marking = Marking(answers.engine, editor) if editor else None
        self._answers = answers
        self._engine = answers.engine
        self._pictures = Pictures(answers.engine)
        self._seats = seats

    async def home(self, request: Request) -> Response:
        """The page: empty, or with the question of the address; the answer with it where it is there, or no script asks for it."""
        wanted = _wanted(request)
        if outdated(request.query_params):
            return RedirectResponse(wanted.to(), 307)
        catalogue = await _away(self._engine.catalogue)
        if not wanted.q.strip():
            main = await _away(lambda: self._empty(wanted))
            return _page(wanted, "empty", main, documents=len(catalogue.sources), form=False, token=self._token)
        try:
            answer = (
                await self._seated(wanted) if not wanted.script else await _away(lambda: self._answers.known(wanted))
            )
            understood = answer.understood if answer else None
        except (YinzhengError, Busy) as error:
            head = head_html(wanted, catalogue, None, await _away(lambda: self._answers.speakers(wanted)))
            main = head + refused_html(wanted.words.refused, _reason(wanted, error, self._engine.library.path))
            return _page(wanted, "no", main, documents=len(catalogue.sources), heading=wanted.q, token=self._token)
        head = head_html(wanted, catalogue, understood, await _away(lambda: self._answers.speakers(wanted)))
        if answer is None or (self._engine.writer and answer.citations and wanted.script):
            main, state, source = head + reading_html(wanted, ()), "asking", None
        else:
            sheet = await _away(lambda: self._sheet(wanted, answer))
            main, state = head + await _away(lambda: self._drawn(sheet)), state_of(answer)
            source = await _away(lambda: self._beside(sheet, 1))
            told = json.dumps(self._told(sheet), ensure_ascii=False)
            main += Markup('<template id="ended" data-told="{}"></template>').format(told)
        plain = wanted.to(script=False) if wanted.script and answer is None else ""
        many = len(catalogue.sources)
        given = {"source": source, "documents": many, "heading": wanted.q, "plain": plain, "token": self._token}
        return _page(wanted, state, main, **given)

    async def library(self, request: Request) -> Response:
        """What the library holds, as a table."""
        wanted = _wanted(request)

        def made() -> tuple[Markup, int]:
            documents = self._engine.documents()
            passages = Counter(one.document for one in self._engine.catalogue().passages)
            held = (dict(passages), self._engine.unread())
            return library_html(wanted, documents, *held, self._token, lambda one: source_fields(one.source)), len(
                documents
            )

        main, many = await _away(made)
        if request.query_params.get("part") == "yes":
            return _fragment(main)
        words = wanted.words
        return _page(wanted, "library", main, path="/library", heading=words.library_page, documents=many)

    def _may(self, request: Request) -> bool:
        """Whether the request is one of the page's own."""
        given = request.headers.get("x-token", "")
        return self._editor is not None and secrets.compare_digest(given.encode(), self._token.encode())

    async def add(self, request: Request) -> Response:
        """Add a file, its name in the address and its bytes in the body; how far it is comes as it goes."""
        if not self._may(request):
            return Response("Not from this page.\n", 403, media_type="text/plain")
        return streamed(self._adding(request.query_params.get("name", ""), await request.body()))

    async def _adding(self, name: str, data: bytes) -> AsyncIterator[str]:
        steps: asyncio.Queue[tuple[int, int] | None] = asyncio.Queue()
        loop, editor = asyncio.get_running_loop(), self._editor
        assert editor is not None  # the route is there only with one

        def tell(_: str, done: int, total: int) -> None:
            loop.call_soon_threadsafe(steps.put_nowait, (done, total))

        def work() -> str:
            try:
                editor.add(name, data, tell)
            except Exception as error:  # noqa: BLE001  # whatever it is, who waits is told
                if not isinstance(error, YinzhengError):
                    _log.error("A file could not be added.", exc_info=error)
                    return type(error).__name__
                return unplaced(str(error), editor.folder / "file")
            finally:
                loop.call_soon_threadsafe(steps.put_nowait, None)
            return ""

        working = asyncio.ensure_future(_on(_changing, work))
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
        """Take a document out."""
        return await self._changed(request, lambda editor, name: editor.remove(name))

    async def restore(self, request: Request) -> Response:
        """Put back a document that was taken out."""
        return await self._changed(request, lambda editor, name: editor.restore(name))

    async def mark(self, request: Request) -> Response:
        """Keep what a quotation is called."""
        if not (self._may(request) and self.marking):
            return Response("Not from this page.\n", 403, media_type="text/plain")
        return await self.marking.keep(request)

    async def _changed(self, request: Request, change: Callable[[Editor, str], object]) -> Response:
        if not (self._may(request) and self._editor):
            return Response("Not from this page.\n", 403, media_type="text/plain")
        editor, name = self._editor, request.query_params.get("document", "")
        try:
            await _on(_changing, lambda: change(editor, name))
        except YinzhengError as error:
            return Response(unplaced(str(error), editor.folder / "file"), 422, media_type="text/plain; charset=utf-8")
        except OSError as error:
            _log.error("The library could not be changed.", exc_info=error)
            return Response(f"{error.strerror}\n", 422, media_type="text/plain; charset=utf-8")
        return Response("", 200, media_type="text/plain")

    async def questions(self, request: Request) -> Response:
        """What was asked in this browser."""
        wanted = _wanted(request)
        many = len((await _away(self._engine.catalogue)).sources)
        heading = wanted.words.asked_title
        main = questions_html(wanted, library=bool(self._token))
        if self._token:
            main += set_html(wanted.words, self._token, MOST)
        return _page(wanted, "questions", main, path="/questions", heading=heading, documents=many, token=self._token)

    async def run(self, request: Request) -> Response:
        """Run a question set, its name in the address and its bytes in the body; each verdict comes as it is made."""
        if not self._may(request):
            return Response("Not from this page.\n", 403, media_type="text/plain")
        name, data = request.query_params.get("name", "") or FILE_NAME, await request.body()
        return streamed(run(self._engine, self._seats, _wanted(request), name, data, request.is_disconnected))

    async def ask(self, request: Request) -> Response:
        """The answer to what the address asks, as it comes: the nearest passages, the place in line, the answer, what is written."""
        return streamed(self._asking(_wanted(request)))

    async def _asking(self, wanted: Wanted) -> AsyncIterator[str]:
        """The events of an answer; whatever goes wrong is one of them, and none after the `end` takes the answer's place."""
        words, sent = wanted.words, set[str]()
        try:
            async for name, data in self._steps(wanted):
                sent.add(name)
                yield event(name, data)
        except Exception as error:  # noqa: BLE001  # whatever it is, who waits is told
            reason = _told(wanted, error, self._engine.library.path)
            if "end" in sent:
                return
            if isinstance(error, Busy):
                yield event("busy", words.busy)
                return
            if "head" not in sent:
                yield event("head", await _away(lambda: self._bare_head(wanted)))
            heading = words.refused if isinstance(error, YinzhengError) else words.failed
            yield event("answer", refused_html(heading, reason))
            yield event("end", json.dumps({"verdict": "refused", "state": "no"}))

    def _bare_head(self, wanted: Wanted) -> Markup:
        try:
            return head_html(wanted, self._engine.catalogue(), None, self._answers.speakers(wanted))
        except YinzhengError:
            return Markup()

    async def _steps(self, wanted: Wanted) -> AsyncIterator[tuple[str, str]]:
        words, looked = wanted.words, lambda: self._looked(wanted)
        quick = await _away(lambda: self._answers.quick(wanted))
        understood, catalogue, hits = await (_away(looked) if quick else self._seats.work(looked))
        speakers = await _away(lambda: self._answers.speakers(wanted))
        yield "head", head_html(wanted, catalogue, understood, speakers)
        if await _away(lambda: self._answers.known(wanted)) is None:
            yield "passages", reading_html(wanted, hits)
            if hits:
                first = hits[0]
                mark = [Highlight(0, first.passage.start, first.passage.end, "m0")]
                shown = partial(source_html, first.document, mark, words, wait=words.nearest_so_far)
                yield "source", await _away(shown)
        async for ahead in self._line(wanted):
            yield "place", words.in_line.format(n=ahead) if ahead else ""
        sheet = await _away(lambda: self._sheet(wanted, self._answers.answer(wanted)))
        yield "answer", await _away(lambda: self._drawn(sheet))
        yield "source", await _away(lambda: self._beside(sheet, 1))
        yield "end", json.dumps(self._told(sheet), ensure_ascii=False)
        async for drawn in self._written(sheet):
            yield "written", drawn

    def _looked(self, wanted: Wanted) -> tuple[Understood | None, Any, list[Hit]]:
        understood = self._answers.understood(wanted)
        return understood, self._engine.catalogue(), self._answers.passages(wanted, understood, _ROWS)

    async def _line(self, wanted: Wanted) -> AsyncIterator[int]:
        """The place in the line for as long as it is waited, 0 when it is over; then the answer is kept. Raises Busy."""
        if await _away(lambda: self._answers.known(wanted)) is not None:
            return
        seat = self._seats.take()
        try:
            while not await seat.seated(0.3):
                yield seat.ahead
            yield 0
        except BaseException:
            seat.leave()
            raise

        def sitting() -> None:
            with seat:
                self._answers.answer(wanted)

        await asyncio.shield(asyncio.create_task(asyncio.to_thread(sitting)))

    async def _seated(self, wanted: Wanted) -> Answer:
        """The answer, made in its turn."""
        async for _ in self._line(wanted):
            pass
        return await _away(lambda: self._answers.answer(wanted))

    def _sheet(self, wanted: Wanted, answer: Answer) -> Sheet:
        glossed = self._answers.glossed(answer, wanted.tag)
        quoted = {
            name
            for one in (*answer.citations, *answer.nearest)
            for name in (*one.speech.speakers, *one.document.source.authors, *one.passage.section.authors)
        }
        names = {one.name: one.text for one in self._engine.named(answer.question) if one.name != one.text}
        documents = list(self._engine.catalogue().sources)
        return Sheet(
            glossed,
            wanted,
            {name: asked for name, asked in names.items() if name in quoted},
            documents if len(documents) <= _SHELF else (),
        )

    def _drawn(self, sheet: Sheet) -> Markup:
        wanted = sheet.wanted
        notes = shared_notes(sheet, self._engine.document, self._engine.history()) if wanted.seen else ()
        return answer_html(sheet, self._engine.document, reasons(self._answers, wanted, sheet.answer), notes)

    def _beside(self, sheet: Sheet, number: int) -> Markup:
        """The source of a quotation of the answer, or of its first."""
        items = sheet.quoted()
        if not items:
            return empty_html(sheet.words)
        item = next((one for one in items if one.n == number), items[0])
        return self._source(sheet, item.quote.document.id)

    def _source(self, sheet: Sheet, name: str, extra: Highlight | None = None) -> Markup:
        document = self._engine.document(name)
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
            pages=self._pages(document, marks),
            file=f"/document/{quote(document.id, safe='')}/file",
        )

    def _pages(self, document: Document, marks: Sequence[Highlight]) -> list[Picture]:
        """The pages of a PDF that have marks, with their boxes; none where its file is not there any more."""
        if not document.file.lower().endswith(".pdf"):
            return []
        boxes: dict[int, list[tuple[float, float, float, float]]] = {}
        for mark in marks:
            for line in document.printed(mark.start, mark.end):
                boxes.setdefault(line.page, []).append((line.left, line.top, line.right, line.bottom))
        read = original(self._engine, document.id) if boxes else None
        found = []
        for page, marked in sorted(boxes.items()):
            if read and (size := page_size(read[0], page)):
                href = f"/document/{quote(document.id, safe='')}/page/{page}.png"
                found.append(Picture(page, *size, href, tuple(marked)))
        return found

    async def picture(self, name: str, page: int) -> Response:
        """A page of a PDF."""
        held = await _away(lambda: self._pictures.of(name, page))
        if held is None:
            return Response("Not found.\n", 404, media_type="text/plain")
        return Response(held, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})

    def _told(self, sheet: Sheet) -> dict[str, Any]:
        """What the browser keeps of an answer."""
        answer, words = sheet.answer, sheet.words
        documents = len({one.document.id for one in answer.citations})
        counted = words.count(words.statements, len(answer.statements)) if answer.statements else ""
        sources = words.count(words.sources, documents) if documents else ""
        return {
            "verdict": answer.verdict.value,
            "state": state_of(answer),
            "told": words.comma.join(filter(None, [words.headings[answer.verdict], counted, sources])),
            "seen": seen_of(answer, self._engine.history().origin),
            "leans": answer.understood is not None,
        }

    async def _written(self, sheet: Sheet) -> AsyncIterator[str]:
        """What a language model makes of the evidence, where there is one, sentence by sentence."""
        engine, answer = self._engine, sheet.answer
        if not (engine.writer and answer.citations):
            return
        yield writing_html(engine.writer, sheet.words)
        generated = Generated(engine.writer)
        try:
            async for generated in _each(lambda: engine.write(answer)):
                yield written_html(sheet, generated, writing=True)
        except Exception as error:  # noqa: BLE001  # whatever it is, who waits is told
            known = isinstance(error, YinzhengError)
            if not known:
                _log.error(_FAILED, exc_info=error)
            reason = unplaced(str(error)) if known else type(error).__name__
            generated = replace(generated, error=reason)
        yield written_html(sheet, generated)

    async def evidence(self, request: Request) -> Response:
        """All evidence on what the address asks, as it is found."""
        return streamed(self._collecting(_wanted(request)))

    async def _collecting(self, wanted: Wanted) -> AsyncIterator[str]:
        try:
            answer = await self._seated(wanted)
            sheet = await _away(lambda: self._sheet(wanted, answer))
            within = self._answers.within(wanted, answer)
            async for found in self._seats.each(self._collected(answer.question, within)):
                drawn = partial(evidence_html, sheet, found, self._engine.document, reading=found.ended is None)
                await _away(partial(self._answers.keep, wanted, found))
                yield event("evidence", await _away(drawn))
            yield event("end", "{}")
        except Exception as error:  # noqa: BLE001  # whatever it is, who waits is told
            yield event("failed", _told(wanted, error, self._engine.library.path))

    def _collected(self, question: str, within: Filters) -> Iterator[AllEvidence]:
        """All evidence; what is looked for before the first of it is looked for where that is made."""
        yield from self._engine.evidence(question, filters=within)

    async def found(self, request: Request) -> Response:
        """The evidence that was collected until reading was stopped."""
        wanted = _wanted(request)
        found, answer = self._answers.found(wanted), self._answers.known(wanted)
        if found is None or answer is None:
            return _fragment(Markup())
        return _fragment(await _away(lambda: evidence_html(Sheet(answer, wanted), found, self._engine.document)))

    async def narrow(self, request: Request) -> Response:
        """What narrows the next question, opened or closed."""
        wanted = _wanted(request)
        return _fragment(await _away(lambda: self._narrowing(wanted)))

    async def specimen(self, request: Request) -> Response:
        """What an answer looks like: the first of the questions to try that has one, with its first quotation."""
        wanted = _wanted(request)
        catalogue = await _away(self._engine.catalogue)
        for text, _ in examples(catalogue, wanted.words):
            asked = Wanted(q=text, lang=wanted.lang, theme=wanted.theme, tag=wanted.tag)
            try:
                answer = await self._seated(asked)
            except (YinzhengError, Busy):
                continue
            if answer.statements:
                sheet = await _away(partial(self._sheet, asked, answer))
                drawn = says(sheet, sheet.items()[:1])[0]
                link = Markup('<p class="asked-here"><a href="{}" data-ask>{}</a></p>').format(asked.to(), text)
                return _fragment(link + drawn)
        return _fragment(Markup())

    async def check(self, request: Request) -> Response:
        """Whether what a link says that it quoted still stands."""
        seen = request.query_params.get("seen", "")
        told = Seen.of(seen)
        found = await _away(lambda: checked(told, self._engine.document)) if told else None
        held = {"many": found.many, "same": found.same} if found else {}
        return JSONResponse(held, headers={"Cache-Control": "no-store"})

    async def copy(self, request: Request) -> Response:
        """A quotation of the answer with its citation, as text in one of the forms."""
        wanted, form = _wanted(request), request.query_params.get("form", "")
        number = request.query_params.get("n", "")
        try:
            answer = await self._seated(wanted)
        except (YinzhengError, Busy) as error:
            return self._refusal(wanted, error)
        sheet = Sheet(answer, wanted)
        item = next((one for one in sheet.quoted() if str(one.n) == number), None)
        if form not in QUOTATIONS or item is None:
            return Response("", 404)
        return Response(QUOTATIONS[form](sheet, item), media_type="text/plain; charset=utf-8")

    async def export(self, request: Request, form: str) -> Response:
        """The answer, or all evidence, as a file."""
        wanted = _wanted(request)
        if form not in ANSWERS:
            return Response("", 404)
        kind, make = ANSWERS[form]
        try:
            answer = await self._seated(wanted)
            if request.query_params.get("all") == "yes":
                text: str | bytes = await self._evidence_as(form, wanted, answer)
                name = f"evidence.{form}"
            else:
                text, name = await _away(lambda: make(Sheet(answer, wanted))), f"answer.{form}"
        except (YinzhengError, Busy) as error:
            return self._refusal(wanted, error)
        kept = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(text, media_type=kind, headers=kept)

    def _refusal(self, wanted: Wanted, error: Exception) -> Response:
        reason = _reason(wanted, error, self._engine.library.path)
        return Response(reason, 422, media_type="text/plain; charset=utf-8")

    async def _evidence_as(self, form: str, wanted: Wanted, answer: Answer) -> str:
        found = self._answers.found(wanted)
        if found is None:
            within = self._answers.within(wanted, answer)
            async for more in self._seats.each(self._collected(answer.question, within)):
                found = more
        if found is None or form not in ("md", "csv", "json"):
            raise QuestionError(f"all evidence is not kept as .{form}; choose md, csv or json")
        if form == "json":
            return json.dumps(without_folders(found.to_dict()), ensure_ascii=False, indent=2) + "\n"
        return {"md": as_markdown, "csv": as_csv}[form](found, self._engine.document)

    async def document(self, request: Request, name: str) -> Response:
        """A document with the quotations of the answer marked in it: for the pane, or as a page of its own."""
        wanted = _wanted(request)
        given = request.query_params
        start, end = (_number(given.get(one, "")) for one in ("start", "end"))

        async def drawn() -> Markup:
            answer = await self._seated(wanted) if wanted.q.strip() else None
            document = await _away(lambda: self._engine.document(name))
            extra = Highlight(0, start, end, "m0") if 0 <= start < end <= len(document.text) else None
            if answer is None:
                pages = await _away(lambda: self._pages(document, [extra] if extra else []))
                file = f"/document/{quote(document.id, safe='')}/file"
                return source_html(document, [extra] if extra else [], wanted.words, file=file, pages=pages)
            return await _away(lambda: self._source(Sheet(answer, wanted), document.id, extra))

        try:
            pane, status = await drawn(), 200
        except (YinzhengError, Busy):
            pane, status = missing_html(wanted.words), 404
        if given.get("part") == "yes":
            return _fragment(pane, status)
        many = len((await _away(self._engine.catalogue)).sources)
        pane = Markup('<h1 class="sr">{}</h1><div class="document">{}</div>').format(wanted.words.pane, pane)
        return _page(wanted, "document", pane, path="/document", documents=many, status=status)

    async def file(self, request: Request, name: str) -> Response:
        """The file that a document was read from, to be kept and not shown."""
        found = await _away(lambda: original(self._engine, name))
        if found is None:
            return _page(_wanted(request), "no", missing_page_html(_wanted(request)), status=404)
        path, data = found
        headers = {
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(path.name, safe='')}",
            "Cache-Control": "no-store",
        }
        return Response(data, media_type="application/octet-stream", headers=headers)

    def _narrowing(self, wanted: Wanted) -> Markup:
        return narrowing_html(wanted, self._engine.catalogue(), self._answers.speakers(wanted))

    def _empty(self, wanted: Wanted) -> Markup:
        catalogue = self._engine.catalogue()
        documents = [self._engine.document(name) for name in list(catalogue.sources)[:_LISTED]]
        questions = examples(catalogue, wanted.words)
        narrow, chips = self._narrowing(wanted), chips_html(wanted, catalogue)
        return empty_page_html(
            wanted, documents, len(catalogue.sources), questions, narrow, chips, self._engine.unread()
        )


def _wanted(request: Request) -> Wanted:
    return Wanted.of(request.query_params, request.headers.get("accept-language", ""))


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 12 else 0


def _fragment(drawn: Markup, status: int = 200) -> Response:
    return HTMLResponse(str(drawn), status, headers={"Cache-Control": "no-store"})


def _page(
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
    html = page_html(
        wanted,
        state,
        main,
        path=path,
        files=f"/static/{_version()}",
        heading=heading,
        source=source,
        documents=documents,
        form=form,
        plain=plain,
        token=token,
    )
    return HTMLResponse(str(html), status, headers={"Cache-Control": "no-store", "Vary": "Accept-Language"})


def _reason(wanted: Wanted, error: Exception, library: Path) -> str:
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
    return unplaced(str(error), library)


def _told(wanted: Wanted, error: Exception, library: Path) -> str:
    """Why there is no answer, to be read on the page; what is no error of the reader's is told to who runs it."""
    if isinstance(error, YinzhengError | Busy):
        return _reason(wanted, error, library)
    _log.error(_FAILED, exc_info=error)
    return wanted.words.failed_hint


async def _away(call: Callable[[], T]) -> T:
    """What `call` gives, in a thread, so that others are served meanwhile."""
    return await asyncio.to_thread(call)


async def _on(threads: ThreadPoolExecutor, call: Callable[[], T]) -> T:
    """What `call` gives, in one of these threads, so that what takes long keeps none of all the others."""
    return await asyncio.get_running_loop().run_in_executor(threads, call)


async def _each(make: Callable[[], Iterator[T]]) -> AsyncIterator[T]:
    """The items of an iterator, each made in a thread; closed where nobody wants more of them."""
    items = make()
    try:
        while (item := await _on(_writing, lambda: next(items, _NOTHING))) is not _NOTHING:
            yield item  # type: ignore[misc]
    finally:
        close = getattr(items, "close", None)
        if close:
            await _on(_writing, close)


@cache
def _static() -> dict[str, bytes]:
    folder = files("qa.ui.web").joinpath("static")
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}


@cache
def _version() -> str:
    """What changes with the files, so that a browser keeps them as long as they are the same."""
    digest = hashlib.sha256()
    for name, held in sorted(_static().items()):
        digest.update(name.encode() + held)
    return digest.hexdigest()[:12]


async def _static_file(version: str, name: str) -> Response:
    held = _static().get(name)
    if held is None:
        return Response("Not found.\n", 404, media_type="text/plain")
    kind = {"js": "text/javascript", "svg": "image/svg+xml"}.get(name.rpartition(".")[2]) or mimetypes.guess_type(name)[
        0
    ]
    kept = "public, max-age=31536000, immutable" if version == _version() else "no-cache"
    return Response(held, media_type=kind, headers={"Cache-Control": kept})
