"""The order in which the lines of a printed page are read: column after column, from where they stand.

A page is cut at the white space between its columns, and each side anew (the recursive cut of Nagy and Seth, "Hierarchical
representation of optically scanned documents", 1984), but only over the height at which nothing crosses the gutter, so that
what runs over several columns, a heading or a figure's caption, parts those above it from those below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, pairwise

from index.formats.pdf.lines import WIDE, PdfLine
from index.text.script import width

__all__ = ["in_reading_order"]

_GUTTER = 0.45
"""Of the type size: how wide the white space between two columns is at least."""
_NARROWEST = 6.0
"""Of the type size: the width of the narrowest column of running text."""
_LEADING = 2.2
"""Of the type size: the largest distance of two lines of one paragraph."""
_NOT_BY_CHANCE = 4
"""Rows in which a narrow white space is one of columns, not of words that happen to end in one place."""
_RUNNING, _FULL = 0.4, 0.35
"""The share of a side's characters that are running text, and of a paragraph's lines that are full."""
_LATIN = 1.6
"""How much wider a word of an alphabet may be than counted, in wide type."""
_CELLS_APART = 1.5
_TRIED, _ABOUT = 12, 0.9
_SAME_EDGE = 3.0
_WORD = re.compile(r"\S+")


def in_reading_order(pieces: Sequence[PdfLine]) -> tuple[PdfLine, ...]:
    """The lines of a page that `pieces` make; what is turned on its side, and tabs, come last."""
    upright = sorted((one for one in pieces if not (one.turned or one.tab)), key=lambda piece: (piece.top, piece.left))
    turned = [piece for piece in pieces if piece.turned or piece.tab]
    return (*_merged(list(_ordered(upright, count()))), *turned)


def _ordered(
    pieces: Sequence[PdfLine], numbers: Iterator[int], around: tuple[float, float] | None = None
) -> Iterator[PdfLine]:
    """Pieces in reading order, each with its column's number and edges: `around` where it runs over several columns."""
    cut = _best_cut(pieces)
    if cut is None:
        left, right = around or _edges(pieces)
        number = next(numbers)
        middle = sorted(pieces, key=lambda piece: (piece.top + piece.bottom) / 2)
        yield from (replace(piece, left_edge=left, right_edge=right, column=number) for piece in middle)
        return
    gutter, bands = cut
    around = around or _edges(pieces)
    outside: list[PdfLine] = []
    for band, sides in bands:
        if not sides:
            outside += band
            continue
        yield from _ordered(outside, numbers, around)
        outside = []
        yield from _ordered([piece for piece in band if piece.right <= gutter], numbers)
        yield from _ordered([piece for piece in band if piece.right > gutter], numbers)
    yield from _ordered(outside, numbers, around)


def _best_cut(pieces: Sequence[PdfLine]) -> tuple[float, list[tuple[list[PdfLine], bool]]] | None:
    """The gutter that parts the most text, and the bands of the page: pieces, and whether the gutter parts them.

    Of those that part about as much, the widest: an edge may also be that of a line in the middle of the page.
    """
    found = [(_parted(bands, gutter), gutter, bands) for gutter, bands in _gutters(pieces)]
    found = sorted((one for one in found if one[0]), key=lambda one: -one[0])[:_TRIED]
    cuts: list[tuple[int, float, float, list[tuple[list[PdfLine], bool]]]] = []
    for _, gutter, bands in found:
        marked = [(band, _are_columns(*_sides(band, gutter))) for band in bands]
        columns = [band for band, sides in marked if sides]
        if columns:
            white = gutter - max(piece.right for band in columns for piece in _sides(band, gutter)[0])
            cuts.append((_parted(columns, gutter), white, gutter, marked))
    if not cuts:
        return None
    most = max(parted for parted, *_ in cuts)
    _, _, gutter, marked = max((cut for cut in cuts if cut[0] >= _ABOUT * most), key=lambda cut: cut[:2][::-1])
    return gutter, marked


def _gutters(pieces: Sequence[PdfLine]) -> Iterator[tuple[float, list[list[PdfLine]]]]:
    """Each edge at which something begins, with the runs of pieces that do not cross the white space before it."""
    last = None
    for edge in sorted({piece.left for piece in pieces}):
        if last is not None and edge - last < _SAME_EDGE:
            continue
        last = edge
        bands: list[list[PdfLine]] = [[]]
        bottom = None
        for piece in pieces:
            crosses = piece.left < edge - 0.1 and piece.right > edge - _GUTTER * piece.size
            if crosses:
                if bottom is None:
                    bands.append([])
                bands[-1].append(piece)
                bottom = max(bottom or 0.0, piece.bottom)
            else:
                if bottom is not None and (piece.top + piece.bottom) / 2 > bottom:
                    bands.append([])
                    bottom = None
                bands[-1].append(piece)
        if len(bands) > 1 or bands[0]:
            yield edge - 0.05, [band for band in bands if band]


def _sides(band: Sequence[PdfLine], gutter: float) -> tuple[list[PdfLine], list[PdfLine]]:
    return [piece for piece in band if piece.right <= gutter], [piece for piece in band if piece.left >= gutter]


def _parted(bands: Sequence[Sequence[PdfLine]], gutter: float) -> int:
    """How many characters the gutter has beside it, on the side that has fewer."""
    total = 0
    for band in bands:
        left, right = _sides(band, gutter)
        if left and right and len(left) + len(right) == len(band):
            total += min(sum(len(piece.text) for piece in side) for side in (left, right))
    return total


def _are_columns(left: Sequence[PdfLine], right: Sequence[PdfLine]) -> bool:
    """Whether two sides are read one after the other: both are running text, or one is and the other is not its rows."""
    if not left or not right or not _beside(left, right):
        return False
    white = min(p.left for p in right) - max(p.right for p in left)
    if white < left[0].size and min(len(_rows(left)), len(_rows(right))) < _NOT_BY_CHANCE:
        return False
    running = [_is_running(side) for side in (left, right)]
    if all(running):
        return True
    if not any(running):
        return False
    text, other = (left, right) if running[0] else (right, left)
    return not _are_rows(other, text)


def _beside(left: Sequence[PdfLine], right: Sequence[PdfLine]) -> bool:
    """Whether a line of one side stands beside one of the other, not all of it over or under it."""
    top = max(min(p.top for p in left), min(p.top for p in right))
    bottom = min(max(p.bottom for p in left), max(p.bottom for p in right))
    return bottom - top > 0.5 * left[0].size


def _are_rows(some: Sequence[PdfLine], text: Sequence[PdfLine]) -> bool:
    """Whether most of `some` stand at the height of a line of `text`, as the cells beside a table's first column do."""
    level = sum(any(abs(p.bottom - q.bottom) < 0.2 * p.size for q in text) for p in some)
    return level * 2 > len(some)


def _is_running(side: Sequence[PdfLine]) -> bool:
    """Whether a side is running text: lines that end where the next word had no room, as the cells of a table do not."""
    characters = sum(len(piece.text) for piece in side)
    running = 0
    for block in _blocks(side):
        rows = _rows(block)
        left, right = _edges(block)
        if len(rows) < 2 or right - left < _NARROWEST * block[0].size:
            continue
        full = sum(_is_full(a, b, right) for a, b in pairwise(rows))
        if full >= _FULL * (len(rows) - 1):
            running += sum(len(piece.text) for piece in block)
    return running >= _RUNNING * characters > 0


def _is_full(row: Sequence[PdfLine], following: Sequence[PdfLine], right: float) -> bool:
    """Whether the first word of the next row had no room in this one, and the row has more than one word."""
    word = _WORD.match(following[0].text)
    text = row[-1].text
    wide = not word or WIDE.match(word.group())
    first = 1.0 if wide or not word else width(word.group()) * _LATIN
    words = sum(len(piece.text.split()) for piece in row)
    several = words > 2 or sum(len(WIDE.findall(piece.text)) for piece in row) > 5
    return several and bool(text) and right - row[-1].right < (first + 0.8) * row[-1].size


def _blocks(side: Sequence[PdfLine]) -> list[list[PdfLine]]:
    """The pieces that stand one under another without a gap, as the lines of a paragraph or the cells of a column do."""
    blocks: list[list[PdfLine]] = []
    for piece in side:
        home = None
        for block in blocks:
            if any(_under(piece, other) for other in block[-8:]):
                if home is None:
                    block.append(piece)
                    home = block
                else:
                    home += block
                    block.clear()
        blocks = [block for block in blocks if block]
        if home is None:
            blocks.append([piece])
    return blocks


def _under(piece: PdfLine, other: PdfLine) -> bool:
    size = max(piece.size, other.size)
    overlap = min(piece.right, other.right) - max(piece.left, other.left)
    return (
        abs(piece.size - other.size) < 0.1 * size
        and -0.1 * size < piece.top - other.top < _LEADING * size
        and overlap > 0.5 * min(piece.right - piece.left, other.right - other.left)
    )


def _rows(block: Sequence[PdfLine]) -> list[list[PdfLine]]:
    rows: list[list[PdfLine]] = []
    for piece in sorted(block, key=lambda piece: piece.top):
        if rows and piece.top - rows[-1][0].top < 0.5 * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _edges(pieces: Sequence[PdfLine]) -> tuple[float, float]:
    return min((p.left for p in pieces), default=0.0), max((p.right for p in pieces), default=0.0)


def _merged(pieces: Sequence[PdfLine]) -> list[PdfLine]:
    """Pieces at one height of one column, left to right, as one line."""
    rows: list[list[PdfLine]] = []
    for piece in pieces:
        row = rows[-1] if rows else []
        level = [p for p in row if min(p.bottom, piece.bottom) - max(p.top, piece.top) > 0.5 * min(p.size, piece.size)]
        if level and row[0].column == piece.column and not (piece.table or row[-1].table):
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
        stops=tuple(
            at for a, b in pairwise(row) if b.left - a.right > _CELLS_APART * b.size for at in (a.right, b.left)
        ),
        text="".join((_between(a, b) if a else "") + b.text for a, b in zip([None, *row], row, strict=False)),
        left=row[0].left,
        top=min(piece.top for piece in row),
        right=max(piece.right for piece in row),
        bottom=max(piece.bottom for piece in row),
        confidence=min((piece.confidence for piece in row if piece.confidence is not None), default=None),
    )


def _between(before: PdfLine, piece: PdfLine) -> str:
    """What stands between two pieces of a line: nothing in wide type that runs on, else a space."""
    wide = WIDE.match(before.text[-1:]) and WIDE.match(piece.text)
    return "" if wide and piece.left - before.right < 0.6 * piece.size else " "
