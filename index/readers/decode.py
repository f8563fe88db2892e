"""Bytes to characters."""

from __future__ import annotations

import codecs

from index.errors import SourceError

__all__ = ["decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY_SHARE = 0.02


def decode(data: bytes, name: str) -> str:
    """The characters of `data`: UTF-8, UTF-16 with its mark, or GB 18030 when it is neither.

    Line ends are kept as they are, so that offsets count the file's own characters.
    Raises SourceError for an empty file, a binary one, or one that cannot be decoded.
    """
    if not data.strip():
        raise SourceError(f"{name} is empty; remove it or put the document's text in it")
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    for attempt in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            text = data.decode(attempt)
        except UnicodeDecodeError:
            continue
        if _is_binary(text):
            break
        if not text.strip():
            raise SourceError(f"{name} holds only white space; remove it or put the document's text in it")
        return text
    raise SourceError(f"{name} is not a text file (binary, or in an unknown encoding); save it as UTF-8 text")


def _is_binary(text: str) -> bool:
    odd = sum(char == "\0" or (char < " " and char not in "\t\n\r\f\v\x1b") or char == "\ufffd" for char in text)
    return "\0" in text or odd > len(text) * _BINARY_SHARE
