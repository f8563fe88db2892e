"""EPUB books: their chapters in the order of the spine, each read as a page; title, authors and date from the package."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from index.errors import SourceError
from index.faults import Fault
from index.formats.archive import open_zip
from index.formats.decode import decode
from index.formats.loader import FileContent, Format
from index.formats.office import PackageParts, local, value
from index.formats.paragraphs import joined
from index.formats.web.html import read_html
from index.records import Extracted, Source

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = [
    "EPUB",
]

_EPUB = b"mimetypeapplication/epub+zip"
_CONTAINER = "META-INF/container.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html"})
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?!\d)")
_MOST_CHAPTERS = 5000
_LOCKED = re.compile(
    rb"EncryptionMethod[^>]*Algorithm=\"(?!http://(?:www\.idpf\.org/2008/embedding|ns\.adobe\.com/pdf/enc#RC))"
)
"""Encryption of more than the fonts, which books may hide."""


def is_epub(file: FileContent) -> bool:
    """Whether a file is an EPUB book, by what its first part says, or by its name."""
    return (file.data.startswith(b"PK") and _EPUB in file.data[:200]) or file.suffix == ".epub"


def read_epub(file: FileContent) -> Extracted:
    """The text of a book, chapter by chapter; lists of contents are left out.

    What the offsets count in is the chapters' files one after another. Raises SourceError for a file that is damaged,
    locked to a reader's device, or without text.
    """
    with open_zip(file.data, file.name) as opened:
        parts = PackageParts(opened, file.name, _folder(opened.namelist()))
        if _LOCKED.search(parts.data("META-INF/encryption.xml") or b""):
            raise SourceError(
                f"{file.name} is locked to a device or an account (DRM) and cannot be read; add another copy",
                Fault.PROTECTED,
            )
        place = _package(parts, file.name)
        package = parts.root(place)
        if package is None:
            raise SourceError(f"{file.name} is damaged ({place} is missing); save the book anew", Fault.DAMAGED)
        said = _said(package)
        chapters = [replace(read_html(raw), title="", url="") for raw in _chapters(parts, package, place, file.name)]
    told = [chapter for chapter in chapters if chapter.text.strip()]
    if not told:
        raise SourceError(
            f"{file.name} has no text in it; if it holds pictures of text, recognise it (OCR) and add that",
            Fault.NO_TEXT,
        )
    return replace(joined(told), title=said.title, suggested=said, blocks=True)


def _folder(names: Sequence[str]) -> str:
    """The folder that the book lies in within its file: none, unless whoever packed it packed its folder."""
    found = [name.removesuffix(_CONTAINER) for name in names if name.endswith(f"/{_CONTAINER}")]
    return found[0] if _CONTAINER not in names and len(found) == 1 else ""


def _package(parts: PackageParts, name: str) -> str:
    """Where the file is that lists what the book is made of."""
    root = parts.root(_CONTAINER)
    found = next(
        (value(part, "full-path") for part in (root.iter() if root is not None else ()) if local(part) == "rootfile"),
        "",
    )
    if not found:
        raise SourceError(f"{name} is no EPUB book; save it as .epub and add that", Fault.MISNAMED)
    return found


def _chapters(parts: PackageParts, package: _Element, place: str, name: str) -> Iterator[str]:
    items = {value(part, "id"): part for part in package.iter() if local(part) == "item"}
    order = [value(part, "idref") for part in package.iter() if local(part) == "itemref"]
    for idref in list(dict.fromkeys(order))[:_MOST_CHAPTERS]:
        item = items.get(idref)
        if item is None or value(item, "media-type") not in _PAGES or "nav" in value(item, "properties").split():
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(place), unquote(value(item, "href"))))
        data = parts.data(path)
        if data and data.strip():
            yield decode(data, f"{name}/{path}")


def _said(package: _Element) -> Source:
    values: dict[str, list[str]] = {}
    for part in package.iter():
        if part.tag == f"{{http://purl.org/dc/elements/1.1/}}{local(part)}" and (
            text := " ".join((part.text or "").split())
        ):
            values.setdefault(local(part), []).append(text)
    first = {name: found[0] for name, found in values.items()}
    day = _DAY.match(first.get("date", ""))
    return Source(
        title=first.get("title", ""),
        publisher=first.get("publisher", ""),
        authors=tuple(dict.fromkeys(values.get("creator", ()))),
        published=day.group() if day and not day.group().startswith("0") else "",
        rights=first.get("rights", ""),
        note="as stated in the book's package" if values else "",
    )


EPUB = Format("EPUB", frozenset({".epub"}), frozenset({"application/epub+zip"}), is_epub, read_epub)
