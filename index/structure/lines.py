"""The lines of an extracted text, and what the shape of each says.

Prose is long and has sentence ends; teasers break off in an ellipsis; headline lists say things twice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Block, Extracted, SectionKind
from index.structure.furniture import Sign
from index.text.script import width

__all__ = ["Line", "Spoken", "bare", "is_prose", "is_sentence", "read_lines"]

_LINE = re.compile(r"[^\n\r]+")
_SPACE = "\ufeff \t\u3000\xa0\f\v"
_SENTENCE_END = re.compile(r"[。！？!?]|\.(?=\s|$)")
_TRUNCATED = re.compile(r"(?:(?<!\.)\.{3}|(?<!…)…)\s*$")
"""A cut made by a site; `……`, the Chinese ellipsis, is made by an author."""
_LIST_ITEM = re.compile(r"^(?:[-*•·–]\s|\d{1,3}[.)、）]|[（(]?[一二三四五六七八九十\d]{1,3}[)）、])")
_SENTENCE = re.compile(r"[。.][”’」』\"'）)]*$")
_SENTENCE_WIDTH = 8
_PROSE_WIDTH = 30
_OVERLAP = 8
"""How many blocks may begin between the start of one and the end of it."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The turn that a line is in: its number in the text, its label, whether it asks, the number of the one it answers."""

    number: int
    speaker: str
    asks: bool = False
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an extracted text: text[start:end], stripped; `alone` where blank lines set it apart.

    `group` numbers the runs of lines without a blank line between them; all are 0 where there are none. `sign` is what
    furniture of a page the line is, if any. `unit` and `under` are as in `Block`: an item, a row; where what leads in to
    it starts.
    """

    start: int
    end: int
    text: str
    kind: SectionKind
    marked: bool = False
    alone: bool = True
    prose: bool = False
    teaser: bool = False
    group: int = 0
    sign: Sign = Sign.NONE
    spoken: Spoken | None = None
    unit: bool = False
    under: int = -1

    @property
    def block(self) -> Block:
        """The line as a block."""
        return Block(self.start, self.end, self.kind)


def bare(text: str) -> str:
    """`text` without white space and letter case."""
    return "".join(text.split()).casefold()


def is_prose(text: str) -> bool:
    """Whether a line's words are long and have a sentence end."""
    return width(text) >= _PROSE_WIDTH and bool(_SENTENCE_END.search(text))


def is_sentence(line: Line) -> bool:
    """Whether a line, however short, ends as a sentence does."""
    return not line.marked and width(line.text) >= _SENTENCE_WIDTH and bool(_SENTENCE.search(line.text))


def read_lines(extracted: Extracted) -> list[Line]:
    """The non-empty lines, with what their shape says."""
    text = extracted.text
    blocks = sorted(extracted.marked, key=lambda block: block.start)
    starts = [block.start for block in blocks]
    found: list[tuple[int, int, int]] = []
    group, before = 0, 0
    for match in _LINE.finditer(text):
        stripped = match.group().strip(_SPACE)
        if not stripped:
            continue
        start = match.start() + match.group().index(stripped)
        group += text.count("\n", before, start) > 1
        before = start + len(stripped)
        found.append((start, before, group))
    sizes = Counter(group for *_, group in found)
    spaced = len(sizes) * 2 > len(found)
    words = [bare(text[start:end]) for start, end, _ in found]
    lines: list[Line] = []
    for i, (start, end, group) in enumerate(found):
        content = text[start:end]
        block = _around(blocks, starts, start, end)
        unit = block is not None and block.unit
        told = block is not None and (extracted.whole or not unit or block.kind is not SectionKind.BODY)
        marked = block.kind if block and told else None
        twin = words[i] in words[max(i - 1, 0) : i] + words[i + 1 : i + 2]
        truncated = bool(_TRUNCATED.search(content)) and not _LIST_ITEM.match(content)
        prose = is_prose(content) and not truncated and not twin
        lines.append(
            Line(
                start,
                end,
                content,
                marked or SectionKind.BODY,
                marked is not None,
                alone=not spaced or sizes[group] == 1,
                prose=prose and marked is None,
                teaser=truncated or twin,
                group=group if len(sizes) > 1 else 0,
                unit=unit or bool(_LIST_ITEM.match(content)),
                under=block.under if block else -1,
                spoken=Spoken(block.start + 1, block.speaker) if block and block.speaker else None,
            )
        )
    return lines


def _around(blocks: Sequence[Block], starts: Sequence[int], start: int, end: int) -> Block | None:
    """The first of the blocks that hold text[start:end]; they seldom overlap."""
    at = bisect_right(starts, start)
    return next((block for block in blocks[max(at - _OVERLAP, 0) : at] if end <= block.end), None)
