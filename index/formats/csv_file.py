"""CSV and TSV: each row a line that names its columns, each cell with its place in the file."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index.errors import SourceError
from index.faults import Fault
from index.formats.loader import FileContent, Format
from index.formats.paragraphs import MOST_CHARACTERS, Grid, written
from index.formats.rows import check_cells, tables_in
from index.formats.tables import UNSHOWN, Cell, Piece, Table, guess_heads, unshown, write_table
from index.offsets import TextBuilder
from index.records import Block, Dropped, Extracted

__all__ = [
    "CSV",
]

_DELIMITERS = ",\t;|"
_SAMPLE = 100
"""Rows by which the delimiter is told."""
_QUOTE = '"'
_LINE_END = re.compile(r"\r\n|\r|\n|\Z")


def read_csv(file: FileContent) -> Extracted:
    """The rows of a table, one line each, the names of the columns before the values; an empty cell is left out.

    The delimiter is the one by which most rows have as many cells. Raises SourceError for a file that is no text, has
    an oversized cell, or too many cells.
    """
    raw = file.text
    start = int(raw.startswith("\ufeff"))
    delimiter = _delimiter(raw[start:], file)
    rows = _rows(raw[start:], delimiter, file.name)
    check_cells(sum(map(len, rows)), file.name)
    placed = _placed(raw, start, rows, delimiter)
    if placed is None:  # quoted in a way of its own: what the offsets count in is then the rows themselves
        return written((Grid(rows[table]) for table in tables_in(rows)), file.name)
    builder = TextBuilder()
    marked: list[Block] = []
    dropped: list[Dropped] = []
    for table in tables_in(rows):
        cells = placed[table]
        made = Table(tuple(map(tuple, cells)), guess_heads(cells))
        marked += write_table(builder, made)
        dropped += [Dropped(cell.start, cell.end, raw[cell.start : cell.end], UNSHOWN) for cell in unshown(made)]
        if builder.length > MOST_CHARACTERS:
            raise SourceError(
                f"{file.name} makes more than {MOST_CHARACTERS:,} characters of text; split it", Fault.TOO_MUCH
            )
    text, offsets = builder.build()
    return Extracted(text, offsets, tuple(marked), tuple(dropped), decoded=raw, blocks=True, kept=True)


def _delimiter(raw: str, file: FileContent) -> str:
    """The delimiter by which most rows of the beginning have the same number of cells, more than one."""
    best, chosen = 0.0, "\t" if file.suffix in (".tsv", ".tab") else ","
    sample = "".join(raw.splitlines(keepends=True)[:_SAMPLE])
    for delimiter in _DELIMITERS:
        counts = Counter(len(row) for row in _rows(sample, delimiter, file.name) if row)
        wide = {count: rows for count, rows in counts.items() if count > 1}
        if wide:
            count, rows = max(wide.items(), key=lambda item: (item[1], item[0]))
            if (share := rows / counts.total() + count / 1000) > best:
                best, chosen = share, delimiter
    return chosen


def _rows(raw: str, delimiter: str, name: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(raw, newline=""), delimiter=delimiter, quotechar=_QUOTE))
    except csv.Error as error:
        raise SourceError(
            f"{name} is not a table that can be read ({error}); save it anew as CSV", Fault.DAMAGED
        ) from error


def _placed(raw: str, at: int, rows: Sequence[Sequence[str]], delimiter: str) -> list[list[Cell]] | None:
    """Each cell that was read with its place in `raw`; None where one does not stand where it should."""
    found: list[list[Cell]] = []
    for row in rows:
        cells: list[Cell] = []
        for number, text in enumerate(row):
            if number:
                if not raw.startswith(delimiter, at):
                    return None
                at += len(delimiter)
            quoted = f"{_QUOTE}{text.replace(_QUOTE, _QUOTE * 2)}{_QUOTE}"
            if raw.startswith(quoted, at):
                cells.append(Cell(tuple(_pieces(raw, at + 1, at + len(quoted) - 1))))
                at += len(quoted)
            elif raw.startswith(text, at):
                cells.append(Cell.of(text, at) if text else Cell())
                at += len(text)
            else:
                return None
        if (end := _LINE_END.match(raw, at)) is None:
            return None
        at = end.end()
        found.append(cells)
    return found if at == len(raw) else None


def _pieces(raw: str, at: int, end: int) -> Iterator[Piece]:
    """raw[at:end], what is within quotation marks; doubled ones are one."""
    while (doubled := raw.find(_QUOTE * 2, at, end)) >= 0:
        yield Piece(raw[at : doubled + 1], at, doubled + 1)
        at = doubled + 2
    if at < end:
        yield Piece(raw[at:end], at, end)


CSV = Format(
    "CSV",
    frozenset({".csv", ".tsv", ".tab"}),
    frozenset({"text/csv", "text/tab-separated-values"}),
    lambda file: file.suffix in (".csv", ".tsv", ".tab"),
    read_csv,
)
