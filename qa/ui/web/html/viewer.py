"""A whole document → HTML, with a quotation marked in it, what to be wary of, and what was left out of its text."""

from __future__ import annotations

from markupsafe import Markup

from index.records import SEARCHED, Document, Section, SectionKind
from qa.ui.web.html.credit import (
    basis,
    credit,
    file_name,
    foreign,
    title,
    warnings,
)
from qa.ui.web.html.drawing import draw
from qa.ui.web.html.marks import Highlight, linked, marked
from qa.ui.web.words.strings import PageStrings

__all__ = ["document_html", "missing_html"]


def document_html(document: Document, start: int, end: int, strings: PageStrings) -> Markup:
    """The document's text from its first character to its last, text[start:end] marked; no mark where start >= end."""
    text = document.text
    mark = Highlight(0, start, end) if 0 <= start < end <= len(text) else None
    parts: list[Markup] = []
    at = 0
    for section in sorted(document.sections, key=lambda section: section.start):
        parts += [_headings(document, at, section.start, mark), _section(document, section, at, mark, strings)]
        at = max(at, section.end)
    parts.append(
        _headings(document, at, len(text), mark) if document.sections else _piece(document, 0, len(text), mark)
    )
    parts += [_wary(document, strings), _dropped(document, strings)]
    return draw("viewer", "document", bar=_bar(document, strings), language=document.language, parts=parts)


def missing_html(strings: PageStrings) -> Markup:
    """What is shown where the document is gone."""
    return draw("viewer", "missing", words=strings)


def _bar(document: Document, strings: PageStrings) -> Markup:
    return draw(
        "viewer",
        "bar",
        title=foreign(title(document), document.language),
        credit=credit(document, None, strings),
        words=strings,
        file=file_name(document),
        basis=basis(document, strings),
    )


def _headings(document: Document, start: int, end: int, mark: Highlight | None) -> Markup:
    """What stands between sections: their headings."""
    if not document.text[start:end].strip():
        return Markup()
    return draw("viewer", "heading", piece=_piece(document, start, end, mark))


def _section(document: Document, section: Section, at: int, mark: Highlight | None, strings: PageStrings) -> Markup:
    start = max(at, section.start)
    if start >= section.end:
        return Markup()
    labelled = section.kind in strings.kinds and section.kind is not SectionKind.TITLE
    return draw(
        "viewer",
        "section",
        kind=section.kind.value,
        aside=section.kind not in SEARCHED,
        label=strings.kinds[section.kind] if labelled else "",
        tag=strings.tag,
        piece=_piece(document, start, section.end, mark),
    )


def _piece(document: Document, start: int, end: int, mark: Highlight | None) -> Markup:
    """text[start:end] with as much of the mark as lies in it."""
    marks = []
    if mark and mark.start < end and start < mark.end:
        marks = [Highlight(0, max(start, mark.start), min(end, mark.end))]
    return marked(document.text[start:end], start, marks, document.notes_in(start, end))


def _wary(document: Document, strings: PageStrings) -> Markup:
    if not document.warnings:
        return Markup()
    summary = strings.count(strings.warnings, len(document.warnings))
    return draw("viewer", "wary", tag=strings.tag, summary=summary, warnings=warnings(document))


def _dropped(document: Document, strings: PageStrings) -> Markup:
    if not document.dropped:
        return Markup()
    items = [(item.reason, linked(item.text)) for item in document.dropped]
    summary = strings.left_out.format(n=len(document.dropped))
    return draw("viewer", "dropped", tag=strings.tag, summary=summary, items=items)
