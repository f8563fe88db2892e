"""Changing a library: documents come and go with their passages, words, vectors and facts, within one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from index.arrays import Vectors
from index.paths import place
from index.store.codec import write_document
from index.store.codes import Codes
from index.store.digests import (
    BUCKETS,
    TABLES,
    Rows,
    bucket_of,
    likeness_rows,
    put_bucket_digests,
    put_document_digests,
    put_part_digests,
    sealed_facts,
)
from index.store.entries import Entry
from index.store.history import ORIGIN, carry, new_origin, put_history
from index.store.inventory import Inventory, forget, put_inventory
from index.store.likenesses import put_sketch, remove_sketch
from index.store.marks import Mark, forget_marks, put_mark
from index.store.schema import BuildFacts, new_edition, statements
from index.store.soundness import bucket_fault, history_fault, likeness_fault
from index.store.words import put_names
from index.text.script import tokens

__all__ = [
    "ALL",
    "FACTS",
    "FOLLOWED",
    "INVENTORY",
    "MARKS",
    "MARKS_AND_HISTORY",
    "UNCLEAN",
    "VOUCHED",
    "Touched",
    "carry_on",
    "change",
    "cleaned",
    "count_on",
    "follow",
    "make",
    "mark",
    "note",
    "vouch",
]

VOUCHED = "index"
"""The fact that holds the stamps of the files of the search index beside the library, of when all of each was last read."""
FOLLOWED = "followed"
"""The fact of a copy that says which edition of the library elsewhere it was made of; empty in what is no copy."""
UNCLEAN = "unclean"
"""The fact that says, where it is not empty, that words of what was taken out may still stand in the file."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change may write besides facts: small `tables` (`digests.TABLES`), and the documents (`content`).

    Their digests are made anew, those of all else stay as they were, so that what is damaged there is still found.
    """

    tables: tuple[str, ...] = ()
    content: bool = False


FACTS, INVENTORY, MARKS = Touched(), Touched(("inventory",)), Touched(("marks",))
MARKS_AND_HISTORY = Touched(("marks",), content=True)
ALL = Touched(tuple(TABLES), content=True)


def make(connection: Connection, facts: BuildFacts) -> None:
    """Make the tables of an empty library and write its facts. Call it within a transaction."""
    for statement in statements():
        connection.execute(statement)
    about = {"generation": "0", "edition": new_edition(), ORIGIN: new_origin()}
    _write_facts(connection, {**facts.rows(), **about}, ALL)


def change(
    connection: Connection,
    put: Sequence[Entry],
    remove: Sequence[str],
    question_means: Mapping[str, Vectors],
    inventory: Inventory | None = None,
    forgotten: Sequence[Path] = (),
    *,
    sound: Callable[[str], None],
    unclean: bool = False,
) -> None:
    """Write `put`, take out the documents `remove`, and count the generation on. Call it within a transaction.

    Of the places `forgotten` it is not remembered any more that they were given, nor what was not read in them. `sound` takes what is wrong
    with what would be sealed anew, and is empty where nothing is. With `unclean` it is noted that what was taken out may still stand in the file.
    """
    if inventory is not None:
        put_inventory(connection, inventory)
    for language, vector in question_means.items():
        connection.execute(
            "INSERT OR REPLACE INTO question_means VALUES (?, ?)", (language, vector.astype("<f4").tobytes())
        )
    names = [entry.document.id for entry in put]
    touched = {*remove, *names}
    held = {name for name in touched if connection.execute("SELECT 1 FROM documents WHERE id = ?", (name,)).fetchone()}
    rows = _rows(connection)
    for name in held:
        sound(likeness_fault(rows, name) or history_fault(rows, name))
    alike = _alike(connection, touched)
    for other in alike:
        sound(likeness_fault(rows, other))
    for identifier in touched:
        remove_sketch(connection, identifier)
        connection.execute("DELETE FROM documents WHERE id = ?", (identifier,))
    for entry in put:
        _put(connection, entry)
    forget(connection, [place(entry.document.file) for entry in put])
    forget(connection, forgotten, roots=True)
    (generation,) = connection.execute("SELECT value FROM facts WHERE name = 'generation'").fetchone()
    facts = {"generation": str(int(generation) + 1), "edition": new_edition()}
    put_history(connection, names, remove, held, int(generation) + 1)
    forget_marks(connection, remove)
    now = _alike(connection, names)
    for other in now - alike:
        sound(likeness_fault(rows, other, touched))
    changed = {bucket_of(name) for name in touched}
    more = {bucket_of(other) for other in alike | now} - changed
    sound(bucket_fault(rows, more))
    for name in names:
        put_document_digests(connection, name)
    put_part_digests(connection, alike | now, "likenesses")
    put_bucket_digests(connection, changed | more)
    if unclean:
        facts[UNCLEAN] = "1"
    _write_facts(connection, facts, ALL)


def _rows(connection: Connection) -> Rows:
    return lambda *given: iter(connection.execute(given[0], given[1:]))


def _alike(connection: Connection, documents: Collection[str]) -> set[str]:
    """The documents that are like these, but for themselves."""
    links = (row[:2] for name in documents for row in likeness_rows(_rows(connection), name))
    return {name for pair in links for name in pair}.difference(documents)


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
        place_in_it = (passage.start, passage.end, sections[passage.section])
        cursor = connection.execute(
            "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
            (document.id, *place_in_it, passage.language, spans, len(tokens(passage.text))),
        )
        for table, vectors in (("passage_vectors", vector[None, :]), ("sentence_vectors", sentence_vectors)):
            row = (cursor.lastrowid, Codes.of(vectors).packed())
            connection.execute(f"INSERT INTO {table} VALUES (?, ?)", row)


def note(connection: Connection, inventory: Inventory) -> None:
    """Remember what of the files that were given is not read. Call it within a transaction."""
    put_inventory(connection, inventory)
    _write_facts(connection, {}, INVENTORY)


def count_on(connection: Connection, generation: int) -> None:
    """Make the generation at least this one. Call it within a transaction."""
    (held,) = connection.execute("SELECT value FROM facts WHERE name = 'generation'").fetchone()
    _write_facts(connection, {"generation": str(max(int(held), generation))}, FACTS)


def follow(connection: Connection, *, follows: bool) -> None:
    """Note that the library as it is now is a copy of one that is changed elsewhere, or that it is none. Call it within a transaction."""
    (edition,) = connection.execute("SELECT value FROM facts WHERE name = 'edition'").fetchone()
    _write_facts(connection, {FOLLOWED: edition if follows else ""}, FACTS)


def mark(connection: Connection, given: Mark, *, kept: bool = True) -> None:
    """Keep what a quotation is called, or, not `kept`, take that back. Call it within a transaction."""
    put_mark(connection, given, kept=kept)
    _write_facts(connection, {}, MARKS)


def carry_on(connection: Connection, old: Path) -> tuple[str, ...]:
    """Be the next generation of the library at `old` (`history.carry`); which marks do not stand here. Call it within a transaction."""
    carried = carry(connection, old)
    put_part_digests(connection, [name for (name,) in connection.execute("SELECT id FROM documents")], "history")
    put_bucket_digests(connection, range(BUCKETS))
    _write_facts(connection, carried.facts, MARKS_AND_HISTORY)
    return carried.marks


def vouch(connection: Connection, stamp: str) -> None:
    """Remember the stamp of the search index as it is now. Call it within a transaction."""
    _write_facts(connection, {VOUCHED: stamp}, FACTS)


def cleaned(connection: Connection) -> None:
    """Note that what was taken out no longer stands in the file. Call it within a transaction."""
    _write_facts(connection, {UNCLEAN: ""}, FACTS)


def _write_facts(connection: Connection, changed: Mapping[str, str], touched: Touched) -> None:
    """Write what changed of the facts, the digests of what was touched, and the seal."""
    facts = {**dict(connection.execute("SELECT name, value FROM facts").fetchall()), **changed}
    sealed = sealed_facts(_rows(connection), facts, touched.tables, content=touched.content)
    connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", sealed.items())
