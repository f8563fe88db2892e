"""Where sentences begin and end, by punctuation and, behind a full stop, the abbreviations of each language."""

from __future__ import annotations

import re

from index.languages.registry import pattern
from index.records import Sentence

__all__ = ["SENTENCE_END", "sentences"]

_CLOSERS = re.escape("”’」』\"')）】》〉]")
_END = "(?:(?<=[。！？])|(?<=[!?])(?![A-Za-z0-9=]))(?![。！？!?])"
SENTENCE_END = (
    f"{_END}(?![{_CLOSERS}])"
    f"|(?<=[。！？!?][{_CLOSERS}])(?![{_CLOSERS}])"
    f"|(?<=[。！？!?][{_CLOSERS}][{_CLOSERS}])(?![{_CLOSERS}])"
)
"""A place, of no width, after a full-width or emphatic sentence end and the quotation marks that close with it."""

_PLACE = re.compile(rf"{SENTENCE_END}|(?<=[.])(?=\s)|(?<=[.][\"'”’)\]])(?=\s)|(?=\n)")
_initial = pattern(lambda one: one.page.abbreviations, r"(?:^|[\s(])(?:[A-Z]|[A-Z][a-z]|{})\.$")
_OPEN, _CLOSE = "“「『", "”」』"
_LONGEST_QUOTE = 160


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Sentence]:
    """The sentences of text[start:end], in order, without the white space around them.

    A quotation of a few sentences stays with the words that introduce it, unless the whole exceeds 160 characters: who
    says it is part of what is cited.
    """
    end = len(text) if end is None else end
    places = [m.start() for m in _PLACE.finditer(text, start, end) if start < m.start() < end]
    found: list[Sentence] = []
    left = start
    for place in [*places, end]:
        piece = text[left:place]
        if place < end and text[place] != "\n" and (_initial().search(piece) or _inside_quotation(piece)):
            continue
        stripped = piece.strip()
        if stripped:
            first = left + len(piece) - len(piece.lstrip())
            found.append(Sentence(first, first + len(stripped), stripped))
        left = place
    return found


def _inside_quotation(piece: str) -> bool:
    depth = sum(piece.count(mark) for mark in _OPEN) - sum(piece.count(mark) for mark in _CLOSE)
    return depth > 0 and len(piece) < _LONGEST_QUOTE
