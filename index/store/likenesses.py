"""Sketches and likenesses in a library's file: a document that is written is held against those it shares shingles with.

Finding them takes one look at the index of shingles, so adding a document costs what it shares, not what the library holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from sqlite3 import Connection
from typing import Any

from index.records import Document
from index.store.digests import Rows, likeness_rows, some_digest
from index.store.duplicates import Likeness, likeness, sketch
from index.store.sketches import Sample, found_by, in_common, sample
from index.store.soundness import likeness_fault, part_fault

__all__ = [
    "LIKENESS_TABLES",
    "SKETCH_TABLES",
    "likenesses_of",
    "put_sample",
    "put_sketch",
    "read_likenesses",
    "remove_sketch",
]

_SHARING = (
    "SELECT document, size, sample FROM sketches WHERE number IN (SELECT sketch FROM shingles"
    " WHERE shingle IN (SELECT value FROM json_each(?)) GROUP BY sketch HAVING count(*) > 1)"
)
"""Those that share two of the shingles by which they are found."""

SKETCH_TABLES = """
CREATE TABLE sketches (
    number INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE REFERENCES documents (id) ON DELETE CASCADE,
    size INTEGER NOT NULL, sample BLOB NOT NULL
) STRICT;
CREATE TABLE shingles (
    shingle INTEGER NOT NULL, sketch INTEGER NOT NULL, PRIMARY KEY (shingle, sketch)
) STRICT, WITHOUT ROWID;
"""
LIKENESS_TABLES = """
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
    own = sample(shingles)
    rows = connection.execute(_SHARING, (found_by(own),)).fetchall()
    alike = [_likeness(document.id, len(shingles), own, *row) for row in rows]
    connection.executemany(
        "INSERT INTO likenesses VALUES (?, ?, ?, ?)",
        [(found.one, found.other, found.of_one, found.of_other) for found in alike if found],
    )
    put_sample(connection, document.id, len(shingles), shingles)


def put_sample(connection: Connection, document: str, size: int, shingles: Sequence[int]) -> None:
    """Write the sketch of a document, of which `size` shingles were taken. Call it within a transaction."""
    own = sample(shingles)
    cursor = connection.execute("INSERT INTO sketches VALUES (NULL, ?, ?, ?)", (document, size, own))
    connection.execute("INSERT INTO shingles SELECT value, ? FROM json_each(?)", (cursor.lastrowid, found_by(own)))


def _likeness(document: str, size: int, own: Sample, other: str, other_size: int, theirs: Sample) -> Likeness | None:
    return likeness(document, other, (size, other_size), in_common(own, theirs))


def remove_sketch(connection: Connection, document: str) -> None:
    """Take out by what a document is found, before it goes itself. Call it within a transaction."""
    connection.execute(
        "DELETE FROM shingles WHERE (shingle, sketch) IN (SELECT value, number FROM sketches, json_each(found_by(sample))"
        " WHERE document = ?)",
        (document,),
    )


def read_likenesses(rows: Rows, sound: Callable[[str], None]) -> tuple[Likeness, ...]:
    """Every pair of documents that are near-duplicates, the ids of each in order; `sound` takes a fault, which is empty where there is none."""
    found = list(rows("SELECT one, other, of_one, of_other FROM likenesses ORDER BY one, other"))
    of: dict[str, list[tuple[Any, ...]]] = {}
    for row in found:
        of.setdefault(row[0], []).append(row)
        of.setdefault(row[1], []).append(row)
    for document, written in rows("SELECT document, likenesses FROM document_digests"):
        sound("" if written == some_digest(of.get(document, [])) else part_fault("likenesses", document))
    return tuple(
        sorted((Likeness(*row).seen_from(min(row[:2])) for row in found), key=lambda found: (found.one, found.other))
    )


def likenesses_of(rows: Rows, sound: Callable[[str], None], document: str) -> tuple[Likeness, ...]:
    """What one document is like, seen from it; `sound` takes a fault, which is empty where there is none."""
    sound(likeness_fault(rows, document))
    found = (Likeness(*row).seen_from(document) for row in likeness_rows(rows, document))
    return tuple(sorted(found, key=lambda one: one.other))
