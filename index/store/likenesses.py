"""Sketches and likenesses in a library's file: a document that is written is held against those it shares shingles with.

Finding them takes one look at the index of shingles, so adding a document costs what it shares, not what the library holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from sqlite3 import Connection
from typing import Any

from index.records import Document
from index.store.duplicates import Likeness, likeness, sketch

__all__ = ["DUPLICATE_TABLES", "put_sketch", "read_likenesses"]

DUPLICATE_TABLES = """
CREATE TABLE sketches (document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE, size INTEGER NOT NULL) STRICT;
CREATE TABLE shingles (
    shingle INTEGER NOT NULL, document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    PRIMARY KEY (shingle, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX shingles_of_document ON shingles (document);
CREATE TABLE likenesses (
    one TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    other TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    of_one REAL NOT NULL, of_other REAL NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX likenesses_of_other ON likenesses (other);
"""


def put_sketch(connection: Connection, document: Document) -> None:
    """Write the sketch of a document that has just been written, and what it is like. Call it within a transaction."""
    shingles = sketch(document)
    rows = connection.execute(
        "SELECT sketches.document, size, count(*) FROM shingles JOIN sketches USING (document) "
        "WHERE shingle IN (SELECT value FROM json_each(?)) AND document != ? GROUP BY sketches.document",
        (json.dumps(shingles), document.id),
    )
    alike = [likeness(document.id, other, (len(shingles), size), shared) for other, size, shared in rows]
    connection.executemany(
        "INSERT INTO likenesses VALUES (?, ?, ?, ?)",
        [(found.one, found.other, found.of_one, found.of_other) for found in alike if found],
    )
    connection.execute("INSERT INTO sketches VALUES (?, ?)", (document.id, len(shingles)))
    connection.executemany("INSERT INTO shingles VALUES (?, ?)", ((shingle, document.id) for shingle in shingles))


def read_likenesses(rows: Callable[..., Iterator[tuple[Any, ...]]]) -> tuple[Likeness, ...]:
    """Every pair of documents that are near-duplicates, the ids of each in order. `rows` gives the rows of a statement."""
    found = rows("SELECT one, other, of_one, of_other FROM likenesses")
    return tuple(
        sorted((Likeness(*row).seen_from(min(row[:2])) for row in found), key=lambda found: (found.one, found.other))
    )
