"""An answer → HTML: what is said, where it is said, and what else was found. Documents are untrusted: all is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from index.records import SEARCHED, Document, Note, Passage, SectionKind
from index.text.script import language_of
from qa.records import Answer, Citation, Hit, Verdict
from qa.ui.layout import Lookup, laid_out
from qa.ui.web.html.actions import copy_button, opener
from qa.ui.web.html.credit import (
    basis,
    credit,
    foreign,
    place,
    plain,
    title,
)
from qa.ui.web.html.marks import (
    Highlight,
    marked,
    referenced,
    web_address,
)
from qa.ui.web.html.nearest import nearest_html
from qa.ui.web.html.statements import said_line, statements_html
from qa.ui.web.html.views import silent_html, views_html
from qa.ui.web.words.strings import PageStrings

__all__ = ["answer_html", "library_html", "message_html", "searching_html", "verdict_html"]

_LISTED = 50


def verdict_html(answer: Answer, strings: PageStrings) -> str:
    """What kind of answer it is, and what it rests on."""
    verdict = answer.verdict
    documents = {citation.document.id for citation in answer.citations}
    counted = ""
    if answer.citations:
        quotations = strings.count(strings.quotations, len(answer.citations))
        sources = strings.count(strings.sources, len(documents))
        counted = f'<span class="yz-count">{escape(quotations)} · {escape(sources)}</span>'
    return (
        f'<div class="yz-verdict" data-verdict="{verdict.value}"><h2>{escape(strings.headings[verdict])}</h2>{counted}'
        f"<p>{escape(strings.remarks[verdict])}</p></div>"
    )


def message_html(heading: str, text: str) -> str:
    """A message in place of an answer."""
    return f'<div class="yz-verdict" data-verdict="refused"><h2>{escape(heading)}</h2><p>{escape(text)}</p></div>'


def searching_html(strings: PageStrings) -> str:
    """What is shown while an answer is made."""
    return (
        f'<div class="yz-searching"><span class="yz-dots" aria-hidden="true"></span>{escape(strings.searching)}</div>'
    )


def answer_html(answer: Answer, strings: PageStrings, lookup: Lookup | None = None) -> str:
    """Statements with their numbers, or who holds what; a card for each cited passage; the passages found besides.

    `lookup` finds the documents that the answer names and does not quote.
    """
    parts = [views_html(answer, strings, lookup) or statements_html(answer, strings)]
    parts += [silent_html(answer, strings, lookup), nearest_html(answer, strings)]
    if answer.left_out:
        parts.append(f'<p class="yz-left-out" role="note">{escape(strings.unsound.format(n=len(answer.left_out)))}</p>')
    if answer.citations:
        cards = "".join(_card(group, strings) for group in _grouped(answer))
        parts.append(f'<section class="yz-cards"><h3>{escape(strings.citations)}</h3>{cards}</section>')
    quoted = {citation.passage.id for citation in answer.citations}
    others = [hit for hit in answer.passages if hit.passage.id not in quoted]
    if others:
        label = {Verdict.NOT_IN_LIBRARY: strings.nearest, Verdict.OUTSIDE_FILTERS: strings.outside}.get(
            answer.verdict, strings.further
        )
        shown = "" if answer.citations or answer.nearest else " open"
        found = "".join(_found(hit, strings) for hit in others)
        summary = escape(label.format(n=len(others)))
        parts.append(f'<details class="yz-further"{shown}><summary>{summary}</summary>{found}</details>')
    return f'<div class="yz-result">{"".join(parts)}</div>'


def library_html(documents: Sequence[Document], strings: PageStrings) -> str:
    """What the library holds: titles, who published them and when."""
    items = "".join(
        f"<li>{opener(document, 0, 0, title(document), 'yz-title')}"
        f'<span class="yz-credit">{credit(document, None, strings)}</span></li>'
        for document in documents[:_LISTED]
    )
    more = len(documents) - _LISTED
    rest = f"<li>{escape(strings.library_more.format(n=more))}</li>" if more > 0 else ""
    heading = strings.library.format(documents=strings.count(strings.sources, len(documents)))
    return (
        f'<section class="yz-library"><h2>{escape(heading)}</h2><p>{escape(strings.library_hint)}</p>'
        f"<ul>{items}{rest}</ul></section>"
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """What one card shows: quotations of one passage, and the heading above it where that is cited too."""

    quotes: list[Citation]
    heading: Citation | None

    @property
    def every(self) -> list[Citation]:
        return sorted([*self.quotes, *([self.heading] if self.heading else [])], key=lambda citation: citation.number)


def _grouped(answer: Answer) -> list[_Group]:
    """Citations of one passage share a card, unless they overlap: one mark cannot lie across another.

    A heading is on the card of the sentence that stands under it.
    """
    cited = {citation.number: citation for citation in answer.citations}
    over = _headings(answer, cited)
    carried = {heading.number for heading in over.values()}
    groups: list[_Group] = []
    for citation in answer.citations:
        if citation.number in carried:
            continue
        heading = over.get(citation.number)
        for group in groups:
            apart = all(not _mark(citation).overlaps(_mark(other)) for other in group.quotes)
            if group.quotes[0].passage.id == citation.passage.id and apart and group.heading is heading is None:
                group.quotes.append(citation)
                break
        else:
            groups.append(_Group([citation], heading))
    return groups


def _headings(answer: Answer, cited: dict[int, Citation]) -> dict[int, Citation]:
    """By the number of a sentence, the heading that is the last in the path of its section."""
    items = (laid_out(statement, cited) for statement in answer.statements)
    return {
        item.quote.number: item.heading
        for item in items
        if item.quote and item.heading and item.quote.passage.section.path[-1:] == (item.heading.quote,)
    }


def _mark(citation: Citation) -> Highlight:
    return Highlight(citation.number, citation.start, citation.end)


def _card(group: _Group, strings: PageStrings) -> str:
    first = group.quotes[0]
    document, passage = first.document, first.passage
    start = min(passage.start, *(citation.start for citation in group.quotes))
    end = max(passage.end, *(citation.end for citation in group.quotes))
    numbers = "".join(f'<span class="yz-number">[{citation.number}]</span>' for citation in group.every)
    places = "".join(_place(citation, group.heading, strings) for citation in group.every)
    notes = list(dict.fromkeys(note for citation in group.every for note in citation.notes))
    label = strings.comma.join(strings.citation.format(n=citation.number) for citation in group.every)
    return (
        f'<article class="yz-card" aria-label="{escape(label)}">'
        f"{_head(numbers, document, passage, strings, group.heading)}"
        f"{_text(document, passage, start, end, [_mark(citation) for citation in group.quotes])}"
        f'{_notes(notes, strings)}<ul class="yz-places">{places}</ul>'
        f"{_foot(document, first.start, first.end, strings, cited=True)}</article>"
    )


def _found(hit: Hit, strings: PageStrings) -> str:
    document, passage = hit.document, hit.passage
    where = escape(place(document, passage.start, passage.end, strings))
    return (
        f'<article class="yz-card yz-found">{_head("", document, passage, strings)}'
        f"{_text(document, passage, passage.start, passage.end, [])}"
        f'<ul class="yz-places"><li>{where}</li></ul>'
        f"{_foot(document, passage.start, passage.end, strings, cited=False)}</article>"
    )


def _head(
    numbers: str, document: Document, passage: Passage, strings: PageStrings, heading: Citation | None = None
) -> str:
    section = passage.section
    headings = _path(passage, heading) if heading else foreign(section.label, passage.language)
    kind = ""
    if section.kind in SEARCHED - {SectionKind.BODY}:
        kind = f'<span class="yz-kind">{escape(strings.kinds[section.kind])}</span>'
    path = f'<p class="yz-path"><span class="yz-sr">{escape(strings.section)}: </span>{kind}{headings}</p>'
    tongue = strings.languages.get(passage.language, "")
    return (
        f"<header><h4>{numbers}{foreign(title(document), document.language)}</h4>"
        f'<p class="yz-credit">{credit(document, section, strings)}'
        f"{f' · {escape(tongue)}' if tongue else ''}</p>{path if kind or headings else ''}</header>"
    )


def _path(passage: Passage, heading: Citation) -> str:
    """The headings above a passage, the last of them marked as the quotation that it is."""
    above = "".join(f"{name} › " for name in passage.section.path[:-1])
    mark = marked(heading.quote, heading.start, [_mark(heading)])
    return f'<span lang="{escape(passage.language)}">{escape(above)}{mark}</span>'


def _text(document: Document, passage: Passage, start: int, end: int, marks: Sequence[Highlight]) -> str:
    section = passage.section
    cut = (" yz-cut-before" if start > section.start else "") + (" yz-cut-after" if end < section.end else "")
    text = marked(document.text[start:end], start, marks, document.notes_in(start, end))
    return f'<p class="yz-passage{cut}" lang="{escape(passage.language)}">{text}</p>'


def _notes(notes: Sequence[Note], strings: PageStrings) -> str:
    if not notes:
        return ""
    items = "".join(
        f'<li><span class="yz-label">{escape(note.label)}</span><span lang="{language_of(note.text)}">'
        f"{referenced(note) or escape(strings.no_entry)}</span></li>"
        for note in notes
    )
    return f'<div class="yz-notes"><h5>{escape(strings.footnotes)}</h5><ul>{items}</ul></div>'


def _place(citation: Citation, heading: Citation | None, strings: PageStrings) -> str:
    where = escape(place(citation.document, citation.start, citation.end, strings))
    copied = plain(citation, strings, None if citation is heading else heading)
    return (
        f'<li><span class="yz-number">[{citation.number}]</span> {said_line(citation, strings, "span")} '
        f"<span>{where}</span> {copy_button(copied, strings.copy, strings)}</li>"
    )


def _foot(document: Document, start: int, end: int, strings: PageStrings, cited: bool) -> str:
    source = document.source
    actions = [opener(document, start, end, strings.whole, "yz-action")]
    link = web_address(source.url, strings.address) if source.url else ""
    if link.startswith("<a"):
        actions.append(link)
    about = basis(document, strings) if cited else ""
    return f'<footer><div class="yz-actions">{"".join(actions)}</div>{about}</footer>'
