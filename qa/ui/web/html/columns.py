"""Who holds what → HTML: a column a source, a speaker or a date, and the sources that are silent."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from qa.records import Statement
from qa.ui.layout import LISTED, Documents, Held, Lookup, Side, by_source
from qa.ui.web.html.credit import authors, dates, foreign, publisher, title
from qa.ui.web.html.drawing import draw, phrase, together
from qa.ui.web.html.say import says, when
from qa.ui.web.html.sheet import Item, Sheet
from qa.ui.web.words.strings import PageStrings

__all__ = ["columns_html", "named", "role", "silent_html"]

_NAMED = 50


def columns_html(sheet: Sheet, lookup: Lookup | None = None) -> Markup:
    """The columns in the order that the address asks for: the answer's own, by who speaks, or by date."""
    documents, order = Documents(sheet.answer, lookup), sheet.wanted.order
    sides = list(by_source(sheet.answer))
    if order == "date":
        sides.sort(key=lambda side: _published(side, documents) or "9")
    numbered = {item.told.statement: item for item in sheet.items()}
    if order == "speaker":
        drawn = _by_speaker(sheet, sides, documents, numbered)
    else:
        drawn = [_source(sheet, side, documents, numbered) for side in sides]
    return draw("answer", "columns", sides=drawn, order=order)


def silent_html(sheet: Sheet, lookup: Lookup | None = None) -> Markup:
    """The sources that say nothing of what was asked; after so many the rest are folded away."""
    silent, words = sheet.answer.silent, sheet.words
    if not silent:
        return Markup()
    documents = Documents(sheet.answer, lookup)
    rest = silent[LISTED:]
    beyond = len(rest) - _NAMED
    return draw(
        "answer",
        "silent",
        heading=words.silent.format(n=len(silent)),
        note=words.silent_read,
        listed=[_silent(sheet, name, documents) for name in silent[:LISTED]],
        more=words.library_more.format(n=len(rest)),
        folded=[_silent(sheet, name, documents) for name in rest[:_NAMED]],
        beyond=words.library_more.format(n=beyond) if beyond > 0 else "",
    )


def role(held: Held, words: PageStrings) -> str:
    """What the holder is in the source: quoted or reported in it, its author, or its publisher; empty where it is but named after its title."""
    first = held.told[0].quote
    if held.view.speaker:
        return words.view_speaker
    if first and authors(first.document, first.passage.section):
        return words.view_author
    source = first.document.source if first else None
    return words.view_publisher if source is None or source.publisher or source.original_publisher else ""


def named(held: Held, words: PageStrings) -> tuple[Markup, str]:
    """The holder and its role, under the title of the source; nothing where it is but named after that title."""
    part = role(held, words)
    return (foreign(held.view.holder) if part else Markup()), part


def _source(sheet: Sheet, side: Side, documents: Documents, numbered: dict[Statement, Item]) -> Markup:
    words = sheet.words
    whos = [(*named(held, words), says(sheet, _items(held, numbered), 5, held=True)) for held in side.held]
    first, *reprints = side.documents
    document = documents.find(first)
    if document is None:
        return draw("answer", "column", heading=escape(first), about="", also="", whos=whos)
    names = together([foreign(name) for name in documents.titles(reprints)], words.listing)
    return draw(
        "answer",
        "column",
        heading=sheet.title(document, title(document)),
        about=_about(side, documents, words),
        also=phrase(words.reprinted_in, names=names) if reprints else "",
        whos=whos,
    )


def _by_speaker(
    sheet: Sheet, sides: Sequence[Side], documents: Documents, numbered: dict[Statement, Item]
) -> list[Markup]:
    words = sheet.words
    holders: dict[str, list[tuple[Side, Held]]] = {}
    for side in sides:
        for held in side.held:
            holders.setdefault(held.view.holder, []).append((side, held))
    drawn = []
    for holder, every in holders.items():
        whos = []
        for side, held in every:
            document = documents.find(side.documents[0])
            name = sheet.title(document, title(document)) if document else escape(side.documents[0])
            name = name if role(held, words) else Markup()
            whos.append((name, "", says(sheet, _items(held, numbered), 5, held=True)))
        about = together([escape(role(every[0][1], words))])
        drawn.append(draw("answer", "column", heading=foreign(holder), about=about, also="", whos=whos))
    return drawn


def _items(held: Held, numbered: dict[Statement, Item]) -> list[Item]:
    return [numbered[told.statement] for told in held.told]


def _about(side: Side, documents: Documents, words: PageStrings) -> Markup:
    document = documents.find(side.documents[0])
    if document is None:
        return Markup()
    quote = next((told.quote for held in side.held for told in held.told if told.quote), None)
    dated = when(quote, words) if quote and quote.document.id == document.id else dates(document.source, words)
    return together([publisher(document.source, words), dated], " · ")


def _published(side: Side, documents: Documents) -> str:
    document = documents.find(side.documents[0])
    return document.source.published if document else ""


def _silent(sheet: Sheet, name: str, documents: Documents) -> Markup:
    document = documents.find(name)
    if document is None:
        return escape(name)
    about = together([publisher(document.source, sheet.words), dates(document.source, sheet.words)], " · ")
    return draw("answer", "silent_one", opener=sheet.title(document, title(document)), about=about)
