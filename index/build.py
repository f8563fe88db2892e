"""Files → library: make documents of them, cut, embed, write. Only this module and `document` know the order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.document import make_document
from index.encoder.alignment import known_means, question_means
from index.encoder.embed import Embedder
from index.errors import LibraryError, LibraryMissing, SourceError
from index.facts import build_facts
from index.files import FilePart, Given, exists, look, parts
from index.formats import suffixes
from index.passages import passages
from index.paths import place
from index.records import Document, Passage
from index.settings import Settings
from index.store.entries import entries
from index.store.library import Library
from index.store.schema import settle
from index.store.search_file import search_file

__all__ = ["Summary", "build", "build_facts", "make_document", "rebuild"]

Progress = Callable[[str, int, int], None]
"""Called with the step, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of each file, by document id; `failed` holds the message for each file that could not be used."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[str, ...] = field(default=())


def build(
    paths: Sequence[Path],
    library: Path,
    embedder: Embedder,
    settings: Settings,
    *,
    progress: Progress | None = None,
    strict: bool = False,
) -> Summary:
    """Add the files at `paths` (files, or folders with their sources.toml) to the library, in one change.

    A file whose bytes and source are as they were is left alone; a file gone from a folder or an archive that was given,
    or from a folder inside it, is taken out.
    A file that cannot be used is reported in `failed` and the others are added all the same; with `strict` it raises
    its SourceError and nothing is changed. Raises LibraryMissing where there is no file at all.
    """
    given = look(paths)
    if not given.files and not given.failures and not _speaks_for(library, given.folders):
        named = ", ".join(str(path) for path in paths)
        raise LibraryMissing(
            f"{named}: no documents there; put {', '.join(sorted(suffixes()))} files in, or name others"
        )
    read = _read(given, settings, progress)
    _insist(strict, read.failed)
    if not read.documents and not library.exists():
        return Summary(failed=tuple(read.failed))
    with Library.create(library, build_facts(embedder, settings)) as opened:
        known = opened.locations()
        read.leave_out_namesakes(known)
        _insist(strict, read.failed)
        documents = read.documents
        unchanged = [i for i, d in documents.items() if known.get(i) == place(d.file) and _same(opened.document(i), d)]
        changed = [d for i, d in documents.items() if i not in unchanged]
        removed = read.gone(known, {d.id for d in changed})
        made = entries(
            [(d, read.cut[d.id]) for d in changed], embedder, lambda done, of: _tell(progress, "embedding", done, of)
        )
        if made or removed:
            means = None
            if not opened.question_means():
                means = known_means(embedder.fingerprint) or question_means(embedder.questions)
            opened.change(made, removed, means)
        opened.write_search_index()
    return Summary(
        added=tuple(d.id for d in changed if d.id not in known),
        updated=tuple(d.id for d in changed if d.id in known),
        unchanged=tuple(unchanged),
        removed=tuple(removed),
        failed=tuple(read.failed),
    )


@dataclass(slots=True)
class _Reading:
    """What was read of the files that were given: documents with their passages, and what could not be used.

    `whole` are the folders and archives that were given whole, `kept` every place that still has a file, and `unopened`
    the archives of which nobody knows what they hold now.
    """

    whole: set[Path]
    kept: set[Path]
    failed: list[str]
    unopened: set[Path] = field(default_factory=set)
    documents: dict[str, Document] = field(default_factory=dict)
    cut: dict[str, tuple[Passage, ...]] = field(default_factory=dict)

    def add(self, part: FilePart, passage_length: int) -> None:
        """Make a document of it and cut it. Raises SourceError where that cannot be done."""
        document = make_document(part.path, part.data, part.source, part.id)
        if twin := self.documents.get(document.id):
            raise SourceError(f"{part.path} and {twin.file} are both called {document.id}; rename one of them")
        cut = passages(document, passage_length)
        if not cut:
            raise SourceError(f"{part.path} has no running text to search; take it out or add text to it")
        self.documents[document.id], self.cut[document.id] = document, cut

    def leave_out_namesakes(self, known: Mapping[str, Path]) -> None:
        """Leave out documents that are called like one of the library whose file, elsewhere, is still there."""
        for document in list(self.documents.values()):
            elsewhere = known.get(document.id)
            if elsewhere and elsewhere != place(document.file) and exists(elsewhere):
                self.failed.append(f"{document.file} and {elsewhere} are both called {document.id}; rename one of them")
                del self.documents[document.id]

    def gone(self, known: Mapping[str, Path], changed: Set[str]) -> list[str]:
        """Ids of the documents in the library whose file is gone from what was given whole."""
        return [
            identifier
            for identifier, where in known.items()
            if where not in self.kept
            and self.whole.intersection(where.parents)
            and self.unopened.isdisjoint(where.parents)
            and identifier not in changed
        ]


def _read(given: Given, settings: Settings, progress: Progress | None) -> _Reading:
    """Open every file and make documents of what is in it."""
    read = _Reading(set(given.folders), set(given.absent), list(given.failures))
    for number, (file, known_of_file) in enumerate(given.files):
        _tell(progress, "reading", number, len(given.files))
        read.kept.add(place(file))
        try:
            members, unusable = parts(file, known_of_file)
        except SourceError as error:
            read.failed.append(str(error))
            read.unopened.add(place(file))
            continue
        read.failed += [one.reason for one in unusable if not one.skipped]
        read.whole.add(place(file))
        for part in members:
            read.kept.add(place(part.path))
            try:
                read.add(part, settings.passage_length)
            except SourceError as error:
                read.failed.append(str(error))
    _tell(progress, "reading", len(given.files), len(given.files))
    return read


def _insist(strict: bool, failed: Sequence[str]) -> None:
    if strict and failed:
        raise SourceError(failed[0])


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
) -> Summary:
    """Make the library anew from `paths` alone; the old one is replaced only when the new one is complete.

    Where no file can be used, the old one stays as it is. Takes and raises what `build` does; and where a file cannot
    be used and the old library holds a document that the new one would lack, it raises SourceError.
    """
    fresh = library.with_name(f".{library.name}.{os.getpid()}.new")
    try:
        fresh.unlink(missing_ok=True)
        summary = build(paths, fresh, embedder, settings, progress=progress, strict=strict)
        if summary.failed and not _held(library) <= set(summary.added):
            raise SourceError(f"{summary.failed[0]}; the library is as it was")
        if fresh.exists():
            settle(library)
            fresh.replace(library)
            with suppress(OSError):  # without it the library makes its index when it is opened
                search_file(fresh).replace(search_file(library))
    except LibraryError as error:  # name the file the user knows
        raise type(error)(str(error).replace(str(fresh), str(library))) from error
    except OSError as error:
        raise LibraryError(
            f"library {library} cannot be replaced ({error.strerror}); check the folder's rights"
        ) from error
    finally:
        for file in (fresh, search_file(fresh)):
            with suppress(OSError):
                file.unlink(missing_ok=True)
    return summary


def _held(library: Path) -> set[str]:
    """Ids of the documents in a library; none where there is no library, or one that can no longer be read."""
    try:
        with Library.open(library) as opened:
            return set(opened.document_ids())
    except LibraryError:
        return set()


def _same(held: Document, read: Document) -> bool:
    """Whether a document need not be written again; the path it was given by may differ."""
    return replace(held, file=read.file) == read


def _tell(progress: Progress | None, step: str, done: int, total: int) -> None:
    if progress:
        progress(step, done, total)
