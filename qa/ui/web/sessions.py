"""What the servers of one library share besides it: a key, which sessions have ended, tries of passwords, and what can be put back.

All of it is in one small SQLite file beside the library, which its owner alone reads, or, where servers are on several computers, in a
PostgreSQL database. So whichever process a request comes to, the same cookie opens, who has left is out, no wrong password is tried once
more elsewhere, and what one process took out another puts back.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from qa.ui.web.stores import Database, File, Run, Store

__all__ = ["Sessions", "beside"]

_PER_SECOND, _AT_ONCE = 1 / 6, 10.0
"""Wrong passwords of one address that are looked at: so many at once, then one each six seconds."""
_KEPT = 12 * 60 * 60
"""Seconds for which what was taken out can be put back."""
_TABLES = """
CREATE TABLE IF NOT EXISTS keys (key BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS ended (session TEXT PRIMARY KEY, until REAL NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS tries (address TEXT PRIMARY KEY, "left" REAL NOT NULL, at REAL NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS removed (document TEXT PRIMARY KEY, file BLOB NOT NULL, until REAL NOT NULL) STRICT;
"""


class Sessions:
    """The shared state of servers, in a store that threads and processes may use at once. Raises ServerError where that cannot be used."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock

        def made(run: Run) -> bytes:
            for table in filter(str.strip, _TABLES.split(";")):
                run(table)
            held = run("SELECT key FROM keys")
            if held is None:
                held = (secrets.token_bytes(32),)
                run("INSERT INTO keys VALUES (?)", *held)
            return bytes(held[0])

        try:
            self._key = store.changed(made)
        except BaseException:
            store.close()
            raise

    @classmethod
    def open(cls, path: Path, clock: Callable[[], float] = time.time) -> Self:
        """Those in a file, which is made for its owner alone where there is none. Raises ServerError where it cannot be used."""
        return cls(File(path), clock)

    @classmethod
    def in_database(cls, address: str, clock: Callable[[], float] = time.time) -> Self:
        """Those in a PostgreSQL database, `postgresql://…`, whose tables are made. Raises ServerError where it cannot be used."""
        return cls(Database(address), clock)

    @classmethod
    def of_this_process(cls, clock: Callable[[], float] = time.time) -> Self:
        """Shared with no other process, and gone with this one."""
        return cls(File(None), clock)

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def signed(self, purpose: str, text: str) -> bytes:
        """The HMAC of a text, 32 bytes: the same in all processes, another for each purpose."""
        key = hmac.digest(self._key, purpose.encode(), "sha256")
        return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256")

    def token(self, purpose: str) -> str:
        """What a page of ours says to be known by, 43 characters."""
        return base64.urlsafe_b64encode(self.signed(purpose, "")).decode().rstrip("=")

    def end(self, session: str, until: float) -> None:
        """Remember that a session has ended before its time, which is `until`, in seconds of the epoch."""

        def ended(run: Run) -> None:
            run("DELETE FROM ended WHERE until < ? OR session = ?", self._clock(), session)
            run("INSERT INTO ended VALUES (?, ?)", session, until)

        self._store.changed(ended)

    def has_ended(self, session: str) -> bool:
        """Whether it was ended."""
        return self._store.found("SELECT 1 FROM ended WHERE session = ?", session) is not None

    def until_a_try(self, address: str) -> float:
        """Seconds until a password from this address is looked at again; 0.0 where it is now."""
        left = self._left(self._store.found, address)
        return 0.0 if left >= 1 else (1 - left) / _PER_SECOND

    def take_a_try(self, address: str) -> float:
        """Take one of the tries: 0.0 where there was one, else the seconds until there is."""

        def taken(run: Run) -> float:
            left, now = self._left(run, address), self._clock()
            full = now - _AT_ONCE / _PER_SECOND
            run("DELETE FROM tries WHERE at < ?", full)  # who waited so long has all of them again
            if left >= 1:
                run("DELETE FROM tries WHERE address = ?", address)
                run("INSERT INTO tries VALUES (?, ?, ?)", address, left - 1, now)
            return left

        left = self._store.changed(taken)
        return 0.0 if left >= 1 else (1 - left) / _PER_SECOND

    def _left(self, run: Run, address: str) -> float:
        """How many there are now."""
        found = run('SELECT "left", at FROM tries WHERE address = ?', address)
        left, then = map(float, found) if found else (_AT_ONCE, 0.0)
        return min(_AT_ONCE, left + max(self._clock() - then, 0.0) * _PER_SECOND)

    def took_out(self, document: str, file: Path) -> None:
        """Remember for a while where the file of a document lies that is taken out of the library."""

        def noted(run: Run) -> None:
            now = self._clock()
            run("DELETE FROM removed WHERE until < ? OR document = ?", now, document)
            run("INSERT INTO removed VALUES (?, ?, ?)", document, os.fsencode(file), now + _KEPT)

        self._store.changed(noted)

    def taken_out(self, document: str) -> Path | None:
        """Where the file of a document lies that was taken out; None where none was, or too long ago."""
        found = self._store.found("SELECT file FROM removed WHERE document = ? AND until >= ?", document, self._clock())
        return None if found is None else Path(os.fsdecode(found[0]))

    def put_back(self, document: str) -> None:
        """Forget that it was taken out."""
        self._store.changed(lambda run: run("DELETE FROM removed WHERE document = ?", document))


def beside(library: Path) -> Path:
    """Where the servers of a library keep what they share, unless the settings name another file."""
    return library.resolve().with_name(f"{library.name}.sessions")
