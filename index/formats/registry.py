"""Which formats are read: the table of those that come with this package, and those that others add.

A package adds one by an entry point of the group `yinzheng.formats`, whose name is the ending of its files in small
letters and digits, without the dot (`epub`), one for each ending. It is imported when there is such a file. What goes wrong
in it is what is wrong with that file, and leaves the others alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NoReturn

from index.errors import PluginError, SourceError, YinzhengError
from index.faults import Fault
from index.formats.csv_file import CSV
from index.formats.epub import EPUB
from index.formats.json_file import JSON
from index.formats.loader import FileContent, Format, Loader
from index.formats.mail import MAIL, SAVED_PAGE
from index.formats.markdown.loader import is_markdown, read_markdown
from index.formats.odf import ODT
from index.formats.pdf.loader import read_pdf
from index.formats.pictures import PICTURE, PICTURES
from index.formats.recognition import program
from index.formats.rtf import RTF
from index.formats.sheets import SHEETS
from index.formats.slides import SLIDES
from index.formats.subtitles import SUBTITLES
from index.formats.text import read_text
from index.formats.web.html import looks_like_html, read_html
from index.formats.web.page import looks_like_page, read_page
from index.formats.word.loader import is_docx, read_docx
from index.plugins import PlugIn, plugin, plugins, reason
from index.records import Extracted

__all__ = ["ARCHIVES", "GROUP", "LOADERS", "loader_of", "suffixes"]

GROUP = "yinzheng.formats"
ARCHIVES = frozenset({".zip"})
"""Endings of what holds files (`index.formats.archive`)."""
_ENDING = re.compile("[a-z0-9]+")
_PDF_REACH = 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK = "__substg1.0_".encode("utf-16-le")
_WORD = frozenset({".docx", ".docm"})
_MARKDOWN = frozenset({".md", ".markdown"})


def _is_pdf(file: FileContent) -> bool:
    return b"%PDF-" in file.data[:_PDF_REACH] or file.suffix == ".pdf"


def _old_word(file: FileContent) -> NoReturn:
    raise SourceError(
        f"{file.name} is an old Word file or protected by a password; save it as .docx without one",
        Fault.SAVE_AS,
        ".docx",
    )


def _outlook(file: FileContent) -> NoReturn:
    raise SourceError(
        f"{file.name} is a message in Outlook's own format; save it as .eml and add that", Fault.SAVE_AS, ".eml"
    )


def _archive(file: FileContent) -> NoReturn:
    raise SourceError(
        f"{file.name} is an archive, not one document; give it a name that ends in .zip", Fault.SAVE_AS, ".zip"
    )


LOADERS: tuple[Format, ...] = (
    Format(
        "PDF",
        frozenset({".pdf"}),
        frozenset({"application/pdf"}),
        _is_pdf,
        lambda file: read_pdf(file.data, file.name),
    ),
    PICTURE,
    SHEETS,
    Format(
        "Outlook message, refused",
        frozenset({".msg"}),
        frozenset({"application/vnd.ms-outlook"}),
        lambda file: file.suffix == ".msg" or (file.data.startswith(_OLE) and _OUTLOOK in file.data),
        _outlook,
    ),
    Format(
        "old Word, refused",
        frozenset(),
        frozenset({"application/msword"}),
        lambda file: file.data.startswith(_OLE),
        _old_word,
    ),
    Format(
        "Word",
        _WORD,
        frozenset(
            {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "application/vnd.ms-word.document.macroenabled.12",
            }
        ),
        lambda file: is_docx(file.data) or file.suffix in _WORD,
        lambda file: read_docx(file.data, file.name),
    ),
    SLIDES,
    ODT,
    EPUB,
    Format(
        "archive under another name, refused",
        frozenset(),
        frozenset({"application/zip"}),
        lambda file: file.data.startswith(b"PK\x03\x04"),
        _archive,
    ),
    Format(
        "Markdown",
        _MARKDOWN,
        frozenset({"text/markdown"}),
        lambda file: file.suffix in _MARKDOWN,  # that says what a file is, whatever tags it holds
        lambda file: read_markdown(file.text),
    ),
    RTF,
    SAVED_PAGE,
    MAIL,
    SUBTITLES,
    JSON,
    CSV,
    Format(
        "web page",
        frozenset({".html", ".htm", ".xhtml"}),
        frozenset({"text/html", "application/xhtml+xml"}),
        lambda file: looks_like_page(file.text),
        lambda file: read_page(file.text),
    ),
    Format(
        "fragment of a web page",
        frozenset(),
        frozenset(),
        lambda file: looks_like_html(file.text),
        lambda file: read_html(file.text),
    ),
    Format(
        "Markdown under another name",
        frozenset(),
        frozenset(),
        lambda file: is_markdown(file.text),
        lambda file: read_markdown(file.text),
    ),
    Format(
        "text",
        frozenset({".txt", ".text"}),
        frozenset({"text/plain"}),
        lambda _: True,
        lambda file: read_text(file.text),
    ),
)
"""Those of this package, in the order in which they are asked whether a file is theirs; the last takes what is left."""


def suffixes() -> frozenset[str]:
    """File name endings that are read, in small letters with their dot; those of pictures where tesseract is installed.

    Raises PluginError where a package adds one that is written otherwise, which no file's would ever meet.
    """
    added = plugins(GROUP)
    for one in added:
        if not _ENDING.fullmatch(one.name):
            raise PluginError(
                f"{one} is named {one.name!r}, which is no ending in small letters and digits without a dot; "
                f"mend or uninstall {one.package}"
            )
    unread = frozenset() if program() else PICTURES
    return (_own() - unread) | ARCHIVES | {f".{one.name}" for one in added}


def loader_of(file: FileContent) -> Loader:
    """Who reads a file: the package that adds its ending, else whoever of this package knows what is in it.

    Raises SourceError where two read this ending, or the one that should cannot be imported.
    """
    if added := _added(file.suffix.removeprefix("."), file.name):
        try:
            return _made(added)
        except PluginError as error:
            raise SourceError(f"{file.name} cannot be read: {error}", Fault.PLUG_IN, added.package) from error
    return next(loader for loader in LOADERS if loader.sniff(file))


def _added(ending: str, name: str) -> PlugIn | None:
    try:
        found = plugin(GROUP, ending)
    except PluginError as error:
        raise SourceError(f"{name} cannot be read: {error}", Fault.PLUG_IN) from error
    if found and f".{ending}" in _own() | ARCHIVES:
        raise SourceError(
            f"{name} cannot be read: {found} reads .{ending} files, and so does this package; uninstall {found.package}",
            Fault.PLUG_IN,
            found.package,
        )
    return found


@cache
def _own() -> frozenset[str]:
    return frozenset().union(*(loader.suffixes for loader in LOADERS))


@cache
def _made(added: PlugIn) -> Loader:
    return _Added(added, added.make(Loader))  # type: ignore[type-abstract]


@dataclass(frozen=True, slots=True)
class _Added:
    """A loader of another package, held to what a loader gives: its faults are those of the file."""

    added: PlugIn
    loader: Loader

    @property
    def name(self) -> str:
        return self.loader.name

    def load(self, file: FileContent) -> Extracted:
        try:
            found = self.loader.load(file)
            fault = _fault(found)
        except (YinzhengError, MemoryError):
            raise
        except Exception as error:  # whatever another's code does
            raise self._cannot(file, f"failed: {reason(error)}") from error
        if fault:
            raise self._cannot(file, fault)
        return found

    def _cannot(self, file: FileContent, fault: str) -> SourceError:
        package = self.added.package
        told = f"{file.name} cannot be read: {self.added} {fault}; mend or uninstall {package}"
        return SourceError(told, Fault.PLUG_IN, package)


def _fault(found: object) -> str:
    """What is wrong with what a loader gave; empty where it may be used."""
    if not isinstance(found, Extracted):
        return f"gave {type(found).__name__}, not Extracted"
    if found.offsets.length != len(found.text):
        return f"gave the way back of {found.offsets.length} characters for a text of {len(found.text)}"
    return ""
