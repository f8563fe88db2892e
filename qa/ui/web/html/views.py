"""Who holds what → HTML: a table of sources and those who speak in them, and the sources that are silent."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from qa.records import Answer, Verdict
from qa.ui.layout import (
    LISTED,
    Documents,
    Held,
    Lookup,
    Side,
    Told,
    by_source,
)
from qa.ui.web.html.actions import copy_button, opener
from qa.ui.web.html.credit import (
    authors,
    dates,
    foreign,
    plain,
    publisher,
    title,
)
from qa.ui.web.html.drawing import draw, phrase, together
from qa.ui.web.html.statements import quoted, said_line
from qa.ui.web.words.strings import PageStrings

__all__ = ["holder_html", "silent_html", "views_html"]

_BESIDE = 3
"""How many sources that disagree stand side by side."""
_NAMED = 50


def views_html(answer: Answer, strings: PageStrings, lookup: Lookup | None = None) -> Markup:
    """The table; empty where there are not two views to set against one another."""
    if len(answer.views) < 2:
        return Markup()
    sides, documents = by_source(answer), Documents(answer, lookup)
    beside = answer.verdict is Verdict.DISAGREE and 2 <= len(sides) <= _BESIDE
    return draw(
        "views",
        "views",
        beside=len(sides) if beside else 0,
        words=strings,
        heads=(strings.view_source, strings.view_holder, strings.view_words),
        sides=[_side(side, documents, strings) for side in sides],
        copy=copy_button(_plain(answer, sides, documents, strings), strings.copy_views, strings),
    )


def silent_html(answer: Answer, strings: PageStrings, lookup: Lookup | None = None) -> Markup:
    """The sources that say nothing of what was asked; after so many the rest are folded away."""
    if not answer.silent:
        return Markup()
    documents = Documents(answer, lookup)
    rest = answer.silent[LISTED:]
    beyond = len(rest) - _NAMED
    return draw(
        "views",
        "silent",
        heading=strings.silent.format(n=len(answer.silent)),
        listed=[_silent(name, documents, strings) for name in answer.silent[:LISTED]],
        more=strings.library_more.format(n=len(rest)),
        folded=[_silent(name, documents, strings) for name in rest[:_NAMED]],
        beyond=strings.library_more.format(n=beyond) if beyond > 0 else "",
    )


def _silent(name: str, documents: Documents, strings: PageStrings) -> Markup:
    document = documents.find(name)
    if document is None:
        return escape(name)
    about = together([publisher(document.source, strings), dates(document.source, strings)], " · ")
    return draw("views", "one", opener=opener(document, 0, 0, title(document), "yz-title"), about=about)


def _side(side: Side, documents: Documents, strings: PageStrings) -> Markup:
    rows = [
        (holder_html(held, strings), together([_said(item, held, strings) for item in held.told])) for held in side.held
    ]
    return draw("views", "side", source=_source(side, documents, strings), rows=rows)


def _source(side: Side, documents: Documents, strings: PageStrings) -> Markup:
    """Its title, which opens it, its publisher and dates; under them the reprints that count as the same source."""
    first, *reprints = side.documents
    document = documents.find(first)
    if document is None:
        return escape(first)
    names = together([foreign(name) for name in documents.titles(reprints)], strings.comma)
    return draw(
        "views",
        "source",
        opener=opener(document, 0, 0, title(document), "yz-title"),
        about=[part for part in (publisher(document.source, strings), dates(document.source, strings)) if part],
        also=phrase(strings.reprinted_in, names=names) if reprints else "",
    )


def holder_html(held: Held, strings: PageStrings) -> Markup:
    """Who holds what follows, and what they are in the source."""
    role = _role(held, strings)
    return together([foreign(held.view.holder), draw("views", "role", text=role) if role else Markup()])


def _role(held: Held, strings: PageStrings) -> str:
    """What the holder is in the source: quoted or reported in it, its author, or its publisher."""
    first = held.told[0].quote
    if held.view.speaker:
        return strings.view_speaker
    if first and authors(first.document, first.passage.section):
        return strings.view_author
    return strings.view_publisher


def _said(item: Told, held: Held, strings: PageStrings) -> Markup:
    line = said_line(item.quote, strings, "p") if item.quote and not _plainly(item, held) else Markup()
    return together([quoted(item, strings, "h4"), line])


def _plainly(item: Told, held: Held) -> bool:
    """Whether the name of the holder says all that there is to say of who speaks."""
    speech = item.quote.speech if item.quote else None
    return speech is None or (held.view.speaker and speech.whole and not speech.tellers)


def _plain(answer: Answer, sides: Sequence[Side], documents: Documents, strings: PageStrings) -> str:
    """The table as text to paste: each quotation as it is copied alone, under its source and its holder."""
    lines = [answer.question, strings.views]
    for side in sides:
        first, *reprints = documents.titles(side.documents)
        lines += ["", f"■ {first}"]
        if reprints:
            lines.append(strings.reprinted_in.format(names=strings.comma.join(reprints)))
        for held in side.held:
            lines += ["", f"{held.view.holder} ({_role(held, strings)})"]
            lines += [plain(item.quote, strings, item.heading) for item in held.told if item.quote]
    if answer.silent:
        titles = documents.titles(answer.silent[: LISTED + _NAMED])
        lines += ["", strings.silent.format(n=len(answer.silent)), *titles]
    return "\n".join(lines)
