"""The lines over and under the title of a text: which is the title, which say things about the text, which neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from index.languages.eras import ERA
from index.records import SectionKind, Source
from index.structure.frame import evidence
from index.structure.furniture import Sign, is_credit
from index.structure.lines import Line, bare, is_sentence
from index.text.script import width

__all__ = ["name_head"]

_COUNTER = re.compile(r"^\d[\d,\s]*$")
_DATE = re.compile(
    rf"(?:19|20)\d\d\s*(?:[年년]|[-/.])\s*\d{{1,2}}|\b(?:19|20)\d\d\b|(?:{ERA})\s?[^\s年년]{{1,5}}\s?[年년]"
)
_ASKED = re.compile(r"^[^\s:：]{1,20}(?: [^\s:：]{1,16}){0,2}\s?[:：].*[?？]$")
"""A question in a conversation, with who asks it."""
_STOP = re.compile(r"[。！!]|[.](?=\s|$)")
_FRONT_LINES = 10
_FRONT_WIDTH = 16
_AFTER = 8
_TITLE_WIDTH = 6
_FAR, _WIDEST, _UNDER, _STOPPED = 5.0, 30.0, 8.0, 10.0
_REACH = 4
_ENOUGH = 2

Named = tuple[list[Line], list[tuple[Line, str]]]
"""The lines that are kept, and those that are not, each with the reason."""


def name_head(lines: list[Line], source: Source) -> Named:
    """Name the lines before the first sentence: the title, what stands over it and under it.

    What stands over a title that is known is left out; over one that is only guessed, it is kept as front matter, unless
    the page has furniture there. More lines under a title than front matter has are content.
    """
    first = next((i for i, line in enumerate(lines) if _opens(line)), 0)
    head = lines[:first]
    known = _known(head, source)
    if any(line.sign for line in lines):
        guess = _beside_credits(lines, first) if known is None else known
        sure = known is not None or (guess is not None and evidence(lines[:guess]) >= _ENOUGH)
        return _on_a_page(lines, first, guess, sure=sure)
    title = _widest(head) if known is None else known
    if title is None and head and lines[first].kind is SectionKind.SPEAKER:
        title = 0
    if title is None or first - title - 1 > _FRONT_LINES:
        return lines, []
    kept: list[Line] = []
    dropped: list[tuple[Line, str]] = []
    for i, line in enumerate(head):
        if i == title:
            kept.append(replace(line, kind=SectionKind.TITLE))
        elif line.marked:
            kept.append(line)
        elif i < (known or 0) and not _DATE.search(line.text):
            dropped.append((line, "before the title"))
        elif _COUNTER.match(line.text):
            dropped.append((line, "counter"))
        else:
            kept.append(replace(line, kind=SectionKind.FRONT))
    return kept + lines[first:], dropped


def _on_a_page(lines: list[Line], first: int, title: int | None, *, sure: bool) -> Named:
    """The same where there is furniture: it goes; a line right over the title stays, as the name of its column."""
    if title is None:
        over = [line for line in lines[:first] if line.sign]
        return [line for line in lines if line not in over], [(line, line.sign.value) for line in over]
    front = _front(lines, first, title)
    column = next((i for i in range(title - 1, -1, -1) if lines[i].sign is not Sign.BUTTON), None)
    kept: list[Line] = []
    dropped: list[tuple[Line, str]] = []
    for i, line in enumerate(lines):
        if i == title and not line.marked:
            kept.append(replace(line, kind=SectionKind.TITLE))
        elif line.marked:
            kept.append(line)
        elif i >= first:
            kept.append(replace(line, kind=SectionKind.FRONT) if i in front else line)
        elif line.sign and not (line.prose and i > title):
            dropped.append((line, line.sign.value))
        elif i < title and sure and i != column and not _DATE.search(line.text):
            dropped.append((line, "before the title"))
        elif _COUNTER.match(line.text):
            dropped.append((line, "counter"))
        else:
            kept.append(replace(line, kind=SectionKind.FRONT) if i in front else line)
    return kept, dropped


def _front(lines: Sequence[Line], first: int, title: int) -> set[int]:
    """What says things about the text: all that is over the title, then up to the last date or name before the text.

    Dates and names right after the first sentence are too, and so are one or two short lines alone before it.
    """
    said = [i for i in range(title + 1, first) if i - title <= _FRONT_LINES and _is_metadata(lines[i])]
    last = max(said, default=title)
    rest = [i for i in range(last + 1, first) if not lines[i].sign]
    brief = len(rest) <= 2 and all(
        width(lines[i].text) <= _FRONT_WIDTH and not _STOP.search(lines[i].text) for i in rest
    )
    after = range(first, min(first + _AFTER + 1, len(lines)))
    near = {i for i in after if _is_metadata(lines[i]) and not lines[i].prose}
    return {*range(last + 1), *(rest if brief else ()), *near}


def _opens(line: Line) -> bool:
    """Whether the text itself begins with this line."""
    return not line.sign and (
        line.prose or is_sentence(line) or line.spoken is not None or line.kind is SectionKind.SPEAKER
    )


def _is_metadata(line: Line) -> bool:
    dated = width(line.text) <= 2 * _FRONT_WIDTH and bool(_DATE.search(line.text)) and not is_sentence(line)
    return not line.marked and (dated or is_credit(line.text))


def _known(head: Sequence[Line], source: Source) -> int | None:
    for i, line in enumerate(head):
        if line.kind is SectionKind.TITLE or (source.title and bare(line.text) == bare(source.title)):
            return i
    return None


def _widest(head: Sequence[Line]) -> int | None:
    """The widest line; among many, only if it stands out from them as a title does from a menu: a list has none."""
    candidates = [
        (width(line.text), -i)
        for i, line in enumerate(head)
        if not line.marked and not _DATE.search(line.text) and not _ASKED.search(line.text)
    ]
    widest = max(candidates, default=(0.0, 0))
    usual = median(width(line.text) for line in head) if len(head) > _FRONT_LINES else 0.0
    return -widest[1] if widest[0] >= max(_TITLE_WIDTH, 2 * usual) else None


def _beside_credits(lines: Sequence[Line], first: int) -> int | None:
    """The widest line near the date and the names that stand nearest to the text, over them rather than under them."""
    own = [i for i in range(first) if not lines[i].sign and not lines[i].marked]
    credits = [i for i in own if _is_metadata(lines[i])]
    anchor = len(own)
    if credits:
        anchor = own.index(credits[-1])
        while anchor and any(i in credits for i in own[max(anchor - 3, 0) : anchor]):
            anchor -= 1
    scores = {
        i: min(width(lines[i].text), _WIDEST)
        - (_FAR * (anchor - 1 - n) if n < anchor else _UNDER + _FAR * (n - anchor))
        - (_STOPPED if _STOP.search(lines[i].text) else 0.0)
        for n, i in enumerate(own)
        if anchor - 1 - n <= _REACH
        and i not in credits
        and width(lines[i].text) >= _TITLE_WIDTH
        and not lines[i].teaser
    }
    return max(scores, key=lambda i: scores[i], default=None)
