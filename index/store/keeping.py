"""A library's file as a whole: who may change it, what takes its place, what killed processes left beside it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from index.alone import Busy, alone
from index.errors import LibraryBusy, LibraryError
from index.faults import Fault
from index.store.connections import copied_into, is_damage
from index.store.library import Library
from index.store.schema import begun, settle
from index.store.search_parts import put_parts_in_place, unlisted

__all__ = ["changing_alone", "fresh_beside", "left_behind", "marking_alone", "one_at_a_time", "put_in_place"]

_PATIENCE = 60.0
"""Seconds that who wants to change a library waits for another who does."""
_ELSEWHERE = ", or name another file with --library"


@contextmanager
def changing_alone(
    library: Path, waiting: Callable[[], None] | None = None, patience: float = _PATIENCE
) -> Iterator[None]:
    """Nobody else changes, rebuilds or replaces the library meanwhile, whether it is there already or not; its folder is made.

    What killed processes left beside it is removed first. `waiting` is called once where another is at it. Raises LibraryBusy
    where that one is not done within `patience` seconds, LibraryError where the folder cannot be written.
    """
    try:
        library.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"folder {library.parent} cannot be made ({error.strerror}); name another file with YINZHENG_LIBRARY",
            Fault.LIBRARY_CLOSED,
        ) from error
    with one_at_a_time(library, "lock", "changed", waiting, patience, advice=_ELSEWHERE):
        for left in left_behind(library):
            left.unlink(missing_ok=True)
        yield


@contextmanager
def marking_alone(library: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """No mark is made in the library meanwhile, and it is not replaced: what was carried into the one that takes its place is all there is.

    Who marks does not wait for changes to end, as `changing_alone` would have it. Raises LibraryBusy, and LibraryError where
    the folder cannot be written.
    """
    with one_at_a_time(library, "marks.lock", "put in place", patience=patience, advice=_ELSEWHERE):
        yield


@contextmanager
def one_at_a_time(
    library: Path,
    lock: str,
    done: str,
    waiting: Callable[[], None] | None = None,
    patience: float = _PATIENCE,
    *,
    advice: str = "",
) -> Iterator[None]:
    """Hold the lock of this name beside the library, as `alone` does; `done` says what is done to it meanwhile.

    Raises LibraryBusy where another holds it for longer than `patience` seconds, and LibraryError, with `advice` on what else may be
    done, where the folder cannot be written.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(alone(library.with_name(f"{library.name}.{lock}"), waiting, patience))
        except Busy as busy:
            raise LibraryBusy(
                f"library {library} is being {done} by {busy}; nothing was done: try again when that is over"
            ) from busy
        except OSError as error:
            raise LibraryError(
                f"library {library} cannot be written ({error.strerror}); it is as it was before; check the folder's rights{advice}",
                Fault.LIBRARY_CLOSED,
            ) from error
        yield


def fresh_beside(library: Path) -> Path:
    """Where a library is made that is to take the place of `library`; whoever is `changing_alone` has it to himself."""
    return library.with_name(f".{library.name}.new")


def left_behind(library: Path) -> list[Path]:
    """What lies beside the library of works that were not finished: nobody's, while nobody is changing it."""
    name = re.escape(library.name[:50])
    made = re.compile(
        rf"\.{{1,2}}{name}(?:\.new)?(?:\.index|\.schema-\d+)?(?:\.[0-9a-f]{{8}}|\.\d+)?\.new(?:\.index(?:\.[0-9a-f]{{16}})?|\.lock|\.schema-\d+|-journal|-wal|-shm)?"
    )
    with suppress(OSError):
        beside = [path for path in library.parent.iterdir() if made.fullmatch(path.name) and path.is_file()]
        return sorted([*beside, *unlisted(library)])
    return []


def put_in_place(fresh: Path, library: Path, *, counted: bool = True) -> None:
    """Put the library at `fresh`, whole and closed, into the place of `library`, and with it the search index beside it.

    Whoever reads the old one reads on in it until he begins anew. One that is there is written over in one transaction: it is the old one
    or the new one, whenever this is ended. Its generation is then above that of the old one, unless it is not to be `counted` on. Call it while `changing_alone`. Raises LibraryError where it cannot be done;
    then the old one is as it was.
    """
    try:
        if not _copied(fresh, library, counted=counted):
            settle(library)
            fresh.replace(library)
    except (sqlite3.Error, OSError) as error:
        raise LibraryError(
            f"library {library} cannot be replaced ({getattr(error, 'strerror', None) or error}); it is as it was; check the "
            "folder's rights and its room",
            Fault.LIBRARY_CLOSED,
        ) from error
    with suppress(OSError):  # without it the library makes its index when it is opened
        put_parts_in_place(fresh, library)
    with suppress(LibraryError), Library.open(library) as placed:
        placed.write_search_index()


def _copied(fresh: Path, library: Path, *, counted: bool) -> bool:
    """Whether the library could be written over; not where there is none, or what is there is no database any more."""
    if not library.is_file() or not begun(library):
        return False
    try:
        with Library.open(library) as held:
            after = held.generation + 1
    except LibraryError:  # one that cannot be read has nobody who reads it
        after = 0
    if counted:
        with Library.open(fresh) as made:
            made.count_on(after)
    try:
        copied_into(fresh, library)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return False
    return True
