"""RTF: its plain text by striprtf, which is what the offsets count in."""

from __future__ import annotations

import re

from index.errors import SourceError
from index.faults import Fault
from index.formats.loader import FileContent, Format
from index.formats.office import said_in
from index.formats.paragraphs import Paragraph, written
from index.records import Extracted

__all__ = [
    "RTF",
]

_HEAD = rb"{\rtf"
_FIELD = re.compile(r"\{\\(title|author)\s((?:[^{}]|\{[^{}]*\}){0,2000})\}")
_INFO_REACH = 1 << 16
_EMPTY_ROW = "| \t\xa0"
"""Of a row of a table without words, striprtf gives nothing but this."""


def is_rtf(file: FileContent) -> bool:
    """Whether a file begins as RTF does, or has its ending."""
    return file.data.lstrip(b"\xef\xbb\xbf \r\n").startswith(_HEAD) or file.suffix == ".rtf"


def read_rtf(file: FileContent) -> Extracted:
    """The text of an RTF file, a line for each paragraph. Raises SourceError for a file that is damaged or without text."""
    raw = file.data.decode("latin-1").lstrip("ï»¿ \r\n")
    if not raw.startswith(_HEAD.decode()):
        raise SourceError(
            f"{file.name} is no RTF file, though its name says so; give it the ending of what it is", Fault.MISNAMED
        )
    said = dict(_FIELD.findall(raw[:_INFO_REACH]))
    begin = raw[: raw.find("{", 1)] if "{" in raw[1:] else "{\\rtf1\\ansi"
    told = {name: _plain(f"{begin}{{\\f0 {text}}}}}", file.name).strip() for name, text in said.items()}
    lines = _plain(raw, file.name).splitlines()
    about = said_in(told.get("title", ""), told.get("author", ""), "")
    return written(
        (
            Paragraph(line.replace("|", " | ")) if line.endswith("|") else Paragraph(line)
            for line in lines
            if not line or line.strip(_EMPTY_ROW)
        ),
        file.name,
        about,
        kept=False,
    )


def _plain(raw: str, name: str) -> str:
    from striprtf.striprtf import rtf_to_text

    try:
        return str(rtf_to_text(raw, errors="replace"))
    except (ValueError, LookupError, IndexError, UnicodeError) as error:
        raise SourceError(f"{name} is damaged ({error}); open it, save it anew and add that", Fault.DAMAGED) from error


RTF = Format("RTF", frozenset({".rtf"}), frozenset({"application/rtf", "text/rtf"}), is_rtf, read_rtf)
