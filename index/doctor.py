"""Whether a library, what lies beside it, and what was made in the cache are as they were written: everything is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from index.alone import Busy, alone
from index.errors import LibraryDamaged, LibraryError, LibraryMissing, ModelError
from index.records import Document
from index.sealed import Sealed
from index.store.connections import UNREADABLE, Connections, connect
from index.store.keeping import left_behind
from index.store.library import Library
from index.store.search_file import edition_of
from index.store.search_parts import read_parts, search_file
from index.store.soundness import faults
from index.store.transactions import Transactions

__all__ = ["Finding", "examine_folder", "examine_library"]

_RESTORE = "put a backup in its place: yinzheng restore FILE; or make it again: yinzheng index --rebuild"
_REPORT = "make it again: yinzheng index --rebuild; if that does not help, please report this"
_TOLD = 20
"""So many faults that SQLite finds are told."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was found: what it is `about`, `what` it is, and how to `mend` it; not all of it is `trouble`."""

    about: str
    what: str
    mend: str
    trouble: bool = True


def examine_library(path: Path) -> Iterator[Finding]:
    """What is wrong with the library at `path` and with the files beside it.

    SQLite's own checks, every digest, every count, every offset, and the whole of the search index. Raises LibraryMissing
    where there is none.
    """
    try:
        with Library.open(path):
            pass
    except LibraryMissing:
        raise
    except LibraryDamaged as damage:
        yield Finding("library", damage.what, _RESTORE)
    except LibraryError as error:
        yield Finding("library", *_split(error))
        return
    yield from _structure(path)
    yield from _content(path)
    yield from _beside(path)


def _split(error: Exception) -> tuple[str, str]:
    what, _, mend = str(error).partition("; ")
    return what, mend


def _structure(path: Path) -> Iterator[Finding]:
    """What SQLite finds wrong with the file."""
    try:
        with closing(connect(path)) as connection:
            found = [row[0] for row in connection.execute(f"PRAGMA integrity_check ({_TOLD})")]
            found += [
                f"{table} {row}: {parent} is missing"
                for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check")
            ]
    except UNREADABLE as error:
        found = [str(error)]
    for line in found[:_TOLD]:
        if line != "ok":
            yield Finding("library", " ".join(line.split()), _RESTORE)


def _content(path: Path) -> Iterator[Finding]:
    """What in it is not as it was written, and which places do not fit the texts."""
    try:
        with closing(Connections.of(path)) as connections:
            file = Transactions(path, connections)
            with file.reading():
                for fault in faults(file.rows):
                    yield Finding("library", fault, _RESTORE)
    except LibraryError as error:
        yield Finding("library", error.what if isinstance(error, LibraryDamaged) else _split(error)[0], _RESTORE)
        return
    with suppress(LibraryDamaged), Library.open(path) as library:  # what is damaged was told above
        for identifier in library.document_ids():
            document = library.document(identifier)
            numbers = library.passage_numbers([identifier])
            passages = [library.passage(number) for number in numbers]
            spans = [(one.start, one.end) for one in passages]
            inside = [
                (s.start, s.end)
                for one in passages
                for s in one.sentences
                if not one.start <= s.start <= s.end <= one.end
            ]
            if wrong := _misplaced(document, spans) or inside:
                yield Finding("library", f"{wrong[0]} of document {identifier} is no place in its text", _REPORT)


def _misplaced(document: Document, passages: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans of a document that do not stand in its text, or have no way back to its file."""
    spans = [*passages, *((one.start, one.end) for one in document.sections)]
    spans += [(one.start, one.end) for one in document.attributions]
    spans += [(date.start, date.end) for date in document.page_dates]
    spans += [(note.at, note.at) for note in document.notes]
    wrong = [(start, end) for start, end in spans if not 0 <= start <= end <= len(document.text)]
    back = [document.source_span(start, end) for start, end in passages if (start, end) not in wrong]
    wrong += [(span.start, span.end) for span in back if not 0 <= span.start <= span.end]
    return wrong


def _beside(path: Path) -> Iterator[Finding]:
    """What is wrong with the search index, and what was left of works that were not finished."""
    index = search_file(path)
    with suppress(LibraryError), Library.open(path) as library:
        if library.unclean:
            yield Finding(
                "library",
                "words of documents that were taken out may still stand in its file, for somebody was reading it then",
                "end what reads it, and run yinzheng remove again with what was taken out",
            )
        if not index.exists():
            yield Finding(
                "search index",
                f"{index} is not there",
                "it is made at each opening until it is: yinzheng index",
                trouble=False,
            )
        elif read_parts(index, library.edition) is None:
            yield _index_fault(index, library.edition)
    with suppress(Busy, OSError), alone(path.with_name(f"{path.name}.lock"), patience=0):
        for left in left_behind(path):
            yield Finding(
                "library",
                f"{left} was left by a work that was not finished",
                "the next change of the library removes it",
                trouble=False,
            )


def _index_fault(index: Path, edition: str) -> Finding:
    """What to say of a search index that cannot be used: one of another edition is not damaged, and is made anew."""
    said = edition_of(index)
    if said is not None and said != edition:
        what = f"{index} is of another state of the library, or of another version"
        return Finding(
            "search index", what, "it is made anew at each opening until it is: yinzheng index", trouble=False
        )
    return Finding(
        "search index", f"{index} is not as it was written", f"remove {index}, and have it made again: yinzheng index"
    )


def examine_folder(sealed: Sealed, cache: Path) -> Iterator[Finding]:
    """What is wrong with a folder that was made in the cache; nothing where it is yet to be made."""
    try:
        fault = sealed.fault(cache, check=True) if (cache / sealed.name).exists() else None
    except ModelError as error:
        yield Finding(sealed.what, *_split(error))
        return
    if fault:
        yield Finding(
            sealed.what, f"{cache / sealed.name}: {fault}", "remove that folder: it is made again when it is needed"
        )
