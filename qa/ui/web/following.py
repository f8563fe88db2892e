"""Follow-up questions on the page: the conversation of one visitor, how a question was understood, and its correction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape
from typing import Any

import gradio as gr

from index.errors import LibraryError
from qa.engine import Engine
from qa.question.check import checked_question
from qa.question.followup.conversation import Conversation
from qa.records import Answer, Understood
from qa.ui.web.html.credit import foreign, title
from qa.ui.web.words.strings import PageStrings

__all__ = ["Again", "Following", "Talk"]

_TOLD = """
element.setAttribute('role', 'status');
element.setAttribute('aria-live', 'polite');
"""


class Again(StrEnum):
    """How the last question is to be asked again."""

    AS_WRITTEN = "as written"
    EDITED = "edited"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True, eq=False)
class Talk:
    """What one visitor asked so far: `before` the last question, and with it.

    `again` where that question is to be asked anew, and `edited` what it is to say then.
    """

    before: Conversation = Conversation()  # noqa: RUF009  # frozen
    now: Conversation = Conversation()  # noqa: RUF009
    asked: str = ""
    understood: Understood | None = None
    again: Again | None = None
    edited: str = ""

    def reading(self, question: str, engine: Engine) -> tuple[str, Understood | None, Conversation]:
        """What to ask, how it is understood, and the conversation that it goes on from.

        Raises QuestionError for a question that cannot be asked.
        """
        if self.again is None:
            asked = checked_question(question)
            return asked, self.now.resolve(asked, engine.named) if self.now.turns else None, self.now
        if self.again is Again.AS_WRITTEN or self.understood is None:
            return self.asked, None, self.before
        if self.again is Again.EVERYWHERE:
            return self.asked, replace(self.understood, sources=()), self.before
        edited = checked_question(self.edited)
        carried = tuple(name for name in self.understood.carried if name in edited)
        sources = self.understood.sources if carried == self.understood.carried else ()
        return self.asked, Understood(self.asked, edited, carried, sources), self.before

    def then(self, asked: str, before: Conversation, answer: Answer) -> Talk:
        """After an answer."""
        return Talk(before, before.then(answer), asked, answer.understood)


class Following:
    """The parts of the page that say how a question was understood; made where the page is being built."""

    def __init__(self, strings: PageStrings) -> None:
        self.talk = gr.State(Talk())
        self.topic = gr.Button(strings.new_topic, visible=False, size="sm", elem_id="yz-topic")
        with gr.Column(visible=False, elem_id="yz-understood") as self.panel:
            self.edited = gr.Textbox(label=strings.understood, lines=1, max_lines=6, elem_id="yz-edited")
            self.note = gr.HTML("", elem_id="yz-understood-in", js_on_load=_TOLD, apply_default_css=False)
            with gr.Row(elem_id="yz-corrections"):
                self.again = gr.Button(strings.ask_again, size="sm", elem_id="yz-again")
                self.written = gr.Button(strings.as_written, size="sm", elem_id="yz-as-written")

    @property
    def parts(self) -> list[Any]:
        """What `drawn` draws, in its order."""
        return [self.topic, self.panel, self.edited, self.note, self.again, self.written]

    def drawn(self, talk: Talk, engine: Engine, strings: PageStrings) -> list[Any]:
        """Each part as it is after the last question, in the page's language."""
        understood = talk.understood
        return [
            gr.update(value=strings.new_topic, visible=bool(talk.now.turns)),
            gr.update(visible=understood is not None),
            gr.update(label=strings.understood, value=understood.question if understood else ""),
            _note(understood, engine, strings) if understood else "",
            gr.update(value=strings.ask_again),
            gr.update(value=strings.as_written),
        ]

    def waiting(self) -> list[Any]:
        """Each part while an answer is made."""
        return [gr.skip(), gr.update(visible=False), *[gr.skip()] * 4]

    def asked_again(self, asking: dict[str, Any], quiet: dict[str, Any]) -> list[Any]:
        """Both corrections ask the last question anew; the events that do."""

        def edit(talk: Talk, text: str) -> Talk:
            return replace(talk, again=Again.EDITED, edited=text)

        edited = [
            event(edit, [self.talk, self.edited], self.talk, **quiet).then(**asking)
            for event in (self.again.click, self.edited.submit)
        ]
        written = self.written.click(lambda talk: replace(talk, again=Again.AS_WRITTEN), self.talk, self.talk, **quiet)
        return [*edited, written.then(**asking)]


def _note(understood: Understood, engine: Engine, strings: PageStrings) -> str:
    """In which documents it was searched, if not in all; what it was understood as is read aloud, not shown twice."""
    spoken = f'<span class="yz-sr">{escape(strings.understood)}: {foreign(understood.question)}</span>'
    opening, closing = strings.quotes
    names = [f"{opening}{foreign(name)}{closing}" for name in _titles(understood.sources, engine)]
    within = escape(strings.understood_in).format(documents=escape(strings.comma).join(names)) if names else ""
    return f"<p>{spoken}{within}</p>"


def _titles(sources: Sequence[str], engine: Engine) -> list[str]:
    found = []
    for source in sources:
        try:
            found.append(title(engine.document(source)))
        except LibraryError:  # taken out of the library since
            found.append(source)
    return found
