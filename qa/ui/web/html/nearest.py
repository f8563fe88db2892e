"""The quotations that come with a no → HTML: what comes nearest, and what answers outside the filters."""

from __future__ import annotations

from markupsafe import Markup

from qa.records import Answer, Citation, Verdict
from qa.ui.web.html.actions import copy_button, opener
from qa.ui.web.html.credit import (
    credit,
    place,
    plain,
    title,
)
from qa.ui.web.html.drawing import draw
from qa.ui.web.html.glosses import gloss_html
from qa.ui.web.html.statements import said_line
from qa.ui.web.words.strings import PageStrings

__all__ = ["nearest_html"]


def nearest_html(answer: Answer, strings: PageStrings) -> Markup:
    """Each quotation with its place, numbered apart from citations; where they do not answer, marked as such."""
    if not answer.nearest:
        return Markup()
    outside = answer.verdict is Verdict.OUTSIDE_FILTERS
    items = [_item(citation, answer, strings) for citation in answer.nearest]
    return draw("nearest", "nearest", verdict=answer.verdict.value, words=strings, outside=outside, items=items)


def _item(citation: Citation, answer: Answer, strings: PageStrings) -> Markup:
    document, passage = citation.document, citation.passage
    beside = strings.outside_copied if answer.verdict is Verdict.OUTSIDE_FILTERS else strings.nearest_copied
    copied = f"{beside.format(question=answer.question)}\n{plain(citation, strings)}"
    return draw(
        "nearest",
        "item",
        citation=citation,
        gloss=gloss_html(citation, strings),
        said=said_line(citation, strings, "p"),
        title=title(document),
        credit=credit(document, passage.section, strings),
        where=place(document, citation.start, citation.end, strings),
        opener=opener(document, citation.start, citation.end, strings.whole, "yz-action"),
        copy=copy_button(copied, strings.copy, strings),
    )
