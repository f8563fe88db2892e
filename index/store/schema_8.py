"""Libraries of schemas 7 and 8: what their digests were of, and how they are brought to schema 9.

They had vectors in single precision in the rows of passages, records as plain text, full-text tables of the tokens, a row for
each name and for each shingle of each document.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from sqlite3 import Connection
from typing import Any

import numpy as np

from index.store.codec import packed
from index.store.codes import Codes
from index.store.digests import Rows, digest, place_digest, record_digest, seal
from index.store.likenesses import put_sample
from index.store.schema import TABLES_9
from index.store.words import Names, write_names

__all__ = ["faults_of_8", "to_9"]

_DIGESTS = "SELECT document, record, names, sketch, passages FROM document_digests ORDER BY document"
_RECORDS = "SELECT id, location, sha256, record FROM documents ORDER BY id"
_PAIRS = "SELECT name, other FROM name_pairs WHERE document = ? ORDER BY name, other"
_HEARD = "SELECT name, sound, first, strong FROM heard_names WHERE document = ? ORDER BY name"
_SIZE = "SELECT size FROM {} WHERE document = ?"
_SHINGLES = "SELECT shingle FROM {} WHERE document = ? ORDER BY shingle"
_PASSAGES = (
    'SELECT number, document, start, "end", section, language, sentences, words, vector, sentence_vectors,'
    " terms.text, terms.context, readings.text, readings.context"
    " FROM passages LEFT JOIN terms ON terms.rowid = number LEFT JOIN readings ON readings.rowid = number"
    " WHERE document = ? ORDER BY number"
)
_CHANGED = ("documents", "passages", "sketches", "shingles")
_GONE = ("terms", "readings", "name_pairs", "heard_names", "passage_digests", "document_digests")


def faults_of_8(rows: Rows, facts: Mapping[str, str]) -> Iterator[str]:
    """What of a library of schema 8 is not as it was written, but for its small tables."""
    if facts.get("seal") != seal(facts):
        yield "what it says of itself is not as it was written"
    written = {row[0]: row for row in rows(_DIGESTS)}
    if facts.get("content") != _rows_digest(list(written.values())).hex():
        yield "the list of its documents is not as it was written"
    found = 0
    for row in rows(_RECORDS):
        found += 1
        if written.get(row[0]) != (row[0], *_digests(rows, row)):
            yield f"document {row[0]} is not as it was written"
    if found != len(written):
        yield f"it holds {found} documents of the {len(written)} that were written"


def _digests(rows: Rows, record: tuple[Any, ...]) -> tuple[bytes, ...]:
    name = record[0]
    names = digest(_rows_digest(rows(_PAIRS, name)), _rows_digest(rows(_HEARD, name)))
    sketch = digest(
        _rows_digest(rows(_SIZE.format("sketches"), name)), _rows_digest(rows(_SHINGLES.format("shingles"), name))
    )
    passages = [(row[0], place_digest(*row[:8]), digest(*row[8:])) for row in rows(_PASSAGES, name)]
    return record_digest(*record), names, sketch, _rows_digest(passages)


def _rows_digest(rows: Any) -> bytes:
    return digest(*(value for row in rows for value in (len(row), *row)))


def to_9(connection: Connection, dimension: int) -> None:
    """Change the tables to those of schema 9, and what they hold, but for the digests. Foreign keys are not enforced meanwhile."""
    last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passages'").fetchone()
    for table in _CHANGED:
        connection.execute(f"ALTER TABLE {table} RENAME TO {table}_8")
    for statement in TABLES_9.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    for identifier, location, sha, record in connection.execute("SELECT id, location, sha256, record FROM documents_8"):
        connection.execute("INSERT INTO documents VALUES (?, ?, ?, ?)", (identifier, location, sha, packed(record)))
        write_names(connection, identifier, _names(connection, identifier, record))
        put_sample(connection, identifier, *_sketch(connection, identifier))
    for row in connection.execute(
        'SELECT number, document, start, "end", section, language, sentences, words, vector, sentence_vectors FROM passages_8'
    ):
        connection.execute("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row[:8])
        for table, data in zip(("passage_vectors", "sentence_vectors"), row[8:], strict=True):
            connection.execute(f"INSERT INTO {table} VALUES (?, ?)", (row[0], _coded(data, dimension)))
    for table in (*_GONE, *(f"{name}_8" for name in _CHANGED)):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    if last:
        connection.execute("DELETE FROM sqlite_sequence WHERE name = 'passages'")
        connection.execute("INSERT INTO sqlite_sequence VALUES ('passages', ?)", last)


def _names(connection: Connection, name: str, record: str) -> Names:
    pairs = connection.execute(_PAIRS, (name,)).fetchall()
    heard = [row[:2] for row in connection.execute(_HEARD, (name,)).fetchall()]
    held = json.loads(record)
    people = [*held["source"]["authors"], *(one for part in held["sections"] for one in part["authors"])]
    people += [one for said in held["attributions"] for one in said[2]]
    return Names(tuple(pairs), tuple(heard), tuple(sorted(set(people))))


def _sketch(connection: Connection, name: str) -> tuple[int, list[int]]:
    size = connection.execute(_SIZE.format("sketches_8"), (name,)).fetchone()
    shingles = connection.execute(_SHINGLES.format("shingles_8"), (name,)).fetchall()
    return (size[0] if size else 0), [row[0] for row in shingles]


def _coded(data: bytes, dimension: int) -> bytes:
    return Codes.of(np.frombuffer(data, dtype="<f4").reshape(-1, dimension)).packed()
