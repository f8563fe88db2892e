"""Zip files: their members, without trusting a name or a size in them. Nothing is ever written to the disk."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from mimetypes import MimeTypes
from pathlib import PurePosixPath

from index.errors import SourceError, YinzhengError
from index.faults import Fault
from index.formats.decode import decode_name
from index.formats.recognition import INSTALL, program
from index.limits import LARGEST, check_length
from index.records import Source

__all__ = [
    "LARGEST_TOTAL",
    "MOST_MEMBERS",
    "Member",
    "Unread",
    "holds",
    "member",
    "members",
    "open_zip",
]

MOST_MEMBERS = 5000
LARGEST_TOTAL = 4 * LARGEST
"""Bytes in all members of an archive together, unpacked."""
MOST_RATIO = 200
"""How much smaller than itself a member may be packed; text comes to about ten, a run of zeros to a thousand."""
_SMALL = 2**20
"""Bytes up to which the ratio does not matter."""
_UTF8, _ENCRYPTED = 0x800, 0x1
_UNUSUAL = frozenset(".gif .heic .jp2".split())
_PICTURES = _UNUSUAL | frozenset(".png .jpg .jpeg .tif .tiff .webp .bmp".split())
_KINDS = MimeTypes()
for _font in ("woff", "woff2", "ttf", "otf"):  # RFC 8081; not every version of Python knows them
    _KINDS.add_type(f"font/{_font}", f".{_font}")
_WORDLESS = frozenset("text/css text/javascript application/javascript image/vnd.microsoft.icon".split())
"""Media types of what draws a page; fonts besides."""
HIDDEN = "hidden"
"""How the reason begins for which hidden files and folders are skipped."""
_IGNORED = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.)|Thumbs\.db$|desktop\.ini$)")
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What the standard library raises for a zip file that is not as it should be."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: `name` is the archive's and its own path, `id` what its document is called."""

    id: str
    name: str
    data: bytes
    source: Source = field(default_factory=Source)
    """What the archive says of it, for whatever is not known better."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that makes no document, and why; `skipped` where it was not tried, because it is of no kind that is read."""

    name: str
    reason: str
    skipped: bool = False
    fault: Fault = Fault.OTHER
    value: str = ""
    """The reason as a code, and what is told with it (`index.faults`)."""

    @classmethod
    def of(cls, name: str, error: YinzhengError) -> Unread:
        """A file that could not be used."""
        return cls(name, str(error), False, error.fault, error.value)

    @classmethod
    def other_kind(cls, name: str) -> Unread:
        """A file that is skipped by its name."""
        ending = PurePosixPath(name).suffix.lower()
        if ending not in _PICTURES:
            return cls(name, f"not of a kind that is read ({ending or 'no ending'})", True, Fault.OTHER_KIND, ending)
        if ending not in _UNUSUAL and not program():
            return cls(name, f"a picture ({ending}); if it shows text, {INSTALL}", True, Fault.PICTURES)
        reason = f"a picture ({ending}); if it shows text, save it as PNG and add that"
        return cls(name, reason, True, Fault.SAVE_AS, ".png")

    @property
    def told(self) -> str:
        """The file and the reason, on one line; the reason of a failure names the file itself."""
        return f"{self.name}: {self.reason}" if self.skipped else self.reason

    @property
    def hidden(self) -> bool:
        """Whether it was passed over because it is hidden, as files are that programs keep for themselves."""
        return self.skipped and self.reason.startswith(HIDDEN)

    @property
    def may_say(self) -> bool:
        """Whether it may hold words: not a picture in which none are recognised, nor what a web page is drawn with, nor what is hidden."""
        if self.hidden or self.fault is Fault.NOTHING_RECOGNISED:
            return False
        kind = _KINDS.guess_type(self.name)[0] or ""
        return self.fault is not Fault.OTHER_KIND or (kind not in _WORDLESS and not kind.startswith("font/"))


def open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive in `data`, once its table of contents promises to stay within bounds.

    The module that unpacks never gives more of a member than the table promises. Raises SourceError for an archive that
    is damaged, or that holds too many members, too much in all, or a member packed beyond what text can be.
    """
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGED as error:
        raise SourceError(
            f"{name} is damaged or not what its name says; save it anew and add that", Fault.DAMAGED
        ) from error
    entries = opened.infolist()
    total = sum(entry.file_size for entry in entries)
    packed = [entry for entry in entries if entry.file_size > max(_SMALL, MOST_RATIO * entry.compress_size)]
    if len(entries) > MOST_MEMBERS:
        raise SourceError(
            f"{name} holds {len(entries):,} files; split it into archives of at most {MOST_MEMBERS:,}", Fault.TOO_MUCH
        )
    if total > LARGEST_TOTAL or packed:
        raise SourceError(
            f"{name} would unpack to {total / 2**20:,.0f} MB from {len(data) / 2**20:,.1f} MB, more than documents do; "
            "unpack it yourself and add the files you trust",
            Fault.TOO_MUCH,
        )
    return opened


def holds(data: bytes, path: str) -> bool:
    """Whether a zip file has a member whose path begins so: a member of its own, not one of a file that is packed in it.

    Of one whose table of contents is damaged the bytes tell.
    """
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            return any(name.startswith(path) for name in opened.namelist())
    except DAMAGED:
        return path.encode() in data


def member(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """The bytes of one member. Raises SourceError where it is damaged, protected or too large."""
    if entry.flag_bits & _ENCRYPTED:
        raise SourceError(f"{name} is protected by a password; unpack it and add it without one", Fault.PROTECTED)
    check_length(entry.file_size, name)
    try:
        return opened.read(entry)
    except DAMAGED as error:
        raise SourceError(f"{name} is damaged; pack the archive anew", Fault.DAMAGED) from error


def members(data: bytes, name: str, suffixes: frozenset[str]) -> tuple[tuple[Member, ...], tuple[Unread, ...]]:
    """The members of an archive whose name ends in one of `suffixes`, and what else is in it, with the reason.

    A document's id is the archive's stem and the member's path without its ending, joined by dots; a folder with the
    archive's own name at the top is left out, for packing a folder makes one. An archive in an archive is not opened.
    Raises SourceError where the archive as a whole cannot be used, or holds no document.
    """
    stem = PurePosixPath(name.replace("\\", "/")).stem
    found: list[Member] = []
    unread: list[Unread] = []
    with open_zip(data, name) as opened:
        for entry in opened.infolist():
            path = _name(entry)
            place = PurePosixPath(path)
            whole = f"{name}/{path}"
            if entry.is_dir() or _IGNORED.search(path):
                continue
            if place.suffix.lower() not in suffixes:
                unread.append(Unread.other_kind(whole))
                continue
            try:
                if place.is_absolute() or ".." in place.parts or ":" in place.parts[0]:
                    told = f"{whole} names a place outside the archive; unpack it and add the file itself"
                    raise SourceError(told, Fault.OUTSIDE)
                if place.suffix.lower() == ".zip":
                    told = f"{whole} is an archive in an archive; unpack it and add it by itself"
                    raise SourceError(told, Fault.BY_ITSELF)
                parts = place.with_suffix("").parts
                parts = parts[1:] if len(parts) > 1 and parts[0] == stem else parts
                found.append(Member(".".join((stem, *parts)), whole, member(opened, entry, whole)))
            except SourceError as error:
                unread.append(Unread.of(whole, error))
    if not found and all(one.skipped for one in unread):
        raise SourceError(f"{name} holds no documents; put {', '.join(sorted(suffixes))} files in", Fault.NO_DOCUMENTS)
    return tuple(found), tuple(unread)


def _name(entry: zipfile.ZipInfo) -> str:
    """A member's path; without the mark that says UTF-8, in whatever encoding its maker used."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return decode_name(entry.filename.encode("cp437")).replace("\\", "/")
    except UnicodeEncodeError:
        return entry.filename
