"""Where a part of a document stands: its page, its time, and all of it as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.records import Document, Passage
from index.text.script_code import script_code

if TYPE_CHECKING:
    from qa import forms

__all__ = ["page_of", "place_of", "time_of"]


def page_of(document: Document, start: int, end: int) -> int | None:
    """The page, from 1, on which document.text[start:end] begins; None where the file has no pages."""
    return next((line.page for line in document.printed(start, end) if line.page), None)


def time_of(document: Document, start: int, end: int) -> str:
    """When document.text[start:end] begins to be said, as `00:01:04`; empty where the file has no times."""
    return next((cue.time for cue in document.printed(start, end)), "")


def place_of(document: Document, passage: Passage, start: int, end: int) -> forms.Place:
    """The place of document.text[start:end], which stands in the passage; `start`, `end` count there, `source_*` in the decoded file."""
    source, span = document.source, document.source_span(start, end)
    found: forms.Place = {
        "document": document.id,
        "file": document.file,
        "title": source.title,
        "publisher": source.publisher,
        "original_publisher": source.original_publisher,
        "authors": list(passage.section.authors or source.authors),
        "published": source.published,
        "reposted": source.reposted,
        "language": passage.language,
        "script": script_code(passage.language, document.text[start:end]),
        "section": list(passage.section.path),
        "kind": passage.section.kind.value,
        "start": start,
        "end": end,
        "source_start": span.start,
        "source_end": span.end,
        "page": page_of(document, start, end),
    }
    if time := time_of(document, start, end):
        found["time"] = time
    if (recognised := document.recognised(start, end)) is not None:
        found["recognised"] = recognised
    return found
