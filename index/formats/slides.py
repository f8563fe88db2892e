"""Presentations (PPTX): each slide a section under its title, its tables row by row, its notes after it.

A slide is a page, and each line has its box on it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from index.errors import SourceError
from index.faults import Fault
from index.formats.archive import DAMAGED, holds, open_zip
from index.formats.loader import FileContent, Format
from index.formats.office import said_in
from index.formats.paragraphs import Grid, Paragraph, written
from index.records import Extracted, SectionKind, Source

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

__all__ = [
    "SLIDES",
]

_SUFFIXES = frozenset({".pptx", ".pptm", ".ppsx"})
_EMU = 12700
"""Units of the format in a point."""
_DEEPEST = 20
_FURNITURE = frozenset({"DATE", "FOOTER", "SLIDE_NUMBER", "HEADER"})


def is_slides(file: FileContent) -> bool:
    """Whether a file is a presentation, by the names in it."""
    return holds(file.data, "ppt/presentation") or file.suffix in _SUFFIXES


def read_slides(file: FileContent) -> Extracted:
    """The text of a presentation: titles as headings, a line for each paragraph and row of a table, and the notes.

    Dates, feet and numbers of slides are left out. Raises SourceError for a file that is damaged, protected or without text.
    """
    from lxml import etree
    from pptx import Presentation
    from pptx.exc import PythonPptxError

    with open_zip(file.data, file.name):
        pass
    try:
        shown = Presentation(io.BytesIO(file.data))
        lines, said = list(_lines(shown)), _said(shown)
    except (*DAMAGED, PythonPptxError, etree.LxmlError, KeyError, AttributeError, TypeError, IndexError) as error:
        raise SourceError(
            f"{file.name} is damaged or no presentation; open it, save it anew as .pptx", Fault.DAMAGED
        ) from error
    return written(lines, file.name, said)


def _said(shown: Presentation) -> Source:
    about = shown.core_properties
    return said_in(about.title or "", about.author or "", about.created.isoformat() if about.created else "")


def _lines(shown: Presentation) -> Iterator[Paragraph | Grid]:
    for number, slide in enumerate(shown.slides, 1):
        title = slide.shapes.title
        if title is not None and title.has_text_frame and (heading := " ".join(title.text_frame.text.split())):
            kind = SectionKind.TITLE if number == 1 else SectionKind.HEADING
            yield Paragraph(heading, kind, 1, number, _box(title))
        for shape in slide.shapes:
            if title is None or shape.shape_id != title.shape_id:
                yield from _shape(shape, number)
        yield from _notes(slide, number)


def _shape(shape: Any, number: int, depth: int = 0) -> Iterator[Paragraph | Grid]:
    """The lines of a shape, of those that are grouped in it too."""
    if (
        shape.is_placeholder
        and shape.placeholder_format.type is not None
        and shape.placeholder_format.type.name in _FURNITURE
    ):
        return
    box = _box(shape)
    if hasattr(shape, "shapes") and depth < _DEEPEST:
        for inner in shape.shapes:
            yield from _shape(inner, number, depth + 1)
    elif getattr(shape, "has_table", False):
        rows = [[" ".join(cell.text.split()) for cell in row.cells] for row in shape.table.rows]
        spans = {
            (at, column): (cell.span_height, cell.span_width)
            for at, row in enumerate(shape.table.rows)
            for column, cell in enumerate(row.cells)
            if cell.is_merge_origin
        }
        yield Grid(rows, 1 if shape.table.first_row and len(rows) > 1 else None, number, box, spans)
    elif getattr(shape, "has_chart", False):
        yield from _chart(shape.chart, number, box)
    elif shape.has_text_frame:
        for paragraph in shape.text_frame.paragraphs:
            yield Paragraph(paragraph.text, page=number, box=box)


def _chart(chart: Any, number: int, box: tuple[float, float, float, float]) -> Iterator[Paragraph | Grid]:
    """A chart as the table that it is drawn of."""
    if chart.has_title and chart.chart_title.has_text_frame:
        yield Paragraph(chart.chart_title.text_frame.text, SectionKind.CAPTION, page=number, box=box)
    for plot in chart.plots:
        series = list(plot.series)
        categories = [str(category) for category in plot.categories]
        rows = [[category, *(_figure(one.values, i) for one in series)] for i, category in enumerate(categories)]
        yield Grid([["", *(str(one.name or "") for one in series)], *rows], 1, number, box)


def _figure(values: Any, at: int) -> str:
    value = values[at] if at < len(values) else None
    return "" if value is None else f"{value:g}"


def _notes(slide: Slide, number: int) -> Iterator[Paragraph]:
    if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None:
        for paragraph in frame.paragraphs:
            yield Paragraph(paragraph.text, page=number)


def _box(shape: Any) -> tuple[float, float, float, float]:
    left, top, width, height = ((value or 0) / _EMU for value in (shape.left, shape.top, shape.width, shape.height))
    return left, top, left + width, top + height


SLIDES = Format(
    "presentation",
    _SUFFIXES,
    frozenset({"application/vnd.openxmlformats-officedocument.presentationml.presentation"}),
    is_slides,
    read_slides,
)
