"""Since which generation each document stands in a library as it does, so that it can be told what has changed since another."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from index.errors import LibraryError
from index.store.codec import unpacked
from index.store.digests import digest, rows_digest, some_digest, table_digest
from index.store.marks import Mark, carry_marks, read_marks
from index.store.soundness import part_fault

__all__ = [
    "HISTORY_TABLES",
    "ORIGIN",
    "Carried",
    "History",
    "Written",
    "carry",
    "new_origin",
    "put_history",
    "read_history",
]

ORIGIN = "origin"
"""The fact that tells a library from all that were not made out of it."""
HISTORY_TABLES = """
CREATE TABLE IF NOT EXISTS history (document TEXT PRIMARY KEY, added INTEGER NOT NULL, changed INTEGER NOT NULL) STRICT;
"""

_NOTED = "SELECT document, digests.history, added, changed FROM document_digests AS digests LEFT JOIN history USING (document) ORDER BY document"
_NOTED_9 = "SELECT document, added, changed FROM history ORDER BY document"
"""What a fact had the digest of in earlier schemas."""

Rows = Callable[..., Iterator[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Written:
    """The generations in which a document came and in which it was changed last; 0 where that was before it was noted."""

    added: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """Which `generation` a library is, and since which each of its documents stands there as it does, by id.

    `origin` is what it has in common with those that it was made out of, and with no other; empty where that was not noted.
    """

    origin: str
    generation: int
    documents: Mapping[str, Written]


@dataclass(frozen=True, slots=True)
class Carried:
    """What was taken over from another library: the `facts` that this changes, and in words which `marks` do not stand here."""

    facts: Mapping[str, str]
    marks: tuple[str, ...] = ()


def read_history(rows: Rows, sound: Callable[[str], None]) -> History:
    """What is noted; `sound` takes a fault, which is empty where there is none. Call it where all that is read is of one generation."""
    facts: dict[str, str] = dict(rows("SELECT name, value FROM facts"))
    documents = {}
    for name, written, *at in rows(_NOTED):
        noted = None not in at
        sound("" if written == some_digest([at] if noted else []) else part_fault("history", name))
        documents[name] = Written(*at) if noted else Written()
    return History(facts.get(ORIGIN, ""), int(facts["generation"]), documents)


def new_origin() -> str:
    """One for a library that is made out of none."""
    return secrets.token_hex(4)


def _noted(rows: Rows, facts: Mapping[str, str]) -> dict[str, Written]:
    """What the library with these facts, of this schema or an earlier one, noted, where that is as it was written."""
    with suppress(sqlite3.Error, LibraryError):
        if "history" not in facts:
            return dict(read_history(rows, _sound).documents)
        if facts["history"] == digest(rows_digest(rows(_NOTED_9))).hex():
            return {name: Written(*at) for name, *at in rows(_NOTED_9)}
    return {}


def _sound(fault: str) -> None:
    if fault:
        raise LibraryError(fault)


def put_history(
    connection: Connection, put: Sequence[str], removed: Sequence[str], held: Collection[str], generation: int
) -> None:
    """Note that the documents `put` were written in this generation, which of them were `held` before, and forget those `removed`."""
    connection.executemany("DELETE FROM history WHERE document = ?", ((name,) for name in removed))
    connection.executemany(
        "INSERT INTO history VALUES (?, ?, ?) ON CONFLICT (document) DO UPDATE SET changed = excluded.changed",
        ((name, 0 if name in held else generation, generation) for name in put),
    )


def carry(connection: Connection, old: Path) -> Carried:
    """Make of a library that was made anew the next generation of the one at `old`, with its marks of the documents that it holds.

    A document whose text is what it was there, and what is known of it, is none that was changed. Of an `old` that is damaged
    what can be read, and is as it was written, is taken: a document that cannot be read counts as changed, and marks or a history
    that were altered are not sealed anew here. Nothing is done where `old` does not tell its generation; which version wrote
    it does not matter. Its facts are to be written. Call it within a transaction.
    """
    try:
        with closing(sqlite3.connect(f"{old.resolve().as_uri()}?mode=ro", uri=True)) as before:
            before.create_function("unpacked", 1, unpacked, deterministic=True)
            before.text_factory = lambda data: data.decode("utf-8", "replace")

            def rows(statement: str, *values: object) -> Iterator[tuple[Any, ...]]:
                return iter(before.execute(statement, values).fetchall())

            facts: dict[str, str] = dict(rows("SELECT name, value FROM facts"))
            generation = int(facts["generation"]) + 1
            sound = _as_written(rows, facts, "marks")
            marks = read_marks(rows) if sound else ()
            noted = _noted(rows, facts)
            names = {name for (name,) in rows("SELECT id FROM documents")}
            held = {name: _told(rows, name) for name in names}
    except (sqlite3.Error, ValueError, LookupError):
        return Carried({}, (_UNREAD,))
    left = [_left(mark) for mark in carry_marks(connection, marks)]
    if "marks" in facts and not sound:
        left.append(_UNREAD)
    for (name,) in connection.execute("SELECT id FROM documents").fetchall():
        was = noted.get(name, Written()) if name in names else Written(generation, generation)
        now = _told(lambda *given: iter(connection.execute(given[0], given[1:])), name)
        changed = was.changed if held.get(name) == now else generation
        connection.execute("INSERT OR REPLACE INTO history VALUES (?, ?, ?)", (name, was.added, changed))
    return Carried({"generation": str(generation)} | ({ORIGIN: facts[ORIGIN]} if ORIGIN in facts else {}), tuple(left))


_UNREAD = "what was marked in the library that was there cannot be read, or is not as it was written"


def _left(mark: Mark) -> str:
    return f"{mark.document} is not there, or does not say “{mark.quote}” any more, called {mark.judgement} for “{mark.question}”"


def _as_written(rows: Rows, facts: Mapping[str, str], name: str) -> bool:
    """Whether a small table is there, and as it was written; one of an earlier schema has none."""
    try:
        return name in facts and facts[name] == table_digest(rows, name)
    except sqlite3.Error:
        return False


def _told(rows: Rows, name: str) -> bytes:
    """A digest of the text of a document, and of what is known of it; empty where its record cannot be read."""
    try:
        return next((digest(*row) for row in rows(_TOLD, name)), b"")
    except sqlite3.Error:
        return b""


_TOLD = "SELECT json_extract(unpacked(record), '$.text', '$.source') FROM documents WHERE id = ?"
