"""One file → a document: read, clean, outline, and who says what in it."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

from index.clean import clean
from index.outline import outline
from index.readers import read
from index.records import Document, Source
from index.script import language_of
from index.sources import check
from index.speakers import attributions

__all__ = ["make_document"]


def make_document(path: Path, data: bytes, source: Source, name: str = "") -> Document:
    """One file's document, called `name` or like the file. Raises SourceError where it cannot be read."""
    sha256 = check(path, data, source)
    extracted = read(data, str(path))
    source = _completed(source, replace(extracted.suggested, title=extracted.title, url=extracted.url))
    lines, dropped = clean(extracted, source)
    made = outline(extracted, lines, source)
    title = next((made.text[s.start : s.end] for s in made.sections if s.kind == "title"), "")
    if not source.title:
        source = replace(source, title=title or path.stem)
    document = Document(
        id=name or path.stem,
        file=str(path),
        sha256=sha256,
        source=source,
        text=made.text,
        language=source.language or language_of(made.text),
        offsets=made.offsets.through(extracted.offsets),
        sections=made.sections,
        notes=made.notes,
        dropped=dropped,
        places=extracted.places,
    )
    return replace(document, attributions=attributions(document))


def _completed(source: Source, suggested: Source) -> Source:
    """`source`, and what the file says of itself where it says nothing."""
    said = {field.name: getattr(source, field.name) or getattr(suggested, field.name) for field in fields(Source)}
    return replace(source, **said)
