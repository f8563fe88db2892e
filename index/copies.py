"""Backups of a library, and their return: a copy is held against its digests before it takes the place of anything."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import LibraryDamaged, LibraryError, LibraryMissing
from index.replaced import in_place_of
from index.store.connections import UNREADABLE, beside, copied_into
from index.store.keeping import changing_alone, fresh_beside, marking_alone, put_in_place
from index.store.library import Library
from index.store.upgrade import UPGRADED, kept_before, schema_of

__all__ = ["Copied", "backup", "restore"]

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
    if file.exists() and library.exists() and file.samefile(library):
        raise LibraryError(f"{file} is the library itself; name a backup")
    _insist_on_library(file)
    with changing_alone(library):
        fresh = fresh_beside(library)
        try:
            copied_into(file, fresh)
            found = _checked(fresh, file, library)
            if not fewer:
                _insist_on(library, fresh)
            with marking_alone(library):
                if library.is_file():
                    with Library.open(fresh) as opened:
                        found = replace(found, marks_without_place=opened.carry(library))
                put_in_place(fresh, library)
        except (*UNREADABLE, OSError) as error:
            raise LibraryError(
                f"{file} cannot be put in the place of library {library} ({getattr(error, 'strerror', None) or error}), which is "
                "as it was; check the folder's rights and its room"
            ) from error
        finally:
            for left in (fresh, *beside(fresh), *(kept_before(fresh, schema) for schema in UPGRADED)):
                with suppress(OSError):
                    left.unlink(missing_ok=True)
    return found


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
