"""Tables of any format as lines of text: each row is one unit, with the heads of its columns before its cells.

`France · Warheads: 290 · Year: 2023`: the head before a cell is the text of the head cell and leads back to it, the cell
leads to the cell, and only the marks between them stand nowhere in the file. A format says what its cells are and where
they stand; how a row is written is said here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.offsets import TextBuilder
from index.records import Block
from index.text.script import width
from index.text.sentences import CELL_MARK

__all__ = ["UNSHOWN", "Cell", "Piece", "Table", "guess_heads", "table_lines", "unshown", "write_table"]

_NESTED = " › "
_LONGEST_ROW = 150
"""A row that is wider is written a line for each cell, with its label before each."""
_WIDEST_HEAD = 40
_MOST_COLUMNS, _MOST_SPANNED = 2000, 2000
_MOST_HEADS = 4
_QUANTITY = re.compile(r"[\W_]*+\d[\d\W_]*+[^\W\d_]{0,4}+[\W_]*+")
_YEAR = re.compile(r"\D{0,3}(?:1[5-9]|20|21)\d\d\D{0,3}(?:\d\d?\D{0,3}){0,2}")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a cell's text, made from source[start:end]; of equal length, it corresponds character by character."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, of so many `columns` and `rows`; a `head` names its column, or its row."""

    pieces: tuple[Piece, ...] = ()
    head: bool = False
    columns: int = 1
    rows: int = 1

    @classmethod
    def of(cls, text: str, start: int, end: int = -1, *, head: bool = False, columns: int = 1, rows: int = 1) -> Cell:
        """The cell that source[start:end] holds; `end` is left out where the text stands there as it is."""
        return cls((Piece(text, start, start + len(text) if end < 0 else end),), head, columns, rows)

    @property
    def text(self) -> str:
        """What it says, on one line."""
        return _SPACE.sub(" ", "".join(piece.text for piece in self.pieces)).strip()

    @property
    def start(self) -> int:
        """Where it begins in the source; 0 where it holds nothing."""
        return self.pieces[0].start if self.pieces else 0

    @property
    def end(self) -> int:
        """Where it ends in the source; 0 where it holds nothing."""
        return self.pieces[-1].end if self.pieces else 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as they are written (a cell that spans rows or columns stands once); the first `heads` name columns."""

    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 0
    caption: Cell = Cell()


def guess_heads(rows: Sequence[Sequence[Cell]], told: int = 0) -> int:
    """How many first rows name the columns: those that the file says do (`told`) or the first, if it looks like it.

    And those under them that name what a head over several columns stands for: they hold words, all different, under
    each column of such heads, and nothing elsewhere. The first row names the columns if every column that a row below fills has words there, all different, none a quantity or a
    sentence, and the rows below hold a quantity or there are three columns and more. A year is a quantity that may
    name a column.
    """
    heads = told or int(_names_columns(rows))
    grid = _grid(rows) if heads else []
    while 0 < heads < min(len(grid) - 1, _MOST_HEADS) and _names_parts(grid[heads - 1], grid[heads], grid[heads + 1 :]):
        heads += 1
    return heads


def _names_columns(rows: Sequence[Sequence[Cell]]) -> bool:
    if len(rows) < 2:
        return False
    used = {column for row in rows[1:] for column, cell in enumerate(row) if cell.text}
    whole = any(cell.columns > 1 or cell.rows > 1 for row in rows for cell in row)
    names = [cell.text for column, cell in enumerate(rows[0]) if cell.text or whole or column in used]
    below = [cell.text for row in rows[1:] for cell in row]
    told = [name for name in names[1:] if name] if len(names) > 1 else []
    if (
        len(told) < max(len(names) - 1, 1)
        or len(set(filter(None, names))) < len([name for name in names if name])
        or any(width(name) > _WIDEST_HEAD for name in names)
        or any(_is_quantity(name) for name in names)
    ):
        return False
    return any(_is_quantity(text) or _YEAR.fullmatch(text) for text in below) or len(names) > 2


def _names_parts(heads: _Row, row: _Row, below: Sequence[_Row]) -> bool:
    """Whether a row names the columns that some of the `heads` over it span; where all do, figures must stand below."""
    over = dict(heads)
    spanned = {column for column, cell in heads if cell.columns > 1 and cell.text}
    named = {column: cell for column, cell in row if cell.text and cell != over.get(column)}
    parts = dict.fromkeys((over.get(column), cell) for column, cell in named.items())
    names = [(head, cell.text) for head, cell in parts]
    if len({over[column] for column in spanned}) < 1 + (len(spanned) == len(over)) or set(named) != spanned:
        return False
    if len(set(names)) < len(names) or any(_is_quantity(name) or width(name) > _WIDEST_HEAD for _, name in names):
        return False
    if len(spanned) < len(over):
        return True
    texts = [cell.text for other in below for _, cell in other if cell.text]
    return sum(_is_quantity(text) for text in texts) * 2 > len(texts)


def write_table(builder: TextBuilder, table: Table, *, under: int = -1) -> tuple[Block, ...]:
    """Append the caption and the rows, a line each, and return a block for each line.

    Rows stand under the caption, or `under` what is given where there is none. Cells without text are left out, and so
    are rows without any. A cell that spans rows is in all of them, one that spans columns has all their heads.
    """
    blocks: list[Block] = []
    for line in table_lines(table):
        start = builder.length
        for piece in line:
            builder.add(piece.text, piece.start, piece.end)
        blocks.append(Block(start, builder.length, unit=True, under=under))
        builder.add("\n", line[-1].end, line[-1].end)
        if table.caption.text and len(blocks) == 1:
            under = start
    return tuple(blocks)


def table_lines(table: Table) -> list[list[Piece]]:
    """The caption, where there is one, and the lines of the rows."""
    lines: list[list[_Part]] = [_text(table.caption)] if table.caption.text else []
    grid = _grid(table.rows)
    heads = _heads(grid[: table.heads])
    label = _label_column(grid[table.heads :], heads)
    group: Cell | None = None
    over_nothing = _over_nothing(grid, table.heads)
    lines += [_joined([_text(cell) for cell in over_nothing])] if over_nothing else []
    for row in grid[table.heads :]:
        distinct = list(dict.fromkeys(cell for _, cell in row if cell.text))
        if len(distinct) == 1 and distinct[0].columns > 1 and len(row) > 1:
            group = distinct[0]
            lines.append(_text(group))
        elif distinct:
            lines += _row(row, heads, label, group)
    if not grid[table.heads :]:  # nothing but heads: they are what it says
        for row in grid:
            cells = [_text(cell) for cell in dict.fromkeys(cell for _, cell in row) if cell.text]
            lines += [_joined(cells)] if cells else []
    return [[Piece(*part) for part in line] for line in lines]


def _over_nothing(grid: Sequence[_Row], heads: int) -> list[Cell]:
    """The heads of columns that hold nothing, which no row would show."""
    used = {column for row in grid[heads:] for column, cell in row if cell.text}
    named: dict[Cell, bool] = {}
    for row in grid[:heads]:
        for column, cell in row:
            named[cell] = named.get(cell, False) or column in used
    return [cell for cell, held in named.items() if cell.text and not held] if used else []


UNSHOWN = "head of the column whose cells name the rows"
"""Why such a head is not in the text."""


def unshown(table: Table) -> list[Cell]:
    """The head cells whose words stand in no line of the text, to be reported with the reason `UNSHOWN`."""
    shown = {piece.start for line in table_lines(table) for piece in line if piece.end > piece.start}
    heads = [cell for row in table.rows[: table.heads] for cell in row if cell.text and cell.end > cell.start]
    return [cell for cell in heads if not any(piece.start in shown for piece in _whole(cell))]


def _whole(cell: Cell) -> list[Piece]:
    return [Piece(*part) for part in _text(cell)]


_Row = list[tuple[int, Cell]]
"""The cells of a row by their column, those that span rows or columns in each of them."""


def _grid(rows: Sequence[Sequence[Cell]]) -> list[_Row]:
    """Every row with what stands in each of its columns."""
    found: list[_Row] = []
    held: dict[int, tuple[Cell, int]] = {}  # by column: a cell from above, and how many rows it still goes on for
    for cells in rows:
        row: _Row = []
        column = 0
        waiting = list(cells)
        while waiting or any(at >= column for at in held):
            if column in held:
                cell, left = held[column]
                row.append((column, cell))
                if left > 1:
                    held[column] = (cell, left - 1)
                else:
                    del held[column]
                column += 1
            elif waiting:
                cell = waiting.pop(0)
                for _ in range(min(max(cell.columns, 1), _MOST_COLUMNS)):
                    row.append((column, cell))
                    if cell.rows > 1:
                        held[column] = (cell, min(cell.rows, _MOST_SPANNED) - 1)
                    column += 1
            else:
                column += 1
        found.append(row)
    return found


def _heads(rows: Sequence[_Row]) -> dict[int, tuple[Cell, ...]]:
    """The heads of each column, outermost first."""
    found: dict[int, list[Cell]] = {}
    for row in rows:
        for column, cell in row:
            held = found.setdefault(column, [])
            if cell.text and cell not in held and (not held or held[-1].text != cell.text):
                held.append(cell)
    return {column: tuple(cells) for column, cells in found.items()}


def _label_column(rows: Sequence[_Row], heads: dict[int, tuple[Cell, ...]]) -> bool:
    """Whether the first column names the rows: its head then need not stand before each name."""
    first = [cell for row in rows for column, cell in row if column == 0]
    if not heads or len(heads) < 2:
        return True
    return all(cell.head or not _is_quantity(cell.text) for cell in first)


def _is_quantity(text: str) -> bool:
    return bool(_QUANTITY.fullmatch(text)) and not _YEAR.fullmatch(text)


_Part = tuple[str, int, int]


def _text(cell: Cell) -> list[_Part]:
    """A cell's text, white space as one space and none around it."""
    parts: list[_Part] = []
    for piece in cell.pieces:
        if len(piece.text) != piece.end - piece.start:
            parts.append((_SPACE.sub(" ", piece.text), piece.start, piece.end))
            continue
        at = 0
        for gap in _SPACE.finditer(piece.text):
            parts.append((piece.text[at : gap.start()], piece.start + at, piece.start + gap.start()))
            parts.append((" ", piece.start + gap.start(), piece.start + gap.end()))
            at = gap.end()
        parts.append((piece.text[at:], piece.start + at, piece.end))
    shown: list[_Part] = []
    for part in parts:
        if part[0] == " " and (not shown or shown[-1][0].endswith(" ")):
            continue
        if part[0]:
            shown.append(part)
    while shown and shown[-1][0] == " ":
        shown.pop()
    if shown and shown[-1][0] != shown[-1][0].rstrip():
        shown[-1] = (shown[-1][0].rstrip(), *shown[-1][1:])
    if shown and shown[0][0] != shown[0][0].lstrip():
        shown[0] = (shown[0][0].lstrip(), *shown[0][1:])
    return shown


def _mark(text: str, before: Sequence[_Part]) -> _Part:
    """Signs that stand nowhere in the file, placed behind what they follow."""
    at = before[-1][2] if before else 0
    return (text, at, at)


def _joined(cells: Sequence[list[_Part]]) -> list[_Part]:
    found: list[_Part] = []
    for cell in cells:
        if found:
            found.append(_mark(CELL_MARK, found))
        found += cell
    return found


def _row(row: _Row, heads: dict[int, tuple[Cell, ...]], label: bool, group: Cell | None) -> list[list[_Part]]:
    """The lines of one row: one, or where that would be too long, one for each cell."""
    cells: list[list[_Part]] = []
    named: list[_Part] = []
    columns: dict[Cell, list[int]] = {}
    for column, cell in row:
        columns.setdefault(cell, []).append(column)
    for cell, places in columns.items():
        if not cell.text:
            continue
        above = [head for at in places for head in heads.get(at, ())]
        is_label = cell.head or (label and places[0] == 0 and len(row) > 1)
        parts = _text(cell) if is_label else [*_before(list(dict.fromkeys(above))), *_text(cell)]
        if is_label and not cells:
            named = [*named, *([_mark(_NESTED, named)] if named else []), *parts]
        else:
            cells.append(parts)
    if group is not None:
        named = [*_text(group), *([_mark(_NESTED, _text(group)), *named] if named else [])]
    if not named:
        return _lines(cells)
    return [_joined([named, *line]) for line in _fitted(named, cells)] if cells else [named]


def _lines(cells: list[list[_Part]]) -> list[list[_Part]]:
    return [_joined(line) for line in _fitted([], cells)]


def _fitted(named: list[_Part], cells: list[list[_Part]]) -> list[list[list[_Part]]]:
    size = sum(width(part[0]) for cell in [named, *cells] for part in cell)
    return [cells] if size <= _LONGEST_ROW else [[cell] for cell in cells]


def _before(heads: Sequence[Cell]) -> list[_Part]:
    """The heads of a cell and what stands between them and it."""
    found: list[_Part] = []
    for head in heads:
        if found:
            found.append(_mark(_NESTED, found))
        found += _text(head)
    if found:
        found.append(_mark(" " if found[-1][0].endswith((":", "：")) else ": ", found))
    return found
