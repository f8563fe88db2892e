"""CSV and TSV: each row a line that names its columns, each cell with its place in the file."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import SourceError
from index.formats.loader import FileContent, Format
from index.formats.paragraphs import MOST_CHARACTERS, written
from index.formats.rows import check_cells, is_head, table_lines
from index.offsets import TextBuilder
from index.records import Extracted

__all__ = ["CSV", "read_csv"]

_DELIMITERS = ",\t;|"
_SAMPLE = 100
"""Rows by which the delimiter is told."""
_QUOTE = '"'
_INSIDE = re.compile(r'""|[ \t]*(?:\r\n|[\n\r\v\f\x85\u2028\u2029])[ \t]*|[\0-\x08\x0e-\x1f\x7f]')


@dataclass(frozen=True, slots=True)
class _Cell:
    """raw[start:end], within its quotation marks where it has them."""

    text: str
    start: int
    end: int


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
        return written(table_lines(rows), file.name)
    builder = TextBuilder()
    filled = [row for row in placed if any(cell.text.strip() for cell in row)]
    texts = [[cell.text for cell in row] for row in filled[:2]]
    head = filled[0] if len(texts) == 2 and is_head(*texts) else []
    for row in filled[1:] if head else filled:
        _write_row(builder, raw, head, row)
        if builder.length > MOST_CHARACTERS:
            raise SourceError(f"{file.name} makes more than {MOST_CHARACTERS:,} characters of text; split it")
    text, offsets = builder.build()
    return Extracted(text, offsets, decoded=raw, blocks=True, whole=True)


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
        raise SourceError(f"{name} is not a table that can be read ({error}); save it anew as CSV") from error


def _placed(raw: str, at: int, rows: Sequence[Sequence[str]], delimiter: str) -> list[list[_Cell]] | None:
    """Each cell that was read with its place in `raw`; None where one does not stand where it should."""
    found: list[list[_Cell]] = []
    for row in rows:
        cells: list[_Cell] = []
        for i, text in enumerate(row):
            if i:
                if not raw.startswith(delimiter, at):
                    return None
                at += len(delimiter)
            quoted = f"{_QUOTE}{text.replace(_QUOTE, _QUOTE * 2)}{_QUOTE}"
            if raw.startswith(quoted, at):
                cells.append(_Cell(text, at + 1, at + len(quoted) - 1))
                at += len(quoted)
            elif raw.startswith(text, at):
                cells.append(_Cell(text, at, at + len(text)))
                at += len(text)
            else:
                return None
        end = re.compile(r"\r\n|\r|\n|\Z").match(raw, at)
        if end is None:
            return None
        at = end.end()
        found.append(cells)
    return found if at == len(raw) else None


def _write_row(builder: TextBuilder, raw: str, head: Sequence[_Cell], row: Sequence[_Cell]) -> None:
    begun = False
    for i, cell in enumerate(row):
        if not cell.text.strip():
            continue
        if begun:
            builder.add(" · ", cell.start, cell.start)
        if i < len(head) and head[i].text.strip():
            _write_cell(builder, raw, head[i])
            builder.add(": ", cell.start, cell.start)
        _write_cell(builder, raw, cell)
        begun = True
    end = row[-1].end
    builder.add("\n", end, end)


def _write_cell(builder: TextBuilder, raw: str, cell: _Cell) -> None:
    """A cell without the white space around it, its line breaks as spaces and its doubled quotation marks single."""
    stood = raw[cell.start : cell.end]
    at = cell.start + len(stood) - len(stood.lstrip())
    end = cell.start + len(stood.rstrip())
    quoted = raw[cell.start - 1 : cell.start] == _QUOTE
    for sign in _INSIDE.finditer(raw, at, end):
        if sign.group() == _QUOTE * 2 and not quoted:
            continue
        builder.add(raw[at : sign.start()], at, sign.start())
        builder.add(_QUOTE if sign.group() == _QUOTE * 2 else " ", sign.start(), sign.end())
        at = sign.end()
    builder.add(raw[at:end], at, end)


CSV = Format(
    "CSV",
    frozenset({".csv", ".tsv", ".tab"}),
    frozenset({"text/csv", "text/tab-separated-values"}),
    lambda file: file.suffix in (".csv", ".tsv", ".tab"),
    read_csv,
)
