"""Connections to one SQLite file: who reads has one of its own, so that no reader waits for another."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from index.errors import LibraryError
from index.faults import Fault
from index.replaced import passing
from index.store.codec import unpacked
from index.store.digests import record_digest
from index.store.sketches import found_by

__all__ = [
    "UNREADABLE",
    "Connections",
    "Identity",
    "beside",
    "connect",
    "copied_into",
    "identity",
    "is_damage",
    "outdated",
]

Identity = tuple[int, int]
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""What reading a file that is damaged may raise: text in it need not be UTF-8 any more, nor what SQLite says of that."""
_PAGE = 16_384
"""Bytes of a page of a file that is made: in smaller ones what a passage holds leaves half a page empty."""
_WAIT = 60
"""Seconds that who writes waits for another who does; who reads waits for nobody."""
_NO_LOG = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL)
"""What SQLite says where no log can be kept beside a file."""
_JOURNALS = ("-journal", "-wal", "-shm")


class _Still(sqlite3.Connection):
    """A connection to a file beside which nothing can be written: SQLite takes it for one that nobody changes."""

    seen: tuple[int, ...] = ()
    """What the file was when it was opened (`_seen`)."""


class Connections:
    """The connections to a file, opened when they are needed and closed with it; at least one is open until then.

    A thread that holds one has it to itself until it gives it back. All are to the file that was there when the first was
    opened: where another was put in its place, no more can be opened, and who comes later waits for one that is given back.
    One that is `outdated` is not given out again: another is opened in its place.
    """

    def __init__(self, path: Path, first: sqlite3.Connection) -> None:
        self._path = path
        self._identity = identity(path)
        self._mine = threading.local()
        self._free = [first]
        self._changed = threading.Condition()
        self._closed = False

    @classmethod
    def of(cls, path: Path) -> Connections:
        """Connections to the file at `path`, which is made if it is not there. Raises LibraryError where it cannot be opened."""
        return cls(path, connect(path))

    @property
    def identity(self) -> Identity:
        """Of the file that they are to."""
        return self._identity

    @property
    def mine(self) -> sqlite3.Connection:
        """The connection that this thread holds. Raises sqlite3.ProgrammingError where it holds none."""
        connection: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if connection is None:
            raise sqlite3.ProgrammingError("this thread holds no connection")
        return connection

    @contextmanager
    def held(self) -> Iterator[sqlite3.Connection]:
        """The connection that this thread holds; where it holds none, one that it holds until the end.

        Raises sqlite3.ProgrammingError after `close`, and LibraryError where another cannot be opened.
        """
        if getattr(self._mine, "connection", None) is not None:
            yield self.mine
            return
        connection = self._taken()
        self._mine.connection = connection
        try:
            yield connection
        finally:
            self._mine.connection = None
            self._give_back(connection)

    def _taken(self) -> sqlite3.Connection:
        with self._changed:
            while True:
                if self._closed:
                    raise sqlite3.ProgrammingError("Cannot operate on a closed database.")
                if self._free:
                    connection = self._free.pop()
                    if not (outdated(connection, self._path) or _is_behind(connection, self._path)):
                        return connection
                    connection.close()
                    if (another := self._another()) is None:
                        raise sqlite3.OperationalError("another file was put in its place")
                    return another
                if (another := self._another()) is not None:
                    return another
                self._changed.wait()

    def _another(self) -> sqlite3.Connection | None:
        """One connection more; None where there is no longer the same file at the path."""
        if identity(self._path) != self._identity:
            return None
        connection = connect(self._path)
        if identity(self._path) != self._identity:
            connection.close()
            return None
        return connection

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._changed:
            if self._closed:
                connection.close()
            else:
                self._free.append(connection)
                self._changed.notify()

    def close(self) -> None:
        """Close them all; one that a thread still holds is closed when it gives it back."""
        with self._changed:
            self._closed = True
            while self._free:
                self._free.pop().close()
            self._changed.notify_all()


def connect(path: Path) -> sqlite3.Connection:
    """A connection to the file at `path`, without transactions but those that are begun. Raises LibraryError where it cannot be had.

    Its SQL has `record_digest` (`index.store.digests`), by which records are checked without being handed out, `unpacked`
    (`index.store.codec`), which makes them JSON, and `found_by` (`index.store.sketches`).

    What is written goes into a log beside the file first (`PRAGMA journal_mode = WAL`), so that those who read go on in what
    was there. Where nothing can be written beside it, as on a disk that is full or may only be read, the file is read as it is:
    whoever reads it so has to look whether it is `outdated` after each reading, for SQLite does not.
    """
    try:
        connection: sqlite3.Connection = _connected(path, "")
        if path.is_file() and not _readable(connection):
            seen = _seen(path)  # before it is looked whether all that was written is in it
            if not _unfinished(path):
                connection.close()
                connection = still = _connected(path, "?mode=ro&immutable=1", _Still)
                still.seen = seen
    except sqlite3.Error as error:
        raise LibraryError(
            f"library {path} cannot be opened ({error}); check the folder's rights, or name another file with --library",
            Fault.LIBRARY_CLOSED,
        ) from error
    return connection


def outdated(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file at `path` was changed since this connection to it was opened, which would not tell: what it read may be a mixture."""
    return isinstance(connection, _Still) and connection.seen != _seen(path)


def _is_behind(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether something was written since that this connection cannot see, though what it reads is whole."""
    return isinstance(connection, _Still) and _unfinished(path)


def _seen(path: Path) -> tuple[int, ...]:
    """What changes whenever the file at `path` is written or replaced; empty where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return ()
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


C = TypeVar("C", bound=sqlite3.Connection)


def _connected(path: Path, how: str, kind: type[C] = sqlite3.Connection) -> C:  # type: ignore[assignment]
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}{how}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_WAIT,
        factory=kind,
    )
    connection.execute(f"PRAGMA page_size = {_PAGE}")  # of a file that holds nothing yet
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cell_size_check = ON")  # a damaged page is found when it is read
    connection.create_function("record_digest", 4, record_digest, deterministic=True)
    connection.create_function("unpacked", 1, unpacked, deterministic=True)
    connection.create_function("found_by", 1, found_by, deterministic=True)
    return connection


def _readable(connection: sqlite3.Connection) -> bool:
    """Whether the file and its log could be opened, which is done now; what else is wrong with it is said when it is read."""
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.Error as error:
        return error.sqlite_errorcode & 0xFF not in _NO_LOG
    return True


def _unfinished(path: Path) -> bool:
    """Whether something was written that is not in the file yet, or not all of it."""
    journal, log, _ = beside(path)
    return journal.exists() or (log.exists() and log.stat().st_size > 0)


def beside(path: Path) -> tuple[Path, ...]:
    """The files that SQLite keeps beside the one at `path` while it is written or read."""
    return tuple(path.with_name(f"{path.name}{ending}") for ending in _JOURNALS)


def copied_into(source: Path, target: Path, *, alone: bool = False) -> None:
    """Put all that the file at `source` holds into the one at `target`, in one transaction; who reads it reads on in what it was.

    With `alone` the target is written so that no other file need be beside it, even while it is read. Raises sqlite3.Error and
    OSError; then `target` is as it was, but where `source` was changed meanwhile and nothing could be written beside it.
    """
    with closing(connect(source)) as read, closing(connect(target)) as written:
        page = _page(read)
        written.execute(f"PRAGMA page_size = {page}")  # a target that holds something keeps its own
        written.execute("PRAGMA journal_mode = WAL")
        if _page(written) == page:
            read.backup(written)
        else:
            with passing(target) as between:
                read.execute(f"PRAGMA page_size = {_page(written)}")
                read.execute("VACUUM INTO ?", (str(between),))
                with closing(connect(between)) as same:
                    same.backup(written)
        if outdated(read, source):
            raise sqlite3.OperationalError("it was changed while it was copied; try again")
        if alone:
            written.execute("PRAGMA journal_mode = DELETE")


def _page(connection: sqlite3.Connection) -> int:
    """How many bytes a page of the file takes."""
    return int(connection.execute("PRAGMA page_size").fetchone()[0])


def is_damage(error: Exception) -> bool:
    """Whether this was raised because the file is not as SQLite writes it."""
    if isinstance(error, UnicodeDecodeError) or "decode to UTF-8" in str(error):
        return True
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def identity(path: Path) -> Identity:
    """What tells a file from another one put in its place; (0, 0) where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (status.st_dev, status.st_ino)
