"""Text that is made of a file's parts, for formats whose own characters nobody sees: a line a paragraph, a line a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.errors import SourceError
from index.faults import Fault
from index.formats.tables import UNSHOWN, Cell, Table, guess_heads, unshown, write_table
from index.offsets import OffsetMap, Run, TextBuilder
from index.places import FilePlace
from index.records import Block, Dropped, Extracted, SectionKind, Source

__all__ = ["MOST_CHARACTERS", "Grid", "Paragraph", "joined", "one_line", "written"]

MOST_CHARACTERS = 32 * 2**20
"""Characters that are made of a file: more than the largest text has that is worth searching as one document."""
_LARGEST_SPAN = 10_000
"""Cells that one is merged of at most."""
_BREAKS = re.compile(r"(?<![ \t])[ \t]*+(?:\r\n|[\n\r\v\f\x85\u2028\u2029])[ \t]*")
_CONTROLS = re.compile(r"[\0-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line to be: what it is, how deep a heading it is, and where on which page (or slide, from 1) it stands.

    The box is (left, top, right, bottom) in points.
    """

    text: str
    kind: SectionKind = SectionKind.BODY
    level: int = 0
    page: int = 0
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells; the first `heads` name the columns (None: where they look like it), the page as a paragraph has it.

    `spans` says of a cell, by its row and column, how many rows and columns it spans, if more than itself; what it covers
    is left out.
    """

    rows: Sequence[Sequence[str]]
    heads: int | None = None
    page: int = 0
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    spans: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def merged(self) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
        """The spans that there is room for, and the places over which those cells reach."""
        spans: dict[tuple[int, int], tuple[int, int]] = {}
        covered: set[tuple[int, int]] = set()
        for (row, column), (rows, columns) in sorted(self.spans.items()):
            if (row, column) in covered or rows * columns > _LARGEST_SPAN:
                continue
            spans[row, column] = (rows, columns)
            covered |= {(row + down, column + right) for down in range(rows) for right in range(columns)}
            covered.discard((row, column))
        return spans, covered


def one_line(text: str) -> str:
    """`text` with its line breaks as spaces, without control characters and the white space around it."""
    return _CONTROLS.sub("", _BREAKS.sub(" ", text)).strip()


def written(
    parts: Iterable[Paragraph | Grid], name: str, said: Source | None = None, *, kept: bool = True
) -> Extracted:
    """The text of paragraphs and tables, one line for each paragraph and row; those without a word are left out.

    What the offsets count in is the paragraphs and rows one under another, cells parted by tabs. Raises SourceError
    where there is no word, or far too many.
    """
    made = _Lines(name)
    for part in parts:
        made.add(part)
    return made.extracted(said or Source(), kept=kept)


class _Lines:
    """Text in the making: what it is decoded to, and the lines made of that."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._decoded: list[str] = []
        self._length = 0
        self._text = TextBuilder()
        self._marked: list[Block] = []
        self._dropped: list[Dropped] = []
        self._places: list[FilePlace] = []
        self._title = ""

    def add(self, part: Paragraph | Grid) -> None:
        start = self._length
        if isinstance(part, Grid):
            self._grid(part)
        elif text := one_line(part.text):
            at = self._text.length
            self._text.add(text, start, start + len(text))
            if part.kind is not SectionKind.BODY:
                self._marked.append(Block(at, self._text.length, part.kind, part.level))
            if part.kind is SectionKind.TITLE:
                self._title = self._title or text
            self._text.add("\n", start + len(text), start + len(text) + 1)
            self._decode(f"{text}\n")
        if part.page and self._length > start:
            self._places.append(FilePlace(start, self._length - 1, part.page, *part.box))
        if max(self._length, self._text.length) > MOST_CHARACTERS:
            raise SourceError(
                f"{self._name} makes more than {MOST_CHARACTERS:,} characters of text; split it, or take out what is no text",
                Fault.TOO_MUCH,
            )

    def _grid(self, grid: Grid) -> None:
        rows: list[tuple[Cell, ...]] = []
        spans, covered = grid.merged()
        for at, row in enumerate(grid.rows):
            cells: list[Cell] = []
            for number, value in enumerate(row):
                self._decode("\t" if number else "")
                if (at, number) in covered:
                    continue
                text = one_line(value)
                high, wide = spans.get((at, number), (1, 1))
                cells.append(Cell.of(text, self._length, columns=wide, rows=high))
                self._decode(text)
            self._decode("\n")
            rows.append(tuple(cells))
        heads = guess_heads(rows, grid.heads or 0) if grid.heads != 0 else 0
        table = Table(tuple(rows), heads)
        self._marked += write_table(self._text, table)
        self._dropped += [Dropped(cell.start, cell.end, cell.text, UNSHOWN) for cell in unshown(table)]

    def _decode(self, text: str) -> None:
        self._decoded.append(text)
        self._length += len(text)

    def extracted(self, said: Source, *, kept: bool) -> Extracted:
        text, offsets = self._text.build()
        if not text:
            raise SourceError(
                f"{self._name} has no text in it; if it holds pictures of text, recognise it (OCR) and add that",
                Fault.NO_TEXT,
            )
        title, decoded = self._title or said.title, "".join(self._decoded)
        parts = (tuple(self._marked), tuple(self._dropped), title, said.url, decoded, tuple(self._places), said)
        return Extracted(text, offsets, *parts, blocks=True, kept=kept, printed=not kept)


def joined(parts: Iterable[Extracted]) -> Extracted:
    """Texts one after another as one, each with the way back to its own part of what they were decoded to, joined alike.

    Title, address and what is said of it are the first part's; a line ends where a part does.
    """
    given = list(parts)
    text: list[str] = []
    decoded: list[str] = []
    runs: list[Run] = []
    marked: list[Block] = []
    dropped: list[Dropped] = []
    places: list[FilePlace] = []
    at = source = 0
    for part in given:
        runs += [
            Run(run.start + at, run.end + at, run.source_start + source, run.source_end + source)
            for run in part.offsets.runs
        ]
        marked += [replace(block, start=block.start + at, end=block.end + at) for block in part.marked]
        dropped += [
            replace(one, source_start=one.source_start + source, source_end=one.source_end + source)
            for one in part.dropped
        ]
        places += [replace(one, start=one.start + source, end=one.end + source) for one in part.places]
        text.append(part.text)
        decoded.append(part.decoded)
        at, source = at + len(part.text), source + len(part.decoded)
        if part.text and not part.text.endswith("\n"):
            runs.append(Run(at, at + 1, source, source + 1))
            text.append("\n")
            decoded.append("\n")
            at, source = at + 1, source + 1
    return replace(
        given[0],
        text="".join(text),
        offsets=OffsetMap(tuple(runs)),
        marked=tuple(marked),
        dropped=tuple(dropped),
        decoded="".join(decoded),
        places=tuple(places),
        blocks=any(part.blocks for part in given),
        kept=all(part.kept for part in given),
    )
