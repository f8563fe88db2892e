"""Whole web pages: the lines of their article, each character with its place in the file, and a report of the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.formats.web.article import article_nodes
from index.formats.web.markup import HEADINGS
from index.formats.web.page_lines import (
    PageLine,
    lines_of,
    shown,
    write,
)
from index.formats.web.suggestions import suggestions
from index.offsets import TextBuilder
from index.records import Block, Dropped, Extracted, SectionKind, Source

__all__ = ["looks_like_page", "read_page"]

_PAGE = re.compile(r"\ufeff?(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.DOTALL)
_SENTENCE_END = re.compile(r"[。！？!?.][”’」』\"')）]*\s*$")
_ASIDE = frozenset("nav aside footer form button select label menu dialog figure".split())
"""Elements that say of themselves that they are not the running text."""
_PROSE, _FRONT, _MOSTLY = 30, 80, 0.5
_DATE = re.compile(r"\b(?:19|20)\d\d\b|(?:19|20)\d\d\s*年")


def looks_like_page(raw: str) -> bool:
    """Whether `raw` is a whole page, by how it begins."""
    return bool(_PAGE.match(raw))


def read_page(raw: str) -> Extracted:
    """The article of a page, one line for each block; everything else is reported in `dropped`.

    Besides what trafilatura keeps, its title stays, and a paragraph of prose that stands within the article. Where
    trafilatura finds no article, all text stays. Headings, captions and the title are marked; what the page says of
    itself (title, author, date, site, address) is in `suggested`.
    """
    said = suggestions(raw)
    nodes = article_nodes(raw)
    lines, dropped = lines_of(raw, nodes)
    title = _title(lines, said.title)
    kept = _kept(lines, title) if nodes else [1.0] * len(lines)
    front = _front(lines, kept, title, said)
    builder = TextBuilder()
    marked: list[Block] = []
    for i, (line, share) in enumerate(zip(lines, kept, strict=True)):
        share = 1.0 if i in front else share
        pieces = [piece for piece in line.pieces if share >= _MOSTLY or (piece.kept and share)]
        gone = [piece for piece in line.pieces if not (share >= _MOSTLY or (piece.kept and share))]
        text = shown(gone)
        if text:
            dropped.append(Dropped(gone[0].start, gone[-1].end, text, "not part of the page's article"))
        start = builder.length
        write(builder, pieces)
        if builder.length > start:
            level = min((HEADINGS[tag] for tag in line.tags & HEADINGS.keys()), default=0)
            caption = "figcaption" in line.tags
            kind = (
                SectionKind.TITLE
                if i == title
                else SectionKind.HEADING
                if level
                else SectionKind.CAPTION
                if caption
                else SectionKind.BODY
            )
            kind = SectionKind.FRONT if i in front else kind
            if kind is not SectionKind.BODY or line.unit:
                marked.append(Block(start, builder.length, kind, level, unit=line.unit))
            builder.add("\n", pieces[-1].end, pieces[-1].end)
    text, offsets = builder.build()
    dropped.sort(key=lambda part: part.source_start)
    return Extracted(
        text, offsets, tuple(marked), tuple(dropped), said.title, said.url, raw, suggested=said, blocks=True
    )


def _title(lines: Sequence[PageLine], title: str) -> int | None:
    """Index of the line that is the title: a heading with its words."""
    bare = "".join(title.split())
    found = [i for i, line in enumerate(lines) if bare and "".join(line.text.split()) == bare]
    return next((i for i in found if lines[i].tags & HEADINGS.keys()), found[0] if found else None)


def _kept(lines: Sequence[PageLine], title: int | None) -> list[float]:
    """How much of each line stays: what trafilatura kept, the title, and prose and captions between two that stay."""
    shares = [line.kept for line in lines]
    if title is not None:
        shares[title] = 1.0
    inside = [i for i, line in enumerate(lines) if line.kept >= _MOSTLY and _is_prose(line)]
    if not inside:
        return shares
    for i in range(inside[0] if title is None else min(title, inside[0]), inside[-1]):
        if not shares[i] and (_is_prose(lines[i]) or "figcaption" in lines[i].tags):
            shares[i] = 1.0
    return shares


def _front(lines: Sequence[PageLine], kept: Sequence[float], title: int | None, said: Source) -> frozenset[int]:
    """Indices of the date line and byline: between the title and the first prose, naming a date or the author."""
    if title is None:
        return frozenset()
    first = next((i for i in range(title + 1, len(lines)) if kept[i] >= _MOSTLY), title)
    named = [i for i in range(title + 1, first) if len(lines[i].text) <= _FRONT]
    return frozenset(
        i for i in named if _DATE.search(lines[i].text) or any(name in lines[i].text for name in said.authors)
    )


def _is_prose(line: PageLine) -> bool:
    """Whether it is a sentence, not a link or an aside, whatever trafilatura thinks of it."""
    text = line.text
    linked = sum(len(piece.text) for piece in line.pieces if "a" in piece.tags)
    return (
        len(text) >= _PROSE and bool(_SENTENCE_END.search(text)) and linked * 2 < len(text) and not line.tags & _ASIDE
    )
