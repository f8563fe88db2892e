"""Word files: their paragraphs, tables and notes in order.

The XML is read as it stands, by lxml with everything switched off that could reach outside the file, because libraries
for the format leave out footnotes, tracked insertions and content controls, and refuse files with macros; see
docs/decisions/0002-readers.md. What the offsets count in is made here: the paragraphs one under another, then the notes,
then heads and feet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import SourceError
from index.formats.archive import open_zip
from index.formats.office import PackageParts, core_properties, local, value
from index.formats.word.text import Texts, WordParagraph
from index.offsets import OffsetMap
from index.records import Block, Dropped, Extracted, SectionKind

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["is_docx", "read_docx"]


def is_docx(data: bytes) -> bool:
    """Whether `data` is a zip file that holds a Word document, by the names in it."""
    return data.startswith(b"PK") and b"[Content_Types].xml" in data and b"word/" in data


def read_docx(data: bytes, name: str) -> Extracted:
    """The text of a Word file: a line for each paragraph and each row of a table, notes last, marked as references.

    Headings are told by their styles. Tracked insertions are in, deletions are out. Macros and links to other files are
    not followed. Raises SourceError for a file that is damaged, protected by a password, or without text.
    """
    with open_zip(data, name) as opened:
        parts = PackageParts(opened, name)
        main = parts.target("", "officeDocument")
        if not main:
            raise SourceError(f"{name} is not a Word document; save it as .docx and add that")
        texts = Texts(_levels(parts.root(parts.target(main, "styles"))))
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
    text = "".join(f"{paragraph.text}\n" for paragraph in lines)
    if not text.strip():
        raise SourceError(f"{name} has no text in it; if it holds pictures of text, recognise it (OCR) and add that")
    decoded, dropped = text, []
    for paragraph in around:
        dropped.append(
            Dropped(len(decoded), len(decoded) + len(paragraph.text), paragraph.text, "running head or foot")
        )
        decoded += f"{paragraph.text}\n"
    marked, at = [], 0
    for paragraph in lines:
        if paragraph.kind is not SectionKind.BODY:
            marked.append(Block(at, at + len(paragraph.text), paragraph.kind, paragraph.level))
        at += len(paragraph.text) + 1
    title = (
        next((text[block.start : block.end] for block in marked if block.kind is SectionKind.TITLE), "") or said.title
    )
    return Extracted(
        text, OffsetMap.identity(len(text)), tuple(marked), tuple(dropped), title, decoded=decoded, suggested=said
    )


def _notes(parts: PackageParts, main: str, texts: Texts) -> list[WordParagraph]:
    """Footnotes and endnotes as entries `1 text`, in the order of their marks."""
    bodies: dict[tuple[str, str], str] = {}
    for kind in ("footnote", "endnote"):
        root = parts.root(parts.target(main, f"{kind}s"))
        for note in root if root is not None else ():
            words = " ".join(paragraph.text for paragraph in texts.body(note)).strip()
            bodies[kind, value(note, "id")] = words
    return [
        WordParagraph(f"{number} {bodies[mark]}", SectionKind.REFERENCES)
        for number, mark in enumerate(texts.marks, 1)
        if bodies.get(mark)
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
