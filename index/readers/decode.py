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
_EVERYDAY = {
    "gb18030": "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年日说核美这為這說與對時來會國個們發後",
    "big5": "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年日說核美與後",
    "cp932": "のはにをがとでしてたいるなれらこさもりっすあか日本年的国核",
    "euc_jp": "のはにをがとでしてたいるなれらこさもりっすあか日本年的国核",
    "cp949": "이다는의을를에가한고하지로은과와도서기사대자해인전국미북핵정시있",
}
"""Older encodings, each with characters that any text of its language is full of and that the others make nonsense of."""
_EVERYDAY_SHARE = 0.1
_SAMPLE = 20_000


def decode(data: bytes, name: str) -> str:
    """The characters of `data`: UTF-8, UTF-16 with its mark, or else GB 18030, Big5, Shift JIS, EUC-JP or EUC-KR.

    Bytes of one of the older encodings often decode as another without an error, as nonsense; it is the everyday
    characters of the language that tell. Line ends are kept as they are, so that offsets count the file's characters.
    Raises SourceError for an empty file, a binary one, or one that cannot be decoded.
    """
    if not data.strip():
        raise SourceError(f"{name} is empty; remove it or put the document's text in it")
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    text = _decoded(data, encoding)
    if text is None and encoding == "utf-8":
        text = _older(data)
    if text is None or _is_binary(text):
        raise SourceError(f"{name} is not a text file (binary, or in an unknown encoding); save it as UTF-8 text")
    if not text.strip():
        raise SourceError(f"{name} holds only white space; remove it or put the document's text in it")
    return text


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _older(data: bytes) -> str | None:
    found = [
        (_everyday(text, encoding), text) for encoding in _EVERYDAY if (text := _decoded(data, encoding)) is not None
    ]
    share, text = max(found, key=lambda pair: pair[0], default=(0.0, ""))
    return text if share >= _EVERYDAY_SHARE else None


def _everyday(text: str, encoding: str) -> float:
    foreign = [char for char in text[:_SAMPLE] if char > "\x7f"]
    return sum(char in _EVERYDAY[encoding] for char in foreign) / max(len(foreign), 1)


def _is_binary(text: str) -> bool:
    odd = sum(char == "\0" or (char < " " and char not in "\t\n\r\f\v\x1b") or char == "\ufffd" for char in text)
    return "\0" in text or odd > len(text) * _BINARY_SHARE
