"""Where sentences begin and end, by punctuation and, behind a full stop, the abbreviations of each language and what follows.

What begins with a small letter goes on with the sentence before it (Unicode Standard Annex 29, rule SB8), in a text that begins its
sentences with capitals. Behind an abbreviation that may also be a sentence's last word, one that sentences begin with begins one (the
orthographic heuristic of Kiss and Strunk, "Unsupervised multilingual sentence boundary detection", 2006).
"""

from __future__ import annotations

import re

from index.languages.registry import composed, pattern
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
_abbreviation = pattern(lambda one: one.page.abbreviations, r"(?:^|[\s(])(?:[A-Z]|{})\.$")
"""An initial, or what stands before a name or a figure alone."""
_SHORT = re.compile(r"(?:^|[\s(“\"])(?:[A-Z][a-z]|[A-Za-z](?:\.[A-Za-z])+)\.$")
"""Letters with stops between them, or two letters: an abbreviation that a sentence may end with."""
_openers = composed(lambda known: known.words(lambda one: one.stop_words))
_NEXT = re.compile(r"\s*+[\"“‘'(\[]*+([^\W\d_]*+)(\.?)")
_STOPPED = re.compile(rf"[A-Za-zÀ-ɏ0-9)%]\.++[{_CLOSERS}]*+$|[!?][{_CLOSERS}]++$")
_LETTER = re.compile(r"[^\W\d_]")
_resumed = pattern(lambda one: one.speech.resumed, rf"(?<=[{_CLOSERS}])(?:[,，、]|{{}})")
"""What goes on with a sentence behind a quotation in it."""
_NUMBER = re.compile(r"\s*[(（]?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[A-Za-z]|[ivxIVX]{1,5})[)）]?\.$")
"""The number of an item or a heading, which is nothing said."""
_OPEN, _CLOSE = "“「『", "”」』"
_LONGEST_QUOTE = 160
_TAIL = 40
"""Characters before a stop that tell whether it ends a sentence: the longest abbreviation with what stands before it."""


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
        inside = place < end and text[place] != "\n"
        if inside and (_runs_on(text, left, place, end) or (rows and _in_row(text, left, place, end))):
            continue
        piece = text[left:place]
        stripped = piece.strip()
        if stripped:
            first = left + len(piece) - len(piece.lstrip())
            last = first + len(stripped)
            if found and not any(map(str.isalnum, stripped)) and "\n" not in text[found[-1].end : first]:
                first = found.pop().start  # marks alone say nothing: they end what stands before them
            found.append(Sentence(first, last, text[first:last]))
        left = place
    return found


def _runs_on(text: str, left: int, place: int, end: int) -> bool:
    """Whether text[left:place] is no sentence of its own, though it ends with a stop.

    It ends in an abbreviation, numbers what follows, opens a quotation, or what follows goes on in small letters.
    """
    short = place - left < _LONGEST_QUOTE
    if (short and _inside_quotation(text[left:place])) or _resumed().match(text, place, end):
        return True
    tail = text[max(left, place - _TAIL) : place]
    following = _NEXT.match(text, place, end)
    word = following[1] if following else ""
    if word[:1].islower() and _STOPPED.search(tail):
        first = _LETTER.search(text, left, place)
        if first and first.group().isupper():  # sentences begin with capitals here
            return True
    if not tail.rstrip("\n").endswith("."):
        return False
    if _abbreviation().search(tail) or (short and _NUMBER.match(text, left, place)):
        return True
    begins = word[:1].isupper() and word.lower() in _openers() and not (following and following[2])
    return bool(_SHORT.search(tail)) and not begins


def _in_row(text: str, start: int, place: int, end: int) -> bool:
    """Whether a place is inside a row of a table, which is one sentence whatever its cells say."""
    line = text.rfind("\n", start, place) + 1 or start
    line_end = text.find("\n", place, end)
    return text.find(CELL_MARK, line, end if line_end < 0 else line_end) >= 0


def _inside_quotation(piece: str) -> bool:
    return sum(map(piece.count, _OPEN)) > sum(map(piece.count, _CLOSE))
