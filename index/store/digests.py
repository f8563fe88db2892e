"""SHA-256 of all that a library holds, written with it, so that what is read is what was written, or is said to be damaged.

A tree of digests (Merkle, "A digital signature based on a conventional encryption function", 1987): each document has those of its record,
its names, its sketch, its passages, what it is like and its history, each passage those of its place and of what it is searched by. The
documents are dealt to `BUCKETS` buckets by their ids, and each bucket has one over its documents, so that a change costs what it touches; the facts
hold one over all buckets and one over each small table, and the last of them, `seal`, is over the facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from sqlite3 import Connection
from typing import Any

from index.store.inventory import has_inventory

__all__ = [
    "BUCKETS",
    "DIGEST_TABLES",
    "PARTS",
    "SEAL",
    "TABLES",
    "Rows",
    "bucket_digest",
    "bucket_of",
    "content_digest",
    "digest",
    "document_digests",
    "likeness_rows",
    "names_digest",
    "place_digest",
    "put_bucket_digests",
    "put_document_digests",
    "put_part_digests",
    "record_digest",
    "rows_digest",
    "seal",
    "sealed_facts",
    "search_digest",
    "some_digest",
    "table_digest",
]

Rows = Callable[..., Iterator[tuple[Any, ...]]]
"""Gives the rows of a statement with its values."""

SEAL = "seal"
DIGEST_TABLES = """
CREATE TABLE document_digests (
    document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE, bucket INTEGER NOT NULL,
    record BLOB NOT NULL, names BLOB NOT NULL, sketch BLOB NOT NULL, passages BLOB NOT NULL, likenesses BLOB NOT NULL,
    history BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX document_digests_by_bucket ON document_digests (bucket);
CREATE TABLE buckets (bucket INTEGER PRIMARY KEY, documents INTEGER NOT NULL, digest BLOB NOT NULL) STRICT;
CREATE TABLE passage_digests (
    number INTEGER PRIMARY KEY REFERENCES passages (number) ON DELETE CASCADE, place BLOB NOT NULL, search BLOB NOT NULL
) STRICT;
"""

BUCKETS = 256
PARTS = ("record", "names", "sketch", "passages", "likenesses", "history")
"""Of what each document has digests."""
_BUCKET = f"SELECT document, {', '.join(PARTS)} FROM document_digests WHERE bucket = ? ORDER BY document"
_BUCKETS = "SELECT bucket, documents, digest FROM buckets ORDER BY bucket"
_RECORD = "SELECT id, location, sha256, record FROM documents WHERE id = ?"
_NAMES = "SELECT found FROM names WHERE document = ?"
_SKETCH = (
    "SELECT size, sample, (SELECT count(*) FROM shingles WHERE shingles.sketch = sketches.number AND shingle IN"
    " (SELECT value FROM json_each(found_by(sample)))) FROM sketches WHERE document = ?"
)
_PASSAGES = (
    'SELECT number, document, start, "end", section, language, sentences, words, vector, vectors'
    " FROM passages LEFT JOIN passage_vectors USING (number) LEFT JOIN sentence_vectors USING (number) WHERE document = ? ORDER BY number"
)
_LIKENESSES = (
    "SELECT one, other, of_one, of_other FROM likenesses WHERE one = ?1"
    " UNION ALL SELECT one, other, of_one, of_other FROM likenesses WHERE other = ?1 ORDER BY one, other"
)
_HISTORY = "SELECT added, changed FROM history WHERE document = ?"
TABLES: Mapping[str, tuple[str, ...]] = {
    "question_means": ("SELECT language, vector FROM question_means ORDER BY language",),
    "inventory": (
        "SELECT location FROM roots ORDER BY location",
        "SELECT location, reason, skipped FROM unread ORDER BY location",
    ),
    "marks": ("SELECT question, language, document, quote, judgement FROM marks ORDER BY question, document, quote",),
}
"""The small tables, by the names of the facts that hold the digests of their rows."""


def digest(*values: object) -> bytes:
    """SHA-256 of values in their order: each with its length before it, so that no two lists of values are written alike."""
    parts: list[bytes] = []
    for value in values:
        if value is None:
            parts.append(b"-")
            continue
        data = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
        parts += (b"%d:" % len(data), data)
    return sha256(b"".join(parts)).digest()


def rows_digest(rows: Iterable[Sequence[Any]]) -> bytes:
    """Of rows in their order."""
    return digest(*(value for row in rows for value in (len(row), *row)))


def some_digest(rows: Iterable[Sequence[Any]]) -> bytes:
    """The same; of no rows, as most documents have, nothing."""
    found = list(rows)
    return rows_digest(found) if found else b""


def record_digest(identifier: str, location: str, sha: str, record: bytes) -> bytes:
    """Of a row of `documents`."""
    return digest(identifier, location, sha, record)


def place_digest(
    number: int, document: str, start: int, end: int, section: int, language: str, sentences: str, words: int
) -> bytes:
    """Of what says where a passage stands and what its sentences are: a row of `passages` without vectors."""
    return digest(number, document, start, end, section, language, sentences, words)


def names_digest(found: bytes) -> bytes:
    """Of the names in a document, as they are written."""
    return rows_digest([(found,)])


def search_digest(vector: bytes, sentences: bytes) -> bytes:
    """Of what a passage is searched by beside its words: its vector and those of its sentences."""
    return digest(vector, sentences)


def document_digests(rows: Rows, document: str) -> tuple[list[bytes], list[tuple[int, bytes, bytes]]]:
    """The digests of a document as it is now: of its `PARTS`, and (number, place, search) of each passage."""
    record = next((record_digest(*row) for row in rows(_RECORD, document)), b"")
    names, sketch = rows_digest(rows(_NAMES, document)), rows_digest(rows(_SKETCH, document))
    passages = [(row[0], place_digest(*row[:8]), search_digest(*row[8:])) for row in rows(_PASSAGES, document)]
    beside = (some_digest(likeness_rows(rows, document)), some_digest(rows(_HISTORY, document)))
    return [record, names, sketch, rows_digest(passages), *beside], passages


def likeness_rows(rows: Rows, document: str) -> list[tuple[Any, ...]]:
    """What a document is like: the rows of `likenesses` that it is in, in order."""
    return list(rows(_LIKENESSES, document))


def put_document_digests(connection: Connection, document: str) -> None:
    """Write the digests of a document of which all else has been written. Call it within a transaction."""
    own, passages = document_digests(lambda *given: iter(connection.execute(given[0], given[1:])), document)
    marks = ", ".join("?" * (2 + len(own)))
    connection.execute(f"INSERT INTO document_digests VALUES ({marks})", (document, bucket_of(document), *own))
    connection.executemany("INSERT INTO passage_digests VALUES (?, ?, ?)", passages)


def put_part_digests(connection: Connection, documents: Iterable[str], part: str) -> None:
    """Write the digests of the `likenesses` or of the `history` of these documents as they are now. Call it within a transaction."""
    statement = {"likenesses": _LIKENESSES, "history": _HISTORY}[part]
    connection.executemany(
        f"UPDATE document_digests SET {part} = ? WHERE document = ?",
        [(some_digest(connection.execute(statement, (name,))), name) for name in documents],
    )


def bucket_of(document: str) -> int:
    """The bucket of a document."""
    return sha256(document.encode("utf-8", "surrogatepass")).digest()[0]


def bucket_digest(rows: Rows, bucket: int) -> tuple[int, bytes]:
    """How many documents are in a bucket, and one digest over theirs."""
    found = list(rows(_BUCKET, bucket))
    return len(found), rows_digest(found)


def put_bucket_digests(connection: Connection, buckets: Iterable[int]) -> None:
    """Write those of these buckets as they are now. Call it within a transaction."""
    for bucket in buckets:
        own = bucket_digest(lambda *given: iter(connection.execute(given[0], given[1:])), bucket)
        connection.execute("INSERT OR REPLACE INTO buckets VALUES (?, ?, ?)", (bucket, *own))


def content_digest(rows: Rows) -> str:
    """One digest over those of all buckets."""
    return rows_digest(rows(_BUCKETS)).hex()


def table_digest(rows: Rows, name: str) -> str:
    """Of the rows of a small table: one of `TABLES`."""
    if name == "inventory" and not has_inventory(rows):
        return digest().hex()
    return digest(*(rows_digest(rows(statement)) for statement in TABLES[name])).hex()


def sealed_facts(
    rows: Rows, facts: Mapping[str, str], tables: Iterable[str] = tuple(TABLES), *, content: bool = True
) -> dict[str, str]:
    """The facts with the digests of these small tables and of the `content` as they are now, and their seal."""
    told = {name: value for name, value in facts.items() if name != SEAL}
    told |= {name: table_digest(rows, name) for name in tables}
    if content:
        told["content"] = content_digest(rows)
    return {**told, SEAL: seal(told)}


def seal(facts: Mapping[str, str]) -> str:
    """Of the facts, without the seal itself."""
    return rows_digest(item for item in sorted(facts.items()) if item[0] != SEAL).hex()
