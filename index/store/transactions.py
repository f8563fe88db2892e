"""One SQLite file as threads read and change it: each reads one generation at a time, and a change is one transaction."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from index.errors import LibraryDamaged, LibraryError
from index.faults import Fault
from index.store.connections import UNREADABLE, Connections, Identity, is_damage, outdated

__all__ = ["Transactions", "into_file"]

_BETWEEN = 0.1
"""Seconds between two looks whether somebody still reads."""


class _Read(threading.local):
    """What a thread is reading: whether of one generation, and which that is, once it was asked for."""

    steady = False
    generation: int | None = None


class Transactions:
    """What is read of the library at `path`, and changed, by connections of which each thread has its own."""

    def __init__(self, path: Path, connections: Connections) -> None:
        self.path = path
        self._connections = connections
        self._read = _Read()

    @property
    def identity(self) -> Identity:
        """Of the file, which another may have replaced at the path since (`connections.identity`)."""
        return self._connections.identity

    @property
    def steady(self) -> bool:
        """Whether all that this thread reads now is of one generation; not so within a change."""
        return self._read.steady

    @property
    def generation(self) -> int:
        """A number that grows with each change."""
        if self._read.generation is not None:
            return self._read.generation
        found = int(self.fact("generation"))
        if self._read.steady:
            self._read.generation = found
        return found

    def fact(self, name: str) -> str:
        """One of the facts. Raises LibraryDamaged where there is none of this name."""
        found = next(self.rows("SELECT value FROM facts WHERE name = ?", name), None)
        if found is None:
            raise LibraryDamaged(self.path, f"it does not say its {name}")
        return str(found[0])

    def rows(self, statement: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement that reads.

        Raises LibraryError where the file cannot be read, or was changed by another process meanwhile and nothing could be written
        beside it to keep what was there; LibraryDamaged where it is no longer whole.
        """
        try:
            with self._connections.held() as connection:
                try:
                    return iter(connection.execute(statement, values).fetchall())
                finally:  # before anybody is told what was read, or that it is damaged
                    if outdated(connection, self.path):
                        raise LibraryError(
                            f"library {self.path} was changed while it was read, and nothing can be written beside it that would "
                            "keep what it was; ask again, or give its reader the right to write in its folder",
                            Fault.LIBRARY_CLOSED,
                        )
        except UNREADABLE as error:
            if is_damage(error):
                raise LibraryDamaged(self.path, str(error)) from error
            raise LibraryError(
                f"library {self.path} cannot be read ({error}); check the disk's room and rights; if it is damaged "
                f"(yinzheng doctor says so), put a backup in its place (yinzheng restore FILE), or: yinzheng index --rebuild",
                Fault.LIBRARY_CLOSED,
            ) from error

    @contextmanager
    def held(self) -> Iterator[sqlite3.Connection]:
        """The connection that this thread has to itself meanwhile."""
        with ExitStack() as stack:
            try:
                connection = stack.enter_context(self._connections.held())
            except sqlite3.Error as error:
                raise LibraryError(
                    f"library {self.path} cannot be read ({error}); open it again", Fault.LIBRARY_CLOSED
                ) from error
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """All that this thread reads inside is of one generation, whatever others write meanwhile; nobody waits.

        Within another `reading`, or a change, it is a part of that.
        """
        with self.held() as connection:
            if connection.in_transaction:
                yield connection
                return
            self.rows("BEGIN")
            self._read.steady = True
            try:
                yield connection
            finally:
                self._read.steady, self._read.generation = False, None
                _roll_back(connection)

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """What is written inside is written whole, or not at all. Raises LibraryError where it cannot be written."""
        with self.held() as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
                with suppress(sqlite3.Error):  # what was written is written; a full disk delays this alone
                    into_file(connection)
            except UNREADABLE as error:
                _roll_back(connection)
                if is_damage(error):
                    raise LibraryDamaged(self.path, str(error)) from error
                raise LibraryError(
                    f"library {self.path} cannot be written ({error}); it is as it was before; check the disk's space and "
                    f"rights, or name another file with --library",
                    Fault.LIBRARY_CLOSED,
                ) from error
            except BaseException:
                _roll_back(connection)
                raise

    def close(self) -> None:
        """Close the file; whoever is still `reading` it reads on until the end."""
        self._connections.close()


def into_file(connection: sqlite3.Connection, patience: float = 0.0) -> bool:
    """Bring what the log holds into the file and empty it; False where somebody still reads what was before, after `patience` seconds.

    Who writes meanwhile is not kept waiting.
    """
    (waits,) = connection.execute("PRAGMA busy_timeout").fetchone()
    until = time.monotonic() + patience
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while connection.execute("PRAGMA wal_checkpoint (TRUNCATE)").fetchone()[0]:
            if time.monotonic() >= until:
                return False
            time.sleep(_BETWEEN)
        return True
    finally:
        connection.execute(f"PRAGMA busy_timeout = {waits}")


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")
