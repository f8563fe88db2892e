"""OpenDocument text files (ODT): headings, paragraphs, lists, tables and notes in order, from their XML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.errors import SourceError
from index.faults import Fault
from index.formats.archive import open_zip
from index.formats.loader import FileContent, Format
from index.formats.odf_numbering import Item, List, OdfNumbering
from index.formats.office import PackageParts, local, said_in, value
from index.formats.paragraphs import Grid, Paragraph, one_line, written
from index.records import Extracted, SectionKind, Source
from index.text.numbers import RAISED

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = [
    "ODT",
    "odf_properties",
]

_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_OUT = frozenset("tracked-changes annotation sequence-decls forms variable-decls user-field-decls ruby-text".split())
"""Elements whose text is not in the paragraph: what was deleted, comments, declarations."""
_MOST_REPEATED = 1000


def is_odt(file: FileContent) -> bool:
    """Whether a file is an OpenDocument text, by what its first part says, or by its name."""
    return (file.data.startswith(b"PK") and _ODT in file.data[:200]) or file.suffix == ".odt"


def read_odt(file: FileContent) -> Extracted:
    """The text of an ODT file: a line for each paragraph and each row of a table, notes last, marked as references.

    Raises SourceError for a file that is damaged, protected by a password, or without text.
    """
    with open_zip(file.data, file.name) as opened:
        parts = PackageParts(opened, file.name)
        protected = parts.data("META-INF/manifest.xml") or b""
        if b"encryption-data" in protected:
            raise SourceError(f"{file.name} is protected by a password; save it without one", Fault.PROTECTED)
        content = parts.root("content.xml")
        if content is None:
            raise SourceError(f"{file.name} is not an OpenDocument text; save it as .odt and add that", Fault.MISNAMED)
        texts = _Texts(_titles(content), OdfNumbering.read(content, parts.root("styles.xml")))
        lines = list(texts.lines(content))
        notes = [Paragraph(f"{n} {note}", SectionKind.REFERENCES) for n, note in enumerate(texts.notes, 1)]
        return written([*lines, *notes], file.name, odf_properties(parts), kept=False)


def odf_properties(parts: PackageParts) -> Source:
    """Title and author that an OpenDocument file says of itself."""
    root = parts.root("meta.xml")
    values: dict[str, str] = {}
    for part in root.iter() if root is not None else ():
        values.setdefault(local(part), (part.text or "").strip())
    creator = values.get("initial-creator", "") or values.get("creator", "")
    return said_in(values.get("title", ""), creator, values.get("creation-date", ""))


def _titles(root: _Element) -> frozenset[str]:
    """Names of the paragraph styles that are, or are made from, that of a title."""
    based = {
        value(style, "name"): value(style, "parent-style-name") for style in root.iter() if local(style) == "style"
    }
    return frozenset({"Title", *(name for name, parent in based.items() if parent == "Title")})


@dataclass(frozen=True, slots=True)
class _Cell:
    """The text of a cell, and how many rows and columns it spans."""

    text: str
    size: tuple[int, int] = (1, 1)


@dataclass(slots=True)
class _Texts:
    """Reads paragraphs and gathers the notes met on the way."""

    titles: frozenset[str]
    numbering: OdfNumbering
    notes: list[str] = field(default_factory=list)

    def lines(self, root: _Element, item: Item | None = None, within: List | None = None) -> Iterator[Paragraph | Grid]:
        """The paragraphs and tables under `root`, in order; in an `item` of a list, `within` which others may stand."""
        for element in root:
            name = local(element)
            if name in _OUT:
                continue
            if name == "h":
                said = value(element, "outline-level")
                level = int(said) if said.isdecimal() else 1
                label = (item.label() if item else "") or self.numbering.heading(element, level)
                yield Paragraph(_labelled(label, self._text(element)), SectionKind.HEADING, level)
            elif name == "p":
                kind = SectionKind.TITLE if value(element, "style-name") in self.titles else SectionKind.BODY
                text = _labelled(item.label() if item else "", self._text(element))
                yield Paragraph(text, kind, int(kind is SectionKind.TITLE))
                for box in element.iter():
                    if local(box) == "text-box" and not _in_box(box, element):
                        yield from self.lines(box)
            elif name == "list":
                for part, inner, this in self.numbering.items(element, within):
                    yield from self.lines(part, inner, this)
            elif name == "table":
                rows = [list(row) for row in self._rows(element)]
                spans = {
                    (at, column): cell.size
                    for at, row in enumerate(rows)
                    for column, cell in enumerate(row)
                    if cell.size != (1, 1)
                }
                yield Grid([[cell.text for cell in row] for row in rows], _heads(element), spans=spans)
            else:
                yield from self.lines(element, item, within)

    def _rows(self, table: _Element) -> Iterator[list[_Cell]]:
        for row in table:
            if local(row) in ("table-header-rows", "table-row-group", "table-rows"):
                yield from self._rows(row)
            elif local(row) == "table-row":
                yield [made for cell in row for made in self._cell(cell)]

    def _cell(self, cell: _Element) -> Iterator[_Cell]:
        """A cell, empty where another covers it, as often as it is repeated."""
        if local(cell) not in ("table-cell", "covered-table-cell"):
            return
        text = " ".join(self._flat(cell))
        again = value(cell, "number-columns-repeated")
        size = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        yield from [_Cell(text, size)] * (min(int(again), _MOST_REPEATED) if again.isdecimal() else 1)

    def _flat(self, root: _Element) -> Iterator[str]:
        """The words under `root`, those of a table within it too."""
        for line in self.lines(root):
            yield from ([line.text] if isinstance(line, Paragraph) else (cell for row in line.rows for cell in row))

    def _text(self, element: _Element) -> str:
        return one_line("".join(self._pieces(element)))

    def _pieces(self, element: _Element) -> Iterator[str]:
        yield element.text or ""
        for part in element:
            name = local(part)
            if name == "note":
                bodies = [body for body in part if local(body) == "note-body"]
                place = len(self.notes)
                self.notes.append("")
                self.notes[place] = " ".join(text for body in bodies for text in self._flat(body))
                yield str(place + 1).translate(RAISED)
            elif name == "s":
                count = value(part, "c")
                yield " " * (min(int(count), _MOST_REPEATED) if count.isdecimal() else 1)
            elif name in ("tab", "line-break"):
                yield "\t" if name == "tab" else " "
            elif name == "text-box":
                pass  # read after the paragraph that it hangs on
            elif name and name not in _OUT:
                yield from self._pieces(part)
            yield part.tail or ""


def _labelled(label: str, text: str) -> str:
    """A paragraph with what is set before it, where it has words."""
    return f"{label}{text}" if text else ""


def _heads(table: _Element) -> int | None:
    """How many rows of a table are said to be heads; None where nothing is."""
    heads = [part for part in table if local(part) == "table-header-rows"]
    return sum(local(row) == "table-row" for part in heads for row in part) or None


def _count(cell: _Element, name: str) -> int:
    """How many rows or columns an attribute says."""
    said = value(cell, name)
    return max(min(int(said), _MOST_REPEATED), 1) if said.isdecimal() and len(said) < 6 else 1


def _in_box(box: _Element, paragraph: _Element) -> bool:
    """Whether a text box is in another one of the paragraph, which is read whole."""
    above = box.getparent()
    while above is not None and above is not paragraph:
        if local(above) == "text-box":
            return True
        above = above.getparent()
    return False


ODT = Format(
    "OpenDocument text", frozenset({".odt"}), frozenset({"application/vnd.oasis.opendocument.text"}), is_odt, read_odt
)
