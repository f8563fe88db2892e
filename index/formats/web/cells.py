"""The cells of an HTML table, gathered while its page is walked through."""

from __future__ import annotations

from collections.abc import Mapping

from index.formats.tables import Cell, Piece, Table, guess_heads

__all__ = ["TableCells"]

_WIDEST, _WIDEST_TOLD = 60, 300
"""Characters of a cell: what holds more is prose in a layout; a table that has head cells is none, unless it is worse."""
_MOST_SPANNED = 200

Attributes = Mapping[str, str | None]


class TableCells:
    """What is met between <table> and </table>; the rows of a table inside it make it a layout."""

    def __init__(self) -> None:
        self._rows: list[list[Cell]] = []
        self._heads: list[bool] = []
        self._pieces: list[Piece] | None = None
        self._opened = Cell()
        self._caption: list[Piece] = []
        self._in_caption = False
        self._layout = False
        self._in_head = False
        self.depth = 1

    def start(self, tag: str, attrs: Attributes) -> None:
        """An element begins."""
        match tag:
            case "table":
                self.depth += 1
                self._layout = True
            case "thead":
                self._in_head = True
            case "tr":
                self._close()
                self._rows.append([])
                self._heads.append(self._in_head)
            case "td" | "th":
                self._close()
                if not self._rows:
                    self._rows.append([])
                    self._heads.append(self._in_head)
                columns, rows = _span(attrs.get("colspan")), _span(attrs.get("rowspan"))
                self._opened = Cell((), tag == "th", columns, rows)
                self._pieces = []
            case "caption":
                self._in_caption = True
            case "h1" | "h2" | "h3" | "h4" | "form":
                self._layout = True
            case _:
                pass

    def end(self, tag: str) -> None:
        """An element ends."""
        match tag:
            case "table":
                self.depth -= 1
            case "thead":
                self._in_head = False
            case "tr" | "td" | "th":
                self._close()
            case "caption":
                self._in_caption = False
            case _:
                pass

    def text(self, text: str, start: int, end: int) -> None:
        """Some text of the present cell, or of the caption."""
        if self._in_caption:
            self._caption.append(Piece(text, start, end))
        elif self._pieces is not None:
            self._pieces.append(Piece(text, start, end))

    def edge(self, at: int) -> None:
        """A block within a cell begins or ends: a space, where nothing else parts the words."""
        pieces = self._caption if self._in_caption else self._pieces
        if pieces and not pieces[-1].text.endswith((" ", "\n")):
            pieces.append(Piece(" ", at, at))

    def table(self) -> Table | None:
        """The table; None where it only lays a page out."""
        self._close()
        cells = [cell for row in self._rows for cell in row]
        told = any(cell.head for cell in cells) or any(self._heads)
        widest = _WIDEST_TOLD if told else _WIDEST
        if self._layout or not any(len(row) > 1 for row in self._rows) or any(len(c.text) > widest for c in cells):
            return None
        named = [
            in_head or (bool(row) and all(cell.head for cell in row))
            for row, in_head in zip(self._rows, self._heads, strict=True)
        ]
        heads = [*named, False].index(False)
        heads = guess_heads(self._rows, heads) if heads or not told else 0
        return Table(tuple(map(tuple, self._rows)), heads, Cell(tuple(self._caption)))

    def _close(self) -> None:
        if self._pieces is not None:
            opened = self._opened
            self._rows[-1].append(Cell(tuple(self._pieces), opened.head, opened.columns, opened.rows))
        self._pieces = None


def _span(value: str | None) -> int:
    """How many rows or columns an attribute says."""
    return min(max(int(value), 1), _MOST_SPANNED) if value and value.isdecimal() and len(value) < 6 else 1
