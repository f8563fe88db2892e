"""What stands on the pages of a PDF and not in its text: running heads and feet, page numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import quantiles

from index.formats.lines import begin_alike
from index.formats.pdf.lines import PdfLine
from index.records import READING

__all__ = ["beside_the_text", "furniture", "readings"]

_MARGIN = 0.14
"""Of the page's height: how far from its edge a running head may stand."""
_DEEP = 3
_KANA = re.compile(r"[\u3041-\u30ff\s]+")
_RUBY = 0.65
"""Of the type size: how large furigana are at most."""
_ALIKE, _PARTLY = 8, 2
"""Of running heads that are alike in part: the characters that are, and how many heads others are told by."""
_APART, _SURE = 0.8, 3
"""Of the type size: the white space under a running head; and the pages that show where running heads stand."""
_DIGITS = re.compile(r"\d+")
_ROMAN = "ivxlcdm"
_NUMBER = re.compile(
    rf"^[\W_]*(?:p(?:age|\.)?\s*|第\s*)?(\d{{1,4}}|[{_ROMAN}]{{1,7}})(?:\s*[页頁ページ쪽]+)?(?:\s*(?:/|of|共)\s*\d{{1,4}}\s*[页頁]?)?[\W_]*$",
    re.I,
)


def beside_the_text(pages: Sequence[Sequence[PdfLine]]) -> list[tuple[PdfLine, ...]]:
    """The pieces of each page, those marked as tabs that stand beside its text in one place of three pages or more."""
    places: dict[tuple[str, int, int], set[int]] = defaultdict(set)
    outside: dict[tuple[int, int], tuple[str, int, int]] = {}
    for p, pieces in enumerate(pages):
        edges = _text_edges(pieces)
        for i, piece in enumerate(pieces):
            if edges and not piece.table and (piece.right < edges[0] or piece.left > edges[1]):
                key = "".join(_DIGITS.sub("#", piece.text).split()), round(piece.left / 4), round(piece.top / 4)
                outside[p, i] = key
                places[key].add(p)
    return [
        tuple(
            replace(piece, tab=True) if len(places.get(outside.get((p, i), ("", 0, 0)), ())) > 2 else piece
            for i, piece in enumerate(pieces)
        )
        for p, pieces in enumerate(pages)
    ]


def _text_edges(pieces: Sequence[PdfLine]) -> tuple[float, float] | None:
    """From where to where most of a page's text reaches: its columns, not what stands beside them."""
    lefts = [piece.left for piece in pieces for _ in range(len(piece.text) // 4)]
    rights = [piece.right for piece in pieces for _ in range(len(piece.text) // 4)]
    return (quantiles(lefts, n=20)[0], quantiles(rights, n=20)[-1]) if len(lefts) > 1 else None


def furniture(pages: Sequence[Sequence[PdfLine]], heights: Sequence[float]) -> dict[tuple[int, int], str]:
    """Why each line that is not text is not: (page index, line index) → reason. `heights` are the pages', in points.

    A running head has the same words (figures aside) at the same height on at least three pages, or on both of two, or, apart
    from the text, words that begin or end alike: those of its chapter beside those of its section. A page number stands in a
    margin by itself and goes up with the pages, or is the page's own.
    """
    given = pages
    pages = [[line.as_printed for line in lines] for lines in pages]
    margins = {
        (p, i): line
        for p, lines in enumerate(pages)
        for i, line in enumerate(lines)
        if _in_margin(line, lines, heights[p])
    }
    found: dict[tuple[int, int], str] = {}
    at_height: dict[int, list[tuple[str, tuple[int, int]]]] = defaultdict(list)
    for place, line in margins.items():
        words = "".join(_DIGITS.sub("#", line.text).split()).casefold()
        for height in {round(line.top / 4), round((line.top + 2) / 4)} if words.strip("#") else ():
            at_height[height].append((words, place))
    enough = 2 if len(pages) == 2 else 3
    for here in at_height.values():
        alike: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for words, place in here:
            alike[words].append(place)
        apart = [(words, (p, i)) for words, (p, i) in here if _stands_apart(margins[p, i], pages[p])]
        partly = [*_begin_alike(apart), *_begin_alike([(words[::-1], place) for words, place in apart])]
        for places in (*alike.values(), *(group for group in partly if len(group) > _PARTLY)):
            if len({p for p, _ in places}) >= enough:
                found |= dict.fromkeys(places, "running head or foot")
        sizes = {margins[place].size for _, place in here if place in found}
        if len({p for _, (p, i) in here if (p, i) in found}) >= _SURE:  # others in their place are running heads too
            found |= {place: "running head or foot" for _, place in apart if margins[place].size in sizes}
    turned = {
        (p, i): "printed sideways" for p, lines in enumerate(pages) for i, line in enumerate(lines) if line.turned
    }
    tabs = {
        (p, i): "beside the text of each page"
        for p, lines in enumerate(pages)
        for i, one in enumerate(lines)
        if one.tab
    }
    over = {(p, i): READING for p, lines in enumerate(given) for i in readings(lines)}
    return found | dict.fromkeys(_numbers(margins), "page number") | turned | tabs | over


def _begin_alike(given: Sequence[tuple[str, tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """The places of words whose first half is one."""
    groups: list[list[tuple[int, int]]] = []
    first = ""
    for words, place in sorted(given):
        shared = begin_alike(first, words)
        if groups and shared >= _ALIKE and shared * 2 >= max(len(first), len(words)):
            groups[-1].append(place)
        else:
            groups.append([place])
            first = words
    return groups


def _stands_apart(line: PdfLine, lines: Sequence[PdfLine]) -> bool:
    """Whether white space parts a line from the text of its page, most of which is in no smaller type."""
    others = [other for other in lines if other.top >= line.bottom or other.bottom <= line.top]
    gap = min((max(other.top - line.bottom, line.top - other.bottom) for other in others), default=0.0)
    large = sum(len(other.text) for other in others if other.size > 0.97 * line.size)
    return gap > _APART * line.size and large * 2 >= sum(len(other.text) for other in others)


def readings(lines: Sequence[PdfLine]) -> list[int]:
    """Indices of kana in small type that stand over characters of the line below: furigana, no text of its own."""
    return [
        i
        for i, small in enumerate(lines)
        if _KANA.fullmatch(small.text)
        and not small.table
        and any(
            small.size <= _RUBY * line.size
            and abs(line.top - small.bottom) < 0.5 * small.size
            and line.left - small.size < (small.left + small.right) / 2 < line.right + small.size
            for line in lines[max(i - 3, 0) : i + 4]
        )
    ]


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
