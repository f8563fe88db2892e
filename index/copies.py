"""Backups of a library, their return, and copies on other computers: each is held against its digests before it takes the place of anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import LibraryDamaged, LibraryError, LibraryMissing
from index.replaced import in_place_of
from index.store.connections import UNREADABLE, beside, connect, copied_into
from index.store.history import ORIGIN
from index.store.keeping import changing_alone, fresh_beside, marking_alone, put_in_place
from index.store.library import Library
from index.store.upgrade import UPGRADED, kept_before, schema_of

__all__ = ["Copied", "backup", "follow", "restore"]

_TOLD = 5


@dataclass(frozen=True, slots=True)
class Copied:
    """The library that was copied to `file`: how many documents and passages it holds, and how many bytes it takes.

    `marks_without_place` are those of the library that was there which do not stand in the one that was restored, each in words.
    """

    file: Path
    documents: int
    passages: int
    bytes: int
    marks_without_place: tuple[str, ...] = ()


def backup(library: Path, file: Path, *, replace: bool = False) -> Copied:
    """Copy the library to `file`, one file that needs no other, whoever reads or changes it meanwhile.

    Every digest of the copy is checked before it is called `file`. Raises LibraryError where there is something already and
    it is not to `replace` it, where the library is damaged, and where the copy cannot be written.
    """
    with Library.open(library):  # what can be seen at once is said before anything is written
        pass
    if file.exists() and (not replace or file.samefile(library)):
        raise LibraryError(f"{file} is there already; name another file, or say --replace")
    try:
        with in_place_of(file) as fresh:
            copied_into(library, fresh, alone=True)
            return _checked(fresh, library, file)
    except (*UNREADABLE, OSError) as error:
        raise LibraryError(
            f"library {library} cannot be copied to {file} ({getattr(error, 'strerror', None) or error}); check the folder's "
            "rights and its room"
        ) from error


def restore(file: Path, library: Path, *, fewer: bool = False) -> Copied:
    """Put the backup at `file` into the place of the library; whoever reads that meanwhile reads on in what it was.

    It is the next generation of the one that is there, with the marks of both, so that a link tells what changed since.
    Every digest of the backup is checked before. Raises LibraryError where it is none, is damaged or cannot be written, and,
    unless it may hold `fewer`, where the library that is there holds a document that it lacks; then nothing was changed.
    """
    with changing_alone(library), _fresh(file, library) as (fresh, found):
        if not fewer:
            _insist_on(library, fresh)
        with marking_alone(library):
            with Library.open(fresh) as opened:
                if opened.follows:
                    opened.follow(follows=False)
                if library.is_file():
                    found = replace(found, marks_without_place=opened.carry(library))
            put_in_place(fresh, library)
    return found


def follow(file: Path, library: Path) -> Copied | None:
    """Make the library a copy of the one that `file` is a backup of: of the same generation and edition, and with its marks.

    It is made where there is none; whoever reads it meanwhile reads on in what it was. None where it is that already. Every digest of
    the backup is checked before. Raises LibraryError where `file` is none or is damaged, where it is behind, and where the library is no
    such copy, or was changed since: nothing that was done here is lost. Then the library is as it was.
    """
    with changing_alone(library):
        if library.is_file():
            _insist_on_copy(library)
            if _told(file) == _told(library):
                return None
        with _fresh(file, library) as (fresh, found), marking_alone(library):
            if library.is_file():
                _insist_on_later(file, fresh, library)
            with Library.open(fresh) as opened:
                opened.follow()
            put_in_place(fresh, library, counted=False)
    return found


@contextmanager
def _fresh(file: Path, library: Path) -> Iterator[tuple[Path, Copied]]:
    """A copy of the backup beside the library whose place it is to take, and what is in it, checked; it is gone at the end.

    Raises LibraryError where it cannot be made, or what is done with it meanwhile fails for want of room or rights.
    """
    if file.exists() and library.exists() and file.samefile(library):
        raise LibraryError(f"{file} is the library itself; name a backup")
    _insist_on_library(file)
    fresh = fresh_beside(library)
    try:
        copied_into(file, fresh)
        yield fresh, _checked(fresh, file, library)
    except (*UNREADABLE, OSError) as error:
        raise LibraryError(
            f"{file} cannot be put in the place of library {library} ({getattr(error, 'strerror', None) or error}), which is "
            "as it was; check the folder's rights and its room"
        ) from error
    finally:
        for left in (fresh, *beside(fresh), *(kept_before(fresh, schema) for schema in UPGRADED)):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _told(file: Path) -> tuple[str, ...]:
    """What tells the state of a library: its edition, and the digest of its marks, which are not of an edition."""
    _insist_on_library(file)
    with closing(connect(file)) as connection:
        facts = dict(connection.execute("SELECT name, value FROM facts"))
    return tuple(facts.get(name, "") for name in ("edition", "marks"))


def _insist_on_copy(library: Path) -> None:
    with Library.open(library) as held:
        if not held.follows:
            raise LibraryError(
                f"library {library} is there already and is no copy that follows another; name another file with --library"
            )
        if held.follows != held.edition:
            raise LibraryError(
                f"library {library} was changed since it was made a copy, which following would undo; put it elsewhere, and change "
                "the one that is followed"
            )


def _insist_on_later(file: Path, fresh: Path, library: Path) -> None:
    """Raises LibraryError where a copy of `file` is of another library than the one that is there, or behind it."""
    with Library.open(fresh) as found, Library.open(library) as held:
        what = ""
        if found.facts().get(ORIGIN) != held.facts().get(ORIGIN):
            what = "is a backup of another library"
        elif found.edition != held.edition and found.generation <= held.generation:
            what = f"is of generation {found.generation}, and the copy of generation {held.generation}"
    if what:
        raise LibraryError(
            f"{file} {what}; {library} is as it was: where it is to follow all the same, remove it, and it is made anew"
        )


def _insist_on_library(file: Path) -> None:
    """Raises LibraryError where the file is no library; nothing is written."""
    if not file.is_file():
        raise LibraryMissing(f"there is no backup at {file}; name a file that yinzheng backup wrote")
    try:
        schema_of(file)
    except (*UNREADABLE, LibraryError) as error:
        raise LibraryError(f"{file} is no backup of a library, or is damaged ({error}); name another") from error


def _checked(copy: Path, source: Path, target: Path) -> Copied:
    """What is in a copy of `source` that is to be called `target`. Raises LibraryDamaged where something is not as it was written."""
    try:
        with Library.open(copy) as opened:
            if fault := next(opened.faults(), ""):
                raise LibraryDamaged(source, fault)
            return Copied(target, len(opened.document_ids()), len(opened.passage_numbers()), copy.stat().st_size)
    except LibraryDamaged as damage:  # name the file the user knows
        raise LibraryDamaged(source, damage.what) from damage


def _insist_on(library: Path, fresh: Path) -> None:
    """Raises LibraryError where documents that are held would be lost; of a library that cannot be read nobody knows."""
    try:
        with Library.open(library) as held, Library.open(fresh) as found:
            lost = sorted(set(held.document_ids()) - set(found.document_ids()))
    except LibraryError:
        return
    if lost:
        told = ", ".join(lost[:_TOLD]) + (f" and {len(lost) - _TOLD} more" if len(lost) > _TOLD else "")
        raise LibraryError(
            f"the backup lacks {len(lost)} documents that library {library} holds ({told}); it is as it was: say --fewer if "
            "they are to go"
        )
