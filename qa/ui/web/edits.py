"""Changing the library from the page: files are added, described, taken out and put back, one change after another.

Whichever of the library's servers changes it, the others wait: what stands in the folder of added files is looked at and written by one.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from itertools import count
from pathlib import Path, PurePosixPath, PureWindowsPath
from threading import Lock

from index.build import Summary, build
from index.errors import LibraryError, SourceError
from index.faults import Fault
from index.formats import suffixes
from index.languages.date_form import span_of
from index.paths import place
from index.progress import Progress
from index.records import Source
from index.removal import remove
from index.replaced import in_place_of
from index.settings import Settings
from index.sources import FILE_NAME, read_sources
from index.store.keeping import marking_alone, one_at_a_time
from index.store.library import Library
from index.store.marks import Mark
from qa.engine import Engine
from qa.ui.web.sessions import Sessions

__all__ = ["DESCRIBED", "Editor", "described", "source_fields"]

DESCRIBED = ("title", "authors", "published", "publisher", "url")
"""What of a document can be described from the page."""
_FOLDER = "documents"
_HEADER = re.compile(r"^\s*\[[^\[]")


class Editor:
    """The library of an engine, to be changed by one at a time; whoever asks meanwhile is answered from what it was.

    Files that are added are kept in a folder beside the library, `NAME.documents`. Files are never removed from the disk, so
    that what was taken out can be put back, by any server that shares the `sessions`.
    """

    def __init__(
        self,
        engine: Engine,
        settings: Callable[[], Settings] = lambda: Settings.load(os.environ),
        sessions: Sessions | None = None,
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._sessions = sessions or Sessions.of_this_process()
        self._here = Lock()

    @property
    def folder(self) -> Path:
        """Where files that are added are kept."""
        path = self._engine.library.path
        return path.with_name(f"{path.stem}.{_FOLDER}")

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """No other thread or process changes it from a page. Raises LibraryBusy where one does for a minute, LibraryError."""
        with self._here, one_at_a_time(self._engine.library.path, "page.lock", "changed from the page"):
            yield

    def prepare(self) -> None:
        """Load what a file is read in with, where it is not loaded yet: some seconds that the first file need not wait for."""
        self._engine.embedder.passages(["passage"])

    def add(self, name: str, data: bytes, progress: Progress | None = None) -> Summary:
        """Keep a file and read it into the library, numbered where another of its name is kept.

        Raises SourceError where it cannot be used or written; then it is not kept.
        """
        with self._changing():
            path = self._place(name)
            with _disk(path.name):
                self.folder.mkdir(parents=True, exist_ok=True)
                path, there = _free(path, data)
                if not there:
                    _put(path, data)
            try:
                return self._build(path, progress)
            except BaseException:
                if not there:
                    with _disk(path.name):
                        path.unlink(missing_ok=True)
                raise

    def _place(self, name: str) -> Path:
        """Where a file of this name is kept, whatever folders are named with it. Raises SourceError for one that is not read."""
        plain = PurePosixPath(PureWindowsPath(name).as_posix()).name.strip()
        if not plain or plain.startswith(".") or plain == FILE_NAME or any(ord(sign) < 32 for sign in plain):
            raise SourceError(f"{name!r} is no name for a document; give the file another", Fault.NAME)
        known = sorted(suffixes())
        if not plain.lower().endswith(tuple(known)):
            ending = PurePosixPath(plain).suffix.lower()
            told = f"{plain} is of no kind that is read; add one of {', '.join(known)}"
            raise SourceError(told, Fault.OTHER_KIND, ending)
        return self.folder / plain

    def describe(self, identifier: str, said: Mapping[str, str]) -> Summary:
        """Write what is known of a document into the `sources.toml` beside its file, and read it anew.

        Raises LibraryError where its file is not there any more, SourceError where it cannot be described so, or its date is none.
        """
        with self._changing():
            document = self._engine.document(identifier)
            path = self._engine.library.locations().get(document.id)
            if path is None or not path.is_file():
                told = f"the file of {identifier} is not where it was; put it back, and describe it then"
                raise LibraryError(told, Fault.MISSING)
            values = asdict(document.source) | {
                name: _listed(value) if name == "authors" else value.strip() for name, value in said.items()
            }
            day = said.get("published", "").strip()
            if day not in {"", document.source.published} and not span_of(day):
                raise SourceError(f"{day!r} is no date; write it as 2024, 2024-04 or 2024-04-03", Fault.DATE)
            folder, name = self._named(path)
            beside = folder / FILE_NAME
            with _disk(FILE_NAME):
                before = beside.read_bytes() if beside.is_file() else None
                made = described((before or b"").decode(), name, values)
                _put(beside, made.encode())
            try:
                return self._build(path, named={document.id: path})
            except BaseException:
                with _disk(FILE_NAME):
                    beside.unlink(missing_ok=True) if before is None else _put(beside, before)
                raise

    def _named(self, path: Path) -> tuple[Path, str]:
        """The folder whose `sources.toml` tells of a file, or is to tell, and by what name: one that was read whole goes first."""
        given = [root for root in self._engine.library.roots() if root in path.parents]
        folders = [(folder, path.relative_to(folder).as_posix()) for folder in dict.fromkeys([*given, path.parent])]
        for folder, name in folders:
            try:
                if name in read_sources(folder):
                    return folder, name
            except SourceError:  # which is what whoever changes it is to be told
                return folder, name
        return folders[0]

    def remove(self, identifier: str) -> tuple[Mark, ...]:
        """Take a document out; its marks, which go with it. Raises LibraryError for one that is not there, or is the only one."""
        with self._changing():
            library = self._engine.library
            document = self._engine.document(identifier)
            if len(library.document_ids()) < 2:
                told = "the last document stays: a library without one cannot be asked; add another first"
                raise LibraryError(told, Fault.LAST_DOCUMENT)
            path = library.locations()[document.id]
            marks = tuple(mark for mark in library.marks() if mark.document == document.id)
            # before: it may be out even where its words are not all out of the file
            self._sessions.took_out(document.id, path)
            try:
                remove(library.path, [document.id])
            finally:
                with suppress(LibraryError):
                    if document.id in library.document_ids():
                        self._sessions.put_back(document.id)
            return marks

    def restore(self, identifier: str, marks: Sequence[Mark] = ()) -> Summary:
        """Put back what was taken out, with the marks that it had. Raises LibraryError for what was not, SourceError where its file is gone."""
        with self._changing():
            path = self._sessions.taken_out(identifier)
            if path is None:
                raise LibraryError(f"{identifier!r} was not taken out here; add its file instead", Fault.NOT_TAKEN_OUT)
            summary = self._build(path, named={identifier: path})
            self._sessions.put_back(identifier)
            for mark in marks:
                with suppress(LibraryError):  # the file may not say it any more
                    self.mark(mark)
            return summary

    def mark(self, mark: Mark, *, kept: bool = True) -> None:
        """Keep what a quotation is called, or take that back; raises as `Library.mark`. It waits for none but one that puts another library in place."""
        path = self._engine.library.path
        with marking_alone(path), Library.open(path) as library:
            library.mark(mark, kept=kept)

    def _build(self, path: Path, progress: Progress | None = None, named: Mapping[str, Path] | None = None) -> Summary:
        library, embedder, settings = self._engine.library.path, self._engine.embedder, self._settings()
        folder, name = self._named(path)
        said = read_sources(folder).get(name)
        known = {place(path): said} if said else {}
        return build([path], library, embedder, settings, progress=progress, strict=True, named=named, known=known)


@contextmanager
def _disk(name: str) -> Iterator[None]:
    """What goes wrong with a file is the user's to mend: raises SourceError."""
    try:
        yield
    except (OSError, UnicodeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(
            f"{name} cannot be read or written ({reason}); check the folder's rights and its room",
            Fault.CLOSED,
        ) from error


def _put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: it is there as it was until it is there as it shall be."""
    with in_place_of(path) as fresh:
        with fresh.open("wb") as written:
            written.write(data)
            written.flush()
            os.fsync(written.fileno())
        if path.exists():
            shutil.copymode(path, fresh)
        else:
            fresh.chmod(0o644)


def _free(path: Path, data: bytes) -> tuple[Path, bool]:
    """Where a file of this name and content is kept, numbered where another has the name; whether it is there already."""
    for number in count(1):
        kept = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        if not kept.exists():
            return kept, False
        if kept.is_file() and kept.stat().st_size == len(data) and kept.read_bytes() == data:
            return kept, True
    raise AssertionError  # there is always another number


def described(before: str, name: str, values: Mapping[str, object]) -> str:
    """A `sources.toml` in which the table of the file `name` says `values`; everything else of it stays as it is written.

    Raises SourceError where it is not TOML, or is written in a way in which that table cannot be told from others.
    """
    try:
        tables = tomllib.loads(before)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{FILE_NAME} cannot be read: {error}; correct it first", Fault.SOURCES) from error
    lines = [*io.StringIO(before)]  # of TOML, which are no ends for the other signs that Python takes for one
    if name in tables:
        starts = [place for place, line in enumerate(lines) if _HEADER.match(line)]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            if name in _tables(lines[start]):
                del lines[start:end]
                break
    kept = "".join(lines).rstrip("\n")
    table = "".join(f"{key} = {_toml(value)}\n" for key, value in values.items() if value)
    made = f"{kept}\n\n[{_toml(name)}]\n{table}".lstrip("\n")
    said = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items() if value}
    if _tables(made) != {**tables, name: said}:
        raise SourceError(
            f"{FILE_NAME} writes {name} in a way that cannot be changed here; change it there", Fault.SOURCES
        )
    return made


def _tables(text: str) -> dict[str, object]:
    """What TOML says; nothing where it is none, as a line of a text that goes over several."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def _toml(value: object) -> str:
    """A string or a list of strings as TOML writes them, which is as JSON does, but for the control character DEL."""
    given = list(value) if isinstance(value, tuple | list) else value
    return json.dumps(given, ensure_ascii=False).replace("\x7f", "\\u007f")


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split("[;；\n]", value) if part.strip())


def source_fields(source: Source) -> dict[str, str]:
    """What is known of a document, as the page's form shows it."""
    return {name: "; ".join(source.authors) if name == "authors" else str(getattr(source, name)) for name in DESCRIBED}
