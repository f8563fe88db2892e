"""Pictures of text (PNG, JPEG, TIFF, WebP, BMP), where tesseract is installed; a picture is a page, of a TIFF each of its pages."""

from __future__ import annotations

import io
from collections.abc import Iterator

from index.errors import NothingToRead, SourceError
from index.faults import Fault
from index.formats.loader import FileContent, Format
from index.formats.pdf.lines import PdfLine
from index.formats.pdf.loader import MOST_PAGES, text_of_pages
from index.formats.pdf.recognised import lines_seen, remark, unsure
from index.formats.recognition import INSTALL, Recogniser
from index.records import Extracted, Source

__all__ = ["PICTURE", "PICTURES"]

PICTURES = frozenset(".png .jpg .jpeg .tif .tiff .webp .bmp".split())
_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP")
_MOST_PIXELS = 150_000_000
_ON_SCREEN = 96.0
"""Points an inch of a picture that does not say them."""


def read_picture(file: FileContent) -> Extracted:
    """The text that a picture shows, as it was recognised: paragraphs, columns and headings as on the page of a PDF.

    Raises NothingToRead where it shows none, SourceError where it is damaged or nothing recognises it.
    """
    recogniser = Recogniser.found(file.name)
    if recogniser is None:
        raise SourceError(f"{file.name} is a picture; to have its text recognised (OCR), {INSTALL}", Fault.PICTURES)
    pages: list[tuple[PdfLine, ...]] = []
    heights: list[float] = []
    for lines, height in _pages(file, recogniser):
        pages.append(lines)
        heights.append(height)
    if not any(not unsure(line) for lines in pages for line in lines):
        raise NothingToRead(
            f"{file.name} is a picture in which no text is recognised in the languages of tesseract that are installed "
            f"({', '.join(recogniser.installed)})",
            Fault.NOTHING_RECOGNISED,
        )
    return text_of_pages(pages, heights, Source(), file.name, (remark(pages, recogniser),))


def _pages(file: FileContent, recogniser: Recogniser) -> Iterator[tuple[tuple[PdfLine, ...], float]]:
    """The lines of each page, and its height in points."""
    from PIL import Image, ImageOps, ImageSequence

    try:
        with Image.open(io.BytesIO(file.data), formats=_FORMATS) as opened:
            for number, frame in enumerate(ImageSequence.Iterator(opened), 1):
                if number > MOST_PAGES or frame.width * frame.height > _MOST_PIXELS:
                    raise SourceError(
                        f"{file.name} is a picture of more than {_MOST_PIXELS:,} pixels or {MOST_PAGES:,} pages; split it",
                        Fault.TOO_MUCH,
                    )
                picture = ImageOps.exif_transpose(frame)
                dpi = _dpi(frame)
                yield lines_seen(recogniser.lines(picture, dpi), number), picture.height * 72 / dpi
                if opened.format != "TIFF":  # the frames of others are moments, not pages
                    return
    except SourceError:
        raise
    except Exception as error:  # a damaged file makes the reader fail in any way there is
        raise SourceError(f"{file.name} is damaged or no picture; save it anew and add that", Fault.DAMAGED) from error


def _dpi(picture: object) -> float:
    """Points an inch, as the picture says where that can be."""
    said = getattr(picture, "info", {}).get("dpi", (0, 0))
    value = float(said[0]) if isinstance(said, tuple) and said else 0.0
    return value if 50 <= value <= 1200 else _ON_SCREEN


PICTURE = Format(
    "picture",
    PICTURES,
    frozenset({"image/png", "image/jpeg", "image/tiff", "image/webp", "image/bmp"}),
    lambda file: file.suffix in PICTURES,
    read_picture,
)
