"""Plain BM25 by SQLite's FTS5, over the tokens of a library's passages: a reference for the lexical leg."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from functools import lru_cache

from index.store.library import Library
from index.store.words import term_line

__all__ = ["bm25"]

_CONTEXT_WEIGHT = 0.5
_TABLE = """CREATE VIRTUAL TABLE terms USING fts5 (text, context, tokenize = "unicode61 remove_diacritics 2 tokenchars '.%'")"""


def bm25(library: Library, words: Sequence[str], k: int, among: Sequence[int] | None = None) -> list[tuple[int, float]]:
    """At most `k` pairs (number, BM25 score, higher is better) of passages that hold any of `words`, best first.

    `words` are folded tokens (`script.tokens`). `among` restricts the search before it is cut to k. BM25 as in
    Robertson and Zaragoza (2009).
    """
    if not words or k < 1 or (among is not None and not among):
        return []
    query = " OR ".join(_quoted(word) for word in dict.fromkeys(words))
    connection = _terms(library, library.generation)
    statement = f"SELECT rowid, -bm25(terms, 1.0, {_CONTEXT_WEIGHT}) AS score FROM terms WHERE terms MATCH ? "
    if among is not None:
        statement += "AND rowid IN (SELECT value FROM json_each(?)) "
    statement += "ORDER BY score DESC, rowid LIMIT ?"
    values = [query, *([json.dumps(list(among))] if among is not None else []), k]
    return [(int(number), float(score)) for number, score in connection.execute(statement, values)]


@lru_cache(maxsize=4)
def _terms(library: Library, generation: int) -> sqlite3.Connection:  # noqa: ARG001 - of which the table is
    """The tokens of every passage and of what stands above it in a full-text table."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute(_TABLE)
    for number in library.passage_numbers():
        passage = library.passage(number)
        line = term_line(library.document(passage.document), passage)
        connection.execute("INSERT INTO terms (rowid, text, context) VALUES (?, ?, ?)", (number, *line))
    return connection


def _quoted(word: str) -> str:
    """`word` as a string of FTS5's query language, in which nothing is an operator."""
    plain = word.encode("utf-8", "replace").decode().replace("\0", " ")
    return '"' + plain.replace('"', '""') + '"'
