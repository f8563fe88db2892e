"""UTF-8 with some bytes in it that are not: cut short, overwritten, or pasted from a file in another encoding.

One such byte must not make another encoding of the whole. What speaks for UTF-8 is how many bytes stand in well-formed
sequences of it beside one that does not: five and more in damaged UTF-8, less than one in long texts of any other
encoding, up to 2.5 in a few words of EUC-JP.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.formats.encodings import MULTIBYTE, plausibility

__all__ = ["Decoded", "nearly_utf8", "repaired"]

_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_FEWEST, _FEWEST_BROKEN = 2, 4
_LINE_ENCODINGS = tuple(name for name in MULTIBYTE if not name.startswith("utf"))
_CLEAR = 0.25
_LONGEST_RUN = 2
_SIGNS = frozenset("“”‘’„‚–—…•·™€£¥§©®°±²³¼½¾«»¿¡†‡¶ªº\xa0")
"""Besides letters, what is written in Windows-1252 and looks like more than chance."""
_LISTED = 3


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a file, and what had to be guessed or replaced to have them, in words."""

    text: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a line; `how` is empty where it is well-formed UTF-8."""

    text: str
    how: str = ""
    count: int = 0


def nearly_utf8(data: bytes) -> float:
    """How many bytes stand in well-formed sequences of UTF-8 for each place where there is none; 0 for too few."""
    sequences = _SEQUENCE.findall(data)
    if len(sequences) < _FEWEST:
        return 0.0
    text = data.decode("utf-8", "replace")
    return sum(map(len, sequences)) / max(text.count("\ufffd"), 1)


def repaired(data: bytes) -> Decoded:
    """`data` as UTF-8. Lines in another encoding are read in that; of other bytes those that stand alone between ASCII
    are read as Windows-1252 where that gives letters or quotation marks; each place that is left becomes U+FFFD.
    """
    lines = data.split(b"\n")
    foreign = {i for i, line in enumerate(lines) if _is_foreign(line)}
    encoding = _encoding_of([lines[i] for i in sorted(foreign)])
    pieces: list[_Piece] = []
    found: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if encoding and i in foreign:
            parts = [_Piece(line.decode(encoding), f"in {encoding}", 1)]
        else:
            parts = list(_pieces(line))
        pieces += parts
        if i + 1 < len(lines):
            pieces.append(_Piece("\n"))
        for piece in parts:
            found.setdefault(piece.how, []).extend([i + 1] * piece.count)
    text = "".join(piece.text for piece in pieces)
    return Decoded(text, tuple(_said(how, where) for how, where in sorted(found.items()) if how))


def _is_foreign(line: bytes) -> bool:
    """Whether most of what is not ASCII in a line is no UTF-8."""
    broken = line.decode("utf-8", "replace").count("\ufffd")
    return broken >= _FEWEST_BROKEN and broken > sum(map(len, _SEQUENCE.findall(line)))


def _encoding_of(lines: list[bytes]) -> str:
    """The encoding of Chinese, Japanese or Korean that lines are in which are not UTF-8; empty where there is none."""
    best, encoding = _CLEAR, ""
    for name in _LINE_ENCODINGS:
        try:
            text = "\n".join(line.decode(name) for line in lines)
        except UnicodeDecodeError:
            continue
        if (score := plausibility(text)) > best:
            best, encoding = score, name
    return encoding


def _pieces(line: bytes) -> Iterator[_Piece]:
    start = 0
    while start < len(line):
        try:
            yield _Piece(line[start:].decode("utf-8"))
            return
        except UnicodeDecodeError as error:
            begin, end = start + error.start, start + error.end
        yield _Piece(line[start:begin].decode("utf-8"))
        while end < len(line) and line[end] >= 0x80 and not _SEQUENCE.match(line, end):
            end += 1
        yield _broken(line, begin, end)
        start = end


def _broken(line: bytes, start: int, end: int) -> _Piece:
    """line[start:end], which is no UTF-8."""
    alone = (not start or line[start - 1] < 0x80) and (end == len(line) or line[end] < 0x80)
    if alone and end - start <= min(_LONGEST_RUN, len(line) - 1):
        try:
            text = line[start:end].decode("cp1252")
        except UnicodeDecodeError:
            text = ""
        if text and all(char.isalpha() or char in _SIGNS for char in text):
            return _Piece(text, "as cp1252", 1)
    return _Piece("\ufffd", "replaced", 1)


def _said(how: str, lines: list[int]) -> str:
    where = ", ".join(str(line) for line in list(dict.fromkeys(lines))[:_LISTED])
    more = " and elsewhere" if len(set(lines)) > _LISTED else ""
    at = f"line{'s' if len(set(lines)) > 1 else ''} {where}{more}"
    if how.startswith("in "):
        return f"the file is UTF-8 but for {at}, read {how}"
    many = len(lines) > 1
    places = f"{len(lines)} place{'s' if many else ''} of the file"
    if how == "as cp1252":
        return f"{places} {'are' if many else 'is'} not UTF-8 ({at}), read as Windows-1252"
    return f"{places} cannot be read ({at}); {'each is' if many else 'it is'} shown as \ufffd"
