"""Changing a library: documents come and go with their passages, words, vectors and facts, within one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from sqlite3 import Connection

from index.arrays import Vectors
from index.paths import place
from index.store.codec import write_document
from index.store.entries import Entry
from index.store.history import put_history
from index.store.inventory import Inventory, forget, put_inventory
from index.store.likenesses import put_sketch
from index.store.marks import forget_marks
from index.store.schema import BuildFacts, corpus_digest, new_edition, statements
from index.store.words import put_names, put_words, remove_words
from index.text.script import tokens

__all__ = ["change", "make"]


def make(connection: Connection, facts: BuildFacts) -> None:
    """Make the tables of an empty library and write its facts. Call it within a transaction."""
    for statement in statements():
        connection.execute(statement)
    _write_facts(connection, {**facts.rows(), "generation": "0", "edition": new_edition(), "corpus": corpus_digest([])})


def change(
    connection: Connection,
    put: Sequence[Entry],
    remove: Sequence[str],
    question_means: Mapping[str, Vectors],
    inventory: Inventory | None = None,
) -> None:
    """Write `put`, take out the documents `remove`, and count the generation on. Call it within a transaction."""
    if inventory is not None:
        put_inventory(connection, inventory)
    for language, vector in question_means.items():
        connection.execute(
            "INSERT OR REPLACE INTO question_means VALUES (?, ?)", (language, vector.astype("<f4").tobytes())
        )
    held = {row[0] for row in connection.execute("SELECT id FROM documents")}
    for identifier in [*remove, *(entry.document.id for entry in put)]:
        remove_words(connection, identifier)
        connection.execute("DELETE FROM documents WHERE id = ?", (identifier,))
    for entry in put:
        _put(connection, entry)
    forget(connection, [place(entry.document.file) for entry in put])
    digests = [row[0] for row in connection.execute("SELECT sha256 FROM documents ORDER BY id")]
    (generation,) = connection.execute("SELECT value FROM facts WHERE name = 'generation'").fetchone()
    facts = {"generation": str(int(generation) + 1), "edition": new_edition(), "corpus": corpus_digest(digests)}
    _write_facts(connection, facts)
    put_history(connection, [entry.document.id for entry in put], remove, held, int(generation) + 1)
    forget_marks(connection, remove)


def _put(connection: Connection, entry: Entry) -> None:
    document = entry.document
    connection.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?)",
        (document.id, str(place(document.file)), document.sha256, write_document(document)),
    )
    put_sketch(connection, document)
    put_names(connection, document)
    sections = {section: i for i, section in enumerate(document.sections)}
    for passage, vector, sentence_vectors in zip(entry.passages, entry.vectors, entry.sentence_vectors, strict=True):
        spans = json.dumps([(sentence.start, sentence.end) for sentence in passage.sentences])
        words = tokens(passage.text)
        cursor = connection.execute(
            "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(document.id, passage.start, passage.end, sections[passage.section], passage.language, spans),
                *(vector.astype("<f4").tobytes(), sentence_vectors.astype("<f4").tobytes(), len(words)),
            ),
        )
        put_words(connection, cursor.lastrowid, document, passage, words)


def _write_facts(connection: Connection, facts: Mapping[str, str]) -> None:
    connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())
