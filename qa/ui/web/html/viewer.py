"""A whole document → HTML, with a quotation marked in it, what to be wary of, and what was left out of its text."""

from __future__ import annotations

from html import escape

from index.records import SEARCHED, Document, Section, SectionKind
from qa.ui.web.html.credit import (
    basis,
    credit,
    file_name,
    foreign,
    title,
    warnings,
)
from qa.ui.web.html.marks import Highlight, linked, marked
from qa.ui.web.words.strings import PageStrings

__all__ = ["document_html", "missing_html"]


def document_html(document: Document, start: int, end: int, strings: PageStrings) -> str:
    """The document's text from its first character to its last, text[start:end] marked; no mark where start >= end."""
    text = document.text
    mark = Highlight(0, start, end) if 0 <= start < end <= len(text) else None
    parts: list[str] = []
    at = 0
    for section in sorted(document.sections, key=lambda section: section.start):
        parts += [_headings(document, at, section.start, mark), _section(document, section, at, mark, strings)]
        at = max(at, section.end)
    parts.append(
        _headings(document, at, len(text), mark) if document.sections else _piece(document, 0, len(text), mark)
    )
    return (
        f'{_bar(document, strings)}<div class="yz-document" lang="{escape(document.language)}" tabindex="0">'
        f"{''.join(parts)}{_wary(document, strings)}{_dropped(document, strings)}</div>"
    )


def missing_html(strings: PageStrings) -> str:
    """What is shown where the document is gone."""
    return f'<header class="yz-bar"><p>{escape(strings.not_found)}</p>{_close(strings)}</header>'


def _bar(document: Document, strings: PageStrings) -> str:
    return (
        f'<header class="yz-bar"><div><h2 id="yz-viewer-title">{foreign(title(document), document.language)}</h2>'
        f'<p class="yz-credit">{credit(document, None, strings)}</p>'
        f'<p class="yz-credit">{escape(strings.place)}: {escape(file_name(document))}</p>'
        f"{basis(document, strings)}</div>{_close(strings)}</header>"
    )


def _close(strings: PageStrings) -> str:
    return f'<button type="button" class="yz-close" data-close>{escape(strings.close)}</button>'


def _headings(document: Document, start: int, end: int, mark: Highlight | None) -> str:
    """What stands between sections: their headings."""
    if not document.text[start:end].strip():
        return ""
    return f'<div class="yz-heading">{_piece(document, start, end, mark)}</div>'


def _section(document: Document, section: Section, at: int, mark: Highlight | None, strings: PageStrings) -> str:
    start = max(at, section.start)
    if start >= section.end:
        return ""
    label = ""
    if section.kind in strings.kinds and section.kind is not SectionKind.TITLE:
        label = f'<div class="yz-kind" lang="{strings.tag}">{escape(strings.kinds[section.kind])}</div>'
    aside = "" if section.kind in SEARCHED else " yz-aside"
    return (
        f'<div class="yz-section{aside}" data-kind="{section.kind.value}">{label}'
        f"{_piece(document, start, section.end, mark)}</div>"
    )


def _piece(document: Document, start: int, end: int, mark: Highlight | None) -> str:
    """text[start:end] with as much of the mark as lies in it."""
    marks = []
    if mark and mark.start < end and start < mark.end:
        marks = [Highlight(0, max(start, mark.start), min(end, mark.end))]
    return marked(document.text[start:end], start, marks, document.notes_in(start, end))


def _wary(document: Document, strings: PageStrings) -> str:
    if not document.warnings:
        return ""
    summary = escape(strings.count(strings.warnings, len(document.warnings)))
    return f'<details class="yz-dropped" open><summary lang="{strings.tag}">{summary}</summary>{warnings(document)}</details>'


def _dropped(document: Document, strings: PageStrings) -> str:
    if not document.dropped:
        return ""
    items = "".join(
        f'<li><span class="yz-kind" lang="en">{escape(item.reason)}</span> {linked(item.text)}</li>'
        for item in document.dropped
    )
    summary = escape(strings.left_out.format(n=len(document.dropped)))
    return f'<details class="yz-dropped"><summary lang="{strings.tag}">{summary}</summary><ul>{items}</ul></details>'
