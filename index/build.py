"""Files → library: read, clean, outline, cut, embed, write. Only this module knows the order."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from index.alignment import question_means
from index.clean import CLEANING_VERSION, clean
from index.embed import Embedder
from index.errors import LibraryError, LibraryMissing, SourceError
from index.library import BuildFacts, Entry, Library, place, settle
from index.outline import outline
from index.passages import passages
from index.readers import SUFFIXES, read
from index.records import Document, Passage, Source, in_context
from index.script import language_of
from index.settings import Settings
from index.sources import FILE_NAME, check, read_sources

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


def build_facts(embedder: Embedder, settings: Settings) -> BuildFacts:
    """The facts that a library made with this embedder and these settings carries."""
    return BuildFacts(
        embedder.name, embedder.fingerprint, embedder.dimension, settings.passage_length, CLEANING_VERSION
    )


def make_document(path: Path, data: bytes, source: Source) -> Document:
    """One file's document. Raises SourceError where it cannot be read."""
    sha256 = check(path, data, source)
    extracted = read(data, str(path))
    if not source.title and extracted.title:
        source = replace(source, title=extracted.title)
    if not source.url and extracted.url:
        source = replace(source, url=extracted.url)
    lines, dropped = clean(extracted, source)
    made = outline(extracted, lines, source)
    title = next((made.text[s.start : s.end] for s in made.sections if s.kind == "title"), "")
    if not source.title:
        source = replace(source, title=title or path.stem)
    return Document(
        id=path.stem,
        file=str(path),
        sha256=sha256,
        source=source,
        text=made.text,
        language=source.language or language_of(made.text),
        offsets=made.offsets.through(extracted.offsets),
        sections=made.sections,
        notes=made.notes,
        dropped=dropped,
    )


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

    A file whose bytes and source are as they were is left alone; a file gone from a folder that was given, or from one
    inside it, is taken out.
    A file that cannot be used is reported in `failed` and the others are added all the same; with `strict` it raises
    its SourceError and nothing is changed. Raises LibraryMissing where there is no file at all.
    """
    files, failed, folders, absent = _files(paths)
    if not files and not failed:
        named = ", ".join(str(path) for path in paths)
        raise LibraryMissing(f"{named}: no documents there; put {', '.join(sorted(SUFFIXES))} files in, or name others")
    documents: list[Document] = []
    cut: dict[str, tuple[Passage, ...]] = {}
    for number, (path, source) in enumerate(files):
        _tell(progress, "reading", number, len(files))
        try:
            document = make_document(path, _bytes(path), source)
            if twin := next((other for other in documents if other.id == document.id), None):
                raise SourceError(f"{path} and {twin.file} are both called {document.id}; rename one of them")
            cut[document.id] = passages(document, settings.passage_length)
            if not cut[document.id]:
                raise SourceError(f"{path} has no running text to search; take it out or add text to it")
            documents.append(document)
        except SourceError as error:
            failed.append(str(error))
    _tell(progress, "reading", len(files), len(files))
    if strict and failed:
        raise SourceError(failed[0])
    if not documents and not library.exists():
        return Summary(failed=tuple(failed))
    with Library.create(library, build_facts(embedder, settings)) as opened:
        known = opened.locations()
        for document in list(documents):
            elsewhere = known.get(document.id)
            if elsewhere and elsewhere != place(document.file) and elsewhere.exists():
                failed.append(f"{document.file} and {elsewhere} are both called {document.id}; rename one of them")
                documents.remove(document)
        if strict and failed:
            raise SourceError(failed[0])
        unchanged = [d.id for d in documents if known.get(d.id) == place(d.file) and _same(opened.document(d.id), d)]
        changed = [d for d in documents if d.id not in unchanged]
        kept = {place(path) for path, _ in files} | absent
        removed = [
            identifier
            for identifier, where in known.items()
            if any(where.is_relative_to(folder) for folder in folders)
            and where not in kept
            and identifier not in {d.id for d in changed}
        ]
        entries = _entries([(d, cut[d.id]) for d in changed], embedder, progress)
        if entries or removed:
            opened.change(entries, removed, None if opened.question_means() else question_means(embedder.questions))
    return Summary(
        added=tuple(d.id for d in changed if d.id not in known),
        updated=tuple(d.id for d in changed if d.id in known),
        unchanged=tuple(unchanged),
        removed=tuple(removed),
        failed=tuple(failed),
    )


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
    except LibraryError as error:  # name the file the user knows
        raise type(error)(str(error).replace(str(fresh), str(library))) from error
    except OSError as error:
        raise LibraryError(
            f"library {library} cannot be replaced ({error.strerror}); check the folder's rights"
        ) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return summary


def _held(library: Path) -> set[str]:
    """Ids of the documents in a library; none where there is no library, or one that can no longer be read."""
    try:
        with Library.open(library) as opened:
            return set(opened.document_ids())
    except LibraryError:
        return set()


def _files(paths: Sequence[Path]) -> tuple[list[tuple[Path, Source]], list[str], set[Path], set[Path]]:
    """The files to read with what is known of each, what is wrong already, the folders that were given whole, and the
    files that should be in them and are not."""
    files: list[tuple[Path, Source]] = []
    failed: list[str] = []
    folders: set[Path] = set()
    absent: set[Path] = set()
    for path in paths:
        if path.is_dir():
            sources = read_sources(path)
            found = [p for p in sorted(path.rglob("*")) if p.is_file() and _is_read(p.relative_to(path))]
            folders.add(place(path))
            files += [(p, sources.get(p.relative_to(path).as_posix(), Source())) for p in found]
            missing = [path / name for name in sources if path / name not in found]
            absent |= {place(p) for p in missing}
            failed += [
                f"{p} is missing, though {path / FILE_NAME} names it; put it back or take its entry out"
                for p in missing
            ]
        elif path.suffix.lower() in SUFFIXES or not path.exists():
            source = read_sources(path.parent).get(path.name, Source()) if path.parent.is_dir() else Source()
            files.append((path, source))
        else:
            failed.append(f"{path} is not of a kind that is read; give one of {', '.join(sorted(SUFFIXES))}")
    once: dict[Path, tuple[Path, Source]] = {}
    for path, source in files:
        once.setdefault(place(path), (path, source))
    return list(once.values()), failed, folders, absent


def _is_read(path: Path) -> bool:
    """Whether a file in a folder is of a kind that is read and not hidden, nor in a hidden folder."""
    return path.suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in path.parts)


def _same(held: Document, read: Document) -> bool:
    """Whether a document need not be written again; the path it was given by may differ."""
    return replace(held, file=read.file) == read


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(f"{path} does not exist; correct the path") from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}); check its rights") from error


def _entries(
    cut: Sequence[tuple[Document, tuple[Passage, ...]]], embedder: Embedder, progress: Progress | None
) -> list[Entry]:
    """Embed: all passages and all sentences at once, so that batches are full."""
    whole = [in_context(document, passage) for document, pieces in cut for passage in pieces]
    single = [sentence.text for _, pieces in cut for passage in pieces for sentence in passage.sentences]
    total = len(whole) + len(single)
    vectors = embedder.passages([*whole, *single], lambda done: _tell(progress, "embedding", done, total))
    passage_vectors, sentence_vectors = vectors[: len(whole)], vectors[len(whole) :]
    entries: list[Entry] = []
    at = below = 0
    for document, pieces in cut:
        counts = np.cumsum([0, *(len(passage.sentences) for passage in pieces)]) + below
        entries.append(
            Entry(
                document,
                pieces,
                passage_vectors[at : at + len(pieces)],
                tuple(sentence_vectors[a:b] for a, b in pairwise(counts.tolist())),
            )
        )
        at, below = at + len(pieces), int(counts[-1])
    return entries


def _tell(progress: Progress | None, step: str, done: int, total: int) -> None:
    if progress:
        progress(step, done, total)
