"""A whole document → HTML, beside the answer: every quotation of the answer marked and numbered, what to be wary of, what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from index.records import SEARCHED, Document, Section, SectionKind
from index.text.shortening import beginning
from qa.ui.web.html.credit import (
    credit,
    doubts,
    foreign,
    title,
    warnings,
)
from qa.ui.web.html.drawing import draw
from qa.ui.web.html.marks import Highlight, linked, marked, web_address
from qa.ui.web.words.strings import PageStrings

__all__ = ["Picture", "empty_html", "missing_html", "source_html"]

_SHORT = 60


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of the file, from 1: its size in points, where its picture is, and the boxes to be marked on it."""

    page: int
    width: float
    height: float
    href: str
    boxes: tuple[tuple[float, float, float, float], ...]


def source_html(
    document: Document,
    marks: Sequence[Highlight],
    words: PageStrings,
    *,
    numbers: Sequence[int] = (),
    wait: str = "",
    file: str = "",
    pages: Sequence[Picture] = (),
) -> Markup:
    """The document's text from its first character to its last with `marks` in it, none of them across another.

    `numbers` are those of all quotations of the answer, from this document or not; `wait` is said above where there is no
    answer yet; `file` is where the file itself is to be had, `pages` pictures of those with marks.
    """
    text = document.text
    parts: list[Markup] = []
    headings: list[tuple[str, str]] = []
    at = 0
    for section in sorted(document.sections, key=lambda section: section.start):
        parts.append(_heading(document, at, section.start, marks, headings))
        parts.append(_section(document, section, at, marks, words))
        at = max(at, section.end)
    if document.sections:
        parts.append(_heading(document, at, len(text), marks, headings))
    else:
        parts.append(_piece(document, 0, len(text), marks))
    if document.dropped:
        items = [(*words.left_out_because(item.reason), linked(item.text)) for item in document.dropped]
        summary = words.left_out.format(n=len(document.dropped))
        parts.append(draw("source", "dropped", tag=words.tag, summary=summary, items=items))
    source = document.source
    ticks = [(mark.number, round(100 * mark.start / max(len(text), 1), 1)) for mark in marks if mark.number]
    return draw(
        "source",
        "source",
        words=words,
        wait=wait,
        title=title(document),
        language=document.language,
        by=credit(document, None, words),
        doubts=doubts(document, words),
        warnings=warnings(document),
        warned=words.count(words.warnings, len(document.warnings)) if document.warnings else "",
        told=[foreign(one) for one in (source.note, source.rights) if one],
        url=web_address(source.url, words.address) if source.url else "",
        n=next((mark.number for mark in marks if mark.number), 0),
        many=len(numbers),
        numbers=" ".join(map(str, numbers)),
        headings=headings,
        dropped=len(document.dropped),
        file=file,
        pages=pages,
        parts=parts,
        rail=draw("source", "rail", ticks=ticks),
        document=document.id,
    )


def missing_html(words: PageStrings) -> Markup:
    """What is shown where the document is gone."""
    return draw("source", "missing", words=words)


def empty_html(words: PageStrings) -> Markup:
    """What is shown before a document is chosen."""
    return draw("source", "empty", words=words)


def _heading(
    document: Document, start: int, end: int, marks: Sequence[Highlight], headings: list[tuple[str, str]]
) -> Markup:
    """What stands between sections: their headings, each an entry of the contents."""
    told = " ".join(document.text[start:end].split())
    if not told:
        return Markup()
    anchor = f"h{start}"
    headings.append((anchor, beginning(told, _SHORT)))
    return draw("source", "heading", id=anchor, piece=_piece(document, start, end, marks))


def _section(document: Document, section: Section, at: int, marks: Sequence[Highlight], words: PageStrings) -> Markup:
    start = max(at, section.start)
    if start >= section.end:
        return Markup()
    labelled = section.kind in words.kinds and section.kind is not SectionKind.TITLE
    return draw(
        "source",
        "section",
        kind=section.kind.value,
        aside=section.kind not in SEARCHED,
        label=words.kinds[section.kind] if labelled else "",
        tag=words.tag,
        piece=_piece(document, start, section.end, marks),
    )


def _piece(document: Document, start: int, end: int, marks: Sequence[Highlight]) -> Markup:
    """text[start:end] with as much of each mark as lies in it."""
    within = [
        Highlight(
            mark.number if mark.start >= start else 0,
            max(start, mark.start),
            min(end, mark.end),
            mark.anchor if mark.start >= start else "",
        )
        for mark in marks
        if mark.start < end and start < mark.end
    ]
    return marked(document.text[start:end], start, within, document.notes_in(start, end))
