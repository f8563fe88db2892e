"""A document as JSON, packed, and back, exactly."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, astuple
from typing import Any

from index.offsets import OffsetMap, Span
from index.places import FilePlace
from index.records import Attribution, Document, Dropped, Note, PageDate, Section, SectionKind, Source, Turn

__all__ = ["packed", "read_document", "unpacked", "write_document"]


def packed(text: str) -> bytes:
    """A text in fewer bytes."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def unpacked(data: bytes | str | None) -> str | None:
    """The text that `packed` packed; one that was never packed, as earlier schemas have it, as it is; None for what is neither."""
    if not isinstance(data, bytes):
        return data
    try:
        return zlib.decompress(data).decode("utf-8", "surrogatepass")
    except (zlib.error, ValueError):
        return None


def write_document(document: Document) -> bytes:
    """The document as one JSON object, packed; its runs of offsets as plain rows."""
    record = {
        "id": document.id,
        "file": document.file,
        "sha256": document.sha256,
        "source": asdict(document.source),
        "text": document.text,
        "language": document.language,
        "offsets": document.offsets.rows(),
        "sections": [asdict(section) for section in document.sections],
        "notes": [asdict(note) for note in document.notes],
        "dropped": [asdict(part) for part in document.dropped],
        "places": [_row(place) for place in document.places],
        "attributions": [list(astuple(said)) for said in document.attributions],
        "page_dates": [list(astuple(date)) for date in document.page_dates],
        "warnings": list(document.warnings),
        "made_of": document.made_of,
    }
    return packed(json.dumps(record, ensure_ascii=False))


def read_document(record: bytes) -> Document:
    """The document that `write_document` wrote down. Raises ValueError for what it did not."""
    value = json.loads(unpacked(record) or "")
    source = {**value["source"], "authors": tuple(value["source"]["authors"])}
    return Document(
        id=value["id"],
        file=value["file"],
        sha256=value["sha256"],
        source=Source(**source),
        text=value["text"],
        language=value["language"],
        offsets=OffsetMap.from_rows(value["offsets"]),
        sections=tuple(
            Section(
                s["start"],
                s["end"],
                SectionKind(s["kind"]),
                tuple(s["path"]),
                tuple(s["authors"]),
                _turn(s["turn"]),
            )
            for s in value["sections"]
        ),
        notes=tuple(Note(**note) for note in value["notes"]),
        dropped=tuple(Dropped(**part) for part in value["dropped"]),
        places=tuple(FilePlace(*row) for row in value["places"]),
        attributions=tuple(
            Attribution(start, end, tuple(speakers), Span(*verb), direct)
            for start, end, speakers, verb, direct in value["attributions"]
        ),
        page_dates=tuple(PageDate(*row) for row in value["page_dates"]),
        warnings=tuple(value["warnings"]),
        made_of=value.get("made_of", ""),
    )


def _row(place: FilePlace) -> list[Any]:
    """A place without what it does not have."""
    row = list(astuple(place))
    if place.confidence is not None:
        return row
    return row[:-1] if place.time else row[:-2]


def _turn(value: dict[str, Any] | None) -> Turn | None:
    if value is None:
        return None
    question = value["question"]
    return Turn(**{**value, "question": Span(**question) if question else None})
