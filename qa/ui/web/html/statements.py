"""Statements → HTML: each quotation with its numbers, under its heading where it has one, and who says it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from qa.records import Answer, Citation, View
from qa.ui.layout import Told, laid_out
from qa.ui.web.html.actions import number
from qa.ui.web.html.credit import credit, foreign, said
from qa.ui.web.words.strings import PageStrings

__all__ = ["quoted", "said_line", "statements_html"]


def statements_html(answer: Answer, strings: PageStrings) -> str:
    """The statements one under another; under the name of the one who holds them where a single view was asked for."""
    if not answer.statements:
        return ""
    cited = {citation.number: citation for citation in answer.citations}
    items = "".join(_statement(laid_out(statement, cited), strings) for statement in answer.statements)
    heading = ""
    if len(answer.views) == 1:
        own = _words_of(answer.views[0], answer.citations, strings)
        heading = f'<h3 class="yz-own">{own}</h3>'
    return f'{heading}<ol class="yz-statements">{items}</ol>'


def quoted(item: Told, strings: PageStrings, level: str) -> str:
    """A statement's heading, as an element of this level, and its quotation, each with its numbers."""
    parts: list[str] = []
    shown = (item.quote, *item.others) if item.quote else item.others
    if heading := item.heading:
        topic = foreign(heading.quote, heading.passage.language)
        parts.append(f'<{level} class="yz-topic">{topic}{number(heading.number, strings)}</{level}>')
    numbers = "".join(number(citation.number, strings) for citation in shown)
    if item.quote is None:
        return f"{''.join(parts)}<p>{escape(item.statement.text)}{numbers}</p>"
    language = escape(item.quote.passage.language)
    parts.append(f'<blockquote lang="{language}">{escape(item.quote.quote)}{numbers}</blockquote>')
    return "".join(parts)


def said_line(citation: Citation, strings: PageStrings, element: str) -> str:
    """Who says the quotation, as an element; empty where its author does."""
    line = said(citation.speech, strings)
    return f'<{element} class="yz-said">{line}</{element}>' if line else ""


def _statement(item: Told, strings: PageStrings) -> str:
    body = quoted(item, strings, "h3")
    if item.quote is None:
        return f"<li>{body}</li>"
    credited = credit(item.quote.document, item.quote.passage.section, strings)
    return f'<li>{body}{said_line(item.quote, strings, "p")}<p class="yz-credit">{credited}</p></li>'


def _words_of(view: View, citations: Sequence[Citation], strings: PageStrings) -> str:
    """Whose words they are: their own, or, of somebody who is reported and not quoted, those of the report."""
    own = not view.speaker or any(c.speech.direct for c in citations if c.number in view.citations)
    return escape(strings.own_words if own else strings.reported_words).format(name=foreign(view.holder))
