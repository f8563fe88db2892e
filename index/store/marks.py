"""What the owner of a library calls useful or wrong of what it was quoted for: kept in it, with the words that were quoted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any, Literal, get_args

__all__ = ["MARK_TABLES", "Judgement", "Mark", "carry_marks", "forget_marks", "put_mark", "read_marks"]

Judgement = Literal["useful", "wrong"]
MARK_TABLES = """
CREATE TABLE IF NOT EXISTS marks (
    question TEXT NOT NULL, language TEXT NOT NULL, document TEXT NOT NULL, quote TEXT NOT NULL, judgement TEXT NOT NULL,
    PRIMARY KEY (question, document, quote)
) STRICT;
"""
_ALL = "SELECT question, language, document, quote, judgement FROM marks ORDER BY rowid"
_TEXT = "SELECT id, json_extract(unpacked(record), '$.text') FROM documents WHERE id = ?"

Rows = Callable[..., Iterator[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a quotation from a document was called as evidence on a question, which is in `language` (BCP 47)."""

    question: str
    language: str
    document: str
    quote: str
    judgement: Judgement


def read_marks(rows: Rows) -> tuple[Mark, ...]:
    """All of them, in the order in which they were made."""
    return tuple(Mark(*row) for row in rows(_ALL) if row[4] in get_args(Judgement))


def put_mark(connection: Connection, mark: Mark, *, kept: bool = True) -> None:
    """Write a mark, in the place of what the same quotation was called before on the same question; or, not `kept`, take that back."""
    connection.execute(
        "DELETE FROM marks WHERE question = ? AND document = ? AND quote = ?",
        (mark.question, mark.document, mark.quote),
    )
    if kept:
        row = (mark.question, mark.language, mark.document, mark.quote, mark.judgement)
        connection.execute("INSERT INTO marks VALUES (?, ?, ?, ?, ?)", row)


def forget_marks(connection: Connection, documents: Sequence[str]) -> None:
    """Forget what was quoted from these documents."""
    connection.executemany("DELETE FROM marks WHERE document = ?", ((name,) for name in documents))


def carry_marks(connection: Connection, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Write the marks of another library, those of the documents that this one holds; which do not stand here is given back.

    Their documents are not here, or, though the mark is written, no longer say what was marked.
    """
    texts: dict[str, str] = {}
    for name in {mark.document for mark in marks}:
        texts |= dict(connection.execute(_TEXT, (name,)).fetchall())
    for mark in marks:
        if mark.document in texts:
            put_mark(connection, mark)
    return tuple(mark for mark in marks if mark.quote not in texts.get(mark.document, ""))
