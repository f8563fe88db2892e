"""Since which generation each document stands in a library as it does, so that it can be told what has changed since another."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from index.store.marks import carry_marks

__all__ = ["HISTORY_TABLES", "ORIGIN", "History", "Written", "carry", "new_origin", "put_history", "read_history"]

ORIGIN = "origin"
"""The fact that tells a library from all that were not made out of it."""
HISTORY_TABLES = """
CREATE TABLE IF NOT EXISTS history (document TEXT PRIMARY KEY, added INTEGER NOT NULL, changed INTEGER NOT NULL) STRICT;
"""

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


def read_history(rows: Rows) -> History:
    """What is noted. Call it where all that is read is of one generation."""
    facts: dict[str, str] = dict(rows("SELECT name, value FROM facts"))
    noted = _noted(rows)
    documents = {name: noted.get(name, Written()) for (name,) in rows("SELECT id FROM documents ORDER BY id")}
    return History(facts.get(ORIGIN, ""), int(facts["generation"]), documents)


def new_origin() -> str:
    """One for a library that is made out of none."""
    return secrets.token_hex(4)


def _noted(rows: Rows) -> dict[str, Written]:
    if not next(rows("SELECT count(*) FROM sqlite_master WHERE name = 'history'"))[0]:
        return {}
    return {name: Written(*at) for name, *at in rows("SELECT document, added, changed FROM history")}


def put_history(
    connection: Connection, put: Sequence[str], removed: Sequence[str], held: Collection[str], generation: int
) -> None:
    """Note that the documents `put` were written in this generation, which of them were `held` before, and forget those `removed`."""
    connection.executemany("DELETE FROM history WHERE document = ?", ((name,) for name in removed))
    connection.executemany(
        "INSERT INTO history VALUES (?, ?, ?) ON CONFLICT (document) DO UPDATE SET changed = excluded.changed",
        ((name, 0 if name in held else generation, generation) for name in put),
    )


def carry(connection: Connection, old: Path) -> dict[str, str]:
    """Make of a library that was made anew the next generation of the one at `old`, with its marks of the documents that it holds.

    A document whose text is what it was there, and what is known of it, is none that was changed. Gives the facts that this
    changes, to be written. Nothing is done where `old` cannot be read; which version wrote it does not matter. Call it
    within a transaction.
    """
    try:
        with closing(sqlite3.connect(f"{old.resolve().as_uri()}?mode=ro", uri=True)) as before:
            facts = dict(before.execute("SELECT name, value FROM facts"))
            noted = _noted(lambda *given: iter(before.execute(*given).fetchall()))
            held = {name: told for name, *told in before.execute(_TOLD)}
            carry_marks(connection, before)
        generation = int(facts["generation"]) + 1
    except (sqlite3.Error, ValueError, LookupError):
        return {}
    now = {name: told for name, *told in connection.execute(_TOLD)}
    for name, told in now.items():
        was = noted.get(name, Written()) if name in held else Written(generation, generation)
        changed = was.changed if held.get(name) == told else generation
        connection.execute("INSERT OR REPLACE INTO history VALUES (?, ?, ?)", (name, was.added, changed))
    return {"generation": str(generation)} | ({ORIGIN: facts[ORIGIN]} if ORIGIN in facts else {})


_TOLD = "SELECT id, json_extract(record, '$.text'), json_extract(record, '$.source') FROM documents"
