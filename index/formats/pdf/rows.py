"""Printed tables → rows of cells, each with its place in the text of the pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile, zip_longest

from index.formats.pdf.lines import PdfCell, PdfLine, PdfTable
from index.formats.pdf.paragraphs import Spelling, glue
from index.formats.tables import UNSHOWN, Cell, Piece, Table, guess_heads, unshown
from index.records import Dropped

__all__ = ["table_of"]

_MOST_HEADS = 3
_Row = tuple[Cell, ...]


def table_of(printed: Sequence[tuple[PdfTable, int]], spelling: Spelling) -> tuple[Table, list[Dropped]]:
    """The table that one or several printed ones make, each with where it begins in the text of the pages.

    Heads that are printed anew at the top of a page are in it once; they are reported, and so are those that it does not
    show.
    """
    parts = [_rows(table, start, spelling) for table, start in printed]
    heads = guess_heads(parts[0], printed[0][0].heads or _bold_heads(printed[0][0]))
    rows = list(parts[0])
    dropped: list[Dropped] = []
    for part in parts[1:]:
        again = heads if [_texts(row) for row in part[:heads]] == [_texts(row) for row in rows[:heads]] else 0
        dropped += [
            Dropped(cell.start, cell.end, cell.text, "head of the table, printed anew")
            for row in part[:again]
            for cell in row
            if cell.text
        ]
        rows += part[again:]
    table = Table(tuple(rows), heads)
    return table, [*dropped, *(Dropped(cell.start, cell.end, cell.text, UNSHOWN) for cell in unshown(table))]


def _texts(row: _Row) -> list[str]:
    return [cell.text for cell in row]


def _bold_heads(table: PdfTable) -> int:
    """How many first rows are in bold type, where others are not; none where that does not tell heads from the rest."""
    rows = [[cell for cell in table.cells if cell.row == row] for row in sorted({cell.row for cell in table.cells})]
    bold = [bool(_lines(row)) and all(line.bold for line in _lines(row)) for row in rows]
    heads = len(list(takewhile(bool, bold)))
    several = sum(bool(cell.lines) for cell in rows[0]) > 1
    return heads if heads <= _MOST_HEADS and several and not any(bold[heads:]) and heads < len(rows) else 0


def _lines(row: Sequence[PdfCell]) -> list[PdfLine]:
    return [line for cell in row for line in cell.lines]


def _rows(table: PdfTable, start: int, spelling: Spelling) -> list[_Row]:
    """The cells of each row; where nothing is ruled stands an empty one."""
    made: dict[tuple[int, int], Cell] = {}
    taken: set[tuple[int, int]] = set()
    at = start
    for cell in table.cells:
        pieces = tuple(_pieces(cell, at, spelling))
        made[cell.row, cell.column] = Cell(pieces, columns=cell.columns, rows=cell.rows)
        taken |= {(cell.row + down, cell.column + right) for down in range(cell.rows) for right in range(cell.columns)}
        at += sum(len(line.text) + 1 for line in cell.lines)
    height = max(cell.row + cell.rows for cell in table.cells)
    places = [[(row, column) for column in range(len(table.edges) - 1)] for row in range(height)]
    return [tuple(made.get(place, Cell()) for place in row if place in made or place not in taken) for row in places]


def _pieces(cell: PdfCell, at: int, spelling: Spelling) -> Iterator[Piece]:
    """The text of a cell, its line wraps undone."""
    for line, following in zip_longest(cell.lines, cell.lines[1:]):
        end = at + len(line.text)
        cut, between = glue(line, following, spelling) if following else (0, "")
        yield Piece(line.text[: len(line.text) - cut], at, end - cut)
        if between:
            yield Piece(between, end, end + len(between))
        at = end + 1
