"""Bytes to characters."""

from __future__ import annotations

import codecs
import re

from index.errors import SourceError
from index.faults import Fault
from index.formats.encodings import MULTIBYTE, canonical, plausibility
from index.formats.repair import Decoded, nearly_utf8, repaired

__all__ = ["decode", "decode_name", "decoded"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)|<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)""", re.I
)
_DECLARED_REACH = 4096
_SAMPLE = 64 * 1024
_BINARY_SHARE, _DAMAGED = 0.02, 0.15
"""How much of a text may be none: of any; of one that is known to be damaged."""
_REPLACED = "\ufffd"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f]")
"""Control characters but white space, and those that begin an escape or end an old file."""
_ESCAPED = (b"\x1b$", b"\x1b(")
_SINGLE_BYTE = "cp1252 cp1250 cp1251 koi8_r cp1253 cp1254 cp1255 cp1256 iso8859_2 iso8859_5 cp874 cp1258".split()
"""What charset-normalizer chooses from: those in use, or it takes French for Baltic."""
_AS_GOOD = 0.05
_AMISS = re.compile(r"[^\W\d_][\xa1-\xbf\xd7\xf7\u0192\u20ac][^\W\d_]|\b[а-яё][А-ЯЁ]{2}")
"""`Rz¹d` for `Rząd`, `нЙОЙ` for `Мини`: what an alphabet looks like in another's encoding."""
_CLEAR = 0.25
"""Plausibility from which a text is taken to be Chinese, Japanese or Korean; noise scores below 0."""
_SURELY, _MAYBE = 8.0, 2.5
"""`nearly_utf8` from which damaged UTF-8 is taken for it; and from which it is one of the readings that are compared."""


def decode(data: bytes, name: str) -> str:
    """The characters of `data`, as `decoded` reads them."""
    return decoded(data, name).text


def decoded(data: bytes, name: str) -> Decoded:
    """The characters of `data`, and a warning for what in it is not in the encoding of the rest.

    A byte order mark decides; then UTF-8, which other encodings do not look like by chance, also where some bytes are
    damaged (`repair`); then what a page's <meta> says; then whichever encoding gives the most plausible text, see
    `encodings`. Line ends are kept as they are, so that offsets count the file's own characters.
    Raises SourceError for an empty file, a binary one, or one that cannot be decoded.
    """
    if not data.strip(b" \t\r\n\f\v\0"):
        raise SourceError(f"{name} is empty; remove it or put the document's text in it", Fault.EMPTY)
    found = _decoded(data)
    if found is None or _is_binary(found.text, _DAMAGED if found.warnings else _BINARY_SHARE):
        raise SourceError(
            f"{name} is not a text file (binary, or in an unknown encoding); save it as UTF-8 text", Fault.NOT_TEXT
        )
    if not found.text.strip():
        raise SourceError(f"{name} holds only white space; remove it or put the document's text in it", Fault.EMPTY)
    return found


def decode_name(data: bytes) -> str:
    """A file name of unknown encoding; where nothing fits, code page 437, the one that zip files fall back on."""
    found = _decoded(data, minimum=0.0)
    return found.text if found and found.text else data.decode("cp437")


def _decoded(data: bytes, minimum: float = _CLEAR) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, encoding)
    text = _attempt(data, "utf-8")
    if text is not None and "\0" not in text:
        return Decoded(_attempt(data, "iso2022_jp_ext") or text if any(sign in data for sign in _ESCAPED) else text)
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if data[first::2].count(0) * 4 > len(data):  # most of the characters are Latin
            return _read(data, encoding)
    likely = nearly_utf8(data)
    if likely >= _SURELY:
        return repaired(data)
    declared = _DECLARED.search(data, 0, _DECLARED_REACH)
    if declared:
        text = _attempt(data, canonical((declared.group(1) or declared.group(2)).decode("ascii")))
        if text is not None and not _is_binary(text):
            return Decoded(text)
    return _guessed(data, minimum, repaired(data) if likely >= _MAYBE else None)


def _marked(data: bytes, encoding: str) -> Decoded | None:
    """What a byte order mark says the encoding of."""
    found = _read(data, encoding)
    if found:
        return found
    if encoding == "utf-8-sig":
        return repaired(data.removeprefix(codecs.BOM_UTF8))
    text = data.decode(encoding, "replace")
    return Decoded(
        text, (f"{text.count(_REPLACED)} places of the file are no {encoding.upper()}; each is shown as {_REPLACED}",)
    )


def _read(data: bytes, encoding: str) -> Decoded | None:
    text = _attempt(data, encoding)
    return None if text is None else Decoded(text)


def _guessed(data: bytes, minimum: float, utf8: Decoded | None) -> Decoded | None:
    """The most plausible decoding; where none is clearly Chinese, Japanese or Korean, what charset-normalizer says.

    `utf8` is the reading as damaged UTF-8 where there is something in that; it counts unless another is more plausible.
    """
    found = [(plausibility(text[:_SAMPLE]), text) for text in (_attempt(data, e) for e in MULTIBYTE) if text]
    best, text = max(found, key=lambda pair: pair[0], default=(minimum, None))
    if utf8 and max(best, minimum) <= max(plausibility(utf8.text[:_SAMPLE]), minimum):
        return utf8
    if text is not None and best > minimum:
        return Decoded(text)
    from charset_normalizer import from_bytes

    found_by = {match.encoding: match for match in from_bytes(data[:_SAMPLE], cp_isolation=_SINGLE_BYTE)}
    matches = [found_by[encoding] for encoding in _SINGLE_BYTE if encoding in found_by]
    least = min((match.chaos for match in matches), default=0.0)
    calm = [_attempt(data, match.encoding) for match in matches if match.chaos <= least + _AS_GOOD]
    readings = [reading for reading in calm if reading and not _is_binary(reading)]
    chosen = min(readings, key=lambda reading: len(_AMISS.findall(reading)), default=text)
    return None if chosen is None else Decoded(chosen)


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_binary(text: str, replaced: float = _BINARY_SHARE) -> bool:
    """Whether there are control characters or, in more than this share of it, replaced ones in `text`."""
    odd = len(_CONTROLS.findall(text))
    lost = text.count(_REPLACED)
    return (
        "\0" in text
        or odd + (lost if replaced <= _BINARY_SHARE else 0) > len(text) * _BINARY_SHARE
        or lost > len(text) * replaced
    )
