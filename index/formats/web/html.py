"""Fragments of web pages, also where they are saved inside a text file."""

from __future__ import annotations

import re
from dataclasses import replace

from index.formats.tables import UNSHOWN, Table, unshown, write_table
from index.formats.web.markup import HEADINGS
from index.formats.web.table_markup import TableMarkup
from index.offsets import TextBuilder
from index.records import READING, Block, Dropped, Extracted, SectionKind
from index.text.numbers import RAISED

__all__ = ["has_blocks", "looks_like_html", "read_html", "read_quoting"]

_TAG = re.compile(
    r"</?(?:html|body|p|div|br|a|img|strong|em|b|i|small|span|h[1-6]|ul|ol|li|table|td|article)\b[^>]*>", re.I
)
_BLOCK = re.compile(r"<(?:p|li|td|h[1-6])\b[^>]*>", re.I)
_CAPTIONS = frozenset(("small", "figcaption"))
_PARAGRAPHS = frozenset("p li h1 h2 h3 h4 h5 h6 td th dt dd figcaption caption small".split())
"""Elements in which a line break of the file is a space, as a browser shows it; elsewhere it ends a line."""
_UNITS = frozenset("li td th dt dd".split())
"""Elements that are no part of a paragraph."""
_AS_WRITTEN = _PARAGRAPHS | {"pre"}
"""Elements in which a line of signs is no rule of Markdown: a browser shows it."""
_LINK = re.compile(r"\[([^\]\n]{1,500})\]\((https?://[^)\s]+)\)")
_RULE = re.compile(r"^[ \t]*(?:-{3,}|={3,}|\*{3,}|_{3,})[ \t]*(?=\r?$)", re.MULTILINE)


def looks_like_html(raw: str) -> bool:
    """Whether `raw` holds enough known tags to be read as markup."""
    return len(_TAG.findall(raw)) >= 3


def has_blocks(raw: str) -> bool:
    """Whether `raw` is markup that tells paragraphs, items or cells from headings."""
    return _BLOCK.search(raw) is not None and looks_like_html(raw)


def read_html(raw: str) -> Extracted:
    """The text of a fragment: tags, comments and images out, entities decoded, one line for each block of the markup.

    A line that is wholly bold or an <h1>–<h6> is marked as a heading, one wholly in <small> or <figcaption> as a
    caption, one wholly in <i> that a date fills as front matter. A Markdown link over a rule is the title.
    """
    return read_quoting(raw)[0]


def read_quoting(raw: str) -> tuple[Extracted, tuple[tuple[int, int], ...]]:
    """The same, and where each line begins, with the number of <blockquote>s that it stands in."""
    parser = _Fragment(raw)
    parser.walk()
    text, offsets = parser.builder.build()
    parts = (tuple(parser.marked), tuple(parser.dropped), parser.title, parser.url)
    return Extracted(text, offsets, *parts, decoded=raw, blocks=has_blocks(raw)), tuple(parser.quoting)


class _Fragment(TableMarkup):
    def __init__(self, raw: str) -> None:
        super().__init__(raw)
        self.builder = TextBuilder()
        self.marked: list[Block] = []
        self.dropped: list[Dropped] = []
        self.title = self.url = ""
        self._outside = (self.builder, self.marked, 0)
        self._line_start = 0
        self._line_tags: list[frozenset[str]] = []
        self.quoting: list[tuple[int, int]] = []
        self._quoted = 0
        self._line_parts: list[str] = []

    def table_begins(self) -> None:
        self._outside = (self.builder, self.marked, self._line_start)
        self.builder, self.marked, self._line_start = TextBuilder(), [], 0

    def table_ends(self, table: Table | None) -> None:
        """Write the table row by row, or, where it only lays the page out, what was read of it."""
        (self.builder, inside), (self.marked, marked) = (
            (self._outside[0], self.builder),
            (self._outside[1], self.marked),
        )
        if table:
            self.marked += write_table(self.builder, table)
            self.dropped += [Dropped(c.start, c.end, self.raw[c.start : c.end], UNSHOWN) for c in unshown(table)]
        else:
            shift = self.builder.length
            text, offsets = inside.build()
            for run in offsets.runs:
                self.builder.add(text[run.start : run.end], run.source_start, run.source_end)
            self.marked += [replace(b, start=b.start + shift, end=b.end + shift) for b in marked]
        self._line_start, self._line_tags, self._line_parts = self.builder.length, [], []

    def comment(self, start: int, end: int) -> None:
        self.dropped.append(Dropped(start, end, self.raw[start:end], "comment in the markup"))

    def reading(self, start: int, end: int) -> None:
        if start < end:
            self.dropped.append(Dropped(start, end, self.raw[start:end], READING))

    def skipped(self, start: int, end: int) -> None:
        reason = "not text: scripts, styles, page head" if end < len(self.raw) else "not text: not closed"
        self.dropped.append(Dropped(start, end, self.raw[start:end], reason))

    def text(self, data: str, start: int) -> None:
        at = 0
        for rule in _RULE.finditer(data):
            span = (start + rule.start(), start + rule.end())
            if not self._is_line(*span):
                continue
            self._linked(data[at : rule.start()], start + at)
            self.dropped.append(Dropped(*span, rule.group(), "rule in the markup"))
            at = rule.end()
        self._linked(data[at:], start + at)

    def _is_line(self, start: int, end: int) -> bool:
        """Whether raw[start:end] is a line of the file where such lines count: a paragraph that says `---` says so."""
        whole = self.raw[start - 1 : start] in ("", "\n") and self.raw[end : end + 1] in ("", "\r", "\n")
        return whole and _AS_WRITTEN.isdisjoint(self.open)

    def _linked(self, data: str, start: int) -> None:
        at = 0
        for match in _LINK.finditer(data):
            self._piece(data[at : match.start()], start + at)
            self._piece(match.group(1), start + match.start(1))
            if not self.title and self.builder.length - len(match.group(1)) == self._line_start:
                self.title, self.url = match.group(1), match.group(2)
                self.marked.append(Block(self._line_start, self.builder.length, SectionKind.TITLE))
            span = (start + match.end(1), start + match.end())
            self.dropped.append(Dropped(*span, self.raw[slice(*span)], "address of the link"))
            at = match.end()
        self._piece(data[at:], start + at)

    def _piece(self, data: str, start: int) -> None:
        """Text with its own line breaks: each ends a line, as a block of the markup does, or is a space in one."""
        at = 0
        inside = not _PARAGRAPHS.isdisjoint(self.open) and "pre" not in self.open
        for newline in re.finditer(r"\s*\n\s*" if inside else r"\n", data):
            self.reference(data[at : newline.start()], start + at, start + newline.start())
            if inside:
                self.reference(" ", start + newline.start(), start + newline.end())
            else:
                self.edge(start + newline.start())
            at = newline.end()
        self.reference(data[at:], start + at, start + len(data))

    def reference(self, text: str, start: int, end: int) -> None:
        if not text or (not text.strip() and self.builder.length == self._line_start):
            return
        if text.strip():
            self._line_tags.append(frozenset(self.open))
            self._quoted = self.open.count("blockquote")
        written = text.translate(RAISED) if "sup" in self.open else text
        self._line_parts.append(written)
        self.builder.add(written, start, end)
        if self.table:
            self.table.text(written, start, end)

    def edge(self, at: int) -> None:
        """End the line; a date in italics, a caption or a heading is marked as such."""
        if self.table:
            self.table.edge(at)
        if self.builder.length == self._line_start:
            return
        common = frozenset.intersection(*self._line_tags) if self._line_tags else frozenset()
        text = "".join(self._line_parts)
        level = min((HEADINGS[tag] for tag in common & HEADINGS.keys()), default=0)
        kind = None
        if level or (common & {"strong", "b"} and len(text) <= 60):
            kind = SectionKind.HEADING
        elif common & _CAPTIONS:
            kind = SectionKind.CAPTION
        elif common & {"i", "em", "time"} and re.search(r"\b(?:19|20)\d\d\b", text) and len(text) <= 40:
            kind = SectionKind.FRONT
        if kind is None and common & _UNITS:
            self.marked.append(Block(self._line_start, self.builder.length, unit=True))
        if kind:
            self.marked.append(Block(self._line_start, self.builder.length, kind, level))
        if not self.table:
            self.quoting.append((self._line_start, self._quoted))
        self.builder.add("\n", at, at)
        self._line_start, self._line_tags, self._line_parts = self.builder.length, [], []
