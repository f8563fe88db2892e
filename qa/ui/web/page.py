"""The page: questions and choices above, the answer and the library below, all in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import gradio as gr

from index.errors import LibraryError, YinzhengError
from index.records import Document
from qa.answer.all_evidence import AllEvidence
from qa.engine import Engine
from qa.errors import QuestionError
from qa.question.check import INTO, LONGEST_QUESTION
from qa.records import Answer, Verdict
from qa.retrieval.filters import Filters
from qa.ui.web.behaviour import ANNOUNCE, GLOSSES, LANGUAGE, VIEWER
from qa.ui.web.collecting import Collecting
from qa.ui.web.examples import EXAMPLES
from qa.ui.web.filtering import (
    NOTHING,
    chosen,
    parts,
    reworded,
    summary,
)
from qa.ui.web.following import Again, Following, Talk
from qa.ui.web.html.cards import (
    answer_html,
    library_html,
    message_html,
    searching_html,
    verdict_html,
)
from qa.ui.web.html.viewer import document_html, missing_html
from qa.ui.web.html.written import writing_html, written_html
from qa.ui.web.words.languages import DEFAULT, page_languages, preferred
from qa.ui.web.words.strings import PageStrings

__all__ = ["build"]

_PASSAGES = 5
_MOST_PASSAGES = 20
AT_ONCE = 20
"""How many people may be answered at the same time; Gradio has everybody wait for everybody else by itself."""


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    """The answer on the page, kept so that a change of language redraws it, and the filters that it was asked within."""

    answer: Answer | None = None
    within: Filters = Filters()  # noqa: RUF009  # frozen


def build(engine: Engine) -> Any:
    """The page over an engine, as `gr.Blocks`; nothing is served yet."""
    first = page_languages()[DEFAULT]

    with gr.Blocks(title="引证 Yinzheng", analytics_enabled=False) as page:
        shown = gr.State(_Shown())
        with gr.Row(elem_id="yz-head"):
            header = gr.HTML(
                _header(first, settled=False), elem_id="yz-name", js_on_load=LANGUAGE, apply_default_css=False
            )
            language = gr.Radio(
                [(strings.name, tag) for tag, strings in page_languages().items()],
                value=DEFAULT,
                label=first.language,
                elem_id="yz-language",
                container=False,
                min_width=100,
            )
        with gr.Row(elem_id="yz-ask"):
            question = gr.Textbox(
                label=first.question,
                placeholder=first.placeholder,
                lines=1,
                max_lines=6,
                autofocus=True,
                elem_id="yz-question",
                scale=5,
                min_width=200,
            )
            ask = gr.Button(first.ask, variant="primary", elem_id="yz-button", scale=1, min_width=110)
        with gr.Accordion(first.options, open=False, elem_id="yz-options") as options:
            filters = parts(engine, first)
            passages = gr.Slider(
                1,
                _MOST_PASSAGES,
                value=_PASSAGES,
                step=1,
                label=first.passages,
                info=first.passages_hint,
                elem_id="yz-passages",
                min_width=220,
            )
        with gr.Accordion(first.examples, open=True, elem_id="yz-examples") as examples, gr.Tabs() as tabs:
            samples = [_tab(page_languages()[tag], questions) for tag, questions in EXAMPLES.items()]
        following = Following(first)
        status = gr.HTML("", elem_id="yz-status", js_on_load=ANNOUNCE, apply_default_css=False)
        everywhere = gr.Button(first.ask_everywhere, visible=False, size="sm", elem_id="yz-everywhere")
        result = gr.HTML("", elem_id="yz-answer", js_on_load=GLOSSES, apply_default_css=False)
        written = gr.HTML("", elem_id="yz-written", js_on_load=None, apply_default_css=False)
        stop = gr.Button(first.stop_writing, visible=False, size="sm", elem_id="yz-stop")
        collecting = Collecting(engine, first)
        library = gr.HTML(
            library_html(_documents(engine), first, engine.unread()),
            elem_id="yz-library",
            js_on_load=None,
            apply_default_css=False,
        )

        def whole(wanted: dict[str, Any]) -> str:
            """One document as HTML, for the viewer."""
            return _whole(engine, wanted)

        gr.HTML(
            html_template='<dialog id="yz-viewer" aria-labelledby="yz-viewer-title"><div class="yz-sheet"></div></dialog>',
            elem_id="yz-viewer-place",
            js_on_load=VIEWER,
            apply_default_css=False,
            server_functions=[whole],
        )

        def drawn_answer(answer: Answer, strings: PageStrings) -> str:
            """An answer as HTML, its quotations with their words in the language of the page."""
            given = engine.glossed(answer, strings.tag) if strings.tag in INTO else answer
            return answer_html(given, strings, engine.document)

        def translated(tag: str, state: _Shown, talk: Talk, found: AllEvidence | None, *values: Any) -> list[Any]:
            """Every part of the page in another language, the answer included."""
            strings = page_languages()[tag]
            answer = state.answer
            return [
                gr.update(value=tag, label=strings.language),
                _header(strings),
                gr.update(label=_asked_for(talk, strings), placeholder=strings.placeholder),
                gr.update(value=strings.ask),
                gr.update(label=summary(values, strings)),
                *reworded(engine, strings),
                gr.update(label=strings.passages, info=strings.passages_hint),
                gr.update(label=strings.examples),
                gr.update(selected=tag),
                gr.update(value=strings.ask_everywhere),
                library_html(_documents(engine), strings, engine.unread()),
                verdict_html(answer, strings) if answer else "",
                drawn_answer(answer, strings) if answer else "",
                *following.drawn(talk, engine, strings),
                written_html(answer, answer.generated, strings) if answer and answer.generated else "",
                gr.update(value=strings.stop_writing),
                *collecting.drawn(answer, found, strings),
            ]

        def opened(state: _Shown, talk: Talk, request: gr.Request) -> list[Any]:
            """The page as its reader first sees it: in the language of the address (?lang=ja), else of the browser."""
            named = str(request.query_params.get("lang", ""))
            tag = named if named in page_languages() else preferred(request.headers.get("accept-language", ""))
            return translated(tag, state, talk, None, *NOTHING)

        def narrowed(tag: str, *values: Any) -> Any:
            """The heading over the filters, after one of them has changed."""
            return gr.update(label=summary(values, page_languages()[tag]))

        def answered(written: str, wanted: float, tag: str, talk: Talk, *values: Any) -> Iterator[list[Any]]:
            """The answer to a question, after word that it is being looked for."""
            strings = page_languages()[tag]
            yield [
                searching_html(strings),
                "",
                gr.update(visible=False),
                gr.update(interactive=False),
                *[gr.skip()] * 4,
                *following.waiting(),
                "",
                gr.update(visible=False),
                *collecting.drawn(None, None, strings),
            ]
            answer: Answer | None = None
            state = _Shown()
            asked = written
            verdict: str
            drawn: str
            try:
                asked, understood, before = talk.reading(written, engine)
                within = chosen(values)
                answer = engine.ask(asked, int(wanted), filters=within, understood=understood)
                talk = talk.then(asked, before, answer)
                state = _Shown(answer, within)
                verdict = verdict_html(answer, strings)
                drawn = drawn_answer(answer, strings)
            except YinzhengError as error:
                verdict, drawn = message_html(strings.refused, _reason(asked, values, error, strings)), ""
                talk = replace(talk, again=None)
            elsewhere = answer is not None and answer.verdict is Verdict.OUTSIDE_FILTERS
            folded = gr.update(open=False) if answer else gr.skip()
            writes = bool(engine.writer and answer and answer.citations)
            yield [
                verdict,
                drawn,
                gr.update(visible=elsewhere),
                gr.update(interactive=not writes),
                folded,
                state,
                gr.update(label=_asked_for(talk, strings)),
                talk,
                *following.drawn(talk if answer else replace(talk, understood=None), engine, strings),
                writing_html(engine.writer, strings) if writes else "",
                gr.update(visible=writes),
                *collecting.drawn(answer, None, strings),
            ]
            if not (writes and answer):
                return
            rest = [gr.skip()] * (2 + len(following.parts))
            unchanged = [gr.skip()] * len(collecting.parts)
            for generated in engine.write(answer):
                state = _Shown(replace(answer, generated=generated), within)
                yield [
                    *[gr.skip()] * 5,
                    state,
                    *rest,
                    written_html(answer, generated, strings, writing=True),
                    gr.skip(),
                    *unchanged,
                ]
            yield [
                *[gr.skip()] * 3,
                gr.update(interactive=True),
                gr.skip(),
                state,
                *rest,
                written_html(answer, generated, strings),
                gr.update(visible=False),
                *unchanged,
            ]

        def stopped(tag: str, state: _Shown) -> list[Any]:
            """The sentences that there are, when the reader has seen enough of them."""
            answer = state.answer
            drawn = written_html(answer, answer.generated, page_languages()[tag]) if answer and answer.generated else ""
            return [drawn, gr.update(visible=False), gr.update(interactive=True)]

        def forgotten(tag: str) -> list[Any]:
            """The page without its conversation: the next question stands alone."""
            strings = page_languages()[tag]
            fresh = Talk()
            return [
                "",
                "",
                gr.update(visible=False),
                gr.update(interactive=True),
                gr.update(open=True),
                _Shown(),
                gr.update(label=strings.question, value=""),
                fresh,
                *following.drawn(fresh, engine, strings),
                "",
                gr.update(visible=False),
                *collecting.drawn(None, None, strings),
            ]

        def failed(tag: str) -> list[Any]:
            """A fault of ours: said plainly, with the question left as it was."""
            strings = page_languages()[tag]
            return [
                message_html(strings.failed, strings.failed_hint),
                *[""] * 2,
                gr.update(visible=False),
                gr.update(interactive=True),
            ]

        everything = [
            language,
            header,
            question,
            ask,
            options,
            *filters,
            passages,
            examples,
            tabs,
            everywhere,
            library,
            status,
            result,
            *following.parts,
            written,
            stop,
            *collecting.parts,
        ]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        reading = collecting.reads(language, shown, quiet)
        page.load(opened, [shown, following.talk], everything, **quiet)
        language.input(
            translated,
            [language, shown, following.talk, collecting.found, *filters],
            everything,
            cancels=[reading],
            **quiet,
        )
        gr.on([part.change for part in filters], narrowed, [language, *filters], options, **quiet)

        asking: dict[str, Any] = {
            "fn": answered,
            "cancels": [reading],
            "inputs": [question, passages, language, following.talk, *filters],
            "outputs": [
                status,
                result,
                everywhere,
                ask,
                examples,
                shown,
                question,
                following.talk,
                *following.parts,
                written,
                stop,
                *collecting.parts,
            ],
            **quiet,
        }
        failing: dict[str, Any] = {
            "fn": failed,
            "inputs": [language],
            "outputs": [status, result, written, stop, ask],
            **quiet,
        }
        events = [ask.click(**asking, trigger_mode="once"), question.submit(**asking, trigger_mode="once")]
        events += [day.submit(**asking, trigger_mode="once") for day in filters if isinstance(day, gr.Textbox)]
        widened = everywhere.click(
            lambda talk: [replace(talk, again=Again.EVERYWHERE if talk.understood else None), *NOTHING],
            following.talk,
            [following.talk, *filters],
            **quiet,
        )
        events += [widened.then(**asking)]
        events += following.asked_again(asking, quiet)
        events += [
            button.click(lambda sample=sample: sample, None, question, **quiet).then(**asking)
            for button, sample in (pair for tab in samples for pair in tab)
        ]
        for event in events:
            event.failure(**failing)
        stop.click(stopped, [language, shown], [written, stop, ask], cancels=events, **quiet)
        following.topic.click(forgotten, language, asking["outputs"], cancels=[reading], **quiet)

    page.queue(default_concurrency_limit=AT_ONCE)
    return page


def _tab(strings: PageStrings, questions: Sequence[str]) -> list[tuple[Any, str]]:
    """A tab of examples in one language: its buttons, each with its question."""
    with gr.Tab(strings.name, id=strings.tag, elem_classes=[f"yz-lang-{strings.tag}"]):
        buttons = [(gr.Button(sample, size="sm", elem_classes=["yz-example"]), sample) for sample in questions[:-1]]
        label = f"{questions[-1]}  ({strings.unanswered_example})"
        last = gr.Button(label, size="sm", elem_classes=["yz-example", "yz-unanswered"])
    return [*buttons, (last, questions[-1])]


def _asked_for(talk: Talk, strings: PageStrings) -> str:
    """What stands over the question's box."""
    return strings.next_question if talk.now.turns else strings.question


def _header(strings: PageStrings, settled: bool = True) -> str:
    """The name and what it is for; `settled` once it is known which language the reader wants."""
    language = f' data-page-language="{strings.tag}"' if settled else ""
    return (
        f'<div{language} lang="{strings.tag}"><h1><span class="yz-seal" lang="zh-Hans">引证</span>'
        f" <span>Yinzheng</span></h1><p>{escape(strings.tagline)}</p></div>"
    )


def _documents(engine: Engine) -> list[Document]:
    return engine.documents()


def _whole(engine: Engine, wanted: dict[str, Any]) -> str:
    """The document that the browser asks for, or word that it is gone; what the browser sends is not trusted."""
    strings = page_languages().get(str(wanted.get("language")), page_languages()[DEFAULT])
    start, end = wanted.get("start"), wanted.get("end")
    try:
        document = engine.document(str(wanted.get("document")))
    except LibraryError:
        return missing_html(strings)
    if not (isinstance(start, int) and isinstance(end, int)):
        start = end = 0
    return document_html(document, start, end, strings)


def _reason(asked: str, values: Sequence[Any], error: YinzhengError, strings: PageStrings) -> str:
    """Why a question was refused, in the reader's language where the page has the words for it."""
    if not any(char.isalnum() for char in asked):
        return strings.empty
    if len(asked) > LONGEST_QUESTION:
        return strings.too_long.format(n=len(asked), most=LONGEST_QUESTION)
    try:
        chosen(values)
    except QuestionError:
        return strings.bad_dates
    return str(error)
