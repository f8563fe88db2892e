"""From a file's bytes to text, one module a format; each returns an `Extracted` with the way back to the decoded file."""

from __future__ import annotations

from pathlib import Path, PurePath

from index.errors import SourceError
from index.formats.archive import Member, members
from index.formats.decode import decode
from index.formats.limits import check_length, read_bytes
from index.formats.markdown.reader import is_markdown, read_markdown
from index.formats.pdf.reader import read_pdf
from index.formats.text import read_text
from index.formats.web.html import looks_like_html, read_html
from index.formats.web.page import looks_like_page, read_page
from index.formats.word.reader import is_docx, read_docx
from index.records import Extracted

__all__ = ["SUFFIXES", "Member", "open_path", "read"]

_DOCUMENTS = frozenset({".txt", ".md", ".markdown", ".text", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".docm"})
SUFFIXES = _DOCUMENTS | {".zip"}
"""File name endings that are read."""
_MARKDOWN = frozenset({".md", ".markdown"})
"""Endings that say what a file is, whatever tags it holds."""
_PDF_REACH = 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_path(path: Path) -> tuple[tuple[Member, ...], tuple[str, ...]]:
    """The documents in the file at `path`, to be read one by one, and a message for each that cannot be used.

    That is the file itself, or the members of a zip file. Raises SourceError where there is no such file, it is too
    large (then it is not opened), or it is a zip file that cannot be used.
    """
    data = read_bytes(path)
    if path.suffix.lower() == ".zip":
        return members(data, str(path), SUFFIXES)
    return (Member(path.stem, str(path), data),), ()


def read(data: bytes, name: str) -> Extracted:
    """Read the bytes of the file called `name`, one document.

    What is inside decides, not the ending alone: a text file may hold a web page, or a fragment of one. Only Markdown
    is Markdown whatever it holds.
    Raises SourceError for a file that is empty, damaged, protected, too large or of no kind that is read.
    """
    check_length(len(data), name)
    suffix = PurePath(name).suffix.lower()
    if b"%PDF-" in data[:_PDF_REACH] or suffix == ".pdf":
        return read_pdf(data, name)
    if data.startswith(_OLE):
        raise SourceError(f"{name} is an old Word file or protected by a password; save it as .docx without one")
    if is_docx(data) or suffix in (".docx", ".docm"):
        return read_docx(data, name)
    if data.startswith(b"PK\x03\x04"):
        raise SourceError(f"{name} is an archive, not one document; give it a name that ends in .zip")
    raw = decode(data, name)
    if suffix in _MARKDOWN:
        return read_markdown(raw)
    if looks_like_page(raw):
        return read_page(raw)
    if looks_like_html(raw):
        return read_html(raw)
    return read_markdown(raw) if is_markdown(raw) else read_text(raw)
