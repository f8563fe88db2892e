"""All evidence on the page: a button under an answer, what it brings as it is read, and its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import gradio as gr

from qa.answer.all_evidence import AllEvidence
from qa.engine import Engine
from qa.errors import YinzhengError
from qa.records import Answer, Verdict
from qa.retrieval.filters import Filters
from qa.ui.web.behaviour import DOWNLOAD, FOCUSED, SPOKEN
from qa.ui.web.html.cards import message_html
from qa.ui.web.html.evidence import FORMATS, evidence_html, file_html, head_html, spoken_html
from qa.ui.web.words.languages import page_languages
from qa.ui.web.words.strings import PageStrings

__all__ = ["Collecting"]


class Collecting:
    """The parts of the page that collect all evidence; made where the page is being built."""

    def __init__(self, engine: Engine, strings: PageStrings) -> None:
        self._engine = engine
        self.found = gr.State(None)
        self.button = gr.Button(strings.all_evidence, visible=False, elem_id="yz-collect")
        self.spoken = gr.HTML("", elem_id="yz-collected", js_on_load=SPOKEN, apply_default_css=False)
        self.head = gr.HTML("", elem_id="yz-evidence-head", js_on_load=FOCUSED, apply_default_css=False)
        self.stop = gr.Button(strings.stop_reading, visible=False, size="sm", elem_id="yz-stop-reading")
        with gr.Row(visible=False, elem_id="yz-downloads") as self.row:
            self.files = [
                gr.Button(strings.download.format(format=name), size="sm", elem_id=f"yz-download-{form}", min_width=90)
                for form, (name, _, _) in FORMATS.items()
            ]
        self.result = gr.HTML("", elem_id="yz-evidence", js_on_load=None, apply_default_css=False)
        self.file = gr.HTML("", elem_id="yz-file", js_on_load=DOWNLOAD, apply_default_css=False)

    @property
    def parts(self) -> list[Any]:
        """What `drawn` draws, in its order."""
        return [self.found, self.button, self.spoken, self.head, self.stop, self.row, *self.files, self.result]

    def drawn(
        self, answer: Answer | None, found: AllEvidence | None, strings: PageStrings, *, reading: bool = False
    ) -> list[Any]:
        """Each part in the page's language, for the answer that is shown and what was found for it so far."""
        asked = answer is not None and not answer.about and answer.verdict is not Verdict.SMALL_TALK
        return [
            found,
            gr.update(value=strings.all_evidence, visible=asked and found is None, interactive=True),
            spoken_html(found, strings, reading=reading) if found else "",
            head_html(found, strings, reading=reading) if found else "",
            gr.update(value=strings.stop_reading, visible=reading),
            gr.update(visible=found is not None and not reading and bool(found.statements)),
            *[gr.update(value=strings.download.format(format=name)) for name, _, _ in FORMATS.values()],
            evidence_html(found, strings, self._engine.document, reading=reading) if found else "",
        ]

    def reads(self, language: Any, shown: Any, quiet: dict[str, Any]) -> Any:
        """Connect the button; returns the event that reads, which a new question cancels."""
        reading = self.button.click(self._read, [language, shown], self.parts, trigger_mode="once", **quiet)
        reading.failure(self._failed, [language, shown], self.parts, **quiet)
        self.stop.click(self._stopped, [language, shown, self.found], self.parts, cancels=[reading], **quiet)
        for button, form in zip(self.files, FORMATS, strict=True):
            button.click(partial(self._file, form), self.found, self.file, **quiet)
        return reading

    def _read(self, tag: str, shown: Any) -> Iterator[list[Any]]:
        """What is found after each batch of passages, for the question as it was asked last, within its filters."""
        strings, answer = page_languages()[tag], shown.answer
        found: AllEvidence | None = None
        try:
            for found in self._engine.evidence(answer.question, filters=_within(answer, shown.within)):
                yield self.drawn(answer, found, strings, reading=found.ended is None)
        except YinzhengError as error:
            drawn = self.drawn(answer, found, strings)
            yield [*drawn[:-1], message_html(strings.failed, str(error)) + drawn[-1]]

    def _stopped(self, tag: str, shown: Any, found: AllEvidence | None) -> list[Any]:
        return self.drawn(shown.answer, found, page_languages()[tag])

    def _failed(self, tag: str, shown: Any) -> list[Any]:
        strings = page_languages()[tag]
        return [*self.drawn(shown.answer, None, strings)[:-1], message_html(strings.failed, strings.failed_hint)]

    def _file(self, form: str, found: AllEvidence | None) -> str:
        return file_html(found, form, self._engine.document) if found else ""


def _within(answer: Answer, filters: Filters) -> Filters:
    """The filters that the answer was found within: those that were set, and the documents that its question leans on."""
    understood = answer.understood
    if understood and understood.sources and not filters.sources:
        return replace(filters, sources=understood.sources)
    return filters
