"""Markup whose tables are told from the text around them."""

from __future__ import annotations

from index.formats.tables import Table
from index.formats.web.cells import TableCells
from index.formats.web.markup import Markup

__all__ = ["TableMarkup"]


class TableMarkup(Markup):
    """Collects the cells of each table; a subclass says what is made of them, and gives `table` the texts and edges in it.

    `table` is the table that is being read, None outside of one.
    """

    def __init__(self, raw: str) -> None:
        super().__init__(raw)
        self.table: TableCells | None = None

    def table_begins(self) -> None:
        """What follows stands in a table."""

    def table_ends(self, table: Table | None) -> None:
        """That was a table; None where it only lays the page out."""

    def walk(self) -> None:
        """Read all of it; a table that is not closed ends with it."""
        super().walk()
        self._end_table()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        super().handle_starttag(tag, attrs)
        if self.skipping:
            return
        if self.table:
            self.table.start(tag, dict(attrs))
        elif tag == "table":
            self.table = TableCells()
            self.table_begins()

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and with it those left open in it."""
        super().handle_endtag(tag)
        if self.table and not self.skipping:
            self.table.end(tag)
            if not self.table.depth:
                self._end_table()

    def _end_table(self) -> None:
        if self.table:
            made, self.table = self.table.table(), None
            self.table_ends(made)
