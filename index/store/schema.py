"""The tables of a library's file, and the facts that say how it was made."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from index.store.connections import beside, connect
from index.store.digests import DIGEST_TABLES
from index.store.history import HISTORY_TABLES
from index.store.likenesses import LIKENESS_TABLES, SKETCH_TABLES
from index.store.marks import MARK_TABLES
from index.store.words import WORD_TABLES

__all__ = [
    "SCHEMA_VERSION",
    "TABLES_9",
    "BuildFacts",
    "begun",
    "corpus_digest",
    "new_edition",
    "settle",
    "statements",
]

SCHEMA_VERSION = "10"
_FACTS = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE question_means (language TEXT PRIMARY KEY, vector BLOB NOT NULL) STRICT;
"""
_TABLES = """
CREATE TABLE documents (id TEXT PRIMARY KEY, location TEXT NOT NULL, sha256 TEXT NOT NULL, record BLOB NOT NULL) STRICT;
CREATE TABLE passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, section INTEGER NOT NULL, language TEXT NOT NULL,
    sentences TEXT NOT NULL, words INTEGER NOT NULL,
    UNIQUE (document, start, "end")
) STRICT;
CREATE TABLE passage_vectors (
    number INTEGER PRIMARY KEY REFERENCES passages (number) ON DELETE CASCADE, vector BLOB NOT NULL
) STRICT;
CREATE TABLE sentence_vectors (
    number INTEGER PRIMARY KEY REFERENCES passages (number) ON DELETE CASCADE, vectors BLOB NOT NULL
) STRICT;
"""
TABLES_9 = _TABLES + WORD_TABLES + SKETCH_TABLES
"""The tables that schema 8 had otherwise, or not at all."""


@dataclass(frozen=True, slots=True)
class BuildFacts:
    """What two libraries must share for their vectors and offsets to be comparable."""

    model: str
    fingerprint: str
    dimension: int
    passage_length: int
    cleaning: int

    @classmethod
    def read(cls, rows: Mapping[str, str]) -> BuildFacts:
        """The facts that `rows`, which may hold more, wrote down."""
        return cls(**{f.name: int(rows[f.name]) if f.type == "int" else rows[f.name] for f in fields(cls)})  # type: ignore[arg-type]

    def rows(self) -> dict[str, str]:
        """The facts as text, for storing and for messages."""
        return {"schema": SCHEMA_VERSION, **{name: str(value) for name, value in asdict(self).items()}}


def statements() -> Iterator[str]:
    """The statements that make the tables of an empty library, one by one."""
    tables = _FACTS + TABLES_9 + LIKENESS_TABLES + HISTORY_TABLES + MARK_TABLES + DIGEST_TABLES
    for statement in tables.split(";\n"):
        if statement.strip():
            yield statement.strip()


def new_edition() -> str:
    """What tells a generation from every other, of any library that was or will be at the same place."""
    return secrets.token_hex(8)


def corpus_digest(digests: Sequence[str]) -> str:
    """A digest of the documents whose files have these SHA-256: the same for the same files in the same order."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()[:16]


def begun(path: Path) -> bool:
    """Whether the file holds anything; not so after a crash before the first change was complete."""
    if not path.stat().st_size:
        return False
    connection = connect(path)
    try:
        return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except sqlite3.Error:
        return True
    finally:
        connection.close()


def settle(path: Path) -> None:
    """Finish what a killed process left of a change to the file at `path`, which is about to be replaced.

    SQLite would otherwise take the old file's journal for the new file's, and undo in the one what was done to the other.
    """
    if path.is_file():
        begun(path)
    for left in beside(path):
        left.unlink(missing_ok=True)
