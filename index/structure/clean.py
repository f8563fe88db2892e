"""Extracted text → the lines that belong to the document, and a report of what does not.

Text saved from a web page has no tags left to tell the article from the page. What tells is how lines are shaped and
what they stand beside: see `lines`, `furniture`, `frame` and `titles`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.languages.registry import pattern
from index.records import Dropped, Extracted, SectionKind, Source
from index.structure.contents import CONTENTS, contents
from index.structure.frame import article_end, end_mark, signed
from index.structure.furniture import Sign, is_credit
from index.structure.lines import Line, bare, read_lines
from index.structure.titles import name_head
from index.structure.turns import split_turns
from index.text.script import width

__all__ = ["Line", "clean"]

_photo = pattern(
    lambda one: one.page.captions, r"^(?:{})\s*[:：，,]?|(?<!\d)[。.!！]\s+(?=\S*[^\W\d_]{2})[^\s。，,]{2,15}$"
)
_CAPTION_WIDTH = 90
_CREDITS = 5
_INSIDE = frozenset((Sign.BUTTON, Sign.LINK, Sign.LIST, Sign.LISTED, Sign.OFFER))
"""What stands among the paragraphs of an article: a menu or a notice there would be its own words."""


def clean(extracted: Extracted, source: Source) -> tuple[tuple[Line, ...], tuple[Dropped, ...]]:
    """The lines that belong to the document, each with its kind, and what was left out and why.

    `Dropped` spans count in the decoded file. A text without prose (a poem, a list) is kept whole, and so is what its
    format keeps so (`Extracted.kept`); of what was made for paper only the head is told from the text.
    """
    lines, listed = _without_contents(read_lines(extracted))
    lines, said_again = split_turns(lines)
    left_out = listed + said_again
    if extracted.kept or not any(line.prose or line.spoken for line in lines):
        return tuple(lines), _reported(extracted, left_out)
    if extracted.printed:
        kept, before = name_head(lines, source)
        return tuple(map(_captioned, kept)), _reported(extracted, left_out + before)
    lines = signed(lines)
    kept, after = _tail(lines, article_end(lines))
    if not any(line.prose or line.spoken for line in kept):  # an article does not end before its prose
        kept, after = list(lines), []
    kept, repeated = (kept, []) if extracted.whole else _without_repeats(kept)  # no page stands around such a text
    titled = not extracted.whole or any(line.kind is SectionKind.TITLE for line in kept)
    kept, before = name_head(kept, source) if titled else (kept, [])  # markup that names a title names it
    kept, inside = _without_inserts(kept)
    dropped = _reported(extracted, left_out + after + repeated + before + inside)
    return tuple(map(_captioned, kept)), dropped


def _reported(extracted: Extracted, left_out: Sequence[tuple[Line, str]]) -> tuple[Dropped, ...]:
    """What the format left out and what is left out here, by place."""
    reports = [
        Dropped(*_raw(extracted, line), text=line.text, reason=reason) for line, reason in left_out if line.text.strip()
    ]
    return tuple(sorted([*extracted.dropped, *reports], key=lambda one: one.source_start))


def _raw(extracted: Extracted, line: Line) -> tuple[int, int]:
    span = extracted.offsets.source(line.start, line.end)
    return span.start, span.end


def _tail(lines: Sequence[Line], end: int) -> tuple[list[Line], list[tuple[Line, str]]]:
    """Keep what stands before `end`; a credit behind the end mark, and names soon after it, become front matter."""
    names = [line for line in lines[end : end + _CREDITS] if not line.sign and is_credit(line.text)]
    dropped = [(line, "after the end of the article") for line in lines[end:] if line not in names]
    kept = list(lines[:end])
    mark = end_mark(kept[-1]) if kept and dropped else None
    if mark:
        last = kept.pop()
        article, credit = last.text[: mark.start()], mark.group().lstrip()
        kept.append(replace(last, end=last.start + len(article), text=article))
        kept.append(Line(last.end - len(credit), last.end, credit, SectionKind.FRONT, marked=True))
    return [*kept, *(replace(line, kind=SectionKind.FRONT) for line in names)], dropped


def _without_repeats(lines: list[Line]) -> tuple[list[Line], list[tuple[Line, str]]]:
    """Leave out of lines that have some prose those that occur both before the first prose and after the last (logos, running heads).

    Of lines repeated on one side only, such as a title under its own breadcrumb, the first is kept.
    """
    prose = [i for i, line in enumerate(lines) if line.prose or line.spoken]
    margin = [*range(prose[0]), *range(prose[-1] + 1, len(lines))]
    head = {bare(lines[i].text) for i in margin if i < prose[0]}
    both = head & {bare(lines[i].text) for i in margin if i > prose[-1]}
    seen: set[str] = set()
    repeated: set[int] = set()
    for i in margin:
        words = bare(lines[i].text)
        if (words in both or words in seen) and not lines[i].marked:
            repeated.add(i)
        seen.add(words)
    kept = [line for i, line in enumerate(lines) if i not in repeated]
    return kept, [(lines[i], "repeated outside the text") for i in sorted(repeated)]


def _without_inserts(lines: list[Line]) -> tuple[list[Line], list[tuple[Line, str]]]:
    """Leave out the buttons, links and offers that stand among the paragraphs."""
    inserted = [line.sign in _INSIDE and not line.prose and line.kind is SectionKind.BODY for line in lines]
    kept = [line for line, out in zip(lines, inserted, strict=True) if not out]
    return kept, [(line, line.sign.value) for line, out in zip(lines, inserted, strict=True) if out]


def _without_contents(lines: list[Line]) -> tuple[list[Line], list[tuple[Line, str]]]:
    """Leave out what only lists the headings of the text with their pages."""
    out = contents(lines)
    kept = [line for i, line in enumerate(lines) if i not in out]
    return kept, [(lines[i], CONTENTS) for i in sorted(out)]


def _captioned(line: Line) -> Line:
    if (
        line.kind is SectionKind.BODY
        and not line.spoken
        and width(line.text) <= _CAPTION_WIDTH
        and _photo().search(line.text)
    ):
        return replace(line, kind=SectionKind.CAPTION)
    return line
