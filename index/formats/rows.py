"""Rows of a sheet as tables: where one begins and ends, and how many cells are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from index.errors import SourceError
from index.faults import Fault

__all__ = ["MOST_CELLS", "check_cells", "tables_in"]

_FEWEST_HEADS = 3
MOST_CELLS = 1_000_000
"""Cells that are read of one file; a table of more is a database."""


def tables_in(rows: Sequence[Sequence[str]]) -> Iterator[slice]:
    """Where the tables of a sheet are: between empty rows; first rows of one cell over wider ones, a title, each by itself,
    and so are remarks over the row of heads."""
    at = 0
    for filled, group in groupby(rows, key=lambda row: _filled(row) > 0):
        end = at + len(list(group))
        begin = _begin(rows[at:end]) if filled else 0
        yield from (slice(n, n + 1) for n in range(at, at + begin))
        at += begin
        if filled:
            yield slice(at, end)
        at = end


def _begin(rows: Sequence[Sequence[str]]) -> int:
    """How many rows stand over a table: those of one cell, and those narrower than its heads that begin where it begins.

    The heads are the first row that is as wide as any, of different words; most rows under it are about as wide.
    """
    titles = next((n for n, row in enumerate(rows) if _filled(row) > 1), 0)
    titles = titles if all(row[0].strip() for row in rows[:titles]) else 0
    counts = [_filled(row) for row in rows]
    widest = max(counts)
    at = counts.index(widest)
    heads = [cell.strip() for cell in rows[at] if cell.strip()]
    below = counts[at + 1 :]
    is_table = widest >= _FEWEST_HEADS and sum(count >= widest - 1 for count in below) * 2 > len(below) > 1
    named = len(set(heads)) == widest and not any(char.isdigit() for cell in heads for char in cell)
    remarks = at > titles and all(row[0].strip() for row in rows[titles:at])
    return at if is_table and named and remarks else titles


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def check_cells(count: int, name: str) -> None:
    """Raises SourceError for a table of more cells than are read."""
    if count > MOST_CELLS:
        raise SourceError(
            f"{name} has {count:,} cells; at most {MOST_CELLS:,} are read: split it, or save the part that matters",
            Fault.TOO_MUCH,
        )
