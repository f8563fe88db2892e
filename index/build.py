"""Files → library: make documents of them, cut, embed, write. Only this module and `document` know the order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from index.apart import Apart, Part
from index.document import make_document
from index.encoder.alignment import known_means, question_means
from index.encoder.embed import Embedder
from index.errors import LibraryDamaged, LibraryError, LibraryMissing, NothingToRead, SourceError
from index.facts import build_facts
from index.files import Given, exists, look, names_for
from index.formats import Unread, suffixes
from index.paths import place
from index.records import Document, Passage, Source
from index.settings import Settings
from index.store.connections import beside
from index.store.entries import entries
from index.store.inventory import Inventory
from index.store.keeping import changing_alone, fresh_beside, marking_alone, put_in_place
from index.store.library import Library
from index.store.search_file import search_file

__all__ = ["Summary", "build", "build_facts", "make_document", "rebuild"]

_TOGETHER = 256
"""Texts that are embedded and written together; more fill the batches no better."""
_STOPPED = "indexing was stopped before this file; run yinzheng index again"
_TOLD = 5

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
) -> Summary:
    """Add the files at `paths` (files, or folders with their sources.toml) to the library.

    They are read first, then embedded and written a few documents at a time, so that a run that is stopped keeps what it
    did; with `strict` in one change. A file whose bytes and source are as they were is left alone; a file gone from a
    folder or an archive that was given, or from a folder inside it, is taken out. Two files of one name are told apart
    by their folder or ending; what a file was called before (`named`: places by document id, besides what the library
    knows) it is called again. What is `known` of a file (by `index.paths.place`) goes before the sources.toml beside it.
    Another process that changes the library is waited for (`keeping.changing_alone`).
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
        return _built(given, paths, library, embedder, settings, progress, strict, named or {})


def _built(
    given: Given,
    paths: Sequence[Path],
    library: Path,
    embedder: Embedder,
    settings: Settings,
    progress: Progress | None,
    strict: bool,
    named: Mapping[str, Path],
) -> Summary:
    """What `build` does once nobody else changes the library."""
    with Apart(settings) as apart:
        read = _read(given, settings, progress, apart, named=_locations(library) | dict(named))
    _insist(strict, read.failures)
    if not read.documents and not library.exists():
        return Summary(failed=tuple(read.failures), skipped=read.skipped)
    with Library.create(library, build_facts(embedder, settings)) as opened:
        held = opened.locations()
        documents = read.documents
        unchanged = [i for i, d in documents.items() if held.get(i) == place(d.file) and _same(opened, i, d)]
        changed = [d for i, d in documents.items() if i not in unchanged]
        removed = read.gone(held, {d.id for d in changed})
        roots = tuple(sorted({place(path) for path in paths if path.exists()}))
        _write(opened, roots, read, changed, removed, embedder, progress, at_once=strict)
        opened.write_search_index()
    return Summary(
        added=tuple(d.id for d in changed if d.id not in held),
        updated=tuple(d.id for d in changed if d.id in held),
        unchanged=tuple(unchanged),
        removed=tuple(removed),
        failed=tuple(read.failures),
        skipped=read.skipped,
    )


def _write(
    opened: Library,
    roots: tuple[Path, ...],
    read: _Reading,
    changed: Sequence[Document],
    removed: Sequence[str],
    embedder: Embedder,
    progress: Progress | None,
    *,
    at_once: bool,
) -> None:
    """Embed and write what changed, a few documents at a time, each time with what is still to be done."""
    if not changed and not removed:
        opened.note(Inventory(roots, tuple(read.unread)))
        return
    means = None
    done, total = 0, sum(read.texts(document) for document in changed)
    begun = False
    for group in [list(changed)] if at_once else _groups(changed, read.texts):
        before = done
        made = entries(
            [(document, read.cut[document.id]) for document in group],
            embedder,
            lambda count, _, before=before: _tell(progress, "embedding", before + count, total),  # type: ignore[misc]
        )
        done += sum(map(read.texts, group))
        if begun:
            opened.change(made)
            continue
        if not opened.question_means():
            means = known_means(embedder.fingerprint) or question_means(embedder.questions)
        waiting = [Unread(d.file, _STOPPED) for d in changed if d not in group]
        opened.change(made, removed, means, Inventory(roots, (*read.unread, *waiting)))
        begun = True


def _groups(documents: Sequence[Document], texts: Callable[[Document], int]) -> Iterator[list[Document]]:
    """Documents in order, so many together as fill a few batches of the encoder; at least one group."""
    group: list[Document] = []
    held = 0
    for document in documents:
        group.append(document)
        held += texts(document)
        if held >= _TOGETHER:
            yield group
            group, held = [], 0
    if group or not documents:
        yield group


@dataclass(slots=True)
class _Reading:
    """What was read of the files that were given: documents with their passages, and what could not be used.

    `whole` are the folders and archives that were given whole, `kept` every place that still has a file, `unopened` the
    archives of which nobody knows what they hold now, and `named` where the documents lie whose names are taken.
    """

    whole: set[Path]
    kept: set[Path]
    unread: list[Unread]
    named: Mapping[str, Path]
    unopened: set[Path] = field(default_factory=set)
    documents: dict[str, Document] = field(default_factory=dict)
    cut: dict[str, tuple[Passage, ...]] = field(default_factory=dict)

    @property
    def failures(self) -> list[str]:
        """Why what should have been read is not."""
        return [one.reason for one in self.unread if not one.skipped]

    @property
    def skipped(self) -> tuple[Unread, ...]:
        """Files of no kind that is read."""
        return tuple(one for one in self.unread if one.skipped)

    def texts(self, document: Document) -> int:
        """How many texts of a document are embedded: its passages and their sentences."""
        return sum(1 + len(passage.sentences) for passage in self.cut[document.id])

    def add(self, part: Part, make: Callable[[str], tuple[Document, tuple[Passage, ...]]]) -> None:
        """Have a document made of it, with its passages. Raises SourceError where that cannot be done."""
        document, cut = make(self._name(part))
        self.documents[document.id], self.cut[document.id] = document, cut

    def _name(self, part: Part) -> str:
        """What the document is called: as before, else like its file; where that is taken, with its folder or its ending."""
        where = place(part.path)
        before = next((name for name, at in self.named.items() if at == where and name not in self.documents), "")
        twin = self.documents.get(part.id)
        taken = place(twin.file) if twin else self.named.get(part.id)
        return before or next(name for name in names_for(part.id, part.path, taken) if self._free(name, where))

    def _free(self, name: str, where: Path) -> bool:
        elsewhere = self.named.get(name, where)
        return name not in self.documents and (elsewhere == where or not exists(elsewhere))

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


def _read(
    given: Given, settings: Settings, progress: Progress | None, apart: Apart, named: Mapping[str, Path]
) -> _Reading:
    """Open every file and make documents of what is in it, apart from this process."""
    there = {place(one.name) for one in given.unread}  # what no longer can be read is not gone
    read = _Reading(set(given.folders), there | given.absent, list(given.unread), named)
    for number, (file, known_of_file) in enumerate(given.files):
        _tell(progress, "reading", number, len(given.files))
        read.kept.add(place(file))
        try:
            members, unusable = apart.open(file, known_of_file)
        except SourceError as error:
            read.unread.append(Unread(str(file), str(error)))
            read.unopened.add(place(file))
            continue
        read.unread += unusable
        read.whole.add(place(file))
        for part in members:
            read.kept.add(place(part.path))
            try:
                read.add(part, partial(apart.make, file, known_of_file, part, settings.passage_length))
            except NothingToRead as error:
                reason = str(error).removeprefix(f"{part.path} is ")
                read.unread.append(Unread(str(part.path), reason, skipped=True))
            except SourceError as error:
                read.unread.append(Unread(str(part.path), str(error)))
    _tell(progress, "reading", len(given.files), len(given.files))
    return read


def _locations(library: Path) -> dict[str, Path]:
    """Where the documents of a library lie, by id; none where there is no library, or one that cannot be read."""
    try:
        with Library.open(library) as opened:
            return opened.locations()
    except LibraryError:
        return {}


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
    fewer: bool = False,
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
            summary = build(paths, fresh, embedder, settings, progress=progress, strict=strict, named=held)
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
            for file in (fresh, search_file(fresh), *beside(fresh)):
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


def _same(library: Library, identifier: str, read: Document) -> bool:
    """Whether a document need not be written again; the path it was given by may differ. One that is damaged is written again."""
    try:
        return replace(library.document(identifier), file=read.file) == read
    except LibraryDamaged:
        return False


def _tell(progress: Progress | None, step: str, done: int, total: int) -> None:
    if progress:
        progress(step, done, total)
