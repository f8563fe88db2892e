"""From a file's bytes to text, one module a format; each returns an `Extracted` with the way back to the decoded file."""

from __future__ import annotations

from index.readers.decode import decode
from index.readers.html import looks_like_html, read_html
from index.readers.text import read_text
from index.records import Extracted

__all__ = ["SUFFIXES", "read"]

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".text", ".html", ".htm"})
"""File name endings that are read."""


def read(data: bytes, name: str) -> Extracted:
    """Read the bytes of the file called `name`.

    A text file may hold a fragment of a web page, so what is inside decides, not the ending alone.
    Raises SourceError for an empty or binary file, and for one of no encoding that is known.
    """
    raw = decode(data, name)
    return read_html(raw) if looks_like_html(raw) else read_text(raw)
