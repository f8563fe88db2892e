"""The paragraphs of a Word document's body, from its XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.formats.office import local, value
from index.formats.word.numbering import Numbering
from index.records import SectionKind
from index.text.numbers import RAISED

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["CELLS", "Texts", "WordParagraph", "placed"]

_OUT = frozenset(("del", "moveFrom", "Fallback", "rPr", "pPr", "instrText", "delText", "txbxContent", "pict"))
"""Elements whose text is not in the paragraph: deleted, moved away, a second form of the same, settings, text boxes."""
CELLS = " | "
"""What stands between the cells of a row in the text that offsets count in."""
_NO = ("0", "false", "off")
_SIGNS = {"tab": "\t", "br": " ", "cr": " ", "noBreakHyphen": "\u2011"}


@dataclass(frozen=True, slots=True)
class WordCell:
    """One cell of a row, of so many columns; `merged` where it only goes on with the cell over it."""

    text: str
    columns: int = 1
    merged: bool = False
    readings: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """One paragraph, row of a table, or note.

    A row has `cells`; those of one table follow one another and have its number in `table`. `head` where it says that it
    is repeated on each page.
    """

    text: str
    kind: SectionKind = SectionKind.BODY
    level: int = 0
    cells: tuple[WordCell, ...] = ()
    table: int = 0
    head: bool = False
    readings: tuple[tuple[int, str], ...] = ()
    """Readings of characters, each with the place of those in `text`."""


class Texts:
    """Reads paragraphs and keeps the note marks met on the way; `levels` are those of heading styles, 0 the title's.

    What `numbering` sets before a paragraph is the beginning of its text.
    """

    def __init__(self, levels: Mapping[str, int], numbering: Numbering | None = None) -> None:
        self._levels = levels
        self._numbering = numbering or Numbering()
        self.marks: list[tuple[str, str]] = []
        self._read: list[tuple[int, str]] = []
        self._at = 0
        self._tables = 0

    def body(self, root: _Element | None) -> Iterator[WordParagraph]:
        """The paragraphs under `root`, and each row of a table as one; text boxes follow the paragraph they hang on.

        A row that holds nothing but another table only lays the page out.
        """
        for element in root if root is not None else ():
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                self._tables += 1
                number = self._tables
                for row in self.body(element):
                    yield replace(row, table=row.table or number) if row.cells else row
            elif name == "tr" and (framed := _framed(element)) is not None:
                yield from self.body(framed)
            elif name == "tr":
                cells = tuple(map(self._cell, (cell for cell in element if local(cell) in ("tc", "sdt"))))
                if any(cell.text for cell in cells):
                    head = any(local(part) == "tblHeader" and value(part, "val") not in _NO for part in element.iter())
                    read = placed([(cell.text, cell.readings) for cell in cells], CELLS)
                    yield WordParagraph(CELLS.join(cell.text for cell in cells), cells=cells, head=head, readings=read)
            elif name not in _OUT:
                yield from self.body(element)

    def _cell(self, element: _Element) -> WordCell:
        inside = list(self.body(element))
        text = " ".join(p.text for p in inside).strip()
        settings = {local(part): value(part, "val") for p in element if local(p) == "tcPr" for part in p}
        span = settings.get("gridSpan", "")
        merged = "vMerge" in settings and settings["vMerge"] != "restart"
        read = placed([(p.text, p.readings) for p in inside], " ")
        return WordCell(text, int(span) if span.isdecimal() and len(span) < 4 else 1, merged, read)

    def _paragraph(self, element: _Element) -> Iterator[WordParagraph]:
        written: list[str] = []
        self._read, self._at = [], 0
        for piece in self._texts(element):
            written.append(piece)
            self._at += len(piece)
        whole = "".join(written)
        text = whole.strip()
        if text:
            begun = len(whole) - len(whole.lstrip())
            settings = {local(part): value(part, "val") for p in element if local(p) == "pPr" for part in p}
            style, own = settings.get("pStyle", ""), settings.get("outlineLvl", "")
            level = int(own) + 1 if own.isdecimal() and int(own) < 9 else self._levels.get(style, -1)
            label = self._numbering.label(element, style)
            text, begun = f"{label}{text}", begun - len(label)
            readings = tuple((min(max(at - begun, 0), len(text)), read) for at, read in self._read if read.strip())
            kind = SectionKind.BODY if level < 0 else SectionKind.HEADING if level else SectionKind.TITLE
            yield WordParagraph(text, kind, max(level, 0) or int(kind is SectionKind.TITLE), readings=readings)
        for box in element.iter():
            if local(box) == "txbxContent" and not {"Fallback", "p"} & {local(above) for above in _above(box, element)}:
                yield from self.body(box)

    def _texts(self, element: _Element) -> Iterator[str]:
        raised = any(
            local(part) == "vertAlign" and value(part, "val") == "superscript" for part in _run_settings(element)
        )
        for part in element:
            name = local(part)
            if name == "t":
                words = " ".join((part.text or "").split("\n"))
                yield words.translate(RAISED) if raised else words
            elif name in ("footnoteReference", "endnoteReference"):
                self.marks.append((name.removesuffix("Reference"), value(part, "id")))
                yield str(len(self.marks)).translate(RAISED)
            elif name in _SIGNS and local(element) == "r":
                yield _SIGNS[name]
            elif name == "rt":
                self._read.append((self._at, "".join(self._texts(part))))
            elif name not in _OUT:
                yield from self._texts(part)


def _framed(row: _Element) -> _Element | None:
    """The one cell of a row that holds anything, where it holds a table; None for any other row."""
    cells = [cell for cell in row if local(cell) in ("tc", "sdt")]
    full = [cell for cell in cells if any(local(part) == "t" and (part.text or "").strip() for part in cell.iter())]
    return full[0] if len(full) == 1 and any(local(part) == "tbl" for part in full[0].iter()) else None


def placed(parts: Sequence[tuple[str, tuple[tuple[int, str], ...]]], between: str) -> tuple[tuple[int, str], ...]:
    """The readings of several texts, by their places in the texts with `between` between them."""
    found: list[tuple[int, str]] = []
    start = 0
    for text, readings in parts:
        found += [(start + at, read) for at, read in readings]
        start += len(text) + len(between)
    return tuple(found)


def _run_settings(element: _Element) -> Iterator[_Element]:
    for part in element:
        if local(element) == "r" and local(part) == "rPr":
            yield from part


def _above(element: _Element, top: _Element) -> Iterator[_Element]:
    """The elements between `element` and `top`."""
    above = element.getparent()
    while above is not None and above is not top:
        yield above
        above = above.getparent()
