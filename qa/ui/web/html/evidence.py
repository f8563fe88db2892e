"""All evidence → HTML: each source, in it each speaker, with their sentences."""

from __future__ import annotations

from markupsafe import Markup

from qa.answer.all_evidence import AllEvidence
from qa.ui.layout import Documents, Held, Lookup, Side, Told, by_source
from qa.ui.web.html.columns import named
from qa.ui.web.html.credit import dates, foreign, place, publisher, said, title
from qa.ui.web.html.drawing import draw, phrase, together
from qa.ui.web.html.sheet import Sheet
from qa.ui.web.words.strings import PageStrings

__all__ = ["FORMATS", "evidence_html", "told"]

FORMATS = {"Markdown": "md", "CSV": "csv", "JSON": "json"}
"""What it can be kept as, and how the file ends."""


def evidence_html(sheet: Sheet, found: AllEvidence, lookup: Lookup | None = None, *, reading: bool = False) -> Markup:
    """The sentences found so far, by source and by who says them, how much that is, and how far reading is."""
    words = sheet.words
    documents = Documents(found, lookup)
    names = together([foreign(name) for name in found.holders], words.listing)
    notes = [phrase(words.evidence_holders, names=names)] if found.holders else []
    if found.left_out:
        notes.append(phrase(words.unsound, n=str(len(found.left_out))))
    kept = not reading and bool(found.statements)
    so_far = (
        {} if found.ended else {"read": found.read}
    )  # so that it is collected again as far, wherever it is not kept
    return draw(
        "evidence",
        "evidence",
        words=words,
        told=words.evidence_reading.format(read=found.read, passages=found.passages) if reading else told(found, words),
        reading=reading,
        read=found.read,
        notes=notes,
        files=[(name, sheet.to(f"/export.{form}", all="yes", **so_far)) for name, form in FORMATS.items()]
        if kept
        else [],
        sides=[_side(sheet, side, documents) for side in by_source(found)],
    )


def told(found: AllEvidence, words: PageStrings) -> str:
    """How much was found and read, and why no more."""
    ended = words.evidence_ends[found.ended] if found.ended else words.evidence_stopped
    sources = words.count(words.sources, len({citation.document.id for citation in found.citations}))
    sentences = words.count(words.sentences, len(found.statements))
    said = words.evidence_found.format(found=sentences, sources=sources)
    between = " " if words.comma.endswith(" ") else ""
    read = words.evidence_read.format(read=found.read, passages=found.passages)
    return between.join([said if found.statements else words.evidence_none, read, ended])


def _side(sheet: Sheet, side: Side, documents: Documents) -> Markup:
    words = sheet.words
    first, *reprints = side.documents
    document = documents.find(first)
    names = together([foreign(name) for name in documents.titles(reprints)], words.listing)
    about = [publisher(document.source, words), dates(document.source, words)] if document else []
    return draw(
        "evidence",
        "side",
        opener=sheet.title(document, title(document)) if document else first,
        about=together(about, " · "),
        also=phrase(words.reprinted_in, names=names) if reprints else "",
        held=[_held(sheet, held) for held in side.held],
    )


def _held(sheet: Sheet, held: Held) -> tuple[Markup, str, list[Markup]]:
    return *named(held, sheet.words), [_sentence(sheet, item) for item in held.told]


def _sentence(sheet: Sheet, item: Told) -> Markup:
    quote, words = item.quote, sheet.words
    if quote is None:  # which no sentence is
        return Markup()
    document = quote.document
    return draw(
        "evidence",
        "sentence",
        citation=quote,
        said=said(quote.speech, words),
        where=[words.probability.format(p=f"{quote.score:.2g}"), place(document, quote.start, quote.end, words)],
        opener=sheet.title(document, words.open_source, quote.start, quote.end),
    )
