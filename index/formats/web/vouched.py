"""What is guessed of a page, held against the page: a name or a day counts only where it stands in its head or beside its title."""

from __future__ import annotations

import re
from calendar import month_abbr
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.formats.web.page_lines import PageLine
from index.formats.web.suggestions import STATED, Suggested
from index.records import Source

__all__ = ["vouched"]

_BYLINE, _OVER, _UNDER = 120, 3, 25
"""Characters of a line that may be a byline or a date line; lines over and under a title among which it stands."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WORD = re.compile(r"[^\W_]+")


def vouched(suggested: Suggested, lines: Sequence[PageLine], title: int | None) -> Source:
    """What the page states, and of what is guessed what it says in its head or in the lines beside its title.

    A name is spelt as it is there. One word in letters that have capitals is no person's name.
    """
    at = title if title is not None else next((i for i, line in enumerate(lines) if len(line.text) > _BYLINE), 0)
    near = [line.text for line in lines[max(at - _OVER, 0) : at + _UNDER] if len(line.text) <= _BYLINE]
    said = (*suggested.beside, *near)
    authors = tuple(dict.fromkeys(_names(suggested.authors, said)))
    published = suggested.published if _says(suggested.published, (*said, suggested.stated.url)) else ""
    stated = suggested.stated
    if not authors and not published:
        return stated
    return replace(stated, authors=stated.authors or authors, published=stated.published or published, note=STATED)


def _names(guessed: Sequence[str], said: Sequence[str]) -> Iterator[str]:
    for name in guessed:
        words = _WORD.findall(name)
        if not words or (len(words) == 1 and words[0].upper() != words[0].lower()):
            continue
        spelt = re.compile(r"\b" + r"(?:\.\s*|\s+)".join(map(re.escape, name.split())) + r"\b", re.I)
        found = next((match for text in said if (match := spelt.search(text))), None)
        if found and not any(map(str.isdigit, found.group())) and (" " in found.group() or len(words) == 1):
            yield " ".join(found.group().split())


def _says(day: str, said: Sequence[str]) -> bool:
    """Whether a day is written in one of the texts: its year, its month in figures or by its English name, and its day."""
    if not _DAY.fullmatch(day):
        return False
    year, month, date = day.split("-")
    named = rf"(?<!\d)0?{int(month)}(?!\d)|\b{month_abbr[int(month)]}"
    parts = [re.compile(one, re.I) for one in (rf"(?<!\d){year}(?!\d)", named, rf"(?<!\d)0?{int(date)}(?!\d)")]
    written = re.compile(rf"(?<!\d){year}{month}{date}")
    return any(written.search(text) or all(part.search(text) for part in parts) for text in said)
