"""What a document is made of besides its file: where all of it is the same, making the document again gives the same.

So that a file which was read is not read again: after a run that was stopped, or when a folder is brought up to date.
"""

from __future__ import annotations

import re
from dataclasses import astuple
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from index.formats.pictures import PICTURES
from index.formats.recognition import about
from index.plugins import plugins
from index.records import Source

__all__ = ["made_of"]

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_PACKAGE = "yinzheng"
_RECOGNISED = PICTURES | {".pdf"}
"""Files of which a program that may be another tomorrow reads a part."""
_GROUPS = ("yinzheng.formats", "yinzheng.languages")
_NOT_READ_WITH = ("store", "encoder", "bridge")


def made_of(path: Path, data: bytes, source: Source) -> str:
    """A digest of all that decides what is made of a file at `path` with these bytes, of which `source` is known."""
    recognised = about() if path.suffix.lower() in _RECOGNISED else ()
    told = (sha256(data).hexdigest(), path.name, astuple(source), _code(), _libraries(), recognised)
    return sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _code() -> str:
    """A digest of the modules that read and of what they have learnt."""
    folder = Path(__file__).parent
    found = sha256()
    for path in sorted([*folder.rglob("*.py"), *folder.joinpath("speech").glob("*.safetensors")]):
        if path.relative_to(folder).parts[0] not in _NOT_READ_WITH:
            found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


@cache
def _libraries() -> tuple[str, ...]:
    """The versions of the libraries that read, and the packages that add formats and languages."""
    try:
        named = [match[0] for one in requires(_PACKAGE) or () if (match := _NAME.match(one)) and "extra ==" not in one]
    except PackageNotFoundError:  # it runs from its source
        named = []
    added = [f"{one.name} {one.package}" for group in _GROUPS for one in plugins(group)]
    return (*(f"{name} {_version(name)}" for name in sorted(named)), *added)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
