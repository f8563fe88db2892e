"""What stands on the pages of a PDF and not in its text: running heads and feet, page numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from index.formats.pdf.lines import PdfLine

__all__ = ["furniture"]

_MARGIN = 0.14
"""Of the page's height: how far from its edge a running head may stand."""
_DEEP = 3
_DIGITS = re.compile(r"\d+")
_ROMAN = "ivxlcdm"
_NUMBER = re.compile(
    rf"^[\W_]*(?:p(?:age|\.)?\s*|第\s*)?(\d{{1,4}}|[{_ROMAN}]{{1,7}})(?:\s*[页頁ページ쪽]+)?(?:\s*(?:/|of|共)\s*\d{{1,4}}\s*[页頁]?)?[\W_]*$",
    re.I,
)


def furniture(pages: Sequence[Sequence[PdfLine]], heights: Sequence[float]) -> dict[tuple[int, int], str]:
    """Why each line that is not text is not: (page index, line index) → reason. `heights` are the pages', in points.

    A running head has the same words (figures aside) at the same height on at least three pages, or on both of two; a
    page number stands in a margin by itself and goes up with the pages, or is the page's own.
    """
    margins = {
        (p, i): line
        for p, lines in enumerate(pages)
        for i, line in enumerate(lines)
        if _in_margin(line, lines, heights[p])
    }
    found: dict[tuple[int, int], str] = {}
    alike: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for place, line in margins.items():
        words = "".join(_DIGITS.sub("#", line.text).split()).casefold()
        for height in {round(line.top / 4), round((line.top + 2) / 4)}:
            alike[words, height].append(place)
    enough = 2 if len(pages) == 2 else 3
    for (words, _), places in alike.items():
        if words.strip("#") and len({p for p, _ in places}) >= enough:
            found |= dict.fromkeys(places, "running head or foot")
    turned = {
        (p, i): "printed sideways" for p, lines in enumerate(pages) for i, line in enumerate(lines) if line.turned
    }
    return found | dict.fromkeys(_numbers(margins), "page number") | turned


def _in_margin(line: PdfLine, lines: Sequence[PdfLine], height: float) -> bool:
    if _MARGIN * height < line.bottom and line.top < (1 - _MARGIN) * height:
        return False
    above = sum(other.bottom <= line.top for other in lines)
    below = sum(other.top >= line.bottom for other in lines)
    return min(above, below) < _DEEP


def _numbers(margins: Mapping[tuple[int, int], PdfLine]) -> list[tuple[int, int]]:
    shifts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for place, line in margins.items():
        match = _NUMBER.match(line.text)
        if match:
            shifts[_value(match.group(1)) - place[0]].append(place)
    return [
        place
        for shift, places in shifts.items()
        if shift == 1 or len({page for page, _ in places}) > 1
        for place in places
    ]


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    values = [(1, 5, 10, 50, 100, 500, 1000)["ivxlcdm".index(letter)] for letter in number.lower()]
    return sum(-a if any(b > a for b in values[i + 1 : i + 2]) else a for i, a in enumerate(values))
