"""Printed lines → paragraphs: which lines belong together, how they are joined, and what each paragraph is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from index.formats.pdf.lines import WIDE, PdfLine
from index.formats.pdf.tables import runs_over
from index.records import SectionKind
from index.text.numbers import LOWERED
from index.text.script import width
from index.text.wrapping import Wrapping

__all__ = ["PdfParagraph", "Spelling", "glue", "paragraphs", "spelling_of"]

_FINAL = re.compile(r"[。！？!?.…：:；;][”’」』\"'）)\]】]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_ITEM = re.compile(
    rf"^(?:[•‣▪●○◦■□◆◇]|[–—-]\s|–(?={WIDE.pattern})|[\[（(]?(?:\d{{1,3}}|[a-zA-Z]|[一二三四五六七八九十]{{1,3}})[\]）).、]\s*\S|[①-⑳])"
)
_NOTE = re.compile(r"^(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}\s*|\d{1,3}[\s.．、)\]]*)(?=[^\W\d_]|[《“\"「（(\[])")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SPACED = re.compile(rf"(?:{WIDE.pattern} (?=[A-Za-z0-9]))|(?:[A-Za-z0-9] (?={WIDE.pattern}))")
_CLOSE = re.compile(rf"(?:{WIDE.pattern}(?=[A-Za-z0-9]))|(?:[A-Za-z0-9](?={WIDE.pattern}))")
_SIGNS = frozenset("“”‘’…—·")
"""Signs that Chinese shares with alphabets."""
_LEADING, _INDENT, _LARGER, _SMALLER = 1.45, 0.9, 1.12, 0.93
_HEADING_WIDTH, _BOLD_WIDTH = 50.0, 30.0


@dataclass(frozen=True, slots=True)
class PdfParagraph:
    """Indices of lines that make one paragraph, or of the tables that make one; `level` is a heading's, by its size among the headings' sizes."""

    lines: tuple[int, ...]
    kind: SectionKind = SectionKind.BODY
    level: int = 0


def paragraphs(lines: Sequence[PdfLine]) -> tuple[PdfParagraph, ...]:
    """Group `lines`, which are in reading order and without running heads.

    Footnotes come last, so that a sentence runs on over the foot of its page. Headings are told by their type, larger or
    bolder than the text's; the largest on the first page is the title.
    """
    if not lines:
        return ()
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0]
    plain = Counter(line.bold for line in lines if line.size == body)
    heavy = not plain[True] > plain[False]  # bold says something only where the text is not bold
    notes = _footnotes(lines, body)
    running = [i for i in range(len(lines)) if i not in notes]
    groups = [*_groups(lines, running), *_notes(lines, sorted(notes))]
    heading_sizes = sorted({lines[g[0]].size for g in groups if _is_heading(lines, g, body, heavy)}, reverse=True)
    first = [g for g in groups if lines[g[0]].page == lines[0].page and _is_heading(lines, g, body, heavy)]
    largest = max((lines[g[0]].size for g in first), default=0.0)
    title = next((g for g in first if lines[g[0]].size == largest > _LARGER * body), None)
    below = [size for size in heading_sizes if not title or size < largest] or heading_sizes
    found: list[PdfParagraph] = []
    for group in groups:
        if group is title:
            found.append(PdfParagraph(group, SectionKind.TITLE, 1))
        elif group[0] in notes:
            found.append(PdfParagraph(group, SectionKind.REFERENCES))
        elif _is_heading(lines, group, body, heavy):
            size = lines[group[0]].size
            found.append(PdfParagraph(group, SectionKind.HEADING, 1 + sum(other > size for other in below)))
        else:
            found.append(PdfParagraph(group))
    return tuple(_with_front(lines, found))


def _with_front(lines: Sequence[PdfLine], found: Sequence[PdfParagraph]) -> Iterator[PdfParagraph]:
    """The paragraphs, those right under the title marked that stand in the middle of the page: authors, places, dates."""
    left = min(line.left for line in lines if line.page == lines[0].page)
    right = max(line.right for line in lines if line.page == lines[0].page)
    under = False
    for one in found:
        group = [lines[i] for i in one.lines]
        if one.kind is SectionKind.BODY and under:
            under = not group[0].table and all(
                line.left - left > 2 * line.size
                and abs((line.left - left) - (right - line.right)) < 2 * line.size
                and not _FINAL.search(line.text)
                for line in group
            )
            one = replace(one, kind=SectionKind.FRONT) if under else one
        else:
            under = one.kind is SectionKind.TITLE
        yield one


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a file writes what a line break hides: its words, whether spaces stand around figures in wide type, how its lines break."""

    words: frozenset[str]
    spaced: bool
    wrapping: Wrapping


def spelling_of(lines: Sequence[PdfLine]) -> Spelling:
    """The spelling inside lines, for telling a hyphen of the word from one of the line, and where a space belongs."""
    words = frozenset(word.casefold() for line in lines for word in _WORD.findall(line.text)[:-1])
    spaced = sum(len(_SPACED.findall(line.text)) for line in lines)
    wrapping = Wrapping(["\n".join(line.text for line in lines)])
    return Spelling(words, spaced > sum(len(_CLOSE.findall(line.text)) for line in lines), wrapping)


def glue(before: PdfLine, after: PdfLine, spelling: Spelling) -> tuple[int, str]:
    """How two lines of a paragraph are joined: characters that go from the end of the first, and what stands between."""
    last, first = before.text[-1:], after.text[:1]
    tail, head = re.search(r"(?<![^\W\d_])([^\W\d_]++)[-‐]$", before.text), re.match(r"[^\W\d_]+", after.text)
    if tail and head and head.group()[0].islower():
        whole, compound = tail.group(1) + head.group(), f"{tail.group(1)}-{head.group()}"
        kept = compound.casefold() in spelling.words and whole.casefold() not in spelling.words
        return (0, "") if kept else (1, "")
    if "\uac00" <= last <= "\ud7a3" and "\uac00" <= first <= "\ud7a3":
        return spelling.wrapping.joint(before.text, after.text)
    wide = [bool(WIDE.match(char)) for char in (last, first)]
    if all(wide) or (any(wide) and (last in _SIGNS or first in _SIGNS)) or re.search(r"\S[-–—‐/]$", before.text):
        return 0, ""
    return 0, "" if any(wide) and not spelling.spaced else " "


def _footnotes(lines: Sequence[PdfLine], body: float) -> set[int]:
    """Lines in small type at the end of their column or page, from the first that begins with a mark."""
    found: set[int] = set()
    for page in sorted({line.page for line in lines}):
        here = [i for i, line in enumerate(lines) if line.page == page]
        columns = [[i for i in here if lines[i].column == number] for number in sorted({lines[i].column for i in here})]
        for places in columns if len(columns) > 1 else []:
            found |= _tail(lines, places, body, alone=places[-1] == here[-1])
        found |= _tail(lines, here, body, alone=False)
    return found


def _tail(lines: Sequence[PdfLine], places: Sequence[int], body: float, *, alone: bool) -> set[int]:
    """The footnotes at the end of `places`; `alone` where there need be no text above them."""
    low = len(places)
    while low and lines[places[low - 1]].size < _SMALLER * body and not lines[places[low - 1]].table:
        low -= 1
    small = places[low:]
    first = next((n for n, i in enumerate(small) if _NOTE.match(lines[i].text)), len(small))
    if first < len(small) and (lines[places[low - 1]].size <= _LARGER * body if low else alone):
        return set(small[first:])
    return set()


def _notes(lines: Sequence[PdfLine], indices: Sequence[int]) -> list[tuple[int, ...]]:
    """Footnotes: a new one begins where a line begins with the next number."""
    groups: list[list[int]] = []
    last = 0
    for i in indices:
        match = _NOTE.match(lines[i].text)
        number = int(re.sub(r"\D", "", match.group().translate(LOWERED))) if match else -1
        if not groups or number == last + 1 or (number == 1 and lines[i].page != lines[groups[-1][-1]].page):
            groups.append([i])
            last = number
        else:
            groups[-1].append(i)
    return [tuple(group) for group in groups]


def _groups(lines: Sequence[PdfLine], indices: Sequence[int]) -> list[tuple[int, ...]]:
    """Lines that run on, as one paragraph each."""
    gaps = [
        lines[b].top - lines[a].top
        for a, b in pairwise(indices)
        if lines[a].page == lines[b].page
        and not (lines[a].table or lines[b].table)
        and 0 < lines[b].top - lines[a].top < 3 * lines[a].size
    ]
    leading = median(gaps) / median(lines[i].size for i in indices) if gaps else 1.2
    groups: list[list[int]] = []
    for i in indices:
        if groups and _runs_on(lines[groups[-1][0]], lines[groups[-1][-1]], lines[i], leading):
            groups[-1].append(i)
        else:
            groups.append([i])
    return [tuple(group) for group in groups]


def _runs_on(first: PdfLine, before: PdfLine, line: PdfLine, leading: float) -> bool:
    """Whether `line` goes on with the paragraph that `first` began and `before` ends so far."""
    size = before.size
    if before.table or line.table:
        return runs_over(before, line)
    if abs(line.size - size) > 0.06 * size or line.bold != before.bold:
        return False
    if any(abs(one - other) < 0.3 * size for one in before.stops for other in line.stops):
        return False  # rows of a table
    if _NOTE.match(line.text) and line.text[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹":
        return False
    together = before.page == line.page and line.top > before.top and _one_over_other(before, line)
    if together and line.top - before.top > max(_LEADING * leading / 1.2, 1.15 * leading) * size:
        return False
    indent = line.left - line.left_edge
    if indent > _INDENT * size and before.left - before.left_edge < _INDENT * size and not _centred(line):
        return False
    ends = bool(_FINAL.search(before.text))
    word = line.text[:1] if WIDE.match(line.text) else line.text.split(" ", 1)[0]
    room = before.right_edge - before.right
    fits = room > (width(word) * (1 if WIDE.match(line.text) else 1.6) + 0.6) * size
    if together and fits and _centred(before) and _centred(line):
        return False
    if together and (ends or _ITEM.match(line.text)) and fits:
        return False
    if _ITEM.match(line.text) and (ends or _ITEM.match(first.text)):
        return False
    goes_on = line.text[:1].islower()
    return together or (not ends and (not fits or goes_on)) or (not fits and indent < _INDENT * size)


def _one_over_other(before: PdfLine, line: PdfLine) -> bool:
    return before.left < line.right and line.left < before.right


def _centred(line: PdfLine) -> bool:
    left, right = line.left - line.left_edge, line.right_edge - line.right
    return left > 2 * line.size and abs(left - right) < 2 * line.size


def _is_heading(lines: Sequence[PdfLine], group: Sequence[int], body: float, heavy: bool) -> bool:
    text = "".join(lines[i].text for i in group)
    size, bold = lines[group[0]].size, heavy and lines[group[0]].bold
    if (
        lines[group[0]].table
        or len(lines[group[0]].stops) > 2
        or not re.search(r"[^\W\d_]", text)
        or re.search(r"[。.,，、;；]$", text)
    ):
        return False
    return (size >= _LARGER * body and width(text) <= _HEADING_WIDTH) or (
        bold and size >= _SMALLER * body and width(text) <= _BOLD_WIDTH
    )
