"""The quotations that come with a no → HTML: what comes nearest, and what answers outside the filters."""

from __future__ import annotations

from html import escape

from qa.records import Answer, Citation, Verdict
from qa.ui.web.html.actions import copy_button, opener
from qa.ui.web.html.credit import (
    credit,
    place,
    plain,
    title,
)
from qa.ui.web.html.statements import said_line
from qa.ui.web.words.strings import PageStrings

__all__ = ["nearest_html"]


def nearest_html(answer: Answer, strings: PageStrings) -> str:
    """Each quotation with its place, numbered apart from citations; where they do not answer, marked as such."""
    if not answer.nearest:
        return ""
    if answer.verdict is Verdict.OUTSIDE_FILTERS:
        heading = f"<h3>{escape(strings.outside_said)}</h3>"
    else:
        mark = f'<span class="yz-no">{escape(strings.no_answer)}</span>'
        heading = f"<h3>{escape(strings.nearest_said)} {mark}</h3><p>{escape(strings.nearest_hint)}</p>"
    items = "".join(_item(citation, answer, strings) for citation in answer.nearest)
    return f'<section class="yz-near" data-verdict="{answer.verdict.value}">{heading}<ol>{items}</ol></section>'


def _item(citation: Citation, answer: Answer, strings: PageStrings) -> str:
    document, passage = citation.document, citation.passage
    where = escape(place(document, citation.start, citation.end, strings))
    beside = strings.outside_copied if answer.verdict is Verdict.OUTSIDE_FILTERS else strings.nearest_copied
    copied = f"{beside.format(question=answer.question)}\n{plain(citation, strings)}"
    return (
        f'<li><blockquote lang="{escape(passage.language)}">{escape(citation.quote)}</blockquote>'
        f'{said_line(citation, strings, "p")}<p class="yz-credit"><span lang="{escape(document.language)}">'
        f"{escape(title(document))}</span> · {credit(document, passage.section, strings)}</p>"
        f'<p class="yz-credit">{where}</p><div class="yz-actions">'
        f"{opener(document, citation.start, citation.end, strings.whole, 'yz-action')}"
        f"{copy_button(copied, strings.copy, strings)}</div></li>"
    )
