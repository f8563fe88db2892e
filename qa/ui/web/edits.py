"""Changing the library from the page: files are added, described, taken out and put back, one change after another."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path, PurePosixPath, PureWindowsPath
from threading import Lock

from index.build import Progress, Summary, build
from index.errors import LibraryError, SourceError
from index.formats import suffixes
from index.records import Source
from index.removal import remove
from index.settings import Settings
from index.sources import FILE_NAME
from qa.engine import Engine

__all__ = ["DESCRIBED", "Editor", "described", "source_fields"]

DESCRIBED = ("title", "authors", "published", "publisher", "url")
"""What of a document can be described from the page."""
_FOLDER = "documents"
_HEADER = re.compile(r"^\s*\[[^\[]")


class Editor:
    """The library of an engine, to be changed by one at a time; whoever asks meanwhile is answered from what it was.

    Files that are added are kept in a folder beside the library, `NAME.documents`. Files are never removed from the disk, so
    that what was taken out can be put back.
    """

    def __init__(self, engine: Engine, settings: Callable[[], Settings] = lambda: Settings.load(os.environ)) -> None:
        self._engine = engine
        self._settings = settings
        self._changing = Lock()
        self._removed: dict[str, Path] = {}

    @property
    def folder(self) -> Path:
        """Where files that are added are kept."""
        path = self._engine.library.path
        return path.with_name(f"{path.stem}.{_FOLDER}")

    def add(self, name: str, data: bytes, progress: Progress | None = None) -> Summary:
        """Keep a file and read it into the library. Raises SourceError where it cannot be used; then it is not kept."""
        with self._changing:
            path = self._place(name)
            held = path.read_bytes() if path.is_file() else None
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            try:
                return self._build(path, progress, strict=True)
            except BaseException:
                if held is None:
                    path.unlink(missing_ok=True)
                else:
                    path.write_bytes(held)
                raise

    def _place(self, name: str) -> Path:
        """Where a file of this name is kept, whatever folders are named with it. Raises SourceError for one that is not read."""
        plain = PurePosixPath(PureWindowsPath(name).as_posix()).name.strip()
        if not plain or plain.startswith(".") or plain == FILE_NAME or any(ord(sign) < 32 for sign in plain):
            raise SourceError(f"{name!r} is no name for a document; give the file another")
        known = sorted(suffixes())
        if not plain.lower().endswith(tuple(known)):
            raise SourceError(f"{plain} is of no kind that is read; add one of {', '.join(known)}")
        return self.folder / plain

    def describe(self, identifier: str, said: Mapping[str, str]) -> Summary:
        """Write what is known of a document into the `sources.toml` beside its file, and read it anew.

        Raises LibraryError where its file is not there any more, SourceError where it cannot be described so.
        """
        with self._changing:
            document = self._engine.document(identifier)
            path = self._engine.library.locations().get(document.id)
            if path is None or not path.is_file():
                raise LibraryError(f"the file of {identifier} is not where it was; put it back, and describe it then")
            values = asdict(document.source) | {
                name: _listed(value) if name == "authors" else value.strip() for name, value in said.items()
            }
            beside = path.parent / FILE_NAME
            before = beside.read_text("utf-8") if beside.is_file() else ""
            beside.write_text(described(before, path.name, values), "utf-8")
            try:
                return self._build(path, None, strict=True, named={document.id: path})
            except BaseException:
                beside.write_text(before, "utf-8") if before else beside.unlink(missing_ok=True)
                raise

    def remove(self, identifier: str) -> None:
        """Take a document out. Raises LibraryError for one that is not there, or is the only one."""
        with self._changing:
            library = self._engine.library
            document = self._engine.document(identifier)
            if len(library.document_ids()) < 2:
                raise LibraryError("the last document stays: a library without one cannot be asked; add another first")
            path = library.locations()[document.id]
            remove(library.path, [document.id])
            self._removed[document.id] = path

    def restore(self, identifier: str) -> Summary:
        """Put back what was taken out. Raises LibraryError for what was not, SourceError where its file is gone."""
        with self._changing:
            path = self._removed.get(identifier)
            if path is None:
                raise LibraryError(f"{identifier!r} was not taken out here; add its file instead")
            summary = self._build(path, None, strict=True, named={identifier: path})
            del self._removed[identifier]
            return summary

    def _build(
        self, path: Path, progress: Progress | None, *, strict: bool, named: Mapping[str, Path] | None = None
    ) -> Summary:
        library, embedder = self._engine.library.path, self._engine.embedder
        return build([path], library, embedder, self._settings(), progress=progress, strict=strict, named=named)


def described(before: str, name: str, values: Mapping[str, object]) -> str:
    """A `sources.toml` in which the table of the file `name` says `values`; everything else of it stays as it is written.

    Raises SourceError where it is not TOML.
    """
    try:
        tables = tomllib.loads(before)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{FILE_NAME} cannot be read: {error}; correct it first") from error
    lines = before.splitlines(keepends=True)
    if name in tables:
        starts = [place for place, line in enumerate(lines) if _HEADER.match(line)]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            if name in tomllib.loads(lines[start]):
                del lines[start:end]
                break
        else:
            raise SourceError(f"{FILE_NAME} writes {name} in a way that cannot be changed here; change it there")
    kept = "".join(lines).rstrip("\n")
    table = "".join(f"{key} = {_toml(value)}\n" for key, value in values.items() if value)
    return f"{kept}\n\n[{_toml(name)}]\n{table}".lstrip("\n")


def _toml(value: object) -> str:
    """A string or a list of strings as TOML writes them, which is as JSON does, but for the control character DEL."""
    given = list(value) if isinstance(value, tuple | list) else value
    return json.dumps(given, ensure_ascii=False).replace("\x7f", "\\u007f")


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split("[;；\n]", value) if part.strip())


def source_fields(source: Source) -> dict[str, str]:
    """What is known of a document, as the page's form shows it."""
    return {name: "; ".join(source.authors) if name == "authors" else str(getattr(source, name)) for name in DESCRIBED}
