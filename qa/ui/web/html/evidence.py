"""All evidence → HTML: each source, in it each speaker, with their sentences; and its files for the browser to keep."""

from __future__ import annotations

import json
import time
from pathlib import PurePath
from typing import Any

from markupsafe import Markup

from qa.answer.all_evidence import AllEvidence
from qa.ui.exports import EXPORTS, as_json
from qa.ui.layout import Documents, Held, Lookup, Side, Told, by_source
from qa.ui.web.html.actions import copy_button, opener
from qa.ui.web.html.credit import dates, foreign, place, plain, publisher, title
from qa.ui.web.html.drawing import draw, phrase, together
from qa.ui.web.html.statements import said_line
from qa.ui.web.html.views import holder_html
from qa.ui.web.words.strings import PageStrings

__all__ = ["FORMATS", "evidence_html", "file_html", "head_html", "spoken_html"]

FORMATS = {"markdown": ("Markdown", "md", "text/markdown"), "csv": ("CSV", "csv", "text/csv")} | {
    "json": ("JSON", "json", "application/json")
}
"""Of each export: what it is called, how its file ends, and its media type."""


def head_html(found: AllEvidence, strings: PageStrings, *, reading: bool = False) -> Markup:
    """What was looked for, how much was found, and how far reading is; `reading` while more is read."""
    told = strings.evidence_reading.format(read=found.read, passages=found.passages)
    names = together([foreign(name) for name in found.holders], strings.comma)
    notes = [phrase(strings.evidence_holders, names=names)] if found.holders else []
    if found.left_out:
        notes.append(phrase(strings.unsound, n=str(len(found.left_out))))
    told = told if reading else _told(found, strings)
    return draw("evidence", "head", words=strings, told=told, reading=reading, notes=notes)


def evidence_html(
    found: AllEvidence, strings: PageStrings, lookup: Lookup | None = None, *, reading: bool = False
) -> Markup:
    """The sentences found so far, by source and by who says them."""
    documents = Documents(found, lookup)
    sides = [_side(side, documents, strings) for side in by_source(found)]
    return draw("evidence", "sides", words=strings, sides=sides, reading=reading)


def spoken_html(found: AllEvidence, strings: PageStrings, *, reading: bool = False) -> Markup:
    """What is read aloud: that it is looked for, and in the end what was found; not each step between."""
    return draw("evidence", "spoken", words=strings, told=strings.searching if reading else _told(found, strings))


def _told(found: AllEvidence, strings: PageStrings) -> str:
    """How much was found and read, and why no more."""
    ended = strings.evidence_ends[found.ended] if found.ended else strings.evidence_stopped
    sources = strings.count(strings.sources, len({citation.document.id for citation in found.citations}))
    sentences = strings.count(strings.sentences, len(found.statements))
    said = strings.evidence_found.format(found=sentences, sources=sources)
    between = " " if strings.comma.endswith(" ") else ""
    read = strings.evidence_read.format(read=found.read, passages=found.passages)
    return between.join([said if found.statements else strings.evidence_none, read, ended])


def file_html(found: AllEvidence, form: str, lookup: Lookup | None = None) -> Markup:
    """One export as the page's script finds it and has the browser keep it; the folders of this computer are left out."""
    _, ending, kind = FORMATS[form]
    text = EXPORTS[form](found, lookup)
    if form == "json":
        text = json.dumps(_without_folders(json.loads(as_json(found))), ensure_ascii=False, indent=2) + "\n"
    return draw("evidence", "file", name=f"evidence.{ending}", kind=kind, text=text, time=time.time_ns())


def _without_folders(form: dict[str, Any]) -> dict[str, Any]:
    citations = [{**citation, "file": PurePath(citation["file"]).name} for citation in form["citations"]]
    return {
        **form,
        "citations": citations,
        "library": {**form["library"], "path": PurePath(form["library"]["path"]).name},
    }


def _side(side: Side, documents: Documents, strings: PageStrings) -> Markup:
    first, *reprints = side.documents
    document = documents.find(first)
    names = together([foreign(name) for name in documents.titles(reprints)], strings.comma)
    about = [publisher(document.source, strings), dates(document.source, strings)] if document else []
    return draw(
        "evidence",
        "side",
        opener=opener(document, 0, 0, title(document), "yz-title") if document else first,
        about=together(about, " · "),
        also=phrase(strings.reprinted_in, names=names) if reprints else "",
        held=[_held(held, strings) for held in side.held],
    )


def _held(held: Held, strings: PageStrings) -> Markup:
    items = [_sentence(item, strings) for item in held.told]
    return draw("evidence", "held", holder=holder_html(held, strings), items=items)


def _sentence(item: Told, strings: PageStrings) -> Markup:
    quote = item.quote
    if quote is None:  # which no sentence is
        return Markup()
    document = quote.document
    return draw(
        "evidence",
        "sentence",
        citation=quote,
        said=said_line(quote, strings, "p"),
        where=[strings.probability.format(p=f"{quote.score:.2g}"), place(document, quote.start, quote.end, strings)],
        opener=opener(document, quote.start, quote.end, strings.whole, "yz-action"),
        copy=copy_button(plain(quote, strings), strings.copy, strings),
    )
