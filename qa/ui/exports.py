r"""All evidence as files that others read: Markdown, CSV and JSON.

The quotations of JSON are verbatim, and so are those of Markdown once it is drawn: its signs are masked (`\*`). A cell of CSV that a spreadsheet would take for a
formula has an apostrophe before it (https://owasp.org/www-community/attacks/CSV_Injection). What is not seen, or turns a line round, has a sign in its place in
both (`index.text.visible`).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from index.text.visible import visible
from qa.answer.all_evidence import AllEvidence
from qa.records import Citation, page_of, time_of
from qa.ui.layout import Documents, Held, Lookup, by_source
from qa.verdict import Ended
from qa.wording import counted, publishers, recognition

__all__ = ["EXPORTS", "as_csv", "as_json", "as_markdown", "escaped", "plain_cell", "read_line", "role"]

_COLUMNS = (
    *(
        "number",
        "copy_of",
        "quote",
        "probability",
        "holder",
        "role",
        "author",
        "speakers",
        "direct",
        "document",
        "title",
    ),
    *("publisher", "original_publisher", "published", "section", "page", "time", "language", "file", "start", "end"),
    *("source_start", "source_end", "url", "sha256", "text_sha256", "recognised"),
)
_FORMULA = re.compile(r"^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""What begins so is a formula to some spreadsheet, white space before it or not; the wide signs of East Asia too (OWASP)."""
_MARKUP = re.compile(r"()([\\`*_\[\]<>#|~&!])")
_LINE = re.compile(r"^(\s*[0-9]{0,9})([-+=.)])")
"""What makes a list or a heading of a line that begins with it."""
_ENDS = {
    Ended.ALL_READ: "there are no others",
    Ended.NOTHING_MORE: "the last of them held nothing likely",
    Ended.MOST_READ: "no more were to be read",
    Ended.LIBRARY_CHANGED: "the library changed meanwhile, ask again",
}


def read_line(found: AllEvidence) -> str:
    """How much was found and read, and why no more was, on one line."""
    documents = len({citation.document.id for citation in found.citations})
    ended = f": {_ENDS[found.ended]}" if found.ended else ""
    return (
        f"{counted(len(found.statements), 'sentence')} in {counted(documents, 'document')}, each evidence with a probability "
        f"of at least {found.at_least:g}. {found.read} of {counted(found.passages, 'passage')} read{ended}."
    )


def role(held: Held) -> str:
    """What the holder is in the source: quoted or reported in it, its author, or its publisher; its title where neither is known."""
    first = held.told[0].quote
    if held.view.speaker:
        return "quoted or reported"
    written = first and first.passage.section.written_by(first.document.source)
    if written:
        return "author"
    source = first.document.source if first else None
    return "publisher" if source is None or source.publisher or source.original_publisher else "title"


def as_json(found: AllEvidence, lookup: Lookup | None = None) -> str:  # noqa: ARG001 - as the others are called
    """The JSON form, indented."""
    return json.dumps(found.to_dict(), ensure_ascii=False, indent=2) + "\n"


def as_csv(found: AllEvidence, lookup: Lookup | None = None) -> str:  # noqa: ARG001
    """A row for each citation, source by source; `copy_of` is the number of the sentence that it repeats in a reprint.

    The first character is a byte order mark, without which Excel reads UTF-8 as the system's old encoding.
    """
    written = io.StringIO()
    rows = csv.DictWriter(written, _COLUMNS, lineterminator="\r\n")
    rows.writeheader()
    for side in by_source(found):
        for held in side.held:
            for item in held.told:
                if item.quote is None:  # which no sentence is
                    continue
                for citation in (item.quote, *item.others):
                    copied = "" if citation is item.quote else item.quote.number
                    row = {**_row(citation), "copy_of": copied, "holder": held.view.holder, "role": role(held)}
                    rows.writerow({name: plain_cell(value) for name, value in row.items()})
    return "\ufeff" + written.getvalue()


def _row(citation: Citation) -> dict[str, Any]:
    document, source, said = citation.document, citation.document.source, citation.speech
    span, certificate = document.source_span(citation.start, citation.end), citation.certificate
    recognised = document.recognised(citation.start, citation.end)
    return {
        "number": citation.number,
        "quote": citation.quote,
        "probability": round(citation.score, 4),
        "author": citation.passage.author,
        "speakers": "; ".join(said.speakers),
        "direct": "yes" if said.direct else "no",
        "document": document.id,
        "title": source.title,
        "publisher": source.publisher,
        "original_publisher": source.original_publisher,
        "published": source.published,
        "section": " › ".join(citation.passage.section.path),
        "page": page_of(document, citation.start, citation.end) or "",
        "time": time_of(document, citation.start, citation.end),
        "recognised": "" if recognised is None else recognised,
        "language": citation.passage.language,
        "file": PurePath(document.file).name,
        "start": citation.start,
        "end": citation.end,
        "source_start": span.start,
        "source_end": span.end,
        "url": source.url,
        "sha256": certificate.sha256 if certificate else "",
        "text_sha256": certificate.text_sha256 if certificate else "",
    }


def plain_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    if not isinstance(value, str):
        return value
    return f"'{visible(value)}" if _FORMULA.match(value) else visible(value)


def as_markdown(found: AllEvidence, lookup: Lookup | None = None) -> str:
    """A heading for each source, under it one for each holder, under it the sentences with their places."""
    return "\n".join(_lines(found, Documents(found, lookup))) + "\n"


def _lines(found: AllEvidence, documents: Documents) -> Iterator[str]:
    yield from (f"# {escaped(found.question)}", "", read_line(found))
    if found.holders:
        yield from ("", f"Only what these say themselves: {escaped('; '.join(found.holders))}.")
    for side in by_source(found):
        first, *reprints = side.documents
        document = documents.find(first)
        title = document.source.title if document else ""
        yield from ("", f"## {escaped(title or first)}", "")
        if document:
            source = document.source
            about = (publishers(document), source.published, PurePath(document.file).name, source.url)
            yield escaped(" · ".join(part for part in about if part))
        if reprints:
            yield from ("", escaped(f"Also in {'; '.join(documents.titles(reprints))}: the same text, counted once."))
        for held in side.held:
            yield from ("", f"### {escaped(held.view.holder)} ({role(held)})")
            for quote, others in ((item.quote, item.others) for item in held.told):
                if quote:
                    yield from _quoted(quote, others)
    if found.left_out:
        yield from ("", f"{counted(len(found.left_out), 'sentence')} failed the check and are left out.")


def _quoted(citation: Citation, others: tuple[Citation, ...]) -> Iterator[str]:
    """The sentence as a block quotation, which is drawn as it was written, and where it stands."""
    lines = visible(citation.quote).splitlines()
    yield ""
    for line in lines:
        yield f"> {_LINE.sub(_masked, _MARKUP.sub(_masked, line))}" + "\\" * (line is not lines[-1])
    yield ""
    page = page_of(citation.document, citation.start, citation.end)
    parts = [
        f"probability {citation.score:.2g}",
        " › ".join(citation.passage.section.path),
        f"p. {page}" if page else time_of(citation.document, citation.start, citation.end),
        recognition(citation.document, citation.start, citation.end),
        f"characters {citation.start}–{citation.end}",
        citation.speech.line(),
        f"also in {', '.join(one.document.id for one in others)}" if others else "",
    ]
    yield f"**{citation.number}** · " + escaped(" · ".join(part for part in parts if part))
    for note in citation.notes:
        yield from ("", escaped(f"note {note.label}: {note.text or 'not in the reference list'}"))


def escaped(text: str) -> str:
    """Text with nothing in it that Markdown takes for markup, on one line."""
    return _MARKUP.sub(_masked, " ".join(visible(text).split()))


def _masked(sign: re.Match[str]) -> str:
    """A sign of Markdown as the sign itself."""
    return f"{sign[1]}\\{sign[2]}"


EXPORTS: Mapping[str, Callable[[AllEvidence, Lookup | None], str]] = {
    "markdown": as_markdown,
    "csv": as_csv,
    "json": as_json,
}
"""What makes the text of each format."""
