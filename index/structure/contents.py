"""A list of contents: lines that end in page numbers which go up, most of which stand again in the text as a line of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.structure.lines import Line

__all__ = ["CONTENTS", "contents"]

CONTENTS = "in a list of contents"
_PAGE = re.compile(
    r"(?<![.．…‥·․_\s])(?:\s++(?P<page>\d{1,4})|\s*+(?:[.．…‥·․_]\s*+){2,}+(?:(?P<led>\d{1,4})|[ivxlcdm]{1,7}))$"
)
_FEWEST = 4
_APART = 2
"""Lines between two entries at most: the first part of one that is broken."""


def contents(lines: Sequence[Line]) -> frozenset[int]:
    """Indices of the lines that are in a list of contents."""
    ends = [_PAGE.search(line.text) for line in lines]
    if sum(end is not None for end in ends) < _FEWEST:
        return frozenset()
    words = [_letters(line.text[: end.start()] if end else line.text) for line, end in zip(lines, ends, strict=True)]
    headings = {word for word, end in zip(words, ends, strict=True) if not end}
    found: set[int] = set()
    run: list[int] = []
    last = 0
    for i, end in enumerate(ends):
        if end is None:
            continue
        page = int(end["page"] or end["led"] or 0)
        between = lines[run[-1] + 1 : i] if run else ()
        if run and (page < last or len(between) > _APART or any(line.prose for line in between)):
            found |= _listed(run, words, headings)
            run = []
        run.append(i)
        last = page
    return frozenset(found | _listed(run, words, headings))


def _listed(run: Sequence[int], words: Sequence[str], headings: set[str]) -> set[int]:
    """All lines from the first entry of a run to the last, if it is a list of contents."""
    again = sum(words[i] in headings for i in run if words[i])
    return set(range(run[0], run[-1] + 1)) if len(run) >= _FEWEST and again * 2 > len(run) else set()


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text)).casefold()
