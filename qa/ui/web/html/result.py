"""An answer → HTML: its verdict in words, its statements, who holds what, an honest no and why, and what else was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from index.records import Document
from qa.records import Answer, Fact, Hit, Property, Verdict
from qa.ui.layout import Lookup, by_document
from qa.ui.web.html.columns import columns_html, silent_html
from qa.ui.web.html.credit import credit, foreign, place, title
from qa.ui.web.html.drawing import draw, phrase
from qa.ui.web.html.say import glossary_html, says
from qa.ui.web.html.sheet import Sheet
from qa.ui.web.wanted import ORDERS, Wanted
from qa.ui.web.words.languages import page_languages
from qa.ui.web.words.strings import PageStrings
from qa.wording import short

__all__ = ["Reason", "answer_html", "reading_html", "refused_html", "state_of"]

_LINE = 160
"""Characters of a passage in a list."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why there is no answer: what is told, where, the words there, and what might be asked instead."""

    told: str
    sub: Markup = Markup()  # noqa: RUF009  # frozen
    passage: Markup = Markup()  # noqa: RUF009
    href: str = ""
    act: str = ""


def state_of(answer: Answer) -> str:
    """What the page looks like with this answer."""
    if not answer.statements:
        return "no"
    return "views" if len(answer.views) > 1 else "answer"


def reading_html(wanted: Wanted, hits: Sequence[Hit]) -> Markup:
    """The nearest passages, which are being read, in rows that stay where they are."""
    words = wanted.words
    items = [(hit.number, _line(hit), hit.passage.language, _path(hit)) for hit in hits]
    return draw("answer", "reading", words=words, told=words.reading_closely.format(n=len(hits)), items=items)


def refused_html(heading: str, text: str) -> Markup:
    """A message in place of an answer."""
    return draw("answer", "refused", heading=heading, text=text)


def answer_html(
    sheet: Sheet,
    lookup: Lookup | None = None,
    reasons: Sequence[Reason] = (),
    notes: Sequence[tuple[str | Markup, bool]] = (),
) -> Markup:
    """All of an answer. `lookup` finds the documents that it names and does not quote, `notes` are said above it."""
    answer, words = sheet.answer, sheet.words
    parts = [_verdict(sheet), *(draw("answer", "note", text=text, fine=fine) for text, fine in notes)]
    if answer.about or answer.verdict is Verdict.SMALL_TALK:
        parts.append(_about(sheet))
        return draw("answer", "answer", verdict=answer.verdict.value, state="no", title="", parts=parts)
    if len(answer.views) > 1:
        parts += [_orders(sheet), columns_html(sheet, lookup), silent_html(sheet, lookup)]
    elif answer.statements:
        possible = answer.verdict is Verdict.UNCERTAIN
        parts += [
            draw("answer", "says", items=says(sheet, sheet.items()), possible=possible),
            silent_html(sheet, lookup),
        ]
    else:
        parts += [_reasons(reasons), _nearest(sheet)]
    parts.append(glossary_html(sheet))
    if not answer.citations and (unread := answer.library.get("unread")):
        parts.append(draw("answer", "note", text=words.unread_may_say.format(n=unread), fine=False))
    if answer.left_out:
        parts.append(draw("answer", "note", text=words.unsound.format(n=len(answer.left_out)), fine=False))
    parts += [_further(sheet), draw("answer", "collect", label=words.all_evidence, href=sheet.to("/", all="yes"))]
    return draw("answer", "answer", verdict=answer.verdict.value, state=state_of(answer), title="", parts=parts)


def _verdict(sheet: Sheet) -> Markup:
    answer, words = sheet.answer, sheet.words
    verdict, total = answer.verdict, answer.library.get("documents", 0)
    documents = {one.document.id for one in answer.citations}
    known = verdict is not Verdict.SMALL_TALK and bool(answer.about)
    own = Markup()
    if len(answer.views) == 1 and answer.statements:
        view = answer.views[0]
        quoted = any(one.speech.direct for one in answer.citations if one.number in view.citations)
        pattern = words.own_words if not view.speaker or quoted else words.reported_words
        own = phrase(pattern, name=foreign(view.holder))
    counted = words.count(words.statements, len(answer.statements)) if answer.statements else ""
    if len(answer.views) > 1:
        counted = words.count(words.voices, len({view.holder for view in answer.views}))
    every, told = words.count(words.sources, total), ""
    if answer.statements:
        told = words.quoted_of.format(n=len(documents), documents=every)
    elif not (known or verdict is Verdict.SMALL_TALK):
        told = words.searched.format(documents=every)
    if known:
        counted = words.count(words.sources, len({fact.document.id for fact in answer.about}))
    read = {hit.document.id for hit in answer.passages}
    slots = ["on" if one in documents else "read" if one in read and not documents else "" for one in sheet.documents]
    return draw(
        "answer",
        "verdict",
        verdict=verdict.value,
        heading=words.about if known and verdict is Verdict.ANSWERED else words.headings[verdict],
        own=own,
        counted=counted,
        shelf=draw("answer", "shelf", slots=slots) if slots and told else "",
        quoted=told,
        text=words.about_remark if known else "" if verdict is Verdict.ANSWERED else words.remarks[verdict],
    )


def _orders(sheet: Sheet) -> Markup:
    """How the columns are laid out, and how else they could be."""
    words, wanted = sheet.words, sheet.wanted
    named = {"source": words.order_source, "speaker": words.order_speaker, "date": words.order_date}
    links = [(named[order], wanted.to(order=order), order == wanted.order) for order in ORDERS]
    return draw("answer", "orders", words=words, links=links)


def _reasons(reasons: Sequence[Reason]) -> Markup:
    if not reasons:
        return Markup()
    return draw("answer", "reasons", items=[(one.told, one.sub, one.passage, one.href, one.act) for one in reasons])


def _nearest(sheet: Sheet) -> Markup:
    items, words, verdict = sheet.nearest(), sheet.words, sheet.answer.verdict
    if not items:
        return Markup()
    outside = verdict is Verdict.OUTSIDE_FILTERS
    return draw(
        "answer",
        "near",
        verdict=verdict.value,
        heading=words.outside_said if outside else words.nearest_said,
        no="" if outside else words.no_answer,
        text="" if outside else words.nearest_hint,
        items=says(sheet, items),
    )


def _further(sheet: Sheet) -> Markup:
    answer, words = sheet.answer, sheet.words
    quoted = {one.passage.id for one in answer.citations}
    others = [hit for hit in answer.passages if hit.passage.id not in quoted]
    if not others:
        return Markup()
    label = {Verdict.NOT_IN_LIBRARY: words.nearest, Verdict.OUTSIDE_FILTERS: words.outside}.get(
        answer.verdict, words.further
    )
    rows = [(_line(hit), hit.passage.language, *_credited(sheet, hit)) for hit in others]
    return draw("answer", "further", summary=label.format(n=len(others)), open=not answer.nearest, rows=rows)


def _credited(sheet: Sheet, hit: Hit) -> tuple[Markup, Markup]:
    document, passage = hit.document, hit.passage
    opener = sheet.title(document, title(document), passage.start, passage.end)
    return opener, credit(document, passage.section, sheet.words)


def _line(hit: Hit) -> str:
    return short(hit.passage.text, _LINE)


def _path(hit: Hit) -> Markup:
    document, label = hit.document, hit.passage.section.label
    return foreign(f"{title(document)} › {label}" if label else title(document), document.language)


def _about(sheet: Sheet) -> Markup:
    """Each document with what is known of it and from where; to small talk a word in the language of the question, and titles."""
    answer, words = sheet.answer, sheet.words
    greets = answer.verdict is Verdict.SMALL_TALK
    spoken = page_languages().get(answer.language, words) if greets else words
    items = [
        (
            sheet.title(document, title(document)),
            [] if greets else [_told(sheet, document, fact, words) for fact in facts],
        )
        for document, facts in by_document(answer.about)
    ]
    return draw("answer", "about", greets=greets, words=spoken, items=items)


def _told(sheet: Sheet, document: Document, fact: Fact, words: PageStrings) -> Markup:
    """A property, its value, and where it is from; what the text states can be opened there."""
    dated = fact.name in (Property.PUBLISHED, Property.REPOSTED)
    span = fact.span
    return draw(
        "answer",
        "fact",
        name=words.properties[fact.name],
        value=(words.date(fact.value) if dated else foreign(fact.value)) if fact.value else words.not_stated,
        quote=foreign(fact.quote) if span and fact.quote != fact.value else "",
        basis="" if not fact.value else words.from_text if span else words.from_metadata,
        where=place(document, span.start, span.end, words) if span else "",
        opener=sheet.title(document, words.open_source, span.start, span.end) if span else "",
    )
