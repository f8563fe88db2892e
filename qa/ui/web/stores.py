"""Where servers keep what they share: a SQLite file of one computer, or a PostgreSQL database for servers on several.

Threads and processes may use either at once; each call raises ServerError where it cannot be used.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from qa.errors import ServerError

__all__ = ["Database", "File", "Run", "Store"]

T = TypeVar("T")
Row = tuple[Any, ...] | None
Run = Callable[..., Row]
"""A statement in SQL, with a ? for each value, and its values → the first row; None where there is none."""
_WAIT = 10
"""Seconds that a process waits for another that writes, and for a database that does not answer."""
_LOCK = 0x59696E7A68656E67
"""The number that PostgreSQL knows the lock of writers by: the first letters of our name."""


class File:
    """A SQLite file, or, without a path, what is shared with no other process and is gone with this one."""

    def __init__(self, path: Path | None) -> None:
        self._name = str(path or "memory")
        if path:
            self._owned(path)
        self._connection = sqlite3.connect(
            path or ":memory:", timeout=_WAIT, isolation_level=None, check_same_thread=False
        )
        self._connection.execute("PRAGMA secure_delete = ON")
        self._lock = Lock()

    @staticmethod
    def _owned(path: Path) -> None:
        """The file is there, and its owner alone reads it. Raises ServerError."""
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

    def found(self, query: str, *values: object) -> Row:
        """The first row of a query; None where there is none."""
        with self._lock, self._told():
            return self._run(query, *values)

    def changed(self, work: Callable[[Run], T]) -> T:
        """What `work` gives, which alone writes meanwhile; all that it writes is kept, or nothing."""
        with self._lock, self._told(), self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            return work(self._run)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _run(self, query: str, *values: object) -> Row:
        row: Row = self._connection.execute(query, values).fetchone()
        return row

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise ServerError(
                f"{self._name}, where servers keep who is in, cannot be used ({error}); end all servers of the library and "
                "remove it: who came in by the form is asked for the password again"
            ) from error


class Database:
    """A PostgreSQL database at `address`, `postgresql://USER:PASSWORD@HOST/NAME`, which servers of this library alone use.

    A connection that broke is made anew. Raises ServerError where it cannot be reached or its client is not installed.
    """

    def __init__(self, address: str) -> None:
        try:
            import psycopg
        except ImportError as error:
            raise ServerError(
                "YINZHENG_SESSIONS_DATABASE needs psycopg; install it with: pip install 'yinzheng[postgresql]', or unset it"
            ) from error
        self._psycopg, self._address, self._lock = psycopg, address, Lock()
        with self._told():
            self._connection = self._connected()

    def _connected(self) -> Any:
        made = self._psycopg.connect(self._address, autocommit=True, connect_timeout=_WAIT)
        made.execute(f"SET statement_timeout = {1000 * _WAIT}")
        return made

    def found(self, query: str, *values: object) -> Row:
        """The first row of a query; None where there is none."""
        return self._again(lambda: self._run(query, *values))

    def changed(self, work: Callable[[Run], T]) -> T:
        """What `work` gives, which alone writes meanwhile; all that it writes is kept, or nothing. It is done again where the connection broke."""

        def once() -> T:
            with self._connection.transaction():
                self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
                return work(self._run)

        return self._again(once)

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def _again(self, act: Callable[[], T]) -> T:
        with self._lock, self._told():
            try:
                return act()
            except self._psycopg.Error:
                if not self._connection.closed:
                    raise
            self._connection = self._connected()
            return act()

    def _run(self, query: str, *values: object) -> Row:
        for ours, theirs in ((" STRICT", ""), (" BLOB", " BYTEA"), (" REAL", " DOUBLE PRECISION"), ("?", "%s")):
            query = query.replace(ours, theirs)
        cursor = self._connection.execute(query, values)
        row: Row = cursor.fetchone() if cursor.description else None
        return row

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except self._psycopg.Error as error:
            raise ServerError(
                f"the database of YINZHENG_SESSIONS_DATABASE, where servers keep who is in, cannot be used "
                f"({' '.join(str(error).split())}); see that it runs and that its address is right"
            ) from error


Store = File | Database
