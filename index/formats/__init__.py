"""From a file's bytes to text, one module a format; each returns an `Extracted` with the way back to the decoded file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from index.formats.archive import Member, members
from index.formats.limits import check_length, read_bytes
from index.formats.loader import FileContent
from index.formats.registry import ARCHIVES, loader_of, suffixes
from index.formats.ruby import without_ruby
from index.records import Extracted

__all__ = ["Member", "open_path", "read", "suffixes"]


def open_path(path: Path) -> tuple[tuple[Member, ...], tuple[str, ...]]:
    """The documents in the file at `path`, to be read one by one, and a message for each that cannot be used.

    That is the file itself, or the members of a zip file. Raises SourceError where there is no such file, it is too
    large (then it is not opened), or it is a zip file that cannot be used.
    """
    data = read_bytes(path)
    if path.suffix.lower() in ARCHIVES:
        return members(data, str(path), suffixes())
    return (Member(path.stem, str(path), data),), ()


def read(data: bytes, name: str) -> Extracted:
    """Read the bytes of the file called `name`, one document.

    What is inside decides, not the ending alone: a text file may hold a web page, or a fragment of one.
    Raises SourceError for a file that is empty, damaged, protected, too large or of no kind that is read.
    """
    check_length(len(data), name)
    file = FileContent(name, data)
    extracted = loader_of(file).load(file)
    if not extracted.decoded or extracted.decoded != file.__dict__.get("text"):
        return extracted
    return without_ruby(replace(extracted, warnings=(*extracted.warnings, *file.decoded.warnings)))
