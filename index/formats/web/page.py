"""Whole web pages: the lines of their article, each character with its place in the file, and a report of the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.formats.lines import begin_alike
from index.formats.web.article import article_nodes
from index.formats.web.linked_data import Written, article_body
from index.formats.web.markup import HEADINGS
from index.formats.web.page_lines import (
    Page,
    PageLine,
    Piece,
    lines_of,
    shown,
    write,
)
from index.formats.web.regions import ASIDE, CAPTION
from index.formats.web.suggestions import bare_description, suggestions
from index.formats.web.vouched import vouched
from index.offsets import TextBuilder
from index.records import Block, Dropped, Extracted, SectionKind, Source

__all__ = ["looks_like_page", "read_page"]

_PAGE = re.compile(
    r"\ufeff?(?:\s++|<\?xml[^>]*+>|(?><!--.*?-->))*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.DOTALL
)
_PART = re.compile(r"(?<=[。！？!?.])\s*")
_SENTENCE_END = re.compile(r"[。！？!?.][”’」』\"')）]*\s*$")
_ASIDE = frozenset("nav aside footer form button select label menu dialog figure".split())
"""Elements that say of themselves that they are not the running text."""
_ASIDES = _ASIDE | {ASIDE, CAPTION}
_ALIKE = 8
"""Characters that a heading and a title begin with alike, if it is the title with other words behind it."""
_PROSE, _FRONT, _MOSTLY, _SHORT_LINK = 30, 80, 0.5, 12
_LISTED = frozenset(("li", "td", "th", "dt", "dd", "pre", "figcaption", CAPTION, *HEADINGS))
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
    suggested = suggestions(raw)
    nodes = article_nodes(raw)
    page = lines_of(raw, nodes)
    lines, dropped = page.lines, page.comments
    said = vouched(suggested, lines, _title(lines, suggested.stated.title))
    body = article_body(raw)
    if body and not _is_shown(body, lines):
        return _stated_only(raw, said, body, lines, dropped)
    title = _title(lines, said.title)
    kept = _kept(page, title, bare_description(raw)) if nodes else [1.0] * len(lines)
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
            caption = CAPTION in line.tags
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


def _is_shown(body: Sequence[Sequence[Written]], lines: Sequence[PageLine]) -> bool:
    """Whether the page shows most of the text that its linked data holds."""
    page = "".join("".join(line.text.split()) for line in lines)
    texts = [text for line in body for text in _PART.split("".join(text for text, *_ in line)) if text.strip()]
    shown = sum(len(text) for text in texts if "".join(text.split()) in page)
    return shown * 2 >= sum(map(len, texts))


def _stated_only(
    raw: str, said: Source, body: Sequence[Sequence[Written]], lines: Sequence[PageLine], comments: Sequence[Dropped]
) -> Extracted:
    """A page whose text stands in its linked data and nowhere else; what it shows instead is reported."""
    builder = TextBuilder()
    marked: list[Block] = []
    title = _title(lines, said.title)
    if title is not None:
        write(builder, lines[title].pieces)
        marked.append(Block(0, builder.length, SectionKind.TITLE, 1))
        builder.add("\n", lines[title].pieces[-1].end, lines[title].pieces[-1].end)
    for line in body:
        write(builder, [Piece(*written, frozenset(), kept=True) for written in line])
        builder.add("\n", line[-1][2], line[-1][2])
    text, offsets = builder.build()
    gone = [
        Dropped(line.pieces[0].start, line.pieces[-1].end, line.text, "not part of the page's article")
        for i, line in enumerate(lines)
        if i != title
    ]
    dropped = tuple(sorted([*comments, *gone], key=lambda part: part.source_start))
    return Extracted(text, offsets, tuple(marked), dropped, said.title, said.url, raw, suggested=said, blocks=True)


def _title(lines: Sequence[PageLine], title: str) -> int | None:
    """Index of the line that is the title: a heading with its words."""
    bare = "".join(title.split())
    found = [i for i, line in enumerate(lines) if bare and "".join(line.text.split()) == bare]
    if found:
        return next((i for i in found if lines[i].tags & HEADINGS.keys()), found[0])
    heads = [(i, "".join(line.text.split())) for i, line in enumerate(lines) if line.tags & HEADINGS.keys()]
    shared = [(begin_alike(text, bare), i) for i, text in heads]
    size, at = max(shared, default=(0, 0), key=lambda one: one[0])
    return at if size >= _ALIKE and size * 2 > len(bare) else None


def _kept(page: Page, title: int | None, description: str) -> list[float]:
    """How much of each line stays: what trafilatura kept, the title, and what it overlooked.

    That is the lead (what the page describes itself with, and prose between title and text), and within the text
    captions, prose beside a paragraph that stays, in the same container, whole sections (`_sections`), and headings right over
    lines that stay. Embedded posts and asides go, and so does a line that is nothing but a link between paragraphs: it leads to
    another text.
    """
    lines = page.lines
    shares = [line.kept for line in lines]
    inside = [i for i, line in enumerate(lines) if line.kept >= _MOSTLY and _is_prose(line)]
    if title is not None:
        shares[title] = 1.0
    if not inside:
        return shares
    containers = frozenset().union(*(lines[i].containers for i in inside))
    begin = inside[0] if title is None else min(title, inside[0])
    for i, line in enumerate(lines):
        if i == title:
            continue
        if ASIDE in line.tags or (i > begin and _is_teaser(line)):
            shares[i] = 0.0
        elif begin < i < inside[-1] and not shares[i]:
            lead = i < inside[0] or not containers.isdisjoint(line.containers)
            caption = CAPTION in line.tags
            described = len(line.text) >= _PROSE and "".join(line.text.split()) == description
            shares[i] = float(caption or described or (lead and _is_prose(line)))
    overlooked = _sections(page, begin, inside if title is None else [title, *inside])
    for i in overlooked:
        shares[i] = 1.0
    for i in range(max(inside[-1], *overlooked, 0) - 1, begin, -1):
        if not shares[i] and _is_heading(lines[i]) and shares[i + 1] >= _MOSTLY:
            shares[i] = 1.0
    return shares


def _sections(page: Page, begin: int, inside: Sequence[int]) -> list[int]:
    """Indices of the lines of sections that trafilatura overlooked, from `begin` on.

    They hold prose, and nothing that stays; they are made as those are that hold the lines `inside`, the title's among them, and stand
    in what is around all of these. What a site puts around its texts is made otherwise.
    """
    holding = frozenset().union(*(page.lines[i].containers for i in inside))
    kinds, root = {page.kinds[one] for one in holding} - {""}, page.common(holding)
    alike = {one for one, kind in page.kinds.items() if kind in kinds and root in page.around(one)} - holding
    below = list(enumerate(page.lines[begin + 1 :], begin + 1))
    lost = {one for i, line in below if _is_prose(line) and not line.kept for one in line.containers & alike}
    lost -= frozenset().union(*(line.containers for _, line in below if line.kept >= _MOSTLY))
    return [
        i
        for i, line in below
        if line.tags.isdisjoint(_ASIDES)
        and line.linked * 2 < 1
        and any(
            outer in lost and page.kinds[one].startswith(page.kinds[outer])
            for one in line.containers
            for outer in page.around(one)
        )
    ]


def _is_heading(line: PageLine) -> bool:
    """Whether a line is a heading of what stands under it, and no link to another text."""
    return not line.tags.isdisjoint(HEADINGS) and line.tags.isdisjoint(_ASIDES) and line.linked * 2 < 1


def _is_teaser(line: PageLine) -> bool:
    """Whether a line is a link and nothing else, in no list, table, heading or caption: it leads to another text."""
    return line.linked == 1.0 and len(line.text) > _SHORT_LINK and line.tags.isdisjoint(_LISTED)


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
    return (
        len(text) >= _PROSE
        and bool(_SENTENCE_END.search(text))
        and line.linked * 2 < 1
        and line.tags.isdisjoint(_ASIDES)
    )
