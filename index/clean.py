"""Extracted text → the lines that belong to the document, and a report of what does not.

Text saved from a web page has no tags left to tell the article from the page. What tells is how lines are shaped:
prose is long and has sentence ends; navigation is short; teasers break off in an ellipsis; headline lists repeat
themselves; many sites close an article with a sign of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from index.records import Block, Dropped, Extracted, Kind, Source
from index.script import width

__all__ = ["CLEANING_VERSION", "Line", "clean"]

CLEANING_VERSION = 1
"""Raised whenever the text or the structure made from a file may change; a library made with another is refused."""

_LINE = re.compile(r"[^\n\r]+")
_SENTENCE_END = re.compile(r"[。！？!?]|\.(?=\s|$)")
_TRUNCATED = re.compile(r"(?:(?<!\.)\.{3}|(?<!…)…)\s*$")
"""A cut made by a site; `……`, the Chinese ellipsis, is made by an author."""
_LIST_ITEM = re.compile(r"^(?:[-*•·–]\s|\d{1,3}[.)、）]|[（(]?[一二三四五六七八九十\d]{1,3}[)）、])")
_END_MARK = re.compile(
    r"(?<=[。！？!?.…”」』\"'）)])\s*(?:[△▲▽■◆◇□※]|[（(【](?:完|全文完|本文完|END|End)[）)】])[^。！？!?]{0,30}$"
)
"""A site's sign that the article is over: after a sentence, with nothing behind it but a credit."""
_COUNTER = re.compile(r"^[\d,.\s]+$")
_DATE = re.compile(r"(?:19|20)\d\d\s*(?:年|[-/.])\s*\d{1,2}|\b(?:19|20)\d\d\b")
_PHOTO = re.compile(
    r"^(?:资料照片|資料照片|资料图|資料圖|图为|圖為|图片|Photo|File photo|写真)\s*[:：，,]?|[。.!！]\s+[^\s。，,]{2,15}$"
)
_PROSE_WIDTH = 30
_CAPTION_WIDTH = 90
_TEASER, _PLAIN, _PROSE = 1.0, 0.2, -4.0
_ENOUGH_CHROME = 3
_FRONT_LINES = 10
_TITLE_WIDTH = 6
_SENTENCE = re.compile(r"[。.][”’」』\"'）)]*$")
_SENTENCE_WIDTH = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an extracted text: text[start:end], stripped; `alone` where blank lines set it apart."""

    start: int
    end: int
    text: str
    kind: Kind
    marked: bool = False
    alone: bool = True
    prose: bool = False
    teaser: bool = False

    @property
    def block(self) -> Block:
        """The line as a block."""
        return Block(self.start, self.end, self.kind)


def clean(extracted: Extracted, source: Source) -> tuple[tuple[Line, ...], tuple[Dropped, ...]]:
    """The lines that belong to the document, each with its kind, and what was left out and why.

    `Dropped` spans count in the decoded file. A text without prose (a poem, a list) is kept whole.
    """
    lines = _lines(extracted)
    prose = [i for i, line in enumerate(lines) if line.prose]
    if not prose:
        return tuple(lines), extracted.dropped
    kept, gone = _tail(lines, _article_end(lines))
    kept, repeated = _without_repeats(kept)
    dropped = gone + repeated
    kept, before = _head(kept, source)
    dropped += before
    kept = [_captioned(line) for line in kept]
    reports = [
        Dropped(*_raw(extracted, line), text=line.text, reason=reason) for line, reason in dropped if line.text.strip()
    ]
    return tuple(kept), tuple(sorted([*extracted.dropped, *reports], key=lambda d: d.source_start))


def _raw(extracted: Extracted, line: Line) -> tuple[int, int]:
    span = extracted.offsets.source(line.start, line.end)
    return span.start, span.end


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


def _lines(extracted: Extracted) -> list[Line]:
    """The non-empty lines, with what their shape says."""
    text = extracted.text
    marks = {(block.start, block.end): block.kind for block in extracted.marked}
    found: list[tuple[int, int, int]] = []
    group, before = 0, 0
    for match in _LINE.finditer(text):
        stripped = match.group().strip("\ufeff \t\u3000\xa0\f\v")
        if not stripped:
            continue
        start = match.start() + match.group().index(stripped)
        group += text.count("\n", before, start) > 1
        before = start + len(stripped)
        found.append((start, before, group))
    sizes = Counter(group for *_, group in found)
    spaced = len(sizes) * 2 > len(found)
    lines: list[Line] = []
    for i, (start, end, group) in enumerate(found):
        content = text[start:end]
        marked = next((kind for (s, e), kind in marks.items() if s <= start and end <= e), None)
        twin = any(
            0 <= j < len(found) and _bare(text[found[j][0] : found[j][1]]) == _bare(content) for j in (i - 1, i + 1)
        )
        truncated = bool(_TRUNCATED.search(content)) and not _LIST_ITEM.match(content)
        prose = width(content) >= _PROSE_WIDTH and bool(_SENTENCE_END.search(content)) and not truncated and not twin
        lines.append(
            Line(
                start,
                end,
                content,
                marked or Kind.BODY,
                marked is not None,
                alone=not spaced or sizes[group] == 1,
                prose=prose and marked is None,
                teaser=truncated or twin,
            )
        )
    return lines


def _article_end(lines: Sequence[Line]) -> int:
    """Index of the first line after the article: behind an end mark, or where the best run of page furniture begins."""
    for i, line in enumerate(lines):
        mark = _end_mark(line)
        if mark and not any(later.prose for later in lines[i + 1 :]):
            return i + 1
    best, total, end, teasers = 0.0, 0.0, len(lines), 0
    for i in range(len(lines) - 1, -1, -1):
        line = lines[i]
        teasers += line.teaser
        total += _TEASER if line.teaser else _PROSE if line.prose else _PLAIN
        if total > best and teasers >= _ENOUGH_CHROME:
            best, end = total, i
    return end


def _end_mark(line: Line) -> re.Match[str] | None:
    return _END_MARK.search(line.text) if line.prose else None


def _tail(lines: Sequence[Line], end: int) -> tuple[list[Line], list[tuple[Line, str]]]:
    """Keep what stands before `end`; a credit behind the end mark becomes front matter."""
    kept = list(lines[:end])
    dropped = [(line, "after the end of the article") for line in lines[end:]]
    mark = _end_mark(kept[-1]) if kept and dropped else None
    if mark:
        last = kept.pop()
        article, credit = last.text[: mark.start()], mark.group().lstrip()
        kept.append(replace(last, end=last.start + len(article), text=article))
        kept.append(Line(last.end - len(credit), last.end, credit, Kind.FRONT, marked=True))
    return kept, dropped


def _without_repeats(lines: list[Line]) -> tuple[list[Line], list[tuple[Line, str]]]:
    """Leave out lines that occur both before the first prose and after the last (logos, running heads).

    Of lines repeated on one side only, such as a title under its own breadcrumb, the first is kept.
    """
    prose = [i for i, line in enumerate(lines) if line.prose]
    margin = [*range(prose[0]), *range(prose[-1] + 1, len(lines))]
    head = {_bare(lines[i].text) for i in margin if i < prose[0]}
    both = head & {_bare(lines[i].text) for i in margin if i > prose[-1]}
    seen: set[str] = set()
    repeated: set[int] = set()
    for i in margin:
        words = _bare(lines[i].text)
        if (words in both or words in seen) and not lines[i].marked:
            repeated.add(i)
        seen.add(words)
    kept = [line for i, line in enumerate(lines) if i not in repeated]
    return kept, [(lines[i], "repeated outside the text") for i in sorted(repeated)]


def _head(lines: list[Line], source: Source) -> tuple[list[Line], list[tuple[Line, str]]]:
    """Name the lines before the first sentence: the title, what stands over it and under it.

    What stands over a title that is known is left out; over one that is only guessed, it is kept as front matter.
    More lines under a title than front matter has are content.
    """
    first = next((i for i, line in enumerate(lines) if line.prose or _is_sentence(line)), 0)
    head, rest = lines[:first], lines[first:]
    known = _known_title(head, source)
    title = _guessed_title(head) if known is None else known
    if title is None or first - title - 1 > _FRONT_LINES:
        return lines, []
    kept: list[Line] = []
    dropped: list[tuple[Line, str]] = []
    for i, line in enumerate(head):
        if i == title:
            kept.append(replace(line, kind=Kind.TITLE))
        elif line.marked:
            kept.append(line)
        elif i < (known or 0) and not _DATE.search(line.text):
            dropped.append((line, "before the title"))
        elif _COUNTER.match(line.text):
            dropped.append((line, "counter"))
        else:
            kept.append(replace(line, kind=Kind.FRONT))
    return kept + rest, dropped


def _is_sentence(line: Line) -> bool:
    return not line.marked and width(line.text) >= _SENTENCE_WIDTH and bool(_SENTENCE.search(line.text))


def _known_title(head: Sequence[Line], source: Source) -> int | None:
    for i, line in enumerate(head):
        if line.kind is Kind.TITLE or (source.title and _bare(line.text) == _bare(source.title)):
            return i
    return None


def _guessed_title(head: Sequence[Line]) -> int | None:
    """The widest line; among many, only if it stands out from them as a title does from a menu: a list has none."""
    candidates = [
        (width(line.text), -i) for i, line in enumerate(head) if not line.marked and not _DATE.search(line.text)
    ]
    widest = max(candidates, default=(0.0, 0))
    usual = median(width(line.text) for line in head) if len(head) > _FRONT_LINES else 0.0
    return -widest[1] if widest[0] >= max(_TITLE_WIDTH, 2 * usual) else None


def _captioned(line: Line) -> Line:
    if line.kind is Kind.BODY and width(line.text) <= _CAPTION_WIDTH and _PHOTO.search(line.text):
        return replace(line, kind=Kind.CAPTION)
    return line
