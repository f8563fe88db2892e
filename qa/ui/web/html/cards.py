"""An answer → HTML: what is said, where it is said, and what else was found. Documents are untrusted: all is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from index.formats import Unread
from index.records import SEARCHED, Document, Note, Passage, SectionKind
from index.text.script import language_of
from qa.records import Answer, Citation, Hit, Verdict
from qa.ui.layout import Lookup, laid_out
from qa.ui.web.html.about import about_html
from qa.ui.web.html.actions import copy_button, opener
from qa.ui.web.html.credit import (
    basis,
    credit,
    foreign,
    place,
    plain,
    title,
)
from qa.ui.web.html.drawing import draw
from qa.ui.web.html.glosses import glosses_switch
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


def verdict_html(answer: Answer, strings: PageStrings) -> Markup:
    """What kind of answer it is, and what it rests on."""
    verdict = answer.verdict
    documents = {citation.document.id for citation in answer.citations}
    counted = ""
    if answer.citations:
        quotations = strings.count(strings.quotations, len(answer.citations))
        counted = f"{quotations} · {strings.count(strings.sources, len(documents))}"
    known = verdict is not Verdict.SMALL_TALK and bool(answer.about)
    if known:
        counted = strings.count(strings.sources, len({fact.document.id for fact in answer.about}))
    return draw(
        "cards",
        "verdict",
        verdict=verdict.value,
        heading=strings.about if known and verdict is Verdict.ANSWERED else strings.headings[verdict],
        counted=counted,
        text=strings.about_remark if known else strings.remarks[verdict],
    )


def message_html(heading: str, text: str) -> Markup:
    """A message in place of an answer."""
    return draw("cards", "verdict", verdict="refused", heading=heading, counted="", text=text)


def searching_html(strings: PageStrings) -> Markup:
    """What is shown while an answer is made."""
    return draw("cards", "searching", words=strings)


def answer_html(answer: Answer, strings: PageStrings, lookup: Lookup | None = None) -> Markup:
    """Statements with their numbers, or who holds what; a card for each cited passage; the passages found besides.

    `lookup` finds the documents that the answer names and does not quote.
    """
    if answer.about or answer.verdict is Verdict.SMALL_TALK:
        return draw("cards", "result", parts=[about_html(answer, strings)])
    parts = [glosses_switch(answer, strings), views_html(answer, strings, lookup) or statements_html(answer, strings)]
    parts += [silent_html(answer, strings, lookup), nearest_html(answer, strings)]
    if not answer.citations and (unread := answer.library.get("unread")):
        parts.append(draw("cards", "left_out", text=strings.unread_may_say.format(n=unread)))
    if answer.left_out:
        parts.append(draw("cards", "left_out", text=strings.unsound.format(n=len(answer.left_out))))
    if answer.citations:
        cards = [_card(group, strings) for group in _grouped(answer)]
        parts.append(draw("cards", "cards", heading=strings.citations, cards=cards))
    quoted = {citation.passage.id for citation in answer.citations}
    others = [hit for hit in answer.passages if hit.passage.id not in quoted]
    if others:
        label = {Verdict.NOT_IN_LIBRARY: strings.nearest, Verdict.OUTSIDE_FILTERS: strings.outside}.get(
            answer.verdict, strings.further
        )
        shown = not (answer.citations or answer.nearest)
        found = [_found(hit, strings) for hit in others]
        parts.append(draw("cards", "further", open=shown, summary=label.format(n=len(others)), found=found))
    return draw("cards", "result", parts=parts)


def library_html(documents: Sequence[Document], strings: PageStrings, unread: Sequence[Unread] = ()) -> Markup:
    """What the library holds: titles, who published them and when; and what of its folders was not read, and why."""
    items = [
        (opener(document, 0, 0, title(document), "yz-title"), credit(document, None, strings))
        for document in documents[:_LISTED]
    ]
    more = len(documents) - _LISTED
    return draw(
        "cards",
        "library",
        heading=strings.library.format(documents=strings.count(strings.sources, len(documents))),
        hint=strings.library_hint,
        items=items,
        more=strings.library_more.format(n=more) if more > 0 else "",
        unread=strings.library_unread.format(n=len(unread)) if unread else "",
        reasons=[one.told for one in unread[:_LISTED]],
        others=strings.library_more.format(n=len(unread) - _LISTED) if len(unread) > _LISTED else "",
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


def _card(group: _Group, strings: PageStrings) -> Markup:
    first = group.quotes[0]
    document, passage = first.document, first.passage
    start = min(passage.start, *(citation.start for citation in group.quotes))
    end = max(passage.end, *(citation.end for citation in group.quotes))
    notes = list(dict.fromkeys(note for citation in group.every for note in citation.notes))
    return draw(
        "cards",
        "card",
        label=strings.comma.join(strings.citation.format(n=citation.number) for citation in group.every),
        head=_head([citation.number for citation in group.every], document, passage, strings, group.heading),
        text=_text(document, passage, start, end, [_mark(citation) for citation in group.quotes]),
        notes=_notes(notes, strings),
        places=[_place(citation, group.heading, strings) for citation in group.every],
        foot=_foot(document, first.start, first.end, strings, cited=True),
    )


def _found(hit: Hit, strings: PageStrings) -> Markup:
    document, passage = hit.document, hit.passage
    return draw(
        "cards",
        "found",
        head=_head([], document, passage, strings),
        text=_text(document, passage, passage.start, passage.end, []),
        where=place(document, passage.start, passage.end, strings),
        foot=_foot(document, passage.start, passage.end, strings, cited=False),
    )


def _head(
    numbers: Sequence[int],
    document: Document,
    passage: Passage,
    strings: PageStrings,
    heading: Citation | None = None,
) -> Markup:
    section = passage.section
    return draw(
        "cards",
        "head",
        numbers=numbers,
        title=foreign(title(document), document.language),
        credit=credit(document, section, strings),
        tongue=strings.languages.get(passage.language, ""),
        words=strings,
        kind=strings.kinds[section.kind] if section.kind in SEARCHED - {SectionKind.BODY} else "",
        headings=_path(passage, heading) if heading else foreign(section.label, passage.language),
    )


def _path(passage: Passage, heading: Citation) -> Markup:
    """The headings above a passage, the last of them marked as the quotation that it is."""
    mark = marked(heading.quote, heading.start, [_mark(heading)])
    return draw("cards", "path", language=passage.language, above=passage.section.path[:-1], mark=mark)


def _text(document: Document, passage: Passage, start: int, end: int, marks: Sequence[Highlight]) -> Markup:
    section = passage.section
    return draw(
        "cards",
        "passage",
        before=start > section.start,
        after=end < section.end,
        language=passage.language,
        text=marked(document.text[start:end], start, marks, document.notes_in(start, end)),
    )


def _notes(notes: Sequence[Note], strings: PageStrings) -> Markup:
    if not notes:
        return Markup()
    items = [(note.label, language_of(note.text), referenced(note) or strings.no_entry) for note in notes]
    return draw("cards", "notes", heading=strings.footnotes, items=items)


def _place(citation: Citation, heading: Citation | None, strings: PageStrings) -> Markup:
    copied = plain(citation, strings, None if citation is heading else heading)
    return draw(
        "cards",
        "place",
        number=citation.number,
        said=said_line(citation, strings, "span"),
        where=place(citation.document, citation.start, citation.end, strings),
        copy=copy_button(copied, strings.copy, strings),
    )


def _foot(document: Document, start: int, end: int, strings: PageStrings, cited: bool) -> Markup:
    actions = [opener(document, start, end, strings.whole, "yz-action")]
    link = web_address(document.source.url, strings.address) if document.source.url else Markup()
    if link.startswith("<a"):
        actions.append(link)
    return draw("cards", "foot", actions=actions, about=basis(document, strings) if cited else "")
