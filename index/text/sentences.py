"""Where sentences begin and end, by punctuation and, behind a full stop, the abbreviations of each language."""

from __future__ import annotations

import re

from index.languages.registry import pattern
from index.records import Sentence

__all__ = ["CELL_MARK", "SENTENCE_END", "sentences"]

CELL_MARK = "\u00a0· "
"""What stands between the cells of a table's row; its no-break space tells it from a dot that a text has of its own."""

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
_NUMBER = re.compile(r"\s*[(（]?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[A-Za-z]|[ivxIVX]{1,5})[)）]?\.$")
"""The number of an item or a heading, which is nothing said."""
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
    rows = text.find(CELL_MARK, start, end) >= 0
    for place in [*places, end]:
        piece = text[left:place]
        if place < end and text[place] != "\n" and (_runs_on(piece) or (rows and _in_row(text, left, place, end))):
            continue
        stripped = piece.strip()
        if stripped:
            first = left + len(piece) - len(piece.lstrip())
            last = first + len(stripped)
            if found and not any(map(str.isalnum, stripped)) and "\n" not in text[found[-1].end : first]:
                first = found.pop().start  # marks alone say nothing: they end what stands before them
            found.append(Sentence(first, last, text[first:last]))
        left = place
    return found


def _runs_on(piece: str) -> bool:
    """Whether a piece of a sentence is none of its own: it ends in an initial, numbers what follows or opens a quotation."""
    stopped = piece.rstrip("\n").endswith(".")
    return (stopped and bool(_initial().search(piece) or _NUMBER.match(piece))) or _inside_quotation(piece)


def _in_row(text: str, start: int, place: int, end: int) -> bool:
    """Whether a place is inside a row of a table, which is one sentence whatever its cells say."""
    line = text.rfind("\n", start, place) + 1 or start
    line_end = text.find("\n", place, end)
    return text.find(CELL_MARK, line, end if line_end < 0 else line_end) >= 0


def _inside_quotation(piece: str) -> bool:
    if len(piece) >= _LONGEST_QUOTE:
        return False
    return sum(map(piece.count, _OPEN)) > sum(map(piece.count, _CLOSE))
