"""What is stored of words: the tokens of each passage and of what stands above it, and the names in each document.

The arrays that searching reads are made of it (`index.store.search_index`).
"""

from __future__ import annotations

from collections.abc import Sequence
from sqlite3 import Connection

from index.bridge.heard import heard_names, strong
from index.bridge.pairs import name_pairs
from index.bridge.readings import reading_tokens
from index.records import READING, Document, Dropped, Passage
from index.text.script import tokens

__all__ = ["WORD_TABLES", "put_names", "put_words", "remove_words", "shrink_words"]

WORD_TABLES = """
CREATE TABLE name_pairs (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE, name TEXT NOT NULL, other TEXT NOT NULL,
    UNIQUE (document, name, other)
) STRICT;
CREATE INDEX name_pairs_by_name ON name_pairs (name);
CREATE TABLE heard_names (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE, name TEXT NOT NULL, sound TEXT NOT NULL,
    first TEXT NOT NULL, strong INTEGER NOT NULL, UNIQUE (document, name)
) STRICT;
CREATE INDEX heard_names_by_sound ON heard_names (first, strong, sound, name);
CREATE VIRTUAL TABLE terms USING fts5 (text, context, tokenize = "unicode61 remove_diacritics 2 tokenchars '.%'");
CREATE VIRTUAL TABLE readings USING fts5 (text, context, tokenize = "unicode61 remove_diacritics 2");
"""


def put_names(connection: Connection, document: Document) -> None:
    """Write the names that a document gives in two scripts, and all of its names by their sound."""
    connection.executemany(
        "INSERT INTO name_pairs VALUES (?, ?, ?)", ((document.id, *pair) for pair in name_pairs(document))
    )
    connection.executemany(
        "INSERT OR IGNORE INTO heard_names VALUES (?, ?, ?, ?, ?)",
        (
            (document.id, name, sound, strong(sound)[0], len(strong(sound)))
            for name, sound in heard_names(document.text)
        ),
    )


def put_words(
    connection: Connection, number: int | None, document: Document, passage: Passage, words: Sequence[str]
) -> None:
    """Write the tokens of a passage (`words`, of its text), those of its headings and authors, and the readings of both.

    Those that the file gives of characters in the passage are words of it here.
    """
    authors = passage.section.authors or document.source.authors
    context = " ".join([document.source.title, passage.section.label, *authors])
    given = tokens("\n".join(part.text for part in _readings(document, passage)))
    connection.execute(
        "INSERT INTO terms (rowid, text, context) VALUES (?, ?, ?)",
        (number, " ".join([*words, *given]), " ".join(tokens(context))),
    )
    family = passage.language.partition("-")[0]
    read = [" ".join(reading_tokens(part, family)) for part in (passage.text, context)]
    connection.execute("INSERT INTO readings (rowid, text, context) VALUES (?, ?, ?)", (number, *read))


def _readings(document: Document, passage: Passage) -> list[Dropped]:
    """The readings that the file gives of characters in a passage."""
    readings = [part for part in document.dropped if part.reason == READING]
    if not readings:
        return []
    span = document.source_span(passage.start, passage.end)
    return [
        part for part in readings if span.start <= (part.beside if part.beside >= 0 else part.source_start) <= span.end
    ]


def remove_words(connection: Connection, document: str) -> None:
    """Take out the tokens of a document's passages; its names go with the document itself."""
    for table in ("terms", "readings"):
        connection.execute(
            f"DELETE FROM {table} WHERE rowid IN (SELECT number FROM passages WHERE document = ?)", (document,)
        )


def shrink_words(connection: Connection) -> None:
    """Write the full-text tables anew, for what is taken out of them is only marked as gone until then."""
    for table in ("terms", "readings"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
