"""What the zipped XML formats of office programs share: their parts, and what a file says of itself."""

from __future__ import annotations

import posixpath
import zipfile
from typing import TYPE_CHECKING

from index.errors import SourceError
from index.faults import Fault
from index.formats.archive import member
from index.records import Source

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["PackageParts", "core_properties", "local", "person", "said_in", "value"]

_NOBODY = frozenset(
    "python-docx|python-pptx|openpyxl|xlsxwriter|apache poi|pptxgenjs|docx4j|phpword|phpexcel|phpspreadsheet|un-named|unnamed|"
    "microsoft office user|microsoft office|microsoft|office user|windows user|windows|user|users|admin|administrator|"
    "author|unknown|owner|用户|用戶|管理员|作者|ユーザー|作成者|사용자|만든 이".split("|")
)
"""What programs write where nobody named themselves."""
_TEMPLATES = frozenset({"2013-01-27", "2013-12-23"})
"""Days on which the templates were made that python-pptx and python-docx begin with."""
_UNTITLED = frozenset(
    "word document|powerpoint presentation|untitled|presentation|slide 1|workbook|书籍|document".split("|")
)


def local(element: _Element) -> str:
    """An element's name without its namespace: the transitional and the strict form of the format differ in that alone."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def value(element: _Element, name: str) -> str:
    """An attribute by its name without its namespace; empty where there is none."""
    found = next((v for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), "")
    return str(found)


class PackageParts:
    """The XML parts of a zipped file; in Microsoft's formats found by what they are to one another."""

    def __init__(self, opened: zipfile.ZipFile, name: str, folder: str = "") -> None:
        """`folder` is where they lie in the file, with the stroke at its end."""
        self._opened = opened
        self._name = name
        self._folder = folder

    def data(self, path: str) -> bytes | None:
        """The bytes of a part; None where there is none. Raises SourceError for one that is damaged or too large."""
        try:
            entry = self._opened.getinfo(f"{self._folder}{path}")
        except KeyError:
            return None
        return member(self._opened, entry, self._name)

    def root(self, path: str) -> _Element | None:
        """The root element of a part, with nothing in it able to reach outside; None where there is none."""
        from lxml import etree

        if (data := self.data(path)) is None:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise SourceError(
                f"{self._name} is damaged ({path}); open it, save it anew and add that", Fault.DAMAGED
            ) from error

    def targets(self, path: str, kind: str) -> list[str]:
        """The parts of some kind (`footnotes`) that the part at `path` refers to, within the file."""
        folder, file = posixpath.split(path)
        rels = self.root(posixpath.join(folder, "_rels", f"{file}.rels"))
        return [
            posixpath.normpath(posixpath.join("/", folder, value(rel, "Target"))).lstrip("/")
            for rel in (rels if rels is not None else ())
            if value(rel, "Type").rsplit("/", 1)[-1] == kind and value(rel, "TargetMode") != "External"
        ]

    def target(self, path: str, kind: str) -> str:
        """The first of them; empty where there is none."""
        return next(iter(self.targets(path, kind)), "")


def person(name: str) -> str:
    """A name as an author; empty for what a program writes where nobody named themselves."""
    name = " ".join(name.split())
    return "" if name.casefold() in _NOBODY else name


def core_properties(parts: PackageParts) -> Source:
    """Title and author in the properties of one of Microsoft's formats; nothing where these cannot be read."""
    try:
        root = parts.root(parts.target("", "core-properties"))
    except SourceError:
        root = None
    values = {local(part): (part.text or "").strip() for part in (root if root is not None else ())}
    return said_in(values.get("title", ""), values.get("creator", ""), values.get("created", ""))


def said_in(title: str, creator: str, created: str) -> Source:
    """Title and author in a file's properties; the day on which it was made is not that of publication."""
    author, day = person(creator), "" if created[:10] in _TEMPLATES else created[:10]
    return Source(
        title="" if title.strip().casefold() in _UNTITLED else title.strip(),
        authors=(author,) if author else (),
        note=f"file made on {day}" if day else "",
    )
