"""Files → library: read, clean, outline, cut, embed, write. Only this module knows the order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from index.clean import CLEANING_VERSION, clean
from index.embed import Embedder
from index.errors import LibraryError, LibraryMissing, SourceError
from index.library import BuildFacts, Entry, Library
from index.outline import outline
from index.passages import passages
from index.readers import SUFFIXES, open_path, read
from index.readers.limits import read_bytes
from index.records import Document, Passage, Source
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


def make_document(path: Path, data: bytes, source: Source, name: str = "") -> Document:
    """One file's document, called `name` or like the file. Raises SourceError where it cannot be read."""
    sha256 = check(path, data, source)
    extracted = read(data, str(path))
    source = _completed(source, replace(extracted.suggested, title=extracted.title, url=extracted.url))
    lines, dropped = clean(extracted, source)
    made = outline(extracted, lines, source)
    title = next((made.text[s.start : s.end] for s in made.sections if s.kind == "title"), "")
    if not source.title:
        source = replace(source, title=title or path.stem)
    return Document(
        id=name or path.stem,
        file=str(path),
        sha256=sha256,
        source=source,
        text=made.text,
        language=source.language or language_of(made.text),
        offsets=made.offsets.through(extracted.offsets),
        sections=made.sections,
        notes=made.notes,
        dropped=dropped,
        places=extracted.places,
    )


def _completed(source: Source, suggested: Source) -> Source:
    """`source`, and what the file says of itself where it says nothing."""
    said = {field.name: getattr(source, field.name) or getattr(suggested, field.name) for field in fields(Source)}
    return replace(source, **said)


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

    A file whose bytes and source are as they were is left alone; a file gone from a folder that was given is taken out.
    A file that cannot be used is reported in `failed` and the others are added all the same; with `strict` it raises
    its SourceError and nothing is changed. Raises LibraryMissing where there is no file at all.
    """
    files, failed, folders = _files(paths)
    if not files and not failed:
        named = ", ".join(str(path) for path in paths)
        raise LibraryMissing(f"{named}: no documents there; put {', '.join(sorted(SUFFIXES))} files in, or name others")
    documents: list[Document] = []
    cut: dict[str, tuple[Passage, ...]] = {}
    present: set[Path] = set()
    for number, (file, known_of_file) in enumerate(files):
        _tell(progress, "reading", number, len(files))
        present.add(file.absolute())
        for path, data, source, name in _opened(file, known_of_file, failed):
            if path != file:
                folders.add(file.absolute())
                present.add(path.absolute())
            try:
                document = make_document(path, data, source, name)
                twin = next((other for other in documents if other.id == document.id), None)
                if twin:
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
    with Library.create(library, build_facts(embedder, settings)) as opened:
        known = opened.locations()
        for document in list(documents):
            elsewhere = known.get(document.id)
            if elsewhere and elsewhere != Path(document.file).absolute() and _exists(elsewhere):
                failed.append(f"{document.file} and {elsewhere} are both called {document.id}; rename one of them")
                documents.remove(document)
        unchanged = [d.id for d in documents if d.id in known and _same(opened.document(d.id), d)]
        changed = [d for d in documents if d.id not in unchanged]
        removed = [i for i, place in known.items() if place not in present and _was_in(place, folders, present)]
        entries = _entries([(d, cut[d.id]) for d in changed], embedder, progress)
        if entries or removed:
            opened.change(entries, removed)
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
) -> Summary:
    """Make the library anew from `paths` alone; the old one is replaced only when the new one is complete.

    Takes and raises what `build` does.
    """
    fresh = library.with_name(f".{library.name}.{os.getpid()}.new")
    try:
        summary = build(paths, fresh, embedder, settings, progress=progress)
        fresh.replace(library)
    except OSError as error:
        raise LibraryError(
            f"library {library} cannot be replaced ({error.strerror}); check the folder's rights"
        ) from error
    finally:
        fresh.unlink(missing_ok=True)
    return summary


def _files(paths: Sequence[Path]) -> tuple[list[tuple[Path, Source]], list[str], set[Path]]:
    """The files to read with what is known of each, what is wrong already, and the folders that were given whole."""
    files: list[tuple[Path, Source]] = []
    failed: list[str] = []
    folders: set[Path] = set()
    for path in paths:
        if path.is_dir():
            sources = read_sources(path)
            found = [p for p in sorted(path.rglob("*")) if p.is_file() and p.suffix.lower() in SUFFIXES]
            folders |= {path.absolute(), *(p.parent.absolute() for p in found)}
            files += [(p, sources.get(p.relative_to(path).as_posix(), Source())) for p in found]
            names = {p.relative_to(path).as_posix() for p in found}
            failed += [
                f"{path / name} is missing, though {path / FILE_NAME} names it; put it back or take its entry out"
                for name in sources
                if name not in names
            ]
        elif path.suffix.lower() in SUFFIXES or not path.exists():
            source = read_sources(path.parent).get(path.name, Source()) if path.parent.is_dir() else Source()
            files.append((path, source))
        else:
            failed.append(f"{path} is not of a kind that is read; give one of {', '.join(sorted(SUFFIXES))}")
    return files, failed, folders


def _same(held: Document, read: Document) -> bool:
    """Whether a document need not be written again; the path it was given by may differ."""
    return replace(held, file=read.file) == read


def _opened(path: Path, source: Source, failed: list[str]) -> Iterator[tuple[Path, bytes, Source, str]]:
    """The documents in a file: path, bytes, source and id of each; what cannot be used is added to `failed`.

    What is known of an archive is known of each document in it, except title, address and checksum.
    """
    try:
        members, unusable = open_path(path)
        failed += unusable
        if [member.name for member in members] != [str(path)]:
            if source.sha256:
                check(path, read_bytes(path), source)
            source = replace(source, title="", url="", sha256="")
    except SourceError as error:
        failed.append(str(error))
        return
    for member in members:
        yield Path(member.name), member.data, source, member.id


def _was_in(place: Path, folders: set[Path], present: set[Path]) -> bool:
    """Whether a document at `place` would have been found in one of the folders or archives that were given whole."""
    archives = _archives(place)
    lost = any(archive.parent in folders and archive not in present for archive in archives)
    return lost or bool(folders & {place.parent, *archives})


def _exists(place: Path) -> bool:
    return place.exists() or any(archive.is_file() for archive in _archives(place))


def _archives(place: Path) -> list[Path]:
    """The archives that a document at `place` would be in."""
    return [folder for folder in place.parents if folder.suffix.lower() == ".zip"]


def _entries(
    cut: Sequence[tuple[Document, tuple[Passage, ...]]], embedder: Embedder, progress: Progress | None
) -> list[Entry]:
    """Embed: all passages and all sentences at once, so that batches are full."""
    whole = [context(document, passage) for document, pieces in cut for passage in pieces]
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


def context(document: Document, passage: Passage) -> str:
    """What is embedded for a passage: its headings and its author before its text."""
    above = " ".join([*passage.section.path, *(passage.section.authors or document.source.authors)])
    return f"{above}\n{passage.text}" if above else passage.text


def _tell(progress: Progress | None, step: str, done: int, total: int) -> None:
    if progress:
        progress(step, done, total)
