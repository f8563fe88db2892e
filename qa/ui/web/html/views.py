"""Who holds what → HTML: a table of sources and those who speak in them, and the sources that are silent."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

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
from qa.ui.web.html.statements import quoted, said_line
from qa.ui.web.words.strings import PageStrings

__all__ = ["silent_html", "views_html"]

_BESIDE = 3
"""How many sources that disagree stand side by side."""
_NAMED = 50


def views_html(answer: Answer, strings: PageStrings, lookup: Lookup | None = None) -> str:
    """The table; empty where there are not two views to set against one another."""
    if len(answer.views) < 2:
        return ""
    sides, documents = by_source(answer), Documents(answer, lookup)
    heads = (strings.view_source, strings.view_holder, strings.view_words)
    columns = "".join(f'<th scope="col" role="columnheader">{escape(head)}</th>' for head in heads)
    beside = answer.verdict is Verdict.DISAGREE and 2 <= len(sides) <= _BESIDE
    layout = f' data-beside="{len(sides)}"' if beside else ""
    body = "".join(_side(side, documents, strings) for side in sides)
    copied = copy_button(_plain(answer, sides, documents, strings), strings.copy_views, strings)
    return (
        f'<section class="yz-views"{layout}><table role="table"><caption>{escape(strings.views)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{columns}</tr></thead>{body}</table>{copied}</section>'
    )


def silent_html(answer: Answer, strings: PageStrings, lookup: Lookup | None = None) -> str:
    """The sources that say nothing of what was asked; after so many the rest are folded away."""
    if not answer.silent:
        return ""
    documents = Documents(answer, lookup)

    def listed(names: Sequence[str]) -> str:
        return f"<ul>{''.join(f'<li>{_silent(name, documents, strings)}</li>' for name in names)}</ul>"

    heading = escape(strings.silent.format(n=len(answer.silent)))
    rest = answer.silent[LISTED:]
    if rest:
        beyond = len(rest) - _NAMED
        last = f"<p>{escape(strings.library_more.format(n=beyond))}</p>" if beyond > 0 else ""
        more = escape(strings.library_more.format(n=len(rest)))
        folded = f"<details><summary>{more}</summary>{listed(rest[:_NAMED])}{last}</details>"
    else:
        folded = ""
    return f'<section class="yz-silent"><h3>{heading}</h3>{listed(answer.silent[:LISTED])}{folded}</section>'


def _silent(name: str, documents: Documents, strings: PageStrings) -> str:
    document = documents.find(name)
    if document is None:
        return escape(name)
    about = " · ".join(filter(None, (publisher(document.source, strings), dates(document.source, strings))))
    return f'{opener(document, 0, 0, title(document), "yz-title")} <span class="yz-credit">{about}</span>'


def _side(side: Side, documents: Documents, strings: PageStrings) -> str:
    source = (
        f'<th scope="rowgroup" role="rowheader" rowspan="{len(side.held)}">{_source(side, documents, strings)}</th>'
    )
    rows = "".join(
        f'<tr role="row">{"" if place else source}<th scope="row" role="rowheader">{_holder(held, strings)}</th>'
        f'<td role="cell">{"".join(_said(item, held, strings) for item in held.told)}</td></tr>'
        for place, held in enumerate(side.held)
    )
    return f'<tbody role="rowgroup">{rows}</tbody>'


def _source(side: Side, documents: Documents, strings: PageStrings) -> str:
    """Its title, which opens it, its publisher and dates; under them the reprints that count as the same source."""
    first, *reprints = side.documents
    document = documents.find(first)
    if document is None:
        return escape(first)
    source = document.source
    about = "".join(f"<span>{part}</span>" for part in (publisher(source, strings), dates(source, strings)) if part)
    names = escape(strings.comma).join(foreign(name) for name in documents.titles(reprints))
    also = f'<p class="yz-credit">{escape(strings.reprinted_in).format(names=names)}</p>' if reprints else ""
    return f'{opener(document, 0, 0, title(document), "yz-title")}<p class="yz-credit">{about}</p>{also}'


def _holder(held: Held, strings: PageStrings) -> str:
    role = _role(held, strings)
    return foreign(held.view.holder) + (f'<span class="yz-role">{escape(role)}</span>' if role else "")


def _role(held: Held, strings: PageStrings) -> str:
    """What the holder is in the source: quoted or reported in it, its author, or its publisher."""
    first = held.told[0].quote
    if held.view.speaker:
        return strings.view_speaker
    if first and authors(first.document, first.passage.section):
        return strings.view_author
    return strings.view_publisher


def _said(item: Told, held: Held, strings: PageStrings) -> str:
    line = said_line(item.quote, strings, "p") if item.quote and not _plainly(item, held) else ""
    return f"{quoted(item, strings, 'h4')}{line}"


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
