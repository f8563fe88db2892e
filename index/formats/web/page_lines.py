"""The lines of a web page: one for each block of its markup, each piece with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.formats.tables import UNSHOWN, Table, table_lines, unshown
from index.formats.web.regions import Regions
from index.formats.web.table_markup import TableMarkup
from index.offsets import TextBuilder
from index.records import READING, Dropped
from index.text.numbers import RAISED

__all__ = ["Page", "PageLine", "Piece", "lines_of", "shown", "write"]

_SPACE = re.compile(r"[^\S\xa0\u3000]+")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U000323af]")
_CELL_TAGS = frozenset(("table", "td"))
_UNITS = frozenset("li td th dt dd".split())
_UNSEEN = re.compile("[\xad\u200b\u2060\ufeff]")
"""Where a browser may break a word and where not: no characters of the text."""
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
    unit: bool = False
    """Whether it is an item or a row."""

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


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page and its comments; of each container around the one around it, and what it is (`Regions`)."""

    lines: list[PageLine]
    comments: list[Dropped]
    parents: Mapping[int, int]
    kinds: Mapping[int, str]

    def around(self, container: int) -> Iterator[int]:
        """The container and those around it, outwards."""
        while container:
            yield container
            container = self.parents.get(container, 0)

    def common(self, containers: Iterable[int]) -> int:
        """The innermost container that all of these stand in; 0 where that is the file."""
        ways = [list(self.around(one))[::-1] for one in containers]
        shared = [level[0] for level in zip(*ways, strict=False) if len(set(level)) == 1]
        return shared[-1] if shared else 0


def lines_of(raw: str, nodes: frozenset[int] | None) -> Page:
    """The lines of a page; `nodes` are the runs of text that trafilatura kept, None for all."""
    walk = _Lines(raw, nodes)
    walk.walk()
    return Page(walk.lines, walk.comments, walk.parents, walk.kinds)


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


def _rows_of(table: Table, kept: Mapping[int, bool]) -> list[PageLine]:
    """The rows of a table as lines; a row stays where any of its own text does. `kept` tells it by where a text starts."""
    own = {cell.start for row in table.rows[table.heads :] for cell in row if cell.text}
    lines: list[PageLine] = []
    for line in table_lines(table):
        told = [kept[piece.start] for piece in line if piece.start in kept and len(piece.text) and piece.start in own]
        stays = any(told or [kept.get(piece.start, False) for piece in line])
        pieces = tuple(Piece(piece.text, piece.start, piece.end, _CELL_TAGS, stays) for piece in line)
        lines.append(PageLine(pieces, unit=True))
    return lines


class _Lines(TableMarkup, Regions):
    """Collects the lines of a page."""

    def __init__(self, raw: str, nodes: frozenset[int] | None) -> None:
        super().__init__(raw)
        self.lines: list[PageLine] = []
        self.comments: list[Dropped] = []
        self._nodes = nodes
        self._pieces: list[Piece] = []
        self._begun = 0

    def table_begins(self) -> None:
        self._begun = len(self.lines)

    def table_ends(self, table: Table | None) -> None:
        """The lines of a table are its rows; where it only lays the page out, they stay as they are."""
        if table:
            kept = {piece.start: piece.kept for line in self.lines[self._begun :] for piece in line.pieces}
            self.lines[self._begun :] = _rows_of(table, kept)
            self.comments += [Dropped(c.start, c.end, self.raw[c.start : c.end], UNSHOWN) for c in unshown(table)]

    def comment(self, start: int, end: int) -> None:
        self.comments.append(Dropped(start, end, self.raw[start:end], "comment in the markup"))

    def reading(self, start: int, end: int) -> None:
        if start < end:
            self.comments.append(Dropped(start, end, self.raw[start:end], READING))

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
            if self.table:
                self.table.text(written, start, end)

    def edge(self, at: int) -> None:
        if self.table:
            self.table.edge(at)
        if any(piece.text.strip() for piece in self._pieces):
            line = PageLine(tuple(self._pieces))
            self.lines.append(replace(line, unit=not _UNITS.isdisjoint(line.tags)))
        self._pieces = []
