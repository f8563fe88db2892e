"""The tables of a printed page: those whose cells are ruled, found by pdfplumber, and those whose rows are.

What is no table for sure (a frame around text, a chart, a form that is mostly empty) is left among the lines of the page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from index.formats.pdf.columns import in_reading_order
from index.formats.pdf.furniture import readings
from index.formats.pdf.lines import PdfCell, PdfLine, PdfTable, pieces_of, runs_down
from index.formats.pdf.rules import Box, Grid, open_grids

__all__ = ["runs_over", "tables_on"]

_FEWEST_RULES, _MOST_EDGES = 3, 20_000
"""Lines and sides of boxes on a page that has a table; one with more is a drawing."""
_SAME_EDGE = 3.0
_OVER = 0.3
"""Of the type size: how far a sign may stand over the rule of its cell."""
_CLOSE = 0.1
_FILLED, _SPLIT = 0.5, 0.1
"""The share of cells that hold something at least, and of those that hold several columns at most."""
_LONGEST_CELL = 300
"""Characters; what holds more is text in a frame."""

_Chars = Sequence[Mapping[str, Any]]


def tables_on(page: Any, chars: _Chars, number: int) -> tuple[list[PdfLine], list[Mapping[str, Any]]]:
    """The tables of a page of pdfplumber's, each as one line in its place, and the characters that stand in none."""
    rest = list(chars)
    if not chars or not _FEWEST_RULES <= len(page.edges) <= _MOST_EDGES or runs_down(chars):
        return [], rest
    found: list[PdfLine] = []
    tables = page.find_tables()
    for table in tables:
        if sum(_overlap(table.bbox, other.bbox) for other in tables) == 1:  # not one within another
            rest = _taken(_grid(table.cells), rest, number, found)
    for grid in list(open_grids(page, rest, number)):
        rest = _taken(grid, rest, number, found)
    return found, rest


def _taken(grid: Grid, chars: list[Mapping[str, Any]], number: int, found: list[PdfLine]) -> list[Mapping[str, Any]]:
    """The characters that are left when the table is, which is added to `found`; all of them where it is none."""
    box = (grid.columns[0], grid.rows[0], grid.columns[-1], grid.rows[-1])
    inside = [char for char in chars if _within(_middle(char), box)]
    line = _table(grid, inside, number)
    if not line:
        return chars
    found.append(line)
    taken = set(map(id, inside))
    return [char for char in chars if id(char) not in taken]


def runs_over(before: PdfLine, line: PdfLine) -> bool:
    """Whether `line` is a table that goes on with the one at the end of the page before."""
    if not before.table or not line.table or line.page != before.page + 1:
        return False
    one, other = before.table.edges, line.table.edges
    return len(one) == len(other) and all(abs(a - b) <= _SAME_EDGE for a, b in zip(one, other, strict=True))


def _grid(boxes: Sequence[Box]) -> Grid:
    columns = _edges([side for left, _, right, _ in boxes for side in (left, right)])
    rows = _edges([side for _, top, _, bottom in boxes for side in (top, bottom)])
    cells: list[tuple[Box, PdfCell]] = []
    for box in sorted(boxes, key=lambda box: (box[1], box[0])):
        left, right = _nth(columns, box[0]), _nth(columns, box[2])
        top, bottom = _nth(rows, box[1]), _nth(rows, box[3])
        cells.append((box, PdfCell((), top, left, max(bottom - top, 1), max(right - left, 1))))
    return Grid(tuple(sorted(cells, key=lambda cell: (cell[1].row, cell[1].column))), columns, rows)


def _edges(sides: Sequence[float]) -> tuple[float, ...]:
    """The sides in order, those that are one but for the thickness of a rule once."""
    found: list[float] = []
    for side in sorted(sides):
        if not found or side - found[-1] > _SAME_EDGE:
            found.append(side)
    return tuple(found)


def _nth(edges: Sequence[float], side: float) -> int:
    return max(bisect_right(edges, side + 0.01) - 1, 0)


def _table(grid: Grid, chars: _Chars, page: int) -> PdfLine | None:
    """The table with its text, as a line; None where it is none for sure."""
    if len(grid.columns) < 3 or len(grid.rows) < 3 or not all(char["upright"] for char in chars):
        return None
    held = _held(grid, chars)
    if held is None:
        return None
    cells = [
        PdfCell(in_reading_order(pieces_of(signs, page)), cell.row, cell.column, cell.rows, cell.columns)
        for (_, cell), signs in zip(grid.cells, held, strict=True)
    ]
    if not _is_filled(cells):
        return None
    lines = [line for cell in cells for line in cell.lines]
    size = Counter[float]()
    for line in lines:
        size[line.size] += len(line.text)
    return PdfLine(
        page,
        "\n".join(line.text for line in lines),
        size.most_common(1)[0][0],
        grid.columns[0],
        grid.rows[0],
        grid.columns[-1],
        grid.rows[-1],
        table=PdfTable(tuple(cells), grid.columns, grid.heads),
    )


def _held(grid: Grid, chars: _Chars) -> list[list[Mapping[str, Any]]] | None:
    """The characters of each cell; None where one stands in no cell or over a rule, or a word runs over one."""
    held: list[list[Mapping[str, Any]]] = [[] for _ in grid.cells]
    before: tuple[int, Mapping[str, Any] | None] = (-1, None)
    for char in chars:
        at = next((i for i, (box, _) in enumerate(grid.cells) if _within(_middle(char), box)), -1)
        if char["text"].strip():
            if at < 0 or _sticks_out(char, grid.cells[at][0]) or (at != before[0] and _touches(before[1], char)):
                return None
            before = (at, char)
        if at >= 0:
            held[at].append(char)
    return held


def _touches(before: Mapping[str, Any] | None, char: Mapping[str, Any]) -> bool:
    """Whether a character follows another on its line without white space, as within a word."""
    size = char["size"]
    return bool(
        before
        and abs(before["bottom"] - char["bottom"]) < 0.3 * size
        and abs(char["x0"] - before["x1"]) < _CLOSE * size
    )


def _is_filled(cells: Sequence[PdfCell]) -> bool:
    """Whether most cells hold a few words each, and two rows more than one of them."""
    full = [cell for cell in cells if cell.lines]
    rows = Counter(cell.row for cell in full)
    return (
        sum(count > 1 for count in rows.values()) > 1
        and len(full) >= _FILLED * len(cells)
        and sum(any(line.stops for line in cell.lines) for cell in full) <= _SPLIT * len(full)
        and not any(readings(cell.lines) for cell in full)
        and max(sum(len(line.text) for line in cell.lines) for cell in full) <= _LONGEST_CELL
    )


def _middle(char: Mapping[str, Any]) -> tuple[float, float]:
    return (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2


def _within(point: tuple[float, float], box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _sticks_out(char: Mapping[str, Any], box: Box) -> bool:
    room = _OVER * char["size"]
    return bool(char["x0"] < box[0] - room or char["x1"] > box[2] + room)


def _overlap(one: Box, other: Box) -> bool:
    return min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 1
