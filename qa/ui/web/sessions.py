"""What the servers of one library share besides it: a key, which sessions have ended, tries of passwords, and what can be put back.

All of it is in one small SQLite file beside the library, which its owner alone reads. So whichever process a request comes to, the same
cookie opens, who has left is out, no wrong password is tried once more elsewhere, and what one process took out another puts back.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Self

from qa.errors import ServerError

__all__ = ["Sessions", "beside"]

_WAIT = 10.0
"""Seconds that a process waits for another that writes."""
_PER_SECOND, _AT_ONCE = 1 / 6, 10.0
"""Wrong passwords of one address that are looked at: so many at once, then one each six seconds."""
_KEPT = 12 * 60 * 60
"""Seconds for which what was taken out can be put back."""
_TABLES = """
CREATE TABLE IF NOT EXISTS keys (key BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS ended (session TEXT PRIMARY KEY, until REAL NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS tries (address TEXT PRIMARY KEY, left REAL NOT NULL, at REAL NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS removed (document TEXT PRIMARY KEY, file BLOB NOT NULL, until REAL NOT NULL) STRICT;
"""


class Sessions:
    """The shared state of servers; threads and processes may use one file at once."""

    def __init__(self, connection: sqlite3.Connection, name: str, clock: Callable[[], float] = time.time) -> None:
        self._connection = connection
        self._name = name
        self._clock = clock
        self._lock = Lock()
        with self._written() as writing:
            for table in _TABLES.split(";"):
                writing.execute(table)
            if writing.execute("SELECT key FROM keys").fetchone() is None:
                writing.execute("INSERT INTO keys VALUES (?)", (secrets.token_bytes(32),))
        self._key: bytes = self._row("SELECT key FROM keys")[0]

    @classmethod
    def open(cls, path: Path, clock: Callable[[], float] = time.time) -> Self:
        """Those in a file, which is made for its owner alone where there is none. Raises ServerError where it cannot be used."""
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600))
            if os.name == "posix" and (path.stat().st_mode & 0o077 or path.stat().st_uid != os.geteuid()):
                raise ServerError(
                    f"others may read or write {path}, which has a secret in it; remove it while no server of the library runs"
                )
        except OSError as error:
            raise ServerError(
                f"{path}, where servers keep who is in, cannot be written ({error.strerror}); name another file with "
                "YINZHENG_SESSIONS"
            ) from error
        connection = _connected(str(path))
        try:
            return cls(connection, str(path), clock)
        except ServerError:
            connection.close()
            raise

    @classmethod
    def of_this_process(cls, clock: Callable[[], float] = time.time) -> Self:
        """Shared with no other process, and gone with this one."""
        return cls(_connected(":memory:"), "memory", clock)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def signed(self, purpose: str, text: str) -> bytes:
        """The HMAC of a text, 32 bytes: the same in all processes, another for each purpose."""
        key = hmac.digest(self._key, purpose.encode(), "sha256")
        return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256")

    def token(self, purpose: str) -> str:
        """What a page of ours says to be known by, 43 characters."""
        return base64.urlsafe_b64encode(self.signed(purpose, "")).decode().rstrip("=")

    def end(self, session: str, until: float) -> None:
        """Remember that a session has ended before its time, which is `until`, in seconds of the epoch."""
        with self._written() as writing:
            writing.execute("DELETE FROM ended WHERE until < ?", (self._clock(),))
            writing.execute("INSERT OR REPLACE INTO ended VALUES (?, ?)", (session, until))

    def has_ended(self, session: str) -> bool:
        """Whether it was ended."""
        return bool(self._row("SELECT count(*) FROM ended WHERE session = ?", session)[0])

    def until_a_try(self, address: str) -> float:
        """Seconds until a password from this address is looked at again; 0.0 where it is now."""
        with self._lock, self._told():
            left = self._left(address)
        return 0.0 if left >= 1 else (1 - left) / _PER_SECOND

    def take_a_try(self, address: str) -> float:
        """Take one of the tries: 0.0 where there was one, else the seconds until there is."""
        with self._written() as writing:
            left, now = self._left(address), self._clock()
            full = now - _AT_ONCE / _PER_SECOND
            writing.execute("DELETE FROM tries WHERE at < ?", (full,))  # who waited so long has all of them again
            if left >= 1:
                writing.execute("INSERT OR REPLACE INTO tries VALUES (?, ?, ?)", (address, left - 1, now))
        return 0.0 if left >= 1 else (1 - left) / _PER_SECOND

    def _left(self, address: str) -> float:
        """How many there are now; under the lock."""
        found = self._connection.execute("SELECT left, at FROM tries WHERE address = ?", (address,)).fetchone()
        left, then = found or (_AT_ONCE, 0.0)
        return min(_AT_ONCE, left + max(self._clock() - then, 0.0) * _PER_SECOND)

    def took_out(self, document: str, file: Path) -> None:
        """Remember for a while where the file of a document lies that is taken out of the library."""
        with self._written() as writing:
            now = self._clock()
            writing.execute("DELETE FROM removed WHERE until < ?", (now,))
            writing.execute(
                "INSERT OR REPLACE INTO removed VALUES (?, ?, ?)", (document, os.fsencode(file), now + _KEPT)
            )

    def taken_out(self, document: str) -> Path | None:
        """Where the file of a document lies that was taken out; None where none was, or too long ago."""
        found = self._row("SELECT max(file) FROM removed WHERE document = ? AND until >= ?", document, self._clock())[0]
        return None if found is None else Path(os.fsdecode(found))

    def put_back(self, document: str) -> None:
        """Forget that it was taken out."""
        with self._written() as writing:
            writing.execute("DELETE FROM removed WHERE document = ?", (document,))

    def _row(self, query: str, *values: object) -> tuple[Any, ...]:
        with self._lock, self._told():
            found: tuple[Any, ...] = self._connection.execute(query, values).fetchone()
        return found

    @contextmanager
    def _written(self) -> Iterator[sqlite3.Connection]:
        """One process writes at a time, and all of it or nothing."""
        with self._lock, self._told(), self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise ServerError(
                f"{self._name}, where servers keep who is in, cannot be used ({error}); end all servers of the library and "
                "remove it: who came in by the form is asked for the password again"
            ) from error


def beside(library: Path) -> Path:
    """Where the servers of a library keep what they share, unless the settings name another file."""
    return library.resolve().with_name(f"{library.name}.sessions")


def _connected(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA secure_delete = ON")
    return connection
