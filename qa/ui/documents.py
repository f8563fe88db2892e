"""A document as JSON: what is known of it, its parts and, where it is wanted, its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from index.records import Document
from index.store.duplicates import Likeness

__all__ = ["document_dict", "seen_from"]


def document_dict(document: Document, *, text: bool = True, alike: Sequence[Likeness] = ()) -> dict[str, Any]:
    """JSON form of a document and of its near-duplicates; its `text` is what `start` and `end` of citations count in."""
    value: dict[str, Any] = {
        "document": document.id,
        "file": document.file,
        "sha256": document.sha256,
        **{name: given for name, given in asdict(document.source).items() if name != "sha256"},
        "language": document.language,
        "characters": len(document.text),
        "warnings": list(document.warnings),
        "page_dates": [asdict(date) for date in document.page_dates],
        "near_duplicates": [
            {
                "document": seen.other,
                "same": seen.same,
                "of_this": round(seen.of_one, 3),
                "of_that": round(seen.of_other, 3),
            }
            for seen in seen_from(document, alike)
        ],
        "sections": [
            {
                "kind": section.kind.value,
                "path": list(section.path),
                "authors": list(section.authors),
                "start": section.start,
                "end": section.end,
            }
            for section in document.sections
        ],
    }
    if text:
        value["text"] = document.text
        value["notes"] = [asdict(note) for note in document.notes]
        value["attributions"] = [
            {
                "start": said.start,
                "end": said.end,
                "speakers": list(said.speakers),
                "verb": {"start": said.verb.start, "end": said.verb.end},
                "direct": said.direct,
            }
            for said in document.attributions
        ]
        value["dropped"] = [
            {name: value for name, value in asdict(part).items() if name != "beside"} for part in document.dropped
        ]
    return value


def seen_from(document: Document, alike: Sequence[Likeness]) -> list[Likeness]:
    """Of `alike`, what the document has part in, seen from it."""
    return [found.seen_from(document.id) for found in alike if document.id in (found.one, found.other)]
