"""An answer → HTML: what is said, where it is said, and what else was found. Documents are untrusted: all is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from index.records import SEARCHED, Document, Kind, Note, Passage
from index.script import language_of
from qa.records import Answer, Citation, Hit, Statement, Verdict
from qa.web.credit import basis, credit, foreign, place, plain, said, title
from qa.web.marks import Mark, marked, referenced, web_address
from qa.web.strings import Strings

__all__ = ["answer_html", "library_html", "message_html", "reference", "searching_html", "verdict_html"]

_LISTED = 50


def verdict_html(answer: Answer, strings: Strings) -> str:
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


def searching_html(strings: Strings) -> str:
    """What is shown while an answer is made."""
    return (
        f'<div class="yz-searching"><span class="yz-dots" aria-hidden="true"></span>{escape(strings.searching)}</div>'
    )


def answer_html(answer: Answer, strings: Strings) -> str:
    """Statements with their numbers, a card for each cited passage, and the passages found besides."""
    parts: list[str] = []
    if answer.statements:
        cited = {citation.number: citation for citation in answer.citations}
        items = "".join(_statement(statement, cited, strings) for statement in answer.statements)
        parts.append(f'<ol class="yz-statements">{items}</ol>')
    if answer.citations:
        cards = "".join(_card(group, strings) for group in _grouped(answer.citations))
        parts.append(f'<section class="yz-cards"><h3>{escape(strings.citations)}</h3>{cards}</section>')
    quoted = {citation.passage.id for citation in answer.citations}
    others = [hit for hit in answer.passages if hit.passage.id not in quoted]
    if others:
        label = {Verdict.NOT_IN_LIBRARY: strings.nearest, Verdict.OUTSIDE_FILTERS: strings.outside}.get(
            answer.verdict, strings.further
        )
        shown = "" if answer.citations else " open"
        found = "".join(_found(hit, strings) for hit in others)
        summary = escape(label.format(n=len(others)))
        parts.append(f'<details class="yz-further"{shown}><summary>{summary}</summary>{found}</details>')
    return f'<div class="yz-result">{"".join(parts)}</div>'


def library_html(documents: Sequence[Document], strings: Strings) -> str:
    """What the library holds: titles, who published them and when."""
    items = "".join(
        f"<li>{_opener(document, 0, 0, title(document), 'yz-title')}"
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


def _statement(statement: Statement, cited: dict[int, Citation], strings: Strings) -> str:
    citations = [cited[number] for number in statement.citations]
    numbers = "".join(reference(citation.number, strings) for citation in citations)
    quoted = next((citation for citation in citations if citation.quote == statement.text), None)
    if quoted is None:
        return f"<li><p>{escape(statement.text)}{numbers}</p></li>"
    language = escape(quoted.passage.language)
    credited = credit(quoted.document, quoted.passage.section, strings)
    return (
        f'<li><blockquote lang="{language}">{escape(statement.text)}{numbers}</blockquote>'
        f'{_said(quoted, strings, "p")}<p class="yz-credit">{credited}</p></li>'
    )


def _said(citation: Citation, strings: Strings, element: str) -> str:
    line = said(citation.speech, strings)
    return f'<{element} class="yz-said">{line}</{element}>' if line else ""


def reference(number: int, strings: Strings) -> str:
    """The number of a citation, which leads to its quotation."""
    label = escape(strings.citation.format(n=number))
    return f'<a class="yz-number" href="#yz-quote-{number}" aria-label="{label}">[{number}]</a>'


def _grouped(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Citations of one passage share a card, unless they overlap: one mark cannot lie across another."""
    groups: list[list[Citation]] = []
    for citation in citations:
        for group in groups:
            apart = all(not _mark(citation).overlaps(_mark(other)) for other in group)
            if group[0].passage.id == citation.passage.id and apart:
                group.append(citation)
                break
        else:
            groups.append([citation])
    return groups


def _mark(citation: Citation) -> Mark:
    return Mark(citation.number, citation.start, citation.end)


def _card(group: Sequence[Citation], strings: Strings) -> str:
    first = group[0]
    document, passage = first.document, first.passage
    start = min(passage.start, *(citation.start for citation in group))
    end = max(passage.end, *(citation.end for citation in group))
    numbers = "".join(f'<span class="yz-number">[{citation.number}]</span>' for citation in group)
    places = "".join(_place(citation, strings) for citation in group)
    notes = list(dict.fromkeys(note for citation in group for note in citation.notes))
    label = strings.comma.join(strings.citation.format(n=citation.number) for citation in group)
    return (
        f'<article class="yz-card" aria-label="{escape(label)}">'
        f"{_head(numbers, document, passage, strings)}"
        f"{_text(document, passage, start, end, [_mark(citation) for citation in group])}"
        f'{_notes(notes, strings)}<ul class="yz-places">{places}</ul>'
        f"{_foot(document, first.start, first.end, strings, cited=True)}</article>"
    )


def _found(hit: Hit, strings: Strings) -> str:
    document, passage = hit.document, hit.passage
    where = escape(place(document, passage.start, passage.end, strings))
    return (
        f'<article class="yz-card yz-found">{_head("", document, passage, strings)}'
        f"{_text(document, passage, passage.start, passage.end, [])}"
        f'<ul class="yz-places"><li>{where}</li></ul>'
        f"{_foot(document, passage.start, passage.end, strings, cited=False)}</article>"
    )


def _head(numbers: str, document: Document, passage: Passage, strings: Strings) -> str:
    section = passage.section
    headings = foreign(section.label, passage.language)
    kind = ""
    if section.kind in SEARCHED - {Kind.BODY}:
        kind = f'<span class="yz-kind">{escape(strings.kinds[section.kind])}</span>'
    path = f'<p class="yz-path"><span class="yz-sr">{escape(strings.section)}: </span>{kind}{headings}</p>'
    tongue = strings.languages.get(passage.language, "")
    return (
        f"<header><h4>{numbers}{foreign(title(document), document.language)}</h4>"
        f'<p class="yz-credit">{credit(document, section, strings)}'
        f"{f' · {escape(tongue)}' if tongue else ''}</p>{path if kind or headings else ''}</header>"
    )


def _text(document: Document, passage: Passage, start: int, end: int, marks: Sequence[Mark]) -> str:
    section = passage.section
    cut = (" yz-cut-before" if start > section.start else "") + (" yz-cut-after" if end < section.end else "")
    text = marked(document.text[start:end], start, marks, document.notes_in(start, end))
    return f'<p class="yz-passage{cut}" lang="{escape(passage.language)}">{text}</p>'


def _notes(notes: Sequence[Note], strings: Strings) -> str:
    if not notes:
        return ""
    items = "".join(
        f'<li><span class="yz-label">{escape(note.label)}</span><span lang="{language_of(note.text)}">'
        f"{referenced(note) or escape(strings.no_entry)}</span></li>"
        for note in notes
    )
    return f'<div class="yz-notes"><h5>{escape(strings.footnotes)}</h5><ul>{items}</ul></div>'


def _place(citation: Citation, strings: Strings) -> str:
    where = escape(place(citation.document, citation.start, citation.end, strings))
    return (
        f'<li><span class="yz-number">[{citation.number}]</span> {_said(citation, strings, "span")} <span>{where}</span> '
        f'<button type="button" class="yz-copy" data-copy="{escape(plain(citation, strings))}" '
        f'data-copied="{escape(strings.copied)}">{escape(strings.copy)}</button></li>'
    )


def _foot(document: Document, start: int, end: int, strings: Strings, cited: bool) -> str:
    source = document.source
    actions = [_opener(document, start, end, strings.whole, "yz-action")]
    link = web_address(source.url, strings.address) if source.url else ""
    if link.startswith("<a"):
        actions.append(link)
    about = basis(document, strings) if cited else ""
    return f'<footer><div class="yz-actions">{"".join(actions)}</div>{about}</footer>'


def _opener(document: Document, start: int, end: int, label: str, style: str) -> str:
    """A button that opens the whole document at text[start:end]."""
    language = f' lang="{escape(document.language)}"' if style == "yz-title" else ""
    return (
        f'<button type="button" class="{style}" data-document="{escape(document.id)}" data-start="{start}" '
        f'data-end="{end}"{language}>{escape(label)}</button>'
    )
