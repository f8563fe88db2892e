"""Files → library: make documents of them, cut, embed, write. Only this module and `document` know the order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.apart import Apart, Event, Held, Made, Opened, Part, Reads, Unusable, read_ahead
from index.document import make_document
from index.encoder.alignment import known_means, question_means
from index.encoder.embed import Embedder
from index.errors import LibraryDamaged, LibraryError, LibraryMissing, SourceError
from index.facts import build_facts
from index.faults import Fault
from index.files import Given, look
from index.formats import Unread, suffixes
from index.intake import Intake
from index.paths import place
from index.progress import Awaited, Progress
from index.records import Document, Passage, Source
from index.settings import Settings
from index.store.connections import beside
from index.store.entries import entries
from index.store.inventory import Inventory
from index.store.keeping import changing_alone, fresh_beside, marking_alone, put_in_place
from index.store.library import Library
from index.store.search_parts import search_files

__all__ = ["Summary", "build", "build_facts", "make_document", "rebuild"]

_TOGETHER = 256
"""Texts that are embedded and written together; more fill the batches no better."""
_STOPPED = "indexing was stopped before this file; run yinzheng index again"
_TOLD = 5


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of each file, by document id; `failed` holds the message for each file that could not be used."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[str, ...] = field(default=())
    skipped: tuple[Unread, ...] = ()
    """Files of no kind that is read, hidden ones among them, each with the reason."""
    marks_without_place: tuple[str, ...] = ()
    """What was marked in the library that was made anew and does not stand in the new one: each mark in words."""


def build(
    paths: Sequence[Path],
    library: Path,
    embedder: Embedder,
    settings: Settings,
    *,
    progress: Progress | None = None,
    strict: bool = False,
    named: Mapping[str, Path] | None = None,
    known: Mapping[Path, Source] | None = None,
    crew: Sequence[Reads] = (),
    together: int = _TOGETHER,
) -> Summary:
    """Add the files at `paths` (files, or folders with their sources.toml) to the library.

    Several files are read at once, while the documents of those before are embedded and written a few at a time, so that a run
    that is stopped keeps what it did; with `strict` all are written in one change. A file of which the same document would be
    made again (`index.ingredients`) is not read, one of which the same was made is left alone; a file gone from a
    folder or an archive that was given, or from a folder inside it, is taken out. Two files of one name are told apart
    by their folder or ending; what a file was called before (`named`: places by document id, besides what the library
    knows) it is called again. What is `known` of a file (by `index.paths.place`) goes before the sources.toml beside it.
    Another process that changes the library is waited for (`keeping.changing_alone`). The `crew` reads the files, without one
    processes on this computer; so many texts `together` are embedded and written at a time.
    A file that cannot be used is reported in `failed` and the others are added all the same; with `strict` it raises
    its SourceError and nothing is changed. Raises LibraryMissing where there is no file at all, LibraryMismatch where the
    library was made otherwise, LibraryError where it cannot be written.
    """
    with Apart(settings) as apart:
        given = look(paths, apart.sources)
    given = replace(given, files=tuple((file, (known or {}).get(place(file), said)) for file, said in given.files))
    if not given.files and not given.failures and not _speaks_for(library, given.folders):
        where = ", ".join(str(path) for path in paths)
        raise LibraryMissing(
            f"{where}: no documents there; put {', '.join(sorted(suffixes()))} files in, or name others"
        )
    with changing_alone(library, lambda: _tell(progress, "waiting", 0, 0)):
        roots = tuple(sorted({place(path) for path in paths if path.exists()}))
        return _Run(
            given,
            roots,
            library,
            embedder,
            settings,
            progress,
            strict=strict,
            named=named or {},
            crew=crew,
            together=together,
        ).done()


@dataclass(frozen=True, slots=True)
class _Cut:
    """A document with its passages."""

    document: Document
    passages: tuple[Passage, ...]

    @property
    def texts(self) -> int:
        """How many texts of it are embedded: its passages and their sentences."""
        return sum(1 + len(passage.sentences) for passage in self.passages)


class _Run:
    """One `build`, once nobody else changes the library: documents are written a few at a time, while others are read."""

    def __init__(
        self,
        given: Given,
        roots: tuple[Path, ...],
        library: Path,
        embedder: Embedder,
        settings: Settings,
        progress: Progress | None,
        *,
        strict: bool,
        named: Mapping[str, Path],
        crew: Sequence[Reads],
        together: int,
    ) -> None:
        self._crew, self._together = crew, together
        self._files, self._roots, self._path = given.files, roots, library
        self._embedder, self._settings, self._strict = embedder, settings, strict
        self._library = self._made() if library.exists() else None
        self._held = self._library.locations() if self._library else {}
        self._intake = Intake.of(given, {**self._held, **named})
        self._awaited = Awaited([file for file, _ in given.files], progress)
        self._waiting = {file: Unread(str(file), _STOPPED, fault=Fault.STOPPED) for file, _ in given.files}
        self._group: list[_Cut] = []
        self._changed: list[str] = []
        self._unchanged: list[str] = []
        self._begun = False

    def _made(self) -> Library:
        """The library, made where there is none. Raises LibraryMismatch where it was made otherwise."""
        return Library.create(self._path, build_facts(self._embedder, self._settings))

    def done(self) -> Summary:
        """Read everything and write what changed; what became of each file."""
        removed: list[str] = []
        try:
            with closing(read_ahead(self._files, self._settings, self._as_held, self._crew)) as events:
                for number, event in events:
                    self._take(number, event)
            self._awaited.all_read()
            _insist(self._strict, self._intake.failures)
            if self._intake.documents or self._library:
                removed = self._finish()
        finally:
            if self._library:
                self._library.close()
        return Summary(
            added=tuple(name for name in self._changed if name not in self._held),
            updated=tuple(name for name in self._changed if name in self._held),
            unchanged=tuple(self._unchanged),
            removed=tuple(removed),
            failed=tuple(one.reason for one in self._intake.failures),
            skipped=self._intake.skipped,
        )

    def _as_held(self, part: Part) -> str:
        """The document that the library holds of a part of a file, as it would be made again; empty where it holds none."""
        name = self._intake.known(place(part.path))
        if self._library is None or self._held.get(name) != place(part.path):
            return ""
        with suppress(LibraryError):  # one that is damaged is made again
            if self._library.document(name).made_of == part.made_of:
                return name
        return ""

    def _take(self, number: int, event: Event | None) -> None:
        """What became of a file, or of a part of it; None at its end."""
        match event:
            case Opened(parts, unread):
                self._awaited.begun(number)
                self._intake.opened(self._files[number][0], parts, unread)
            case Unusable(error, part):
                self._intake.unusable(self._files[number][0], error, part)
            case Held(part):
                self._unchanged.append(self._intake.name(part))
            case Made(part, document, cut):
                self._add(self._intake.name(part), document, cut)
            case None:
                self._awaited.read(number)
                del self._waiting[self._files[number][0]]

    def _add(self, name: str, document: Document, cut: tuple[Passage, ...]) -> None:
        """A document that was read, which is now called `name`."""
        document = replace(document, id=name)
        if self._held.get(name) == place(document.file) and self._same(document):
            self._unchanged.append(name)
            return
        if sum(one.texts for one in self._group) >= self._together and not self._strict:
            self._write()
        self._changed.append(name)
        self._group.append(_Cut(document, tuple(replace(passage, document=name) for passage in cut)))
        self._awaited.found(self._group[-1].texts)

    def _same(self, read: Document) -> bool:
        """Whether a document need not be written again; the path it was given by may differ. One that is damaged is written again."""
        try:
            held = self._library.document(read.id) if self._library else None
        except LibraryDamaged:
            return False
        return held is not None and replace(held, file=read.file, made_of=read.made_of) == read

    def _write(self, removed: Sequence[str] = (), inventory: Inventory | None = None) -> None:
        """Embed what was read and write it; the first time with what is still to be done."""
        library = self._library = self._library or self._made()
        made = entries([(one.document, one.passages) for one in self._group], self._embedder, self._awaited.embedding)
        self._awaited.embedded(sum(one.texts for one in self._group))
        means = None
        if not self._begun:
            if self._group and not library.question_means():
                means = known_means(self._embedder.fingerprint) or question_means(self._embedder.questions)
            inventory = inventory or Inventory(self._roots, (*self._intake.unread, *self._waiting.values()))
        library.change(made, removed, means, inventory)
        self._begun, self._group = True, []

    def _finish(self) -> list[str]:
        """Write what is left, and what is gone and what was not read; the ids of the documents that are gone."""
        library = self._library = self._library or self._made()
        removed = self._intake.gone(self._held, set(self._changed))
        inventory = Inventory(self._roots, tuple(self._intake.unread))
        if self._group or removed:
            self._write(removed, inventory)
        else:
            library.note(inventory)
        library.write_search_index()
        with suppress(LibraryError):  # what a removal left, if nobody reads it any more
            library.clean(patience=0)
        return removed


def _locations(library: Path) -> dict[str, Path]:
    """Where the documents of a library lie, by id; none where there is no library, or one that cannot be read."""
    try:
        with Library.open(library) as opened:
            return opened.locations()
    except LibraryError:
        return {}


def _insist(strict: bool, failed: Sequence[Unread]) -> None:
    if strict and failed:
        raise SourceError(failed[0].reason, failed[0].fault, failed[0].value)


def _speaks_for(library: Path, folders: Iterable[Path]) -> bool:
    """Whether the library holds a document from one of these folders, whose last file may be gone now."""
    if not library.is_file():
        return False
    with Library.open(library) as opened:
        return any(where.is_relative_to(folder) for where in opened.locations().values() for folder in folders)


def rebuild(
    paths: Sequence[Path],
    library: Path,
    embedder: Embedder,
    settings: Settings,
    *,
    progress: Progress | None = None,
    strict: bool = False,
    fewer: bool = False,
    crew: Sequence[Reads] = (),
    together: int = _TOGETHER,
) -> Summary:
    """Make the library anew from `paths` alone; the old one is replaced only when the new one is complete.

    Where no file can be used, the old one stays as it is. Takes and raises what `build` does; LibraryError too where the old
    one cannot be replaced; and where the old library holds a document that the new one would lack, it raises SourceError,
    unless `fewer` says that this is meant.
    """
    with changing_alone(library, lambda: _tell(progress, "waiting", 0, 0)):
        fresh = fresh_beside(library)
        try:
            held = _locations(library)
            summary = build(
                paths,
                fresh,
                embedder,
                settings,
                progress=progress,
                strict=strict,
                named=held,
                crew=crew,
                together=together,
            )
            if not fewer:
                _insist_on(held, summary)
            if fresh.exists():
                with marking_alone(library):
                    if library.is_file():
                        with Library.open(fresh) as opened:
                            summary = replace(summary, marks_without_place=opened.carry(library))
                    put_in_place(fresh, library)
        except LibraryError as error:  # name the file the user knows
            error.args = (str(error).replace(str(fresh), str(library)),)
            raise
        finally:
            for file in (fresh, *search_files(fresh), *beside(fresh)):
                with suppress(OSError):
                    file.unlink(missing_ok=True)
    return summary


def _insist_on(held: Mapping[str, Path], summary: Summary) -> None:
    """Raises SourceError where documents that are held would be lost."""
    lost = sorted(set(held) - set(summary.added))
    if not lost:
        return
    if summary.failed:
        raise SourceError(f"{summary.failed[0]}; the library is as it was")
    told = ", ".join(lost[:_TOLD]) + (f" and {len(lost) - _TOLD} more" if len(lost) > _TOLD else "")
    raise SourceError(
        f"the new library would lack {len(lost)} of {len(held)} documents ({told}); the library is as it was: "
        "name their files too, or say --fewer"
    )


def _tell(progress: Progress | None, step: str, done: int, total: int) -> None:
    if progress:
        progress(step, done, total)
