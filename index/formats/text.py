"""Plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from index.formats.lines import line_spans
from index.offsets import TextBuilder
from index.records import Extracted
from index.text.script import columns
from index.text.wrapping import Wrapping

__all__ = ["read_text"]

_BLANK = re.compile(r"\n[^\S\n]*\n")
_STARTS = re.compile(r"[ \t\u3000]|[-*•·–>|#]|\d{1,3}[.)、）]")
"""What begins a paragraph or an item although no blank line stands before it."""
_NARROW = re.compile(r"[\u0000-\u10ff\uac00-\ud7a3]+|.", re.DOTALL)
_INDENT = re.compile(r"[ \t\xa0]+")
_ITEM = re.compile(r"[ \t]*(?:[-*•·–]|\d{1,3}[.)])[ \t]+(?=\S)")
_ENDED = re.compile(r"[.。!?！？][”’」』\"'）)]*\s*$")
_BEGUN = re.compile(r"[A-Z\d]")
_NARROWEST, _WIDEST, _SLACK = 36, 100, 2
"""Columns: what texts are broken to (verse is narrower), and what a sign that may not stand at an edge leaves free."""
_FEWEST, _SHARE, _HALF = 3, 0.9, 0.5

_Span = tuple[int, int]


def read_text(raw: str) -> Extracted:
    """A text as it stands, except that lines which were broken to a width, as in mail and in old files, are whole again.

    What stands between two halves is what their language has there (`Wrapping`).
    """
    builder = TextBuilder()
    lines = line_spans(raw)
    broken = _broken(raw, [(start, end) for start, end, _ in lines])
    wrapping = Wrapping(_BLANK.split(raw.replace("\r\n", "\n").replace("\r", "\n")) if broken else ())
    begin = 0
    for i, (start, end, following) in enumerate(lines):
        begin = max(begin, start)
        if i not in broken:
            builder.add(raw[begin:end], begin, end)
            builder.add(raw[end:following], end, following)
            continue
        after = raw[following : lines[i + 1][1]]
        less, between = wrapping.joint(raw[start:end], after)
        stop = start + len(raw[start:end].rstrip()) - less if less or not between else end
        builder.add(raw[begin:stop], begin, stop)
        begin = following + len(after) - len(after.lstrip())
        if between and not raw[:end].endswith(between):
            builder.add(between, end, begin)
    text, offsets = builder.build()
    return Extracted(text, offsets, decoded=raw)


def _broken(raw: str, lines: Sequence[_Span]) -> set[int]:
    """Indices of the lines that go on in the next one: those of the paragraphs that were broken to a width.

    A paragraph was if nearly every line of it that another follows is so full that the next word had no room in it, and its
    lines neither end nor begin as sentences, records or list items do. One of few lines is held against the width of the
    longer ones, or of the whole text where all of it was broken so.
    """
    hung = _hung(raw, lines)
    pairs = [i for i in range(len(lines) - 1) if i + 1 in hung or _same_paragraph(raw, lines[i], lines[i + 1])]
    if not pairs:
        return set()
    widths = {i: columns(raw[slice(*lines[i])].rstrip()) for j in pairs for i in (j, j + 1)}
    needed = {i: widths[i] + _first_word(raw, *lines[i + 1]) + _slack(raw[slice(*lines[i])]) for i in pairs}
    runs: list[list[int]] = []
    for i in pairs:
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])

    def widest(run: Sequence[int]) -> int:
        return max(widths[i] for i in (*run, run[-1] + 1))

    def is_full(run: Sequence[int], edge: int, share: float) -> bool:
        return sum(needed[i] >= edge for i in run) >= share * len(run)

    def is_broken(run: Sequence[int], edge: int) -> bool:
        ended = sum(bool(_ENDED.search(raw[slice(*lines[i])])) for i in run)
        anew = sum(bool(_BEGUN.match(raw[slice(*lines[i + 1])].lstrip())) for i in run)
        return _NARROWEST <= edge <= _WIDEST and max(ended, anew) * 2 <= len(run) and is_full(run, edge, _SHARE)

    every = max(widths.values())
    if len(pairs) >= _FEWEST and is_broken(pairs, every):
        return {i for run in runs if len(run) < _FEWEST or is_full(run, every, _HALF) for i in run}
    long = [run for run in runs if len(run) >= _FEWEST]
    sure = [run for run in long if is_broken(run, widest(run))]
    if not sure:
        return set()
    usual = int(median(widest(run) for run in sure for _ in run))
    share = _HALF if sum(map(len, sure)) * 2 > sum(map(len, long)) else 1.0
    return {i for run in runs if run in sure or is_full(run, max(usual, widest(run)), share) for i in run}


def _hung(raw: str, lines: Sequence[_Span]) -> set[int]:
    """Indices of the lines that are set in as far as the words of the item over them: they are of that item."""
    found: set[int] = set()
    hangs = -1
    for i, (start, end) in enumerate(lines):
        item = _ITEM.match(raw, start, end)
        if item:
            hangs = item.end() - start
        elif hangs > 0 and raw[start:end].strip() and not raw[start : start + hangs].strip(" \t"):
            if raw[start + hangs : start + hangs + 1].strip():
                found.add(i)
        else:
            hangs = -1
    return found


def _same_paragraph(raw: str, line: _Span, following: _Span) -> bool:
    """Whether no blank line, sign or deeper indentation parts two lines."""
    text, after = raw[slice(*line)], raw[slice(*following)]
    indented = _INDENT.match(after)
    if indented and (same := _INDENT.match(text)) and _depth(same) == _depth(indented):
        text, after = text[same.end() :], after[indented.end() :]
    return bool(text.strip() and after.strip()) and not _STARTS.match(after)


def _depth(indentation: re.Match[str]) -> int:
    return columns(indentation.group().expandtabs())


def _first_word(raw: str, start: int, end: int) -> int:
    """Columns of the first word of a line; a Chinese or Japanese character can stand alone."""
    word = raw[start:end].split(maxsplit=1)[0]
    return 2 if columns(word[0]) == 2 else columns(_NARROW.match(word)[0])  # type: ignore[index]


def _slack(line: str) -> int:
    """Columns that a line may leave free: in wide type a sign that may not begin a line takes a character with it."""
    return _SLACK if columns(line) == len(line) else 2 * _SLACK
