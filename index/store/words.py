"""What a library is searched by beside vectors: the tokens of each passage and of what stands above it, and the names in each document.

The arrays that searching reads are made of it (`index.store.search_build`). Tokens are told from the document whenever they are
needed; the names are stored, for telling them takes longer.
"""

from __future__ import annotations

import json
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from sqlite3 import Connection
from typing import Any

from index.bridge.heard import heard_names
from index.bridge.pairs import name_pairs
from index.bridge.readings import reading_tokens
from index.records import READING, Document, Dropped, Passage
from index.store.digests import names_digest
from index.text.script import tokens

__all__ = ["WORD_TABLES", "Lines", "Names", "put_names", "read_names", "reading_line", "term_line", "write_names"]

WORD_TABLES = """
CREATE TABLE names (
    document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE, found BLOB NOT NULL
) STRICT, WITHOUT ROWID;
"""
_NAMES = (
    "SELECT document, found, digests.names FROM names LEFT JOIN document_digests AS digests USING (document)"
    " WHERE document IN (SELECT document FROM passages WHERE number BETWEEN ? AND ?)"
)
Lines = tuple[str, str]
"""The tokens of a passage and those of what stands above it, with spaces between them."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names in a document: `pairs` of one in two scripts, all by their sound (`heard`, each with its key), and its `people`.

    These are its authors and those who are quoted or reported in it, as they are written there.
    """

    pairs: tuple[tuple[str, str], ...]
    heard: tuple[tuple[str, str], ...]
    people: tuple[str, ...]

    @classmethod
    def of(cls, document: Document) -> Names:
        """Those of a document."""
        sections = (name for section in document.sections for name in section.authors)
        speakers = (name for said in document.attributions for name in said.speakers)
        return cls(
            tuple(sorted(set(name_pairs(document)))),
            tuple(sorted(dict(reversed(heard_names(document.text))).items())),  # of two keys of one name the first
            tuple(sorted({*document.source.authors, *sections, *speakers})),
        )


def put_names(connection: Connection, document: Document) -> None:
    """Write the names in a document. Call it within a transaction."""
    write_names(connection, document.id, Names.of(document))


def write_names(connection: Connection, document: str, names: Names) -> None:
    """Write these names as those in a document."""
    found = json.dumps([names.pairs, names.heard, names.people], ensure_ascii=False)
    connection.execute("INSERT INTO names VALUES (?, ?)", (document, zlib.compress(found.encode("utf-8", "replace"))))


def read_names(
    rows: Callable[..., Iterator[tuple[Any, ...]]], sound: Callable[[str], None], first: int, last: int
) -> Iterator[Names]:
    """The names in each document with passages of the numbers from `first` to `last`; `sound` takes a fault, which is empty where there is none."""
    for document, found, written in rows(_NAMES, first, last):
        sound("" if written == names_digest(found) else f"the names of document {document} are not as written")
        pairs, heard, people = json.loads(zlib.decompress(found))
        yield Names(tuple(map(tuple, pairs)), tuple(map(tuple, heard)), tuple(people))


def term_line(document: Document, passage: Passage) -> Lines:
    """The tokens of a passage, and those of its headings and authors.

    The readings that the file gives of characters in the passage are words of it here.
    """
    given = tokens("\n".join(part.text for part in _readings(document, passage)))
    return " ".join([*tokens(passage.text), *given]), " ".join(tokens(_context(document, passage)))


def reading_line(document: Document, passage: Passage) -> Lines:
    """The tokens under which a passage, and its headings and authors, are found from other languages."""
    family = passage.language.partition("-")[0]
    text, above = (" ".join(reading_tokens(part, family)) for part in (passage.text, _context(document, passage)))
    return text, above


def _context(document: Document, passage: Passage) -> str:
    authors = passage.section.authors or document.source.authors
    return " ".join([document.source.title, passage.section.label, *authors])


@dataclass(frozen=True, slots=True, eq=False)
class _Itself:
    """What was left out of a document, known again as itself: to compare it takes long."""

    dropped: tuple[Dropped, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.dropped is other.dropped

    def __hash__(self) -> int:
        return id(self.dropped)


@lru_cache(maxsize=1)
def _all_readings(document: _Itself) -> tuple[list[int], list[tuple[int, Dropped]]]:
    """Where in the file each reading belongs, sorted, and the readings in that order, each with its number."""
    readings = [
        (part.beside if part.beside >= 0 else part.source_start, number, part)
        for number, part in enumerate(document.dropped)
        if part.reason == READING
    ]
    readings.sort(key=lambda one: one[:2])
    return [place for place, *_ in readings], [(number, part) for _, number, part in readings]


def _readings(document: Document, passage: Passage) -> list[Dropped]:
    """The readings that the file gives of characters in a passage."""
    places, readings = _all_readings(_Itself(document.dropped))
    if not readings:
        return []
    span = document.source_span(passage.start, passage.end)
    inside = readings[bisect_left(places, span.start) : bisect_right(places, span.end)]
    return [part for _, part in sorted(inside, key=lambda one: one[0])]
