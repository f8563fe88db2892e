"""Spreadsheets (Excel, OpenDocument): each sheet a section, each row a line that names its columns.

A cell is its value as it is stored; how it is displayed (a share as per cent, decimals) is not known to the library that reads them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from index.errors import SourceError
from index.faults import Fault
from index.formats.archive import holds, member, open_zip
from index.formats.loader import FileContent, Format
from index.formats.odf import odf_properties
from index.formats.office import PackageParts, core_properties
from index.formats.paragraphs import Grid, Paragraph, written
from index.formats.rows import check_cells, tables_in
from index.records import Extracted, SectionKind, Source

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

__all__ = [
    "SHEETS",
]

_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOOK = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_REFERENCE = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_REPEATED = re.compile(rb'number-(?:columns|rows)-repeated="(\d+)"')
_MOST_REPEATED = 1 << 20
"""Rows of a sheet; programs write the empty rest of one as one cell that is repeated."""
_LARGEST_AREA = 8_000_000
"""Cells, empty ones among them, in the rectangle that the cells of a sheet span."""


def is_sheets(file: FileContent) -> bool:
    """Whether a file is a spreadsheet, by the names in it."""
    if file.data.startswith(_OLE):
        return file.suffix == ".xls" or (file.suffix not in (".doc", ".msg", ".ppt") and _BOOK[0] in file.data)
    zipped = (file.data.startswith(b"PK") and _ODS in file.data[:200]) or holds(file.data, "xl/workbook")
    return zipped or file.suffix in _SUFFIXES - {".xls"}


def read_sheets(file: FileContent) -> Extracted:
    """The rows of all sheets, one line each; the sheets' names are headings where there are several.

    Raises SourceError for a file that is damaged, protected by a password, empty, or too large to be read.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    said = _checked(file)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(file.data)) as book:
            return written(_lines(book, file.name), file.name, said)
    except PasswordError as error:
        raise SourceError(f"{file.name} is protected by a password; save it without one", Fault.PROTECTED) from error
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError(
            f"{file.name} is damaged or protected by a password ({error}); open it and save it anew",
            Fault.DAMAGED,
        ) from error


def _checked(file: FileContent) -> Source:
    """What a zipped file says of itself, once nothing in it promises more than sheets have."""
    if not file.data.startswith(b"PK"):
        return Source()
    with open_zip(file.data, file.name) as opened:
        for entry in opened.infolist():
            if re.search(r"xl/worksheets/[^/]+\.xml$", entry.filename, re.I):
                _check_area(member(opened, entry, file.name), file.name)
            elif entry.filename == "content.xml":
                _check_repeated(member(opened, entry, file.name), file.name)
        return _said(opened, file.name)


def _said(opened: zipfile.ZipFile, name: str) -> Source:
    parts = PackageParts(opened, name)
    return odf_properties(parts) if "meta.xml" in opened.namelist() else core_properties(parts)


def _check_area(xml: bytes, name: str) -> None:
    """That library lays the cells out in a rectangle: two cells far apart would fill the memory."""
    right = bottom = 0
    for found in _REFERENCE.finditer(xml):
        column = 0
        for letter in found.group(1):
            column = column * 26 + letter - 64
        right, bottom = max(right, column), max(bottom, int(found.group(2)))
    if right * bottom > _LARGEST_AREA:
        raise SourceError(
            f"{name} has a sheet of {bottom:,} rows and {right:,} columns; clear what is far from the table, or split it",
            Fault.TOO_MUCH,
        )


def _check_repeated(xml: bytes, name: str) -> None:
    counts = [int(found.group(1)) for found in _REPEATED.finditer(xml)]
    if any(count > _MOST_REPEATED for count in counts):
        raise SourceError(f"{name} repeats a cell {max(counts):,} times; open it and save it anew", Fault.TOO_MUCH)


def _lines(book: Any, name: str) -> Iterator[Paragraph | Grid]:
    cells = 0
    several = len(book.sheet_names) > 1
    for number, title in enumerate(book.sheet_names):
        sheet: CalamineSheet = book.get_sheet_by_index(number)
        if sheet.width * sheet.height > _LARGEST_AREA:
            check_cells(sheet.width * sheet.height, name)
        rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=True)]
        cells += sum(bool(cell) for row in rows for cell in row)
        check_cells(cells, name)
        if several and any(cell for row in rows for cell in row):
            yield Paragraph(title, SectionKind.HEADING, 1)
        spans = _spans(sheet)
        for table in tables_in(rows):
            inside = {(r - table.start, c): size for (r, c), size in spans.items() if table.start <= r < table.stop}
            yield Grid(rows[table], spans=inside)


def _spans(sheet: CalamineSheet) -> dict[tuple[int, int], tuple[int, int]]:
    """How many rows and columns each cell spans that is merged of several, by its place in the filled part of the sheet."""
    first_row, first_column = sheet.start or (0, 0)
    last_row, last_column = sheet.end or (0, 0)
    return {
        (top - first_row, left - first_column): (min(bottom, last_row) - top + 1, min(right, last_column) - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if first_row <= top <= last_row and first_column <= left <= last_column
    }


def _cell(value: object) -> str:
    """A value as it is written: numbers of 15 figures at most, as sheets show them, days without the hour of midnight."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        shown = float(f"{value:.15g}")
        return str(int(shown)) if shown.is_integer() and abs(shown) < 1e15 else repr(shown)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)


SHEETS = Format(
    "spreadsheet",
    _SUFFIXES,
    frozenset(
        {
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.ms-excel",
            "application/vnd.ms-excel.sheet.macroenabled.12",
            "application/vnd.oasis.opendocument.spreadsheet",
        }
    ),
    is_sheets,
    read_sheets,
)
