"""Fragments of web pages, also where they are saved inside a text file.

The standard library's tokenizer is used because it alone of the well-kept ones tells where in the file each piece of
text stands, which is what lets a quotation be traced to the character.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from index.offsets import TextBuilder
from index.records import Block, Dropped, Extracted, Kind

__all__ = ["looks_like_html", "read_html"]

_TAG = re.compile(
    r"</?(?:html|body|p|div|br|a|img|strong|em|b|i|small|span|h[1-6]|ul|ol|li|table|td|article)\b[^>]*>", re.I
)
_BLOCKS = frozenset(
    "p div br h1 h2 h3 h4 h5 h6 ul ol li table tr td th article section header footer blockquote figure figcaption "
    "title main aside nav hr dl dt dd".split()
)
_SKIPPED = frozenset("script style noscript template svg head".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_CAPTIONS = frozenset(("small", "figcaption"))
_PARAGRAPHS = frozenset("p li h1 h2 h3 h4 h5 h6 td th dt dd figcaption caption small".split())
"""Elements in which a line break of the file is a space, as a browser shows it; elsewhere it ends a line."""
_LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^)\s]+)\)")
_RULE = re.compile(r"^[ \t]*(?:-{3,}|={3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)


def looks_like_html(raw: str) -> bool:
    """Whether `raw` holds enough known tags to be read as markup."""
    return len(_TAG.findall(raw)) >= 3


def read_html(raw: str) -> Extracted:
    """The text of a fragment: tags, comments and images out, entities decoded, one line for each block of the markup.

    A line that is wholly bold or an <h1>–<h6> is marked as a heading, one wholly in <small> or <figcaption> as a
    caption, one wholly in <i> that a date fills as front matter. A Markdown link over a rule is the title.
    """
    parser = _Fragment(raw)
    parser.feed(raw)
    parser.close()
    parser.finish(len(raw))
    text, offsets = parser.builder.build()
    return Extracted(text, offsets, tuple(parser.marked), tuple(parser.dropped), parser.title, parser.url)


class _Fragment(HTMLParser):
    def __init__(self, raw: str) -> None:
        super().__init__(convert_charrefs=False)
        self.raw = raw
        self.builder = TextBuilder()
        self.marked: list[Block] = []
        self.dropped: list[Dropped] = []
        self.title = self.url = ""
        self._lines = [0]
        self._lines += [m.end() for m in re.finditer("\n", raw)]
        self._open: list[str] = []
        self._skipping = self._skipped_from = 0
        self._line_start = 0
        self._line_tags: list[frozenset[str]] = []
        self._line_parts: list[str] = []

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skipping += 1
            self._skipped_from = self._here() if self._skipping == 1 else self._skipped_from
        elif tag == "body":
            self._end_skipped(0)  # </head> may be left out
        if tag in _BLOCKS:
            self._break()
        if tag not in ("br", "img", "hr", "input", "meta", "link"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED and self._skipping:
            self._end_skipped(self._skipping - 1)
        if tag in self._open:
            while self._open and self._open.pop() != tag:
                pass
        if tag in _BLOCKS:
            self._break()

    def _end_skipped(self, depth: int) -> None:
        """Leave one element that holds no text, or all of them; what the outermost one held is reported."""
        if self._skipping and not depth:
            start, end = self._skipped_from, self._here()
            self.dropped.append(Dropped(start, end, self.raw[start:end], "not text: scripts, styles, page head"))
        self._skipping = depth

    def handle_comment(self, _data: str) -> None:
        start = self._here()
        end = self.raw.find("-->", start)
        end = len(self.raw) if end < 0 else end + 3
        self.dropped.append(Dropped(start, end, self.raw[start:end], "comment in the markup"))

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        start = self._here()
        at = 0
        for rule in _RULE.finditer(data):
            self._text(data[at : rule.start()], start + at)
            span = (start + rule.start(), start + rule.end())
            self.dropped.append(Dropped(*span, rule.group(), "rule in the markup"))
            at = rule.end()
        self._text(data[at:], start + at)

    def _text(self, data: str, start: int) -> None:
        at = 0
        for match in _LINK.finditer(data):
            self._piece(data[at : match.start()], start + at)
            self._piece(match.group(1), start + match.start(1))
            if not self.title and self.builder.length - len(match.group(1)) == self._line_start:
                self.title, self.url = match.group(1), match.group(2)
                self.marked.append(Block(self._line_start, self.builder.length, Kind.TITLE))
            span = (start + match.end(1), start + match.end())
            self.dropped.append(Dropped(*span, self.raw[slice(*span)], "address of the link"))
            at = match.end()
        self._piece(data[at:], start + at)

    def _piece(self, data: str, start: int) -> None:
        """Text with its own line breaks: each ends a line, as a block of the markup does, or is a space in one."""
        at = 0
        inside = not _PARAGRAPHS.isdisjoint(self._open) and "pre" not in self._open
        for newline in re.finditer(r"\s*\n\s*" if inside else r"\n", data):
            self._add(data[at : newline.start()], start + at, start + newline.start())
            if inside:
                self._add(" ", start + newline.start(), start + newline.end())
            else:
                self._break(start + newline.start())
            at = newline.end()
        self._add(data[at:], start + at, start + len(data))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        if self._skipping:
            return
        start = self._here()
        end = start + len(written)
        end += self.raw[end : end + 1] == ";"
        self._add(html.unescape(self.raw[start:end]), start, end)

    def _add(self, text: str, start: int, end: int) -> None:
        if not text or (not text.strip() and self.builder.length == self._line_start):
            return
        if text.strip():
            self._line_tags.append(frozenset(self._open))
        self._line_parts.append(text)
        self.builder.add(text, start, end)

    def _break(self, at: int | None = None) -> None:
        """End the line; a date in italics, a caption or a heading is marked as such."""
        if self.builder.length == self._line_start:
            return
        common = frozenset.intersection(*self._line_tags) if self._line_tags else frozenset()
        text = "".join(self._line_parts)
        kind = None
        if common & _HEADINGS or (common & {"strong", "b"} and len(text) <= 60):
            kind = Kind.HEADING
        elif common & _CAPTIONS:
            kind = Kind.CAPTION
        elif common & {"i", "em", "time"} and re.search(r"\b(?:19|20)\d\d\b", text) and len(text) <= 40:
            kind = Kind.FRONT
        if kind:
            self.marked.append(Block(self._line_start, self.builder.length, kind))
        where = self._here() if at is None else at
        self.builder.add("\n", where, where)
        self._line_start, self._line_tags, self._line_parts = self.builder.length, [], []

    def finish(self, end: int) -> None:
        """End the last line."""
        if self._skipping:
            self.dropped.append(
                Dropped(self._skipped_from, end, self.raw[self._skipped_from : end], "not text: not closed")
            )
        self._break(end)
