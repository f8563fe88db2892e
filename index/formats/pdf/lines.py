"""The printed lines of a page, from its characters and where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from index.formats.pdf.signs import as_written
from index.text.numbers import RAISED

__all__ = ["WIDE", "PdfLine", "is_vertical", "pieces_of"]

WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\U00020000-\U000323af]")
_BOLD = re.compile(r"bold|heavy|black|semibold|demi|simhei|-w[789]\b", re.I)
_UNKNOWN = re.compile(r"\(cid:\d+\)")
_GAP, _FAR = 0.22, 0.8
"""Of the type size: the gap that is a space, and the one beyond which another piece of the page begins."""
_SMALL, _RAISED = 0.85, 0.15


@dataclass(frozen=True, slots=True)
class PdfLine:
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


def pieces_of(chars: Sequence[Mapping[str, Any]], page: int) -> tuple[PdfLine, ...]:
    """The pieces of lines on one page, in the order in which its program writes them.

    Figures that stand raised in smaller type are written as superscripts: the marks of footnotes. A character that the
    file gives no name is U+FFFD. What is turned on its side comes last.
    """
    found = [_line(piece, page) for piece in _pieces([char for char in chars if char["upright"]])]
    sideways = [char for char in chars if not char["upright"]]
    if sideways:
        found.append(replace(_line(sideways, page), turned=True))
    return tuple(piece for piece in found if piece.text)


def is_vertical(lines: Sequence[PdfLine]) -> bool:
    """Whether a page is set in lines from top to bottom, which fall apart into single characters here."""
    return len(lines) > 4 and sum(len(re.sub(r"\s", "", line.text)) for line in lines) < 2 * len(lines)


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


def _line(chars: Sequence[Mapping[str, Any]], page: int) -> PdfLine:
    """A line of its characters, with the spaces that the page only shows as gaps."""
    size = Counter[float]()
    for char in chars:
        size[round(char["size"] * 2) / 2] += len(char["text"].strip())
    main = size.most_common(1)[0][0] or 1.0
    bottom = max(char["bottom"] for char in chars if char["size"] >= main * _SMALL or len(chars) == 1)
    parts: list[str] = []
    before: Mapping[str, Any] | None = None
    for char in chars:
        text = _UNKNOWN.sub("\ufffd", as_written(char["text"].replace("\0", "")))
        text = text.replace("\xad", "-" if char is chars[-1] else "")
        if char["size"] < main * _SMALL and char["bottom"] < bottom - _RAISED * main:
            text = text.translate(RAISED)
        if before and parts and not parts[-1].endswith(" ") and not text.startswith(" "):
            wide = WIDE.match(text) or WIDE.match(parts[-1][-1:])
            if char["x0"] - before["x1"] > (3 if wide else 1) * _GAP * main and char["upright"]:
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
