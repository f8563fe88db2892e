"""PDF files: their text in reading order, each character with the page and the line it is printed on.

What the offsets count in is made here: the printed lines one under another, pages parted by a form feed. `places` says
where each line stands.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from index.errors import NothingToRead, SourceError
from index.faults import Fault
from index.formats.pdf.columns import in_reading_order
from index.formats.pdf.furniture import beside_the_text, furniture
from index.formats.pdf.lines import PdfLine, pieces_of
from index.formats.pdf.overprinted import without_overprinted
from index.formats.pdf.paragraphs import (
    PdfParagraph,
    Spelling,
    glue,
    paragraphs,
    spelling_of,
)
from index.formats.pdf.recognised import evened, lines_seen, numbers, remark, unsure
from index.formats.pdf.rows import table_of
from index.formats.pdf.tables import tables_on
from index.formats.recognition import INSTALL, Recogniser
from index.formats.tables import write_table
from index.limits import step
from index.offsets import TextBuilder
from index.places import FilePlace
from index.records import Block, Dropped, Extracted, SectionKind, Source
from index.text.numbers import LOWERED

__all__ = ["MOST_PAGES", "read_pdf", "text_of_pages"]

MOST_PAGES = 3000
_FEW = 10
"""Characters a page has at least, on average, if it is text and not a picture of text."""
_UNNAMED = 0.3
_COVERED = 0.3
"""Of a page: how much of it pictures cover where it is one of text."""
_DPI, _MOST_PIXELS = 300, 25_000_000
_STAIN = "too unsure to be text"
_NO_TITLE = re.compile(
    r"^(?:untitled|microsoft word|slide \d|无标题|無題)|\.(?:docx?|pptx?|indd|qxd|tex|pdf|rtf|odt)$", re.I
)
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_MARK = re.compile(r"^([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*|^(\d{1,3})(?=[^\W\d_]|[《“「])")


def read_pdf(data: bytes, name: str) -> Extracted:
    """The text of a PDF: a line for each paragraph, footnotes last and marked as references.

    Line wraps are undone, running heads, feet and page numbers left out and reported, headings marked by their type.
    Pages that are pictures are recognised where tesseract is installed; a warning says which, or that they are not read.
    Raises SourceError for a file that is damaged, protected by a password, too long, or without text.
    """
    pages, heights, said, warnings = _pages(data, name)
    return text_of_pages(pages, heights, said, name, warnings)


def text_of_pages(
    pages: Sequence[Sequence[PdfLine]],
    heights: Sequence[float],
    said: Source,
    name: str,
    warnings: tuple[str, ...] = (),
) -> Extracted:
    """The text of pages, given as the pieces of lines on each and its height in points; `said` is what the file says of itself.

    Raises SourceError where there is none.
    """
    pages = [in_reading_order(page) for page in beside_the_text(evened(pages))]
    _check(pages, name)
    decoded, places, began = _decoded(pages)
    stains = {(p, i): _STAIN for p, lines in enumerate(pages) for i, line in enumerate(lines) if unsure(line)}
    reasons = stains | furniture(pages, heights)
    flat = [(line, (p, i)) for p, lines in enumerate(pages) for i, line in enumerate(lines)]
    kept = [n for n, (_, where) in enumerate(flat) if where not in reasons]
    lines = [flat[n][0] for n in kept]
    starts = [began[n] for n in kept]
    builder = TextBuilder()
    marked: list[Block] = []
    dropped: list[Dropped] = []
    spelling = spelling_of(lines)
    for paragraph in paragraphs(lines):
        if lines[paragraph.lines[0]].table:
            printed = [(lines[i].table, starts[i]) for i in paragraph.lines]
            table, again = table_of([(one, at) for one, at in printed if one], spelling)
            marked += write_table(builder, table)
            dropped += again
            continue
        start = builder.length
        _write(builder, paragraph, lines, starts, spelling)
        if paragraph.kind is not SectionKind.BODY:
            marked.append(Block(start, builder.length, paragraph.kind, paragraph.level))
        end = starts[paragraph.lines[-1]] + len(lines[paragraph.lines[-1]].text)
        builder.add("\n", end, end)
    dropped += [
        Dropped(began[n], began[n] + len(line.text), line.text, reasons[where])
        for n, (line, where) in enumerate(flat)
        if where in reasons
    ]
    text, offsets = builder.build()
    if not text.strip():
        raise SourceError(
            f"{name} has no text besides running heads; if its pages are pictures of text, {INSTALL} and add it again (OCR)",
            Fault.PICTURES,
        )
    title = next((text[b.start : b.end] for b in marked if b.kind is SectionKind.TITLE), "") or said.title
    dropped.sort(key=lambda one: one.source_start)
    parts = (tuple(marked), tuple(dropped), title)
    return Extracted(
        text, offsets, *parts, decoded=decoded, places=places, suggested=said, printed=True, warnings=warnings
    )


def _pages(data: bytes, name: str) -> tuple[list[tuple[PdfLine, ...]], list[float], Source, tuple[str, ...]]:
    """The pieces of lines on each page, the pages' heights, what the file says of itself, and what is to be said of it."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    pieces: list[tuple[PdfLine, ...]] = []
    heights: list[float] = []
    scans = _Scans(name)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise SourceError(
                    f"{name} has {len(pdf.pages):,} pages; split it into files of at most {MOST_PAGES:,}",
                    Fault.TOO_MUCH,
                )
            for number, page in enumerate(pdf.pages, 1):
                step()
                tables, chars = tables_on(page, without_overprinted(page.chars), number)
                written = (*pieces_of(chars, number, float(page.width)), *tables)
                pieces.append(scans.recognised(page, number) or written if _is_scan(page, written) else written)
                heights.append(float(page.height))
                page.close()
            said = _said(pdf.metadata)
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # a damaged file makes the parser fail in any way there is
        if any(isinstance(part, PDFPasswordIncorrect) for part in (error, *error.args)):
            raise SourceError(
                f"{name} is protected by a password; save a copy without one and add that", Fault.PROTECTED
            ) from error
        raise SourceError(
            f"{name} is damaged or not a PDF file; open it, save it anew and add that", Fault.DAMAGED
        ) from error
    return pieces, heights, said, scans.warnings(pieces)


def _is_scan(page: Any, lines: Sequence[PdfLine]) -> bool:
    """Whether a page is a picture of text: hardly a character, and pictures over much of it, or characters without a name."""
    text = "".join(line.text for line in lines)
    if text.count("\ufffd") > _UNNAMED * len(text) > 0:
        return True
    shown = sum(float(one["width"]) * float(one["height"]) for one in page.images)
    return len(text) < _FEW and shown > _COVERED * float(page.width) * float(page.height)


class _Scans:
    """The pages of one file that are pictures."""

    def __init__(self, name: str) -> None:
        self._recogniser = Recogniser.found(name)
        self._seen: list[int] = []

    def recognised(self, page: Any, number: int) -> tuple[PdfLine, ...]:
        """What a page shows, as it is recognised; nothing where that cannot be."""
        self._seen.append(number)
        if self._recogniser is None:
            return ()
        points = float(page.width) * float(page.height)
        dpi = max(min(_DPI, round(72 * (_MOST_PIXELS / points) ** 0.5)), 1)
        picture = page.to_image(resolution=dpi).original
        return lines_seen(self._recogniser.lines(picture, dpi), number)

    def warnings(self, pages: Sequence[Sequence[PdfLine]]) -> tuple[str, ...]:
        """A line for those that were recognised, and one for those that were not."""
        read = {line.page for lines in pages for line in lines if line.confidence is not None and not unsure(line)}
        lost = [number for number in self._seen if number not in read]
        told = [remark(pages, self._recogniser)] if self._recogniser else []
        if lost and self._recogniser:
            told.append(f"no text is recognised in the pictures on {numbers(lost)}")
        elif lost:
            told.append(f"the pictures on {numbers(lost)} are not read; to have their text recognised (OCR), {INSTALL}")
        return tuple(filter(None, told))


def _check(pages: Sequence[Sequence[PdfLine]], name: str) -> None:
    """Raises SourceError where what can be read is not the text of the pages, NothingToRead where they show hardly any."""
    texts = [line.text for lines in pages for line in lines]
    length = sum(map(len, texts))
    if length < _FEW * max(len(pages), 1):
        if any(line.confidence is not None for lines in pages for line in lines):
            raise NothingToRead(f"{name} shows hardly any text, as recognised", Fault.NOTHING_RECOGNISED)
        raise SourceError(
            f"{name} has no text on its {len(pages)} pages, only pictures; to have it recognised (OCR), {INSTALL}",
            Fault.PICTURES,
        )
    if sum(text.count("\ufffd") for text in texts) > _UNNAMED * length:
        raise SourceError(
            f"{name} does not say which characters it prints; to have them recognised (OCR), {INSTALL}", Fault.PICTURES
        )


def _said(metadata: Mapping[str, Any]) -> Source:
    """Title and author in the file's properties; programs write nonsense there, so only what can be right.

    The day on which the file was made is not that of publication.
    """
    values = {key: value.strip() for key, value in metadata.items() if isinstance(value, str)}
    title = values.get("Title", "")
    date = _DATE.match(values.get("CreationDate", ""))
    author = values.get("Author", "")
    return Source(
        title="" if _NO_TITLE.search(title) else title,
        authors=(author,) if author else (),
        note=f"file made on {'-'.join(date.groups())}" if date else "",
    )


def _decoded(pages: Sequence[Sequence[PdfLine]]) -> tuple[str, tuple[FilePlace, ...], list[int]]:
    """The text that offsets count in, where each printed line of it stands, and where each line of `pages` begins.

    The printed lines of a table are those of its cells.
    """
    parts: list[str] = []
    places: list[FilePlace] = []
    began: list[int] = []
    at = 0
    for lines in pages:
        for line in lines:
            began.append(at)
            for printed in [one.as_printed for one in (line.table.lines if line.table else (line,))]:
                end = at + len(printed.text)
                left, top, right, bottom = (
                    round(side, 1) for side in (printed.left, printed.top, printed.right, printed.bottom)
                )
                sure = None if line.confidence is None else round(line.confidence, 3)
                places.append(FilePlace(at, end, printed.page, left, top, right, bottom, confidence=sure))
                parts.append(printed.text + "\n")
                at = end + 1
        parts.append("\f")
        at += 1
    return "".join(parts), tuple(places), began


def _write(
    builder: TextBuilder, paragraph: PdfParagraph, lines: list[PdfLine], starts: list[int], spelling: Spelling
) -> None:
    """Append a paragraph, its line wraps undone; a footnote's mark becomes the number of an entry."""
    for n, i in enumerate(paragraph.lines):
        line, start = lines[i], starts[i]
        text, at = line.text, 0
        mark = _MARK.match(text) if paragraph.kind is SectionKind.REFERENCES and not n else None
        if mark:
            at = mark.end()
            number = mark.group(1) or mark.group(2)
            builder.add(number.translate(LOWERED), start, start + len(number))
            builder.add(" ", start + at, start + at)
        cut, between = 0, ""
        if n + 1 < len(paragraph.lines):
            cut, between = glue(line, lines[paragraph.lines[n + 1]], spelling)
        builder.add(text[at : len(text) - cut], start + at, start + len(text) - cut)
        builder.add(between, start + len(text), start + len(text) + len(between))
