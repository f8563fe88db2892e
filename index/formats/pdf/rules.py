"""Where the cells of a table are that has rules between its rows only: over and under its heads and at its end, or all.

Its columns are the white space that runs through all its rows. It is one for sure where every row is ruled, or where a
column beside the first holds figures and every line fills the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from index.formats.pdf.lines import PdfCell, PdfLine, pieces_of

__all__ = ["Box", "Grid", "open_grids"]

Box = tuple[float, float, float, float]
_SAME_PLACE = 3.0
_GAP = 0.5
"""Of the type size: the white space between two columns."""
_MOST_RULES = 80
_OVER = 1.8
"""Of the type size: how far over the first rule the heads begin at most, where no rule stands over them."""
_FIGURES = 2 / 3
_QUANTITY = re.compile(r"[\W_]*\d[\d\W_]*[^\W\d_]{0,4}[\W_]*")


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the cells of a table are: their boxes with their place in it, the edges of its columns, the rows of its heads.

    `heads` is 0 where the rules do not say it.
    """

    cells: tuple[tuple[Box, PdfCell], ...]
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    heads: int = 0


@dataclass(frozen=True, slots=True)
class _Rule:
    y: float
    left: float
    right: float


_Row = list[PdfLine]


def open_grids(page: Any, chars: Sequence[Mapping[str, Any]], number: int) -> Iterator[Grid]:
    """The tables among `chars` of a page of pdfplumber's that rules between the rows tell, from top to bottom."""
    rules = _rules(page.edges)
    for (first, last), group in groupby(sorted(rules, key=_extent), key=_extent):
        ys = sorted(rule.y for rule in group)
        if not 3 <= len(ys) <= _MOST_RULES:
            continue
        left, right = (first - 1) * _SAME_PLACE, (last + 1) * _SAME_PLACE
        inside = [char for char in chars if char["upright"] and left <= char["x0"] and char["x1"] <= right]
        pieces = sorted(pieces_of(inside, number, far=_GAP), key=lambda piece: piece.top)
        others = [rule for rule in rules if rule.y not in ys and left <= rule.left and rule.right <= right]
        bands = [_rows_of([p for p in pieces if above < _middle(p) < below]) for above, below in pairwise(ys)]
        at = 0
        while at < len(bands) - 1:
            end = next((n for n in range(at, len(bands)) if not bands[n]), len(bands))
            tried = ((_grid(ys[at:e], bands[at:e], (left, right), pieces, others), e) for e in range(end, at + 1, -1))
            found, at = next(((grid, e) for grid, e in tried if grid), (None, at + 1))
            if found:
                yield found


def _extent(rule: _Rule) -> tuple[int, int]:
    return round(rule.left / _SAME_PLACE), round(rule.right / _SAME_PLACE)


def _rules(edges: Sequence[Mapping[str, Any]]) -> list[_Rule]:
    """The horizontal rules of a page, pieces of one put together."""
    level = sorted((edge for edge in edges if edge["orientation"] == "h"), key=lambda edge: edge["top"])
    found: list[_Rule] = []
    at = 0
    while at < len(level):
        y = level[at]["top"]
        end = next((n for n in range(at, len(level)) if level[n]["top"] - y > _SAME_PLACE), len(level))
        here, at = sorted(level[at:end], key=lambda edge: edge["x0"]), end
        left, right = here[0]["x0"], here[0]["x1"]
        for edge in here[1:]:
            if edge["x0"] - right > _SAME_PLACE:
                found.append(_Rule(y, left, right))
                left, right = edge["x0"], edge["x1"]
            right = max(right, edge["x1"])
        found.append(_Rule(y, left, right))
    return found


def _grid(
    ys: Sequence[float],
    bands: Sequence[list[_Row]],
    sides: tuple[float, float],
    pieces: Sequence[PdfLine],
    others: Sequence[_Rule],
) -> Grid | None:
    """The table whose rows stand in `bands`, each under the rule at its place in `ys`; None where there is none for sure.

    `others` are rules that run under a part of its heads.
    """
    each = all(len(band) == 1 for band in bands) or sum(len(band) == 1 for band in bands) * 2 >= len(bands) > 3
    last = max(piece.bottom for row in bands[-1] for piece in row)
    inner = [rule for rule in others if ys[0] < rule.y < last]
    over, split = _over(ys[0], pieces, others)
    found = _headed(over, bands, [*split, *inner], sides, each=each) if over else None
    return found if found or split else _headed(_flat(bands[0]), bands[1:], inner, sides, each=each)


def _headed(
    head: _Row, bands: Sequence[list[_Row]], partial: Sequence[_Rule], sides: tuple[float, float], *, each: bool
) -> Grid | None:
    """The table of a row of heads and those in `bands`, a row for `each` or for each line in it."""
    rows = [_flat(band) for band in bands] if each else [row for band in bands for row in band]
    several = [row for row in rows if len(row) > 1]
    under = [piece for piece in head if not _spans(piece, partial)]
    columns = _columns([under, *several], sides)
    if not 3 <= len(columns) == len(_columns(several, sides)) or len(several) * 2 < len(rows):
        return None
    if len({_column(piece, columns) for piece in under}) * 2 < len(columns) - 1:
        return None
    over = [sum(_spans(piece, [rule]) for piece in head) for rule in partial]
    first = min(piece.top for row in rows for piece in row)
    if set(over) - {1} or len({round(rule.y) for rule in partial}) > 1 or any(rule.y > first for rule in partial):
        return None
    if not (each or _is_told(rows, columns)):
        return None
    return _laid_out([head, *rows], columns, partial, heads=0 if each and not partial else 1)


def _over(y: float, pieces: Sequence[PdfLine], others: Sequence[_Rule]) -> tuple[_Row, list[_Rule]]:
    """The row right over the first rule, where it has several parts, as heads have, and the rules that part it in two."""
    near = [piece for piece in pieces if piece.bottom <= y + 1]
    lowest = max(near, key=lambda piece: piece.bottom, default=None)
    if lowest is None or y - lowest.top > _OVER * lowest.size:
        return [], []
    partial = [rule for rule in others if 0 < lowest.top - rule.y < lowest.size]
    top = min([rule.y for rule in partial], default=y) - _OVER * lowest.size
    rows = _rows_of([piece for piece in near if piece.top > top])
    row = _flat(rows) if partial else rows[-1] if rows else []
    return (row, partial) if len(row) > 1 else ([], [])


def _middle(piece: PdfLine) -> float:
    return (piece.top + piece.bottom) / 2


def _rows_of(pieces: Sequence[PdfLine]) -> list[_Row]:
    """Pieces that stand at one height, row by row."""
    rows: list[_Row] = []
    for piece in sorted(pieces, key=lambda piece: piece.top):
        if rows and any(p.bottom - piece.top > 0.3 * min(p.size, piece.size) for p in rows[-1]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _flat(rows: Sequence[_Row]) -> _Row:
    return [piece for row in rows for piece in row]


def _spans(piece: PdfLine, partial: Sequence[_Rule]) -> bool:
    """Whether a rule that is for some columns only stands under a piece."""
    middle = (piece.left + piece.right) / 2
    return any(_middle(piece) < rule.y and rule.left < middle < rule.right for rule in partial)


def _columns(rows: Sequence[_Row], sides: tuple[float, float]) -> tuple[float, ...]:
    """The edges of the columns: the middle of each white space that runs through all rows, and both sides."""
    pieces = sorted(_flat(rows), key=lambda piece: piece.left)
    edges = [sides[0]]
    right = pieces[0].right if pieces else 0.0
    for piece in pieces[1:]:
        if piece.left - right >= _GAP * piece.size:
            edges.append((piece.left + right) / 2)
        right = max(right, piece.right)
    return (*edges, sides[1])


def _is_told(rows: Sequence[_Row], columns: Sequence[float]) -> bool:
    """Whether every line is a row, with its first cell and another, and a column beside the first holds figures."""
    filled = [{_column(piece, columns) for piece in row} for row in rows]
    if len(rows) < 2 or not all(0 in row and len(row) > 1 for row in filled):
        return False
    for column in range(1, len(columns) - 1):
        texts = [" ".join(p.text for p in row if _column(p, columns) == column) for row in rows]
        held = [text for text in texts if text]
        if held and sum(bool(_QUANTITY.fullmatch(text)) for text in held) >= max(_FIGURES * len(rows), 2):
            return True
    return False


def _column(piece: PdfLine, columns: Sequence[float]) -> int:
    middle = (piece.left + piece.right) / 2
    return next((n for n, (left, right) in enumerate(pairwise(columns)) if left <= middle <= right), 0)


def _laid_out(rows: Sequence[_Row], columns: tuple[float, ...], partial: Sequence[_Rule], heads: int) -> Grid:
    """The boxes of the cells: rows reach from one to the next, heads over a rule of their own are a row more."""
    tops = [min(piece.top for piece in row) for row in rows]
    ends = [max(piece.bottom for piece in row) for row in rows]
    ys = [tops[0] - 1, *((end + top) / 2 for end, top in zip(ends, tops[1:], strict=False)), ends[-1] + 1]
    cells: list[tuple[Box, PdfCell]] = []
    split = partial[0].y if partial else 0.0
    for n, row in enumerate(rows):
        top, bottom, at = ys[n], ys[n + 1], n + bool(partial and n)
        spanned: set[int] = set()
        for rule in partial if not n else ():
            under = [
                c for c, (left, right) in enumerate(pairwise(columns)) if rule.left < (left + right) / 2 < rule.right
            ]
            if under:
                spanned |= set(under)
                box = (columns[under[0]], top, columns[under[-1] + 1], split)
                cells.append((box, PdfCell((), 0, under[0], 1, len(under))))
                cells += [((columns[c], split, columns[c + 1], bottom), PdfCell((), 1, c)) for c in under]
        high = 2 if partial and not n else 1
        alone = len(row) == 1 and _column(row[0], columns) == 0 and n > 0
        if alone:
            cells.append(((columns[0], top, columns[-1], bottom), PdfCell((), at, 0, 1, len(columns) - 1)))
            continue
        cells += [
            ((columns[c], top, columns[c + 1], bottom), PdfCell((), at, c, high))
            for c in range(len(columns) - 1)
            if c not in spanned
        ]
    edges = (*ys[:1], *([split] if partial else []), *ys[1:])
    return Grid(
        tuple(sorted(cells, key=lambda cell: (cell[1].row, cell[1].column))), columns, edges, heads + bool(partial)
    )
