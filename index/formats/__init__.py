"""From a file's bytes to text, a module or a folder for each format.

In: the bytes of a file, and its name. Out: `Extracted`, with the way back to the decoded file. Knows neither what of the text
is the article nor who speaks.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath

from index.errors import SourceError
from index.faults import Fault
from index.formats.archive import Member, Unread, members
from index.formats.kept import kept_in
from index.formats.loader import FileContent
from index.formats.mail import attachments, holds_attachments
from index.formats.registry import ARCHIVES, loader_of, suffixes
from index.formats.ruby import without_ruby
from index.formats.warc import WARC_ENDINGS, saved_pages
from index.limits import check_length, read_bytes
from index.records import Extracted

__all__ = ["Member", "Unread", "holds_documents", "is_read", "kept_in", "open_path", "read", "suffixes"]


def is_read(name: str) -> bool:
    """Whether a file of this name is of a kind that is read."""
    return PurePath(name).suffix.lower() in suffixes() or name.lower().endswith(WARC_ENDINGS)


def holds_documents(name: str) -> bool:
    """Whether the documents of a file of this name are within it: an archive, a message with what is attached to it."""
    return PurePath(name).suffix.lower() in ARCHIVES or name.lower().endswith(WARC_ENDINGS) or holds_attachments(name)


def open_path(path: Path) -> tuple[tuple[Member, ...], tuple[Unread, ...]]:
    """The documents in the file at `path`, to be read one by one, and what is in it that makes none, with the reason.

    That is the file itself, the members of a zip file, the pages of a web archive, a message and what is attached to it.
    Raises SourceError where there is no such file, it is too large (then it is not opened), or it is an archive that
    cannot be used.
    """
    data = read_bytes(path)
    if path.name.lower().endswith(WARC_ENDINGS):
        return saved_pages(data, str(path))
    if path.suffix.lower() in ARCHIVES:
        return _with_attachments(*members(data, str(path), suffixes()))
    return _with_attachments((Member(path.stem, str(path), data),), ())


def _with_attachments(
    found: tuple[Member, ...], unread: tuple[Unread, ...]
) -> tuple[tuple[Member, ...], tuple[Unread, ...]]:
    """Documents, and after each message what is attached to it."""
    every: list[Member] = []
    rest = list(unread)
    for one in found:
        every.append(one)
        if not holds_attachments(one.name):
            continue
        try:
            attached, unusable = attachments(FileContent(one.name, one.data), one.id)
        except SourceError:
            continue  # what is wrong with the message is said when it is read
        rest += unusable
        for other in attached:
            if PurePath(other.name).suffix.lower() not in suffixes():
                rest.append(Unread.other_kind(other.name))
            elif PurePath(other.name).suffix.lower() in ARCHIVES:
                reason = f"{other.name} is an archive attached to a message; save it and add it by itself"
                rest.append(Unread(other.name, reason, fault=Fault.BY_ITSELF))
            else:
                every.append(other)
    return tuple(every), tuple(rest)


def read(data: bytes, name: str) -> Extracted:
    """Read the bytes of the file called `name`, one document.

    What is inside decides, not the ending alone: a text file may hold a web page, or a fragment of one. Only Markdown
    is Markdown whatever it holds.
    Raises SourceError for a file that is empty, damaged, protected, too large or of no kind that is read.
    """
    check_length(len(data), name)
    file = FileContent(name, data)
    extracted = loader_of(file).load(file)
    if not extracted.decoded or extracted.decoded != file.__dict__.get("text"):
        return extracted
    return without_ruby(replace(extracted, warnings=(*extracted.warnings, *file.decoded.warnings)))
