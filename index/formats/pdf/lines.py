"""The printed lines of a page, from its characters and where they stand.

A page set in lines from top to bottom is turned a quarter, so that its lines run from left to right one under another and
everything after this may read it like any other; `as_printed` turns a line back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from index.formats.pdf.signs import as_written
from index.text.numbers import RAISED

__all__ = ["WIDE", "PdfCell", "PdfLine", "PdfTable", "pieces_of", "runs_down"]

WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\U00020000-\U000323af]")
_BOLD = re.compile(r"bold|heavy|black|semibold|demi|simhei|-w[789]\b", re.I)
_UNKNOWN = re.compile(r"\(cid:\d+\)")
_GAP, _WIDE_GAP, _SPACED, _FAR = 0.1, 0.66, 0.22, 0.8
"""Of the type size: the gap that is a space between words, as poppler has it, and beside wide type; the one that is a space
however far apart a line's letters are set; and the one beyond which another piece of the page begins."""
_SMALL, _RAISED = 0.85, 0.15
_MIXED = 0.25
"""Of a line: how much wide type makes it one of wide type."""


@dataclass(frozen=True, slots=True)
class PdfLine:
    """One printed line. Boxes are in points from the page's top left; `size` is that of most of its type, the edges are
    those of its column; what is printed sideways is `turned`, what stands beside the text page after page a `tab`. A line
    that runs downwards is turned a quarter, on a page that is `down` points wide.
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
    tab: bool = False
    down: float = 0.0
    stops: tuple[float, ...] = ()
    """Where its parts end and begin that stand as far apart as the cells of a row do."""
    table: PdfTable | None = None
    """The table that stands in the place of the line, with all its text."""
    confidence: float | None = None
    """How sure its characters are, from 0 to 1, where they were recognised in a picture; None where the file says them."""

    @property
    def as_printed(self) -> PdfLine:
        """The line with its box as it is on the page."""
        if not self.down:
            return self
        left, right = self.down - self.bottom, self.down - self.top
        return replace(self, left=left, top=self.left, right=right, bottom=self.right, down=0.0)

    def laid_down(self, width: float) -> PdfLine:
        """The line as it stands on a page of `width` that is turned a quarter."""
        top, bottom = width - self.right, width - self.left
        return replace(self, left=self.top, top=top, right=self.bottom, bottom=bottom, down=width)


@dataclass(frozen=True, slots=True)
class PdfCell:
    """The printed lines of one cell, the row and the column in which it begins, and how many of each it spans."""

    lines: tuple[PdfLine, ...]
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class PdfTable:
    """A table as it is printed on one page: its cells row by row, and where its columns begin and end, in points.

    The first `heads` rows name the columns; 0 where the rules do not say it.
    """

    cells: tuple[PdfCell, ...]
    edges: tuple[float, ...]
    heads: int = 0

    @property
    def lines(self) -> tuple[PdfLine, ...]:
        """The printed lines of all cells, in their order."""
        return tuple(line for cell in self.cells for line in cell.lines)


def pieces_of(
    chars: Sequence[Mapping[str, Any]], page: int, width: float = 0.0, far: float = _FAR
) -> tuple[PdfLine, ...]:
    """The pieces of lines on one page, in the order in which its program writes them.

    Figures that stand raised in smaller type are written as superscripts: the marks of footnotes. A character that the
    file gives no name is U+FFFD. What is turned on its side comes last. A page of `width` points whose lines run downwards
    is turned a quarter, with what runs from left to right on it. White space of `far` times the type size parts pieces.
    """
    if width and runs_down(chars):
        across, down = _parted(chars)
        laid = [_laid_down(char, width) for char in down]
        found = [replace(_line(piece, page), down=width) for piece in _pieces(laid)]
        found += [_line(piece, page).laid_down(width) for piece in _pieces(across)]
        return tuple(piece for piece in found if piece.text)
    found = [_line(piece, page) for piece in _pieces([char for char in chars if char["upright"]], far)]
    sideways = [char for char in chars if not char["upright"]]
    if sideways:
        found.append(replace(_line(sideways, page), turned=True))
    return tuple(piece for piece in found if piece.text)


def runs_down(chars: Sequence[Mapping[str, Any]]) -> bool:
    """Whether most characters of a page stand under those before them, not beside them."""
    shown = [char for char in chars if char["text"].strip()]
    down = sum(_under(a, b) for a, b in pairwise(shown))
    return down > sum(_beside(a, b) for a, b in pairwise(shown))


def _under(before: Mapping[str, Any], char: Mapping[str, Any]) -> bool:
    size = max(before["size"], char["size"])
    level = abs(before["x0"] + before["x1"] - char["x0"] - char["x1"]) < 0.6 * size
    return bool(level and -0.3 * size < char["top"] - before["bottom"] < 1.2 * size)


def _beside(before: Mapping[str, Any], char: Mapping[str, Any]) -> bool:
    size = max(before["size"], char["size"])
    level = abs(before["bottom"] - char["bottom"]) < 0.3 * size
    return bool(level and -0.3 * size < char["x0"] - before["x1"] < 1.2 * size)


def _parted(
    chars: Sequence[Mapping[str, Any]],
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Of a page whose lines run downwards: what runs from left to right on it, a number of its own or a head, and the rest.

    Up to four signs side by side within a line that runs downwards (a year, a month) belong to it.
    """
    runs: list[list[Mapping[str, Any]]] = []
    for char in chars:
        if runs and char["upright"] and _beside(runs[-1][-1], char):
            runs[-1].append(char)
        else:
            runs.append([char])
    across: list[Mapping[str, Any]] = []
    down: list[Mapping[str, Any]] = []
    for before, run, after in zip([None, *runs], runs, [*runs[1:], None], strict=False):
        inside = (before and _in_line(before[-1], run)) or (after and _in_line(after[0], run))
        (across if len(run) > 1 and (len(run) > 4 or not inside) else down).extend(run)
    return across, down


def _in_line(char: Mapping[str, Any], run: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a run stands over or under a character, within the line that it is in."""
    size = char["size"]
    middle = (run[0]["x0"] + run[-1]["x1"]) / 2
    near = min(abs(run[0]["top"] - char["bottom"]), abs(char["top"] - run[0]["bottom"])) < 1.2 * size
    return bool(near and abs(middle - (char["x0"] + char["x1"]) / 2) < 0.5 * size)


def _laid_down(char: Mapping[str, Any], width: float) -> dict[str, Any]:
    """A character of a line that runs downwards, on the page turned a quarter."""
    top, bottom = width - char["x1"], width - char["x0"]
    return {**char, "x0": char["top"], "x1": char["bottom"], "top": top, "bottom": bottom, "upright": True}


def _pieces(chars: Sequence[Mapping[str, Any]], far: float = _FAR) -> list[list[Mapping[str, Any]]]:
    """Characters that follow one another on one line, as the page's program writes them."""
    pieces: list[list[Mapping[str, Any]]] = []
    main: Mapping[str, Any] = {}
    for char in chars:
        before = pieces[-1][-1] if pieces else None
        if before:
            size = max(main["size"], char["size"])
            overlap = min(main["bottom"], char["bottom"]) - max(main["top"], char["top"])
            level = overlap > 0.4 * min(main["bottom"] - main["top"], char["bottom"] - char["top"])
            stacked = abs(char["x0"] - before["x0"]) < 0.2 * size and char["top"] < before["top"]
            if level and (stacked or -0.6 * size < char["x0"] - before["x1"] < far * size):
                pieces[-1].append(char)
                main = char if char["size"] > main["size"] else main
                continue
        pieces.append([char])
        main = char
    return pieces


def _space(chars: Sequence[Mapping[str, Any]], size: float) -> float:
    """The gap that is a space on a line, of its type size: more than its letters have between them where they are set apart."""
    gaps = sorted(b["x0"] - a["x1"] for a, b in pairwise(chars) if a["text"].strip() and b["text"].strip())
    apart = max(gaps[len(gaps) // 4], 0.0) / size if gaps else 0.0
    return min(_GAP + apart, _SPACED)


def _line(chars: Sequence[Mapping[str, Any]], page: int) -> PdfLine:
    """A line of its characters, with the spaces that the page only shows as gaps."""
    broad = [char for char in chars if WIDE.match(char["text"])]
    size = Counter[float]()
    for char in broad if len(broad) >= _MIXED * len(chars) else chars:  # beside wide type, letters are often set larger
        size[round(char["size"] * 2) / 2] += len(char["text"].strip())
    main = size.most_common(1)[0][0] or 1.0
    bottom = max(char["bottom"] for char in chars if char["size"] >= main * _SMALL or len(chars) == 1)
    space = _space(chars, main)
    parts: list[str] = []
    before: Mapping[str, Any] | None = None
    for char in chars:
        text = _UNKNOWN.sub("\ufffd", as_written(char["text"].replace("\0", "")))
        text = text.replace("\xad", "-" if char is chars[-1] else "")
        if char["size"] < main * _SMALL and char["bottom"] < bottom - _RAISED * main:
            text = text.translate(RAISED)
        if before and parts and not parts[-1].endswith(" ") and not text.startswith(" "):
            wide = WIDE.match(text) or WIDE.match(parts[-1][-1:])
            if char["x0"] - before["x1"] > (_WIDE_GAP if wide else space) * main and char["upright"]:
                parts.append(" ")
        parts.append(text)
        before = char
    text = "".join(parts)
    visible = [char for char in chars if char["text"].strip()] or list(chars)
    bold = sum(bool(_BOLD.search(char["fontname"])) for char in visible) * 2 > len(visible)
    return PdfLine(
        page,
        text.strip(),
        main,
        min(char["x0"] for char in visible),
        min(char["top"] for char in visible),
        max(char["x1"] for char in visible),
        max(char["bottom"] for char in visible),
        bold,
    )
