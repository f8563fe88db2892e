"""One file → a document: read, clean, outline, who says what in it, and when."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from index.formats import read
from index.records import Document, Extracted, SectionKind, Source
from index.sources import check
from index.speech.introduced import introduced
from index.speech.speakers import attributions
from index.stated import first_line, stated
from index.structure.clean import clean
from index.structure.outline import outline
from index.text.language_spans import dominant_language
from index.when.page_dates import date_warnings, page_dates

__all__ = ["make_document"]


def make_document(path: Path, data: bytes, source: Source, name: str = "") -> Document:
    """One file's document, called `name` or like the file. Raises SourceError where it cannot be read."""
    sha256 = check(path, data, source)
    extracted = read(data, str(path))
    described = source != Source()
    source = source.completed(replace(extracted.suggested, title=extracted.title, url=extracted.url))
    lines, dropped = clean(extracted, source)
    made = outline(extracted, lines, source)
    title = next((made.text[s.start : s.end] for s in made.sections if s.kind == "title"), "")
    headless = described or _begins_with_rows(extracted)
    if not source.title:
        opening = "" if headless else first_line(extracted.text)
        source = replace(source, title=title or opening or path.stem)
    document = Document(
        id=name or path.stem,
        file=str(path),
        sha256=sha256,
        source=source,
        text=made.text,
        language=source.language or dominant_language(made.text),
        offsets=made.offsets.through(extracted.offsets),
        sections=made.sections,
        notes=made.notes,
        dropped=dropped,
        places=extracted.places,
    )
    document = replace(document, sections=introduced(document))
    if not headless:
        document = replace(document, source=stated(document))
    dates = page_dates(document, extracted.decoded)
    warnings = (*extracted.warnings, *date_warnings(document, dates))
    return replace(document, attributions=attributions(document), page_dates=dates, warnings=warnings)


def _begins_with_rows(extracted: Extracted) -> bool:
    """Whether a file is rows as its format has them, without a title: what they say first is said of a row, not of the file."""
    return (
        extracted.kept
        and any(block.unit for block in extracted.marked)
        and not any(block.kind is SectionKind.TITLE for block in extracted.marked)
    )
