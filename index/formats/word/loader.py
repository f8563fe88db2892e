"""Word files: their paragraphs, tables and notes in order.

The XML is read as it stands, by lxml with everything switched off that could reach outside the file, because libraries
for the format leave out footnotes, tracked insertions and content controls, and refuse files with macros; see
docs/decisions/0002-readers.md. What the offsets count in is made here: the paragraphs one under another, then the notes,
then heads and feet, then the readings of characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from index.errors import SourceError
from index.faults import Fault
from index.formats.archive import holds, open_zip
from index.formats.office import PackageParts, core_properties, local, value
from index.formats.tables import UNSHOWN, Cell, Table, guess_heads, unshown, write_table
from index.formats.word.numbering import Numbering
from index.formats.word.text import CELLS, Texts, WordParagraph, placed
from index.offsets import OffsetMap, TextBuilder
from index.records import READING, Block, Dropped, Extracted, SectionKind

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["is_docx", "read_docx"]


def is_docx(data: bytes) -> bool:
    """Whether `data` is a zip file that holds a Word document, by the names in it."""
    return holds(data, "word/")


def read_docx(data: bytes, name: str) -> Extracted:
    """The text of a Word file: a line for each paragraph and each row of a table, notes last, marked as references.

    Headings are told by their styles; the numbers of lists and articles stand where the page shows them. Tracked insertions are in, deletions are out. Macros and links to other files are
    not followed. Raises SourceError for a file that is damaged, protected by a password, or without text.
    """
    with open_zip(data, name) as opened:
        parts = PackageParts(opened, name)
        main = parts.target("", "officeDocument")
        if not main:
            raise SourceError(f"{name} is not a Word document; save it as .docx and add that", Fault.MISNAMED)
        styles = parts.root(parts.target(main, "styles"))
        texts = Texts(_levels(styles), Numbering.read(parts.root(parts.target(main, "numbering")), styles))
        paragraphs = list(texts.body(parts.root(main)))
        notes = _notes(parts, main, texts)
        around = [
            p
            for kind in ("header", "footer")
            for place in parts.targets(main, kind)
            for p in texts.body(parts.root(place))
        ]
        said = core_properties(parts)
    lines = [*paragraphs, *notes]
    decoded = "".join(f"{paragraph.text}\n" for paragraph in lines)
    if not decoded.strip():
        raise SourceError(
            f"{name} has no text in it; if it holds pictures of text, recognise it (OCR) and add that", Fault.NO_TEXT
        )
    text, offsets, marked, dropped = _written(lines)
    apart = [(words, "running head or foot", -1) for words in (paragraph.text for paragraph in around)]
    apart += [(read, READING, -1) for paragraph in around for _, read in paragraph.readings]
    start = 0
    for line in lines:
        apart += [(read, READING, start + at) for at, read in line.readings]
        start += len(line.text) + 1
    for words, reason, place in apart:
        dropped.append(Dropped(len(decoded), len(decoded) + len(words), words, reason, place))
        decoded += f"{words}\n"
    title = (
        next((text[block.start : block.end] for block in marked if block.kind is SectionKind.TITLE), "") or said.title
    )
    return Extracted(text, offsets, tuple(marked), tuple(dropped), title, decoded=decoded, suggested=said, printed=True)


def _written(lines: Sequence[WordParagraph]) -> tuple[str, OffsetMap, list[Block], list[Dropped]]:
    """The text of the paragraphs and of the tables' rows, what is marked in it, and what of the tables is not in it."""
    builder = TextBuilder()
    marked: list[Block] = []
    dropped: list[Dropped] = []
    at = 0
    for number, group in groupby(lines, key=lambda line: line.table):
        if number:
            rows = list(group)
            table = _table(rows, at)
            marked += write_table(builder, table)
            dropped += [Dropped(cell.start, cell.end, cell.text, UNSHOWN) for cell in unshown(table)]
            at += sum(len(row.text) + 1 for row in rows)
            continue
        for line in group:
            start = builder.length
            builder.add(f"{line.text}\n", at, at + len(line.text) + 1)
            if line.kind is not SectionKind.BODY:
                marked.append(Block(start, builder.length - 1, line.kind, line.level))
            at += len(line.text) + 1
    return *builder.build(), marked, dropped


def _table(rows: Sequence[WordParagraph], at: int) -> Table:
    """The rows of a table whose text begins at `at`; a cell that goes on below is as high as that."""
    found: list[list[Cell]] = []
    above: dict[int, tuple[int, int]] = {}  # by column: the row and the place in it of the cell that stands there
    for number, row in enumerate(rows):
        cells: list[Cell] = []
        column = 0
        for cell in row.cells:
            if cell.merged and column in above:
                over, place = above[column]
                found[over][place] = replace(found[over][place], rows=number - over + 1)
            else:
                above[column] = (number, len(cells))
                cells.append(Cell.of(cell.text, at, columns=cell.columns) if cell.text else Cell(columns=cell.columns))
            at += len(cell.text) + len(CELLS)
            column += cell.columns
        at += 1 - len(CELLS)
        found.append(cells)
    heads = [*(row.head for row in rows), False].index(False)
    return Table(tuple(map(tuple, found)), guess_heads(found, heads))


def _notes(parts: PackageParts, main: str, texts: Texts) -> list[WordParagraph]:
    """Footnotes and endnotes as entries `1 text`, in the order of their marks."""
    bodies: dict[tuple[str, str], WordParagraph] = {}
    for kind in ("footnote", "endnote"):
        root = parts.root(parts.target(main, f"{kind}s"))
        for note in root if root is not None else ():
            inside = list(texts.body(note))
            words = " ".join(paragraph.text for paragraph in inside).strip()
            readings = placed([(paragraph.text, paragraph.readings) for paragraph in inside], " ")
            bodies[kind, value(note, "id")] = WordParagraph(words, SectionKind.REFERENCES, readings=readings)
    return [
        replace(
            bodies[mark],
            text=f"{number} {bodies[mark].text}",
            readings=placed([(str(number), ()), (bodies[mark].text, bodies[mark].readings)], " "),
        )
        for number, mark in enumerate(texts.marks, 1)
        if mark in bodies and bodies[mark].text
    ]


def _levels(root: _Element | None) -> dict[str, int]:
    """Style id → depth of a heading, 0 for the title; a style without a depth has that of the one it is based on."""
    based: dict[str, str] = {}
    levels: dict[str, int] = {}
    for style in root if root is not None else ():
        key = value(style, "styleId")
        for part in style.iter():
            if local(part) == "basedOn":
                based[key] = value(part, "val")
            elif local(part) == "outlineLvl" and value(part, "val").isdecimal() and int(value(part, "val")) < 9:
                levels[key] = int(value(part, "val")) + 1
            elif local(part) == "name" and value(part, "val").lower() == "title":
                levels[key] = 0
    for key in based:
        above, seen = key, {key}
        while above not in levels and above in based and based[above] not in seen:
            above = based[above]
            seen.add(above)
        if above in levels:
            levels.setdefault(key, levels[above])
    return levels
