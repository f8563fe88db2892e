"""The lines of a web page: one for each block of its markup, each piece with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.formats.web.markup import RAISED
from index.formats.web.regions import Regions
from index.offsets import TextBuilder
from index.records import Dropped

__all__ = ["PageLine", "Piece", "lines_of", "shown", "write"]

_SPACE = re.compile(r"[^\S\xa0\u3000]+")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U000323af]")
_UNSEEN = re.compile("[\xad\u200b\u2060\ufeff]")
"""Where a browser may break a word and where not: no characters of the text."""
_CELL = 60
_NO_TEXT = re.compile(r"<(?:script|style|svg|head)\b", re.I)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a line: `text` was made from raw[start:end], inside the elements `tags`."""

    text: str
    start: int
    end: int
    tags: frozenset[str]
    kept: bool
    container: int = 0
    """The element around its paragraph, by its number; 0 where it is not known."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """One block of the markup; it has at least one visible character."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """What a browser shows."""
        return shown(self.pieces)

    @property
    def tags(self) -> frozenset[str]:
        """The elements that the whole line is in."""
        return frozenset.intersection(*(piece.tags for piece in self.pieces if piece.text.strip()))

    @property
    def containers(self) -> frozenset[int]:
        """The elements that its paragraph is a child of."""
        return frozenset(piece.container for piece in self.pieces if piece.container)

    @property
    def linked(self) -> float:
        """The share of its characters that are links to other pages."""
        sizes = [(len(piece.text.strip()), "a" in piece.tags) for piece in self.pieces]
        return sum(size for size, link in sizes if link) / sum(size for size, _ in sizes)

    @property
    def kept(self) -> float:
        """The share of its characters that trafilatura kept."""
        sizes = [(len(piece.text.strip()), piece.kept) for piece in self.pieces]
        return sum(size for size, kept in sizes if kept) / sum(size for size, _ in sizes)


def lines_of(raw: str, nodes: frozenset[int] | None) -> tuple[list[PageLine], list[Dropped]]:
    """The lines of a page and its comments; `nodes` are the runs of text that trafilatura kept, None for all."""
    walk = _Lines(raw, nodes)
    walk.walk()
    return walk.lines, walk.comments


def shown(pieces: Sequence[Piece]) -> str:
    """What a browser shows of the pieces."""
    return _SPACE.sub(" ", "".join(piece.text for piece in pieces)).strip()


def write(builder: TextBuilder, pieces: Sequence[Piece]) -> None:
    """Append a line: white space as a browser shows it, none where a line of Chinese or Japanese is merely wrapped."""
    words: list[tuple[str, int, int, bool]] = []
    for piece in pieces:
        if len(piece.text) != piece.end - piece.start:
            words.append((piece.text, piece.start, piece.end, False))
            continue
        at = 0
        for gap in _SPACE.finditer(piece.text):
            words.append((piece.text[at : gap.start()], piece.start + at, piece.start + gap.start(), False))
            words.append((" ", piece.start + gap.start(), piece.start + gap.end(), "\n" in gap.group()))
            at = gap.end()
        words.append((piece.text[at:], piece.start + at, piece.end, False))
    words = [word for word in words if word[0]]
    while words and words[-1][0].isspace():
        words.pop()
    before = ""
    for i, (text, start, end, wrapped) in enumerate(words):
        if text == " " and (not before or before == " "):
            continue
        if wrapped and _WIDE.match(before) and _WIDE.match(words[i + 1][0]):
            continue
        builder.add(text, start, end)
        before = text[-1]


def _row_of(cells: list[PageLine]) -> list[PageLine]:
    """The cells of a table's row as one line; as they are where one holds prose, for then the table is a layout."""
    if len(cells) < 2 or any(len(cell.text) > _CELL for cell in cells):
        return cells
    pieces: list[Piece] = []
    for cell in cells:
        if pieces:
            end = pieces[-1].end
            pieces.append(Piece(" | ", end, end, cell.tags, cell.kept > 0))
        pieces += cell.pieces
    return [PageLine(tuple(pieces))]


class _Lines(Regions):
    """Collects the lines of a page."""

    def __init__(self, raw: str, nodes: frozenset[int] | None) -> None:
        super().__init__(raw)
        self.lines: list[PageLine] = []
        self.comments: list[Dropped] = []
        self._nodes = nodes
        self._pieces: list[Piece] = []
        self._row: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag == "tr":
            self._row = len(self.lines)

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        if tag == "tr" and self._row is not None:
            self.lines[self._row :] = _row_of(self.lines[self._row :])
            self._row = None

    def comment(self, start: int, end: int) -> None:
        self.comments.append(Dropped(start, end, self.raw[start:end], "comment in the markup"))

    def skipped(self, start: int, end: int) -> None:
        if not _NO_TEXT.match(self.raw, start):
            self.comments.append(Dropped(start, end, self.raw[start:end], "hidden by the page"))

    def text(self, data: str, start: int) -> None:
        if "pre" in self.open and "\n" in data:
            first, rest = data.split("\n", 1)
            self.reference(first, start, start + len(first))
            self.edge(start + len(first))
            self.text(rest, start + len(first) + 1)
        else:
            self.reference(data, start, start + len(data))

    def reference(self, text: str, start: int, end: int) -> None:
        if len(text) == end - start and _UNSEEN.search(text):
            at = start
            for part in _UNSEEN.split(text):
                self.reference(part, at, at + len(part))
                at += len(part) + 1
        elif text and not _UNSEEN.fullmatch(text):
            tags = self.around
            written = text.translate(RAISED) if "sup" in tags else text
            kept = self._nodes is None or self.node in self._nodes
            self._pieces.append(Piece(written, start, end, tags, kept, self.container))

    def edge(self, _at: int) -> None:
        if any(piece.text.strip() for piece in self._pieces):
            self.lines.append(PageLine(tuple(self._pieces)))
        self._pieces = []
