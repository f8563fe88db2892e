"""The printed lines of a page, in reading order, from its characters and where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

__all__ = ["WIDE", "Line", "is_vertical", "lines_of"]

WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\U00020000-\U000323af]")
_BOLD = re.compile(r"bold|heavy|black|semibold|demi|simhei|-w[789]\b", re.I)
_UNKNOWN = re.compile(r"\(cid:\d+\)")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_GAP, _FAR = 0.22, 1.8
"""Of the type size: the gap that is a space, and the one beyond which another piece of the page begins."""
_SMALL, _RAISED = 0.85, 0.15
_ENOUGH_LINES, _COLUMN = 4, 0.2
"""Columns have at least so many lines on each side of the gutter, and at least this share of the page's width."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. Boxes are in points from the page's top left; `size` is that of most of its type, the edges are
    those of its column; what is printed sideways is `turned`.
    """

    page: int
    text: str
    size: float
    left: float
    top: float
    right: float
    bottom: float
    bold: bool = False
    left_edge: float = 0.0
    right_edge: float = 0.0
    column: int = 0
    turned: bool = False


def lines_of(chars: Sequence[Mapping[str, Any]], page: int, width: float) -> tuple[Line, ...]:
    """The lines of one page of `width` points, in reading order, columns one after another.

    Figures that stand raised in smaller type are written as superscripts: the marks of footnotes. A character that the
    file gives no name is U+FFFD. What is turned on its side comes last.
    """
    pieces = [_line(piece, page) for piece in _pieces([char for char in chars if char["upright"]])]
    found = _merged(_columns([piece for piece in pieces if piece.text], width))
    sideways = [char for char in chars if not char["upright"]]
    if sideways:
        found.append(replace(_line(sideways, page), turned=True))
    return tuple(line for line in found if line.text)


def is_vertical(lines: Sequence[Line]) -> bool:
    """Whether a page is set in lines from top to bottom, which fall apart into single characters here."""
    return len(lines) > _ENOUGH_LINES and sum(len(re.sub(r"\s", "", line.text)) for line in lines) < 2 * len(lines)


def _pieces(chars: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Characters that follow one another on one line, as the page's program writes them."""
    pieces: list[list[Mapping[str, Any]]] = []
    main: Mapping[str, Any] = {}
    for char in chars:
        before = pieces[-1][-1] if pieces else None
        if before:
            size = max(main["size"], char["size"])
            overlap = min(main["bottom"], char["bottom"]) - max(main["top"], char["top"])
            level = overlap > 0.4 * min(main["bottom"] - main["top"], char["bottom"] - char["top"])
            if level and -0.6 * size < char["x0"] - before["x1"] < _FAR * size:
                pieces[-1].append(char)
                main = char if char["size"] > main["size"] else main
                continue
        pieces.append([char])
        main = char
    return pieces


def _line(chars: Sequence[Mapping[str, Any]], page: int) -> Line:
    """A line of its characters, with the spaces that the page only shows as gaps."""
    size = Counter[float]()
    for char in chars:
        size[round(char["size"] * 2) / 2] += len(char["text"].strip())
    main = size.most_common(1)[0][0] or 1.0
    bottom = max(char["bottom"] for char in chars if char["size"] >= main * _SMALL or len(chars) == 1)
    parts: list[str] = []
    before: Mapping[str, Any] | None = None
    for char in chars:
        text = _UNKNOWN.sub("\ufffd", char["text"].replace("\0", ""))
        text = text.replace("\xad", "-" if char is chars[-1] else "")
        if char["size"] < main * _SMALL and char["bottom"] < bottom - _RAISED * main:
            text = text.translate(_SUPERSCRIPT)
        if before and parts and not parts[-1].endswith(" ") and not text.startswith(" "):
            wide = WIDE.match(text) or WIDE.match(parts[-1][-1:])
            if char["x0"] - before["x1"] > (3 if wide else 1) * _GAP * main and char["upright"]:
                parts.append(" ")
        parts.append(text)
        before = char
    text = "".join(parts)
    visible = [char for char in chars if char["text"].strip()] or list(chars)
    bold = sum(bool(_BOLD.search(char["fontname"])) for char in visible) * 2 > len(visible)
    return Line(
        page,
        text.strip(),
        main,
        min(char["x0"] for char in visible),
        min(char["top"] for char in visible),
        max(char["x1"] for char in visible),
        max(char["bottom"] for char in visible),
        bold,
    )


def _columns(pieces: list[Line], width: float, column: int = 0) -> list[Line]:
    """Pieces in reading order: what crosses the gutter parts the page, above and below it left goes before right."""
    gutter = _gutter(pieces, width)
    if gutter is None:
        left, right = _edges(pieces)
        ordered = sorted(pieces, key=lambda piece: (piece.top + piece.bottom) / 2)
        return [replace(piece, left_edge=left, right_edge=right, column=column) for piece in ordered]
    ordered = sorted(pieces, key=lambda piece: piece.top)
    found: list[Line] = []
    band: list[Line] = []
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


def _edges(pieces: Sequence[Line]) -> tuple[float, float]:
    return min((p.left for p in pieces), default=0.0), max((p.right for p in pieces), default=0.0)


def _gutter(pieces: Sequence[Line], width: float) -> float | None:
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
        if min(_rows(before), _rows(after)) < _ENOUGH_LINES or crossing * 2 > len(pieces):
            continue
        edge = max(piece.right for piece in before)
        if _beside(before, after) and (best is None or (crossing, -(start - edge)) < best[:2]):
            best = crossing, -(start - edge), (edge + start) / 2
    return best[2] if best else None


def _rows(pieces: Sequence[Line]) -> int:
    """How many of the pieces are lines of running text: at least a dozen letters wide."""
    return sum(piece.right - piece.left > 8 * piece.size for piece in pieces)


def _beside(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether the two sides stand side by side, not one over the other."""
    top = max(min(p.top for p in left), min(p.top for p in right))
    bottom = min(max(p.bottom for p in left), max(p.bottom for p in right))
    return bottom - top > _ENOUGH_LINES * left[0].size


def _merged(pieces: Sequence[Line]) -> list[Line]:
    """Pieces at one height of one column, left to right, as one line."""
    rows: list[list[Line]] = []
    for piece in pieces:
        row = rows[-1] if rows else []
        level = [p for p in row if min(p.bottom, piece.bottom) - max(p.top, piece.top) > 0.5 * min(p.size, piece.size)]
        if level and row[0].column == piece.column:
            row.append(piece)
        else:
            rows.append([piece])
    return [_joined(sorted(row, key=lambda piece: piece.left)) for row in rows]


def _joined(row: Sequence[Line]) -> Line:
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
