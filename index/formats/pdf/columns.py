"""The order in which the lines of a printed page are read: column after column, from where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.formats.pdf.lines import PdfLine

__all__ = ["in_reading_order"]

_ENOUGH_LINES, _COLUMN, _FULL = 4, 0.2, 0.75
"""Columns have at least so many lines on each side of the gutter, and at least this share of the page's width."""


def in_reading_order(pieces: Sequence[PdfLine], width: float) -> tuple[PdfLine, ...]:
    """The lines of a page of `width` points that `pieces` make; what is turned on its side comes last."""
    upright = [piece for piece in pieces if not piece.turned]
    turned = [piece for piece in pieces if piece.turned]
    return (*_merged(_columns(upright, width)), *turned)


def _columns(pieces: list[PdfLine], width: float, column: int = 0) -> list[PdfLine]:
    """Pieces in reading order: what crosses the gutter parts the page, above and below it left goes before right."""
    gutter = _gutter(pieces, width)
    if gutter is None:
        left, right = _edges(pieces)
        ordered = sorted(pieces, key=lambda piece: (piece.top + piece.bottom) / 2)
        return [replace(piece, left_edge=left, right_edge=right, column=column) for piece in ordered]
    ordered = sorted(pieces, key=lambda piece: piece.top)
    found: list[PdfLine] = []
    band: list[PdfLine] = []
    for piece in [*ordered, None]:
        if piece and not piece.left < gutter < piece.right:
            band.append(piece)
            continue
        for side, half in enumerate(([p for p in band if p.right <= gutter], [p for p in band if p.left >= gutter])):
            found += _columns(half, width, 2 * column + side + 1)
        band = []
        if piece:
            left, right = _edges(pieces)
            found.append(replace(piece, left_edge=left, right_edge=right, column=column))
    return found


def _edges(pieces: Sequence[PdfLine]) -> tuple[float, float]:
    return min((p.left for p in pieces), default=0.0), max((p.right for p in pieces), default=0.0)


def _gutter(pieces: Sequence[PdfLine], width: float) -> float | None:
    """Where two columns part: the place that the fewest lines cross, if there is a column's worth on either side."""
    if len(pieces) < 2 * _ENOUGH_LINES:
        return None
    left, right = _edges(pieces)
    best: tuple[int, float, float] | None = None
    starts = sorted({piece.left for piece in pieces if left + _COLUMN * width < piece.left < right - _COLUMN * width})
    for start in starts:
        before = [piece for piece in pieces if piece.right <= start]
        after = [piece for piece in pieces if piece.left >= start]
        crossing = len(pieces) - len(before) - len(after)
        if min(_rows(before), _rows(after)) < _ENOUGH_LINES or crossing * 3 > len(pieces):
            continue
        edge = max(piece.right for piece in before)
        if (
            _beside(before, after)
            and _filled(before)
            and _filled(after)
            and (best is None or (crossing, -(start - edge)) < best[:2])
        ):
            best = crossing, -(start - edge), (edge + start) / 2
    return best[2] if best else None


def _rows(pieces: Sequence[PdfLine]) -> int:
    """How many of the pieces are lines of running text: at least a dozen letters wide."""
    return sum(piece.right - piece.left > 8 * piece.size for piece in pieces)


def _filled(pieces: Sequence[PdfLine]) -> bool:
    """Whether most pieces are about as wide as their column, as running text is and the cells of a table are not."""
    left, right = _edges(pieces)
    return sum(piece.right - piece.left > _FULL * (right - left) for piece in pieces) * 2 > len(pieces)


def _beside(left: Sequence[PdfLine], right: Sequence[PdfLine]) -> bool:
    """Whether the two sides stand side by side, not one over the other."""
    top = max(min(p.top for p in left), min(p.top for p in right))
    bottom = min(max(p.bottom for p in left), max(p.bottom for p in right))
    return bottom - top > _ENOUGH_LINES * left[0].size


def _merged(pieces: Sequence[PdfLine]) -> list[PdfLine]:
    """Pieces at one height of one column, left to right, as one line."""
    rows: list[list[PdfLine]] = []
    for piece in pieces:
        row = rows[-1] if rows else []
        level = [p for p in row if min(p.bottom, piece.bottom) - max(p.top, piece.top) > 0.5 * min(p.size, piece.size)]
        if level and row[0].column == piece.column:
            row.append(piece)
        else:
            rows.append([piece])
    return [_joined(sorted(row, key=lambda piece: piece.left)) for row in rows]


def _joined(row: Sequence[PdfLine]) -> PdfLine:
    if len(row) == 1:
        return row[0]
    main = max(row, key=lambda piece: len(piece.text))
    return replace(
        main,
        text=" ".join(piece.text for piece in row),
        left=row[0].left,
        top=min(piece.top for piece in row),
        right=max(piece.right for piece in row),
        bottom=max(piece.bottom for piece in row),
    )
