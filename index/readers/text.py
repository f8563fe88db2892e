"""Plain text and light Markdown."""

from __future__ import annotations

import re

from index.offsets import TextBuilder
from index.records import Block, Extracted, Kind
from index.script import columns, spaced

__all__ = ["read_text"]

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")
_ATX = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_STARTS = re.compile(r"[ \t\u3000]|[-*•·–>|#]|\d{1,3}[.)、）]")
"""What begins a paragraph or an item although no blank line stands before it."""
_ENDED = re.compile(r"[.。!?！？][”’」』\"'）)]*\s*$")
_BEGUN = re.compile(r"[A-Z\d]")
_NARROWEST, _WIDEST, _SLACK = 36, 100, 2
"""Columns: what texts are broken to (verse is narrower), and what a word that may not stand at an edge leaves free."""
_FEWEST, _SHARE = 3, 0.9


def read_text(raw: str) -> Extracted:
    """A text as it stands, except for two things.

    Markdown headings (`## …`) are marked as headings and lose their signs. Where lines were broken to a width, as in
    mail and in old files, the lines of a paragraph are put together again.
    """
    builder = TextBuilder()
    marked: list[Block] = []
    lines = [(m.start(1), m.end(1), m.end()) for m in _LINE.finditer(raw) if m.start() < len(raw)]
    broken = _broken(raw, [(start, end) for start, end, _ in lines])
    for i, (start, end, following) in enumerate(lines):
        sign = _ATX.match(raw, start, end)
        if sign:
            marked.append(Block(builder.length, builder.length + end - sign.end(), Kind.HEADING, len(sign.group(1))))
        builder.add(raw[sign.end() if sign else start : end], sign.end() if sign else start, end)
        if i in broken:
            builder.add(" " if spaced(raw[end - 1], raw[following]) else "", end, following)
        else:
            builder.add(raw[end:following], end, following)
    text, offsets = builder.build()
    return Extracted(text, offsets, tuple(marked), decoded=raw)


def _broken(raw: str, lines: list[tuple[int, int]]) -> set[int]:
    """Indices of the lines that go on in the next one; none unless the whole text was broken to one width.

    It was if nearly every line that others follow in its paragraph is so full that the next word had no room in it, and
    the lines neither end nor begin as sentences, records or list items do.
    """
    pairs = [i for i in range(len(lines) - 1) if _same_paragraph(raw, lines[i], lines[i + 1])]
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


def _same_paragraph(raw: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    text, after = raw[slice(*line)], raw[slice(*following)]
    return bool(text.strip() and after.strip()) and not _ATX.match(text) and not _STARTS.match(after)


def _first_word(raw: str, start: int, end: int) -> int:
    """Columns of the first word of a line; a Chinese or Japanese character can stand alone."""
    word = raw[start:end].split(maxsplit=1)[0]
    return 2 if columns(word[0]) == 2 else columns(word)
