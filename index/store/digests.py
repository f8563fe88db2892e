"""SHA-256 of all that a library holds, written with it, so that what is read is what was written, or is said to be damaged.

A tree of digests (Merkle, "A digital signature based on a conventional encryption function", 1987): each document has those of its record,
its names, its sketch and its passages, each passage those of its place and of what it is searched by; the facts hold one
over all documents and one over each small table, and the last of them, `seal`, is over the facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from sqlite3 import Connection
from typing import Any

from index.store.inventory import has_inventory

__all__ = [
    "DIGEST_TABLES",
    "SEAL",
    "TABLES",
    "Rows",
    "content_digest",
    "digest",
    "document_digests",
    "place_digest",
    "put_document_digests",
    "record_digest",
    "seal",
    "sealed_facts",
    "search_digest",
    "table_digest",
]

Rows = Callable[..., Iterator[tuple[Any, ...]]]
"""Gives the rows of a statement with its values."""

SEAL = "seal"
DIGEST_TABLES = """
CREATE TABLE document_digests (
    document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    record BLOB NOT NULL, names BLOB NOT NULL, sketch BLOB NOT NULL, passages BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE passage_digests (
    number INTEGER PRIMARY KEY REFERENCES passages (number) ON DELETE CASCADE, place BLOB NOT NULL, search BLOB NOT NULL
) STRICT;
"""

_DOCUMENTS = "SELECT document, record, names, sketch, passages FROM document_digests ORDER BY document"
_RECORD = "SELECT id, location, sha256, record FROM documents WHERE id = ?"
_PAIRS = "SELECT name, other FROM name_pairs WHERE document = ? ORDER BY name, other"
_HEARD = "SELECT name, sound, first, strong FROM heard_names WHERE document = ? ORDER BY name"
_SIZE = "SELECT size FROM sketches WHERE document = ?"
_SHINGLES = "SELECT shingle FROM shingles WHERE document = ? ORDER BY shingle"
_PASSAGES = (
    'SELECT number, document, start, "end", section, language, sentences, words, vector, sentence_vectors,'
    " terms.text, terms.context, readings.text, readings.context"
    " FROM passages LEFT JOIN terms ON terms.rowid = number LEFT JOIN readings ON readings.rowid = number"
    " WHERE document = ? ORDER BY number"
)
TABLES: Mapping[str, tuple[str, ...]] = {
    "likenesses": ("SELECT one, other, of_one, of_other FROM likenesses ORDER BY one, other",),
    "question_means": ("SELECT language, vector FROM question_means ORDER BY language",),
    "inventory": (
        "SELECT location FROM roots ORDER BY location",
        "SELECT location, reason, skipped FROM unread ORDER BY location",
    ),
    "marks": ("SELECT question, language, document, quote, judgement FROM marks ORDER BY question, document, quote",),
    "history": ("SELECT document, added, changed FROM history ORDER BY document",),
}
"""The small tables, by the names of the facts that hold the digests of their rows."""


def digest(*values: object) -> bytes:
    """SHA-256 of values in their order: each with its length before it, so that no two lists of values are written alike."""
    found = sha256()
    for value in values:
        if value is None:
            found.update(b"-")
            continue
        data = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.digest()


def _rows_digest(rows: Iterable[tuple[Any, ...]]) -> bytes:
    return digest(*(value for row in rows for value in (len(row), *row)))


def record_digest(identifier: str, location: str, sha: str, record: str) -> bytes:
    """Of a row of `documents`."""
    return digest(identifier, location, sha, record)


def place_digest(
    number: int, document: str, start: int, end: int, section: int, language: str, sentences: str, words: int
) -> bytes:
    """Of what says where a passage stands and what its sentences are: a row of `passages` without vectors."""
    return digest(number, document, start, end, section, language, sentences, words)


def search_digest(vector: bytes, sentence_vectors: bytes, *words: str | None) -> bytes:
    """Of what a passage is searched by: its vectors, and its rows of `terms` and `readings`."""
    return digest(vector, sentence_vectors, *words)


def document_digests(rows: Rows, document: str) -> tuple[bytes, bytes, bytes, bytes, list[tuple[int, bytes, bytes]]]:
    """The digests of a document as it is now: of its record, names, sketch and passages, and (number, place, search) of each."""
    record = next((record_digest(*row) for row in rows(_RECORD, document)), b"")
    names = digest(_rows_digest(rows(_PAIRS, document)), _rows_digest(rows(_HEARD, document)))
    sketch = digest(_rows_digest(rows(_SIZE, document)), _rows_digest(rows(_SHINGLES, document)))
    passages = [(row[0], place_digest(*row[:8]), search_digest(*row[8:])) for row in rows(_PASSAGES, document)]
    return record, names, sketch, _rows_digest(passages), passages


def put_document_digests(connection: Connection, document: str) -> None:
    """Write the digests of a document of which all else has been written. Call it within a transaction."""
    *own, passages = document_digests(lambda *given: iter(connection.execute(given[0], given[1:])), document)
    connection.execute("INSERT INTO document_digests VALUES (?, ?, ?, ?, ?)", (document, *own))
    connection.executemany("INSERT INTO passage_digests VALUES (?, ?, ?)", passages)


def content_digest(rows: Rows) -> str:
    """One digest over those of all documents."""
    return _rows_digest(rows(_DOCUMENTS)).hex()


def table_digest(rows: Rows, name: str) -> str:
    """Of the rows of a small table: one of `TABLES`."""
    if name == "inventory" and not has_inventory(rows):
        return digest().hex()
    return digest(*(_rows_digest(rows(statement)) for statement in TABLES[name])).hex()


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
    return _rows_digest(item for item in sorted(facts.items()) if item[0] != SEAL).hex()
