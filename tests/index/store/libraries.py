"""Small libraries of the tests, with vectors that are as good as any."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from index.formats import Unread
from index.passages import passages
from index.records import Document, Source
from index.store.codec import packed, unpacked
from index.store.connections import connect
from index.store.digests import BUCKETS, put_bucket_digests, put_document_digests, sealed_facts
from index.store.entries import Entry
from index.store.inventory import Inventory
from index.store.library import Library
from index.store.schema import BuildFacts
from index.store.search_parts import search_files, unlisted
from tests.conftest import ROOT
from tests.index.documents import document

D = 8
FACTS = BuildFacts("m", "f", D, 300, 1)
SCHEMA_7 = ROOT / "tests" / "data" / "libraries" / "schema-7.sqlite"
"""A library as the version of 30 November 2026 wrote it: two documents, made with `FACTS`."""
SCHEMA_8 = SCHEMA_7.with_name("schema-8.sqlite")
"""The same as that of 1 December wrote it: three documents, of which two are alike, and a mark."""
SCHEMA_9 = SCHEMA_7.with_name("schema-9.sqlite")
"""The same as the one after it wrote it."""
ARTICLES = [f"Article {number} of it forbids the sale of map {number * 37}." for number in range(1, 60)]
TEXTS = {
    "talks.txt": "基辛格（Henry Kissinger）认为，威慑要有效，须具备实力、决心和可信度。会议在维也纳举行。",
    "treaty.txt": " ".join(["The treaty was signed in Vienna.", *ARTICLES]),
    "reprint.txt": " ".join(["The treaty was signed in Vienna.", *ARTICLES, "It was reprinted."]),
}


def entry(made: Document) -> Entry:
    cut = passages(made, 300)
    rng = np.random.default_rng(len(made.text))

    def unit(count: int) -> np.ndarray:
        vectors = rng.normal(size=(count, D))
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    return Entry(made, cut, unit(len(cut)), tuple(unit(len(passage.sentences)) for passage in cut))


def note(name: str, text: str) -> Entry:
    return entry(document(text, Source(authors=("A. Writer",)), name=name))


def made(path: Path) -> Path:
    """A library in which every table has rows."""
    with Library.create(path, FACTS) as library:
        library.change(
            [note(name, text) for name, text in TEXTS.items()],
            question_means={"en": np.ones(D, np.float32), "zh": np.zeros(D, np.float32)},
            inventory=Inventory((Path("/documents"),), (Unread("/documents/empty.txt", "empty.txt is empty"),)),
        )
        library.write_search_index()
    return path


def copied(path: Path, to: Path) -> Path:
    """A copy of a library with the search index beside it."""
    to.mkdir(exist_ok=True)
    for file in path.parent.glob(f"{path.name}*"):
        shutil.copy(file, to)
    return to / path.name


def at_rest(path: Path) -> list[str]:
    """The names of the files of a library that nobody uses: its own, and those of the search index beside it, of which each is listed."""
    assert unlisted(path) == []
    return [path.name, *(file.name for file in search_files(path))]


def edited(record: bytes, old: str, new: str) -> bytes:
    """A record in which something else is written: `edited` in the SQL of `run`."""
    return packed((unpacked(record) or "").replace(old, new))


def run(path: Path, statement: str) -> int:
    """Change the file behind the library's back; how many rows were."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.create_function("edited", 3, edited)
        return connection.execute(statement).rowcount


def run_and_seal(path: Path, *statements: tuple[str, tuple[str, ...]]) -> None:
    """Change the file as who can write its digests, too, does."""
    with closing(connect(path)) as connection:

        def rows(statement: str, *values: object) -> Iterator[tuple[Any, ...]]:
            return iter(connection.execute(statement, values).fetchall())

        connection.execute("BEGIN")
        for statement, values in statements:
            connection.execute(statement, values)
        connection.execute("DELETE FROM document_digests")
        connection.execute("DELETE FROM passage_digests")
        for (document,) in rows("SELECT id FROM documents"):
            put_document_digests(connection, document)
        put_bucket_digests(connection, range(BUCKETS))
        facts = sealed_facts(rows, dict(rows("SELECT name, value FROM facts")))
        connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())
        connection.execute("COMMIT")
