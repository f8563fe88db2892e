"""Plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.formats.lines import line_spans
from index.offsets import TextBuilder
from index.records import Extracted
from index.text.script import columns
from index.text.wrapping import Wrapping

__all__ = ["read_text"]

_BLANK = re.compile(r"\n[^\S\n]*\n")
_STARTS = re.compile(r"[ \t\u3000]|[-*•·–>|#]|\d{1,3}[.)、）]")
"""What begins a paragraph or an item although no blank line stands before it."""
_ITEM = re.compile(r"[ \t]*(?:[-*•·–]|\d{1,3}[.)])[ \t]+(?=\S)")
_ENDED = re.compile(r"[.。!?！？][”’」』\"'）)]*\s*$")
_BEGUN = re.compile(r"[A-Z\d]")
_NARROWEST, _WIDEST, _SLACK = 36, 100, 2
"""Columns: what texts are broken to (verse is narrower), and what a word that may not stand at an edge leaves free."""
_FEWEST, _SHARE = 3, 0.9

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
    """Indices of the lines that go on in the next one; none unless the whole text was broken to one width.

    It was if nearly every line that others follow in its paragraph is so full that the next word had no room in it, and
    the lines neither end nor begin as sentences, records or list items do.
    """
    hung = _hung(raw, lines)
    pairs = [i for i in range(len(lines) - 1) if i + 1 in hung or _same_paragraph(raw, lines[i], lines[i + 1])]
    if len(pairs) < _FEWEST:
        return set()
    widths = {i: columns(raw[slice(*lines[i])].rstrip()) for j in pairs for i in (j, j + 1)}
    widest = max(widths.values())
    full = [i for i in pairs if widths[i] + _first_word(raw, *lines[i + 1]) >= widest - _SLACK]
    ended = [i for i in pairs if _ENDED.search(raw[slice(*lines[i])])]
    anew = [i for i in pairs if _BEGUN.match(raw, lines[i + 1][0])]
    broken = (
        _NARROWEST <= widest <= _WIDEST
        and len(full) >= _SHARE * len(pairs)
        and max(len(ended), len(anew)) * 2 <= len(pairs)
    )
    return set(pairs) if broken else set()


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
    text, after = raw[slice(*line)], raw[slice(*following)]
    return bool(text.strip() and after.strip()) and not _STARTS.match(after)


def _first_word(raw: str, start: int, end: int) -> int:
    """Columns of the first word of a line; a Chinese or Japanese character can stand alone."""
    word = raw[start:end].split(maxsplit=1)[0]
    return 2 if columns(word[0]) == 2 else columns(word)
