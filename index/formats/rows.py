"""Rows of cells → lines: each row is one line that names its columns (`Country: France · Warheads: 290`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from index.errors import SourceError
from index.formats.paragraphs import Paragraph

__all__ = ["MOST_CELLS", "check_cells", "is_head", "row_line", "table_lines"]

MOST_CELLS = 1_000_000
"""Cells that are read of one file; a table of more is a database."""
_BETWEEN, _COLON = " · ", ": "
_FIGURE = re.compile(r"[\s\d.,:/%+\-–−()$€£¥₩]*\d[\s\d.,:/%+\-–−()$€£¥₩]*")
_LONGEST_HEAD = 80


def is_head(row: Sequence[str], below: Sequence[str] | None) -> bool:
    """Whether a row names the columns of the one below it: words in at least two cells, none twice, and no figure."""
    named = [cell.strip() for cell in row if cell.strip()]
    return (
        below is not None
        and len(named) >= 2
        and len(set(named)) == len(named)
        and not any(_FIGURE.fullmatch(cell) or len(cell) > _LONGEST_HEAD for cell in named)
        and sum(bool(cell.strip()) for cell in below) <= len(row)
    )


def row_line(head: Sequence[str], row: Sequence[str]) -> str:
    """A row with the names of its columns; cells without a name stand alone, empty ones are left out."""
    told = []
    for i, cell in enumerate(row):
        name = head[i].strip() if i < len(head) else ""
        if value := cell.strip():
            told.append(f"{name}{_COLON}{value}" if name else value)
    return _BETWEEN.join(told)


def table_lines(rows: Iterable[Sequence[str]]) -> Iterator[Paragraph]:
    """The rows of a sheet as lines. A table begins where a row names columns; an empty row ends it."""
    head: Sequence[str] | None = None
    begun = False
    listed = list(rows)
    for i, row in enumerate(listed):
        if not any(cell.strip() for cell in row):
            head, begun = None, False
            continue
        below = listed[i + 1] if i + 1 < len(listed) else None
        if not begun and is_head(row, below):
            head = row
            begun = True
            continue
        begun = begun or sum(bool(cell.strip()) for cell in row) > 1
        yield Paragraph(row_line(head or (), row))


def check_cells(count: int, name: str) -> None:
    """Raises SourceError for a table of more cells than are read."""
    if count > MOST_CELLS:
        raise SourceError(
            f"{name} has {count:,} cells; at most {MOST_CELLS:,} are read: split it, or save the part that matters"
        )
