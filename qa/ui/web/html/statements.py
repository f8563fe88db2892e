"""Statements → HTML: each quotation with its numbers, under its heading where it has one, and who says it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from qa.records import Answer, Citation, Verdict, View
from qa.ui.layout import Told, laid_out
from qa.ui.web.html.actions import number
from qa.ui.web.html.credit import credit, foreign, said
from qa.ui.web.html.drawing import draw, phrase, together
from qa.ui.web.html.glosses import gloss_html
from qa.ui.web.words.strings import PageStrings
from qa.wording import likelihood

__all__ = ["quoted", "said_line", "statements_html"]


def statements_html(answer: Answer, strings: PageStrings) -> Markup:
    """The statements one under another; under the name of the one who holds them where a single view was asked for."""
    if not answer.statements:
        return Markup()
    cited = {citation.number: citation for citation in answer.citations}
    possible = answer.verdict is Verdict.UNCERTAIN
    items = [_statement(laid_out(statement, cited), strings, possible) for statement in answer.statements]
    own = _words_of(answer.views[0], answer.citations, strings) if len(answer.views) == 1 else ""
    return draw("statements", "statements", own=own, possible=possible, items=items)


def quoted(item: Told, strings: PageStrings, level: str) -> Markup:
    """A statement's heading, as an element of this level, and its quotation, each with its numbers."""
    parts: list[Markup] = []
    shown = (item.quote, *item.others) if item.quote else item.others
    if heading := item.heading:
        topic = foreign(heading.quote, heading.passage.language)
        parts.append(draw("statements", "topic", level=level, heading=topic, number=number(heading.number, strings)))
    numbers = together([number(citation.number, strings) for citation in shown])
    text, language = item.statement.text, ""
    if item.quote is not None:
        text, language = item.quote.quote, item.quote.passage.language
    words = gloss_html(item.quote, strings) if item.quote else Markup()
    return together([*parts, draw("statements", "words", text=text, language=language, numbers=numbers), words])


def said_line(citation: Citation, strings: PageStrings, element: str) -> Markup:
    """Who says the quotation, as an element; empty where its author does."""
    line = said(citation.speech, strings)
    return draw("statements", "said", element=element, line=line) if line else Markup()


def _statement(item: Told, strings: PageStrings, possible: bool) -> Markup:
    """The quotation, who says it and where; how likely it is to answer, where that is not sure."""
    body = quoted(item, strings, "h3")
    if item.quote is None:
        return body
    credited = credit(item.quote.document, item.quote.passage.section, strings)
    likely = (
        draw("statements", "likely", line=strings.likelihoods[likelihood(item.quote.score)]) if possible else Markup()
    )
    return together([body, said_line(item.quote, strings, "p"), draw("statements", "credit", line=credited), likely])


def _words_of(view: View, citations: Sequence[Citation], strings: PageStrings) -> Markup:
    """Whose words they are: their own, or, of somebody who is reported and not quoted, those of the report."""
    own = not view.speaker or any(c.speech.direct for c in citations if c.number in view.citations)
    return phrase(strings.own_words if own else strings.reported_words, name=foreign(view.holder))
