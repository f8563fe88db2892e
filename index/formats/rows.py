"""Rows of a sheet as tables: where one begins and ends, and how many cells are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from index.errors import SourceError

__all__ = ["MOST_CELLS", "check_cells", "tables_in"]

MOST_CELLS = 1_000_000
"""Cells that are read of one file; a table of more is a database."""


def tables_in(rows: Sequence[Sequence[str]]) -> Iterator[slice]:
    """Where the tables of a sheet are: between empty rows; first rows of one cell over wider ones, a title, each by itself."""
    at = 0
    for filled, group in groupby(rows, key=lambda row: _filled(row) > 0):
        end = at + len(list(group))
        wide = next((n for n in range(at, end) if _filled(rows[n]) > 1), at) if filled else at
        while at < wide and all(row[0].strip() for row in rows[at:wide]):
            yield slice(at, at + 1)
            at += 1
        if filled:
            yield slice(at, end)
        at = end


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def check_cells(count: int, name: str) -> None:
    """Raises SourceError for a table of more cells than are read."""
    if count > MOST_CELLS:
        raise SourceError(
            f"{name} has {count:,} cells; at most {MOST_CELLS:,} are read: split it, or save the part that matters"
        )
