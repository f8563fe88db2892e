"""The library: one SQLite file is the truth. Documents, passages, tokens, vectors and build facts change together.

A change is one transaction, so a crash leaves the old library or the new one, never a mixture.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from index.arrays import Vectors
from index.bridge.heard import heard_names, strong
from index.bridge.pairs import name_pairs
from index.bridge.readings import reading_tokens
from index.errors import LibraryError, LibraryMismatch, LibraryMissing
from index.paths import place
from index.recent import Recent
from index.records import Document, Passage, Sentence
from index.store.catalogue import Catalogue, read_catalogue
from index.store.codec import read_document, write_document
from index.store.connections import Connections, Identity, connect
from index.store.duplicates import Likeness, group_of
from index.store.likenesses import DUPLICATE_TABLES, put_sketch, read_likenesses
from index.store.search_file import read_arrays, search_file, write_arrays
from index.store.search_index import SearchIndex
from index.store.vectors import VectorIndex
from index.text.script import tokens

__all__ = ["BuildFacts", "Entry", "Library", "settle"]

_SCHEMA_VERSION = "7"
_SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE documents (id TEXT PRIMARY KEY, location TEXT NOT NULL, sha256 TEXT NOT NULL, record TEXT NOT NULL) STRICT;
CREATE TABLE passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, section INTEGER NOT NULL, language TEXT NOT NULL,
    sentences TEXT NOT NULL, vector BLOB NOT NULL, sentence_vectors BLOB NOT NULL, words INTEGER NOT NULL,
    UNIQUE (document, start, "end")
) STRICT;
CREATE TABLE question_means (language TEXT PRIMARY KEY, vector BLOB NOT NULL) STRICT;
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
_CONTEXT_WEIGHT = 0.5
_DOCUMENTS_KEPT, _PASSAGES_KEPT = 2_000, 10_000
"""How many documents and passages are kept in memory once they are read."""


@dataclass(frozen=True, slots=True)
class BuildFacts:
    """What two libraries must share for their vectors and offsets to be comparable."""

    model: str
    fingerprint: str
    dimension: int
    passage_length: int
    cleaning: int

    @classmethod
    def read(cls, rows: Mapping[str, str]) -> BuildFacts:
        """The facts that `rows`, which may hold more, wrote down."""
        return cls(**{f.name: int(rows[f.name]) if f.type == "int" else rows[f.name] for f in fields(cls)})  # type: ignore[arg-type]

    def rows(self) -> dict[str, str]:
        """The facts as text, for storing and for messages."""
        return {"schema": _SCHEMA_VERSION, **{name: str(value) for name, value in asdict(self).items()}}


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with its passages and their vectors, ready to be written.

    `vectors` is `(len(passages), d)`; `sentence_vectors` one `(len(passage.sentences), d)` for each passage.
    """

    document: Document
    passages: tuple[Passage, ...]
    vectors: Vectors
    sentence_vectors: tuple[Vectors, ...]


class _Read(threading.local):
    """What a thread is reading: whether of one generation, and which that is, once it was asked for."""

    steady = False
    generation: int | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was read of one generation, so that it is not read again for each question."""

    generation: int
    documents: Recent[str, Document] = field(default_factory=lambda: Recent(_DOCUMENTS_KEPT))
    passages: Recent[int, Passage] = field(default_factory=lambda: Recent(_PASSAGES_KEPT))


class Library:
    """An open library. Use `Library.open` or `Library.create`; it is a context manager.

    Safe to share between threads, each of which reads by a connection of its own.
    """

    def __init__(self, path: Path, connections: Connections) -> None:
        self.path = path
        self._connections = connections
        self._read = _Read()
        self._kept = _Kept(-1)
        self._indexing = threading.Lock()
        self._index: SearchIndex | None = None

    @classmethod
    def open(cls, path: Path, expected: BuildFacts | None = None) -> Library:
        """Open the library at `path`.

        Raises LibraryMissing where there is none, LibraryMismatch where it was made otherwise than `expected`, and
        LibraryError where the file is not a library or cannot be read.
        """
        if not path.is_file():
            raise LibraryMissing(f"there is no library at {path}; make one with: yinzheng index PATH")
        library = cls(path, Connections.of(path))
        try:
            facts = library.facts()
        except LibraryError as error:
            library.close()
            raise LibraryError(
                f"{path} is not a library or is damaged ({error.__cause__}); move it away and run: yinzheng index PATH"
            ) from error
        if facts.get("schema") != _SCHEMA_VERSION:
            library.close()
            raise LibraryMismatch(
                f"library {path} was made by another version of yinzheng (schema {facts.get('schema', 'none')}, "
                f"this one writes {_SCHEMA_VERSION}); rebuild it with: yinzheng index --rebuild PATH"
            )
        if expected is not None:
            library._expect(expected, facts)
        return library

    @classmethod
    def create(cls, path: Path, facts: BuildFacts) -> Library:
        """Make an empty library at `path`, or open the one that is there if it was made in the same way."""
        if path.is_file() and _begun(path):
            return cls.open(path, facts)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"folder {path.parent} cannot be made ({error.strerror}); name another file with YINZHENG_LIBRARY"
            ) from error
        library = cls(path, Connections.of(path))
        try:
            with library._changing():
                for statement in (_SCHEMA + DUPLICATE_TABLES).strip().split(";\n"):
                    library._connection.execute(statement)
                library._write_facts(
                    {**facts.rows(), "generation": "0", "edition": _edition(), "corpus": _corpus_digest([])}
                )
        except LibraryError:
            library.close()
            raise
        return library

    def _expect(self, expected: BuildFacts, facts: Mapping[str, str]) -> None:
        for name, wanted in expected.rows().items():
            if facts.get(name) != wanted:
                self.close()
                raise LibraryMismatch(
                    f"library {self.path} was made with {name} {facts.get(name, 'unknown')}, now it is {wanted}; go back "
                    f"to that setting, name another library with --library, or rebuild: yinzheng index --rebuild PATH"
                )

    # ------------------------------------------------------------------------------------------------- reading

    def facts(self) -> dict[str, str]:
        """The build facts, the generation (it grows with each change) and the corpus digest."""
        return dict(self._rows("SELECT name, value FROM facts"))

    @property
    def identity(self) -> Identity:
        """Of the file, which another may have replaced at the path since (`connections.identity`)."""
        return self._connections.identity

    @property
    def generation(self) -> int:
        """A number that grows with each change."""
        if self._read.generation is not None:
            return self._read.generation
        found = int(next(self._rows("SELECT value FROM facts WHERE name = 'generation'"))[0])
        if self._read.steady:
            self._read.generation = found
        return found

    def document_ids(self) -> list[str]:
        """Ids of all documents, sorted."""
        return [row[0] for row in self._rows("SELECT id FROM documents ORDER BY id")]

    def locations(self) -> dict[str, Path]:
        """Of each document, by id: where its file was when it was read, as an absolute path."""
        return {row[0]: Path(row[1]) for row in self._rows("SELECT id, location FROM documents")}

    def document(self, identifier: str) -> Document:
        """The document of this id, or of the one id that begins so.

        Raises LibraryError for an id that names none or several.
        """
        if self._read.steady and (known := self._of_this_generation().documents.get(identifier)) is not None:
            return known
        with self.reading():
            kept = self._of_this_generation().documents
            if (document := kept.get(identifier)) is None:
                name = self._document_id(identifier)
                document = kept.made(name, lambda: self._document(name))
            return document

    def _document_id(self, identifier: str) -> str:
        found = [row[0] for row in self._rows("SELECT id FROM documents WHERE id = ?", _storable(identifier))]
        if not found:
            found = [known for known in self.document_ids() if known.startswith(identifier)]
        if len(found) != 1 or not identifier:
            reason = f"names {len(found)} documents ({', '.join(found)})" if found else "names no document"
            raise LibraryError(
                f"{identifier!r} {reason}; the library holds: {', '.join(self.document_ids()) or 'nothing'}"
            )
        name: str = found[0]
        return name

    def _document(self, name: str) -> Document:
        return read_document(next(self._rows("SELECT record FROM documents WHERE id = ?", name))[0])

    def documents_of_file(self, sha256: str) -> list[str]:
        """Ids of the documents made from a file with these bytes, sorted: one, or copies under several names."""
        return [row[0] for row in self._rows("SELECT id FROM documents WHERE sha256 = ? ORDER BY id", sha256)]

    def documents_with(self, words: str) -> list[str]:
        """Ids of the documents whose text holds `words`, character by character, sorted."""
        statement = "SELECT id FROM documents WHERE instr(json_extract(record, '$.text'), ?) > 0 ORDER BY id"
        return [row[0] for row in self._rows(statement, _storable(words)) if words in self.document(row[0]).text]

    def passage_numbers(self, documents: Sequence[str] | None = None) -> list[int]:
        """Numbers of the passages of these documents (None: of all)."""
        if documents is None:
            return [row[0] for row in self._rows("SELECT number FROM passages ORDER BY number")]
        marks = ",".join("?" * len(documents))
        statement = f"SELECT number FROM passages WHERE document IN ({marks}) ORDER BY number"
        return [row[0] for row in self._rows(statement, *documents)]

    def passage(self, number: int) -> Passage:
        """The passage of this number. Raises LibraryError where it is no longer there."""
        if self._read.steady and (known := self._of_this_generation().passages.get(number)) is not None:
            return known
        with self.reading():
            return self._of_this_generation().passages.made(number, lambda: self._passage(number))

    def _passage(self, number: int) -> Passage:
        rows = self._rows(
            'SELECT document, start, "end", section, language, sentences FROM passages WHERE number = ?', number
        )
        document_id, start, end, section, language, spans = self._one(rows, number)
        document = self.document(document_id)
        inside = tuple(Sentence(a, b, document.text[a:b]) for a, b in json.loads(spans))
        return document.passage(start, end, document.sections[section], language, inside)

    def sentence_vectors(self, number: int) -> Vectors:
        """Vectors of the sentences of this passage, `(len(passage.sentences), d)` float32."""
        row = self._one(self._rows("SELECT sentence_vectors FROM passages WHERE number = ?", number), number)
        vectors: Vectors = np.frombuffer(row[0], dtype="<f4").reshape(-1, self.dimension)
        return vectors

    @cached_property
    def dimension(self) -> int:
        """Length of each vector."""
        return int(self.facts()["dimension"])

    @cached_property
    def cleaning(self) -> int:
        """Which version of the cleaning made the texts (`facts.CLEANING_VERSION`)."""
        return int(self.facts()["cleaning"])

    def question_means(self) -> dict[str, Vectors]:
        """The mean vector of the same questions in each language, `(d,)` float32; see `index.encoder.alignment`."""
        rows = self._rows("SELECT language, vector FROM question_means")
        return {language: np.frombuffer(vector, dtype="<f4") for language, vector in rows}

    def languages(self) -> dict[int, str]:
        """The language of each passage, by number."""
        return dict(self._rows("SELECT number, language FROM passages ORDER BY number"))

    def catalogue(self) -> Catalogue:
        """What each passage is, whose, and who speaks in it, without the texts."""
        return read_catalogue(self._rows)

    def vector_index(self) -> VectorIndex:
        """An index over the vectors of all passages, whatever their language."""
        return self.search_index().whole()

    def search_index(self) -> SearchIndex:
        """What searching needs of all passages: read from the file beside this one, or made where that is of another edition."""
        with self._indexing:
            while self._index is None or self._index.edition != self._edition():
                self._index = self._search_index(self._edition())
            return self._index

    def write_search_index(self) -> None:
        """Write the file that `search_index` reads; where none can be written, the index is made at each opening."""
        index = self.search_index()
        path = search_file(self.path)
        if read_arrays(path, index.edition) is None:
            with suppress(OSError):
                write_arrays(path, index.edition, index.arrays)

    def _search_index(self, edition: str) -> SearchIndex:
        arrays = read_arrays(search_file(self.path), edition)
        return SearchIndex(edition, arrays) if arrays else SearchIndex.make(edition, self._rows, self.dimension)

    def _edition(self) -> str:
        """What tells this generation from every other, of any library that was or will be at the same place."""
        return str(next(self._rows("SELECT value FROM facts WHERE name = 'edition'"))[0])

    def lexical(self, words: Sequence[str], k: int, among: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """At most `k` pairs (number, BM25 score, higher is better) of passages that hold any of `words`, best first.

        `words` are folded tokens (`script.tokens`). `among` restricts the search before it is cut to k. BM25 as in
        Robertson and Zaragoza (2009), computed by SQLite's FTS5.
        """
        if not words or k < 1 or (among is not None and not among):
            return []
        query = " OR ".join(_quoted(word) for word in dict.fromkeys(words))
        statement = f"SELECT rowid, -bm25(terms, 1.0, {_CONTEXT_WEIGHT}) AS score FROM terms WHERE terms MATCH ? "
        if among is not None:
            statement += "AND rowid IN (SELECT value FROM json_each(?)) "
        statement += "ORDER BY score DESC, rowid LIMIT ?"
        values = [query, *([json.dumps(list(among))] if among is not None else []), k]
        return [(int(number), float(score)) for number, score in self._rows(statement, *values)]

    def duplicates(self) -> tuple[Likeness, ...]:
        """Every pair of documents that are near-duplicates: reprints, other scripts, excerpts."""
        with self.reading():
            return read_likenesses(self._connection)

    def group(self, document: str) -> tuple[str, ...]:
        """Ids of the documents that count as one source with this one, itself among them."""
        return group_of(document, self.duplicates())

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All that this thread reads inside is of one generation, whatever others write meanwhile; they wait for it.

        Within another `reading`, or a change, it is a part of that.
        """
        with self._held():
            if self._connection.in_transaction:
                yield
                return
            self._rows("BEGIN")
            self._read.steady = True
            try:
                yield
            finally:
                self._read.steady, self._read.generation = False, None
                self._roll_back()

    def _of_this_generation(self) -> _Kept:
        """What was read of the generation that this thread reads. Call it within `reading`."""
        if not self._read.steady:
            return _Kept(-1)  # within a change nothing is kept
        kept = self._kept
        if kept.generation != self.generation:
            kept = self._kept = _Kept(self.generation)
        return kept

    # ------------------------------------------------------------------------------------------------- writing

    def change(
        self,
        put: Sequence[Entry] = (),
        remove: Sequence[str] = (),
        question_means: Mapping[str, Vectors] | None = None,
    ) -> None:
        """Write `put` (replacing documents of the same id) and take out the documents `remove`, in one transaction.

        `question_means`, where given, replace those that the library holds (`alignment.question_means`).
        """
        with self._changing():
            for language, vector in (question_means or {}).items():
                self._connection.execute(
                    "INSERT OR REPLACE INTO question_means VALUES (?, ?)", (language, vector.astype("<f4").tobytes())
                )
            for identifier in [*remove, *(entry.document.id for entry in put)]:
                for table in ("terms", "readings"):
                    self._connection.execute(
                        f"DELETE FROM {table} WHERE rowid IN (SELECT number FROM passages WHERE document = ?)",
                        (identifier,),
                    )
                self._connection.execute("DELETE FROM documents WHERE id = ?", (identifier,))
            for entry in put:
                self._put(entry)
            digests = [row[0] for row in self._rows("SELECT sha256 FROM documents ORDER BY id")]
            facts = {
                "generation": str(self.generation + 1),
                "edition": _edition(),
                "corpus": _corpus_digest(digests),
            }
            self._write_facts(facts)

    def _put(self, entry: Entry) -> None:
        document = entry.document
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?)",
            (document.id, str(place(document.file)), document.sha256, write_document(document)),
        )
        put_sketch(self._connection, document)
        self._connection.executemany(
            "INSERT INTO name_pairs VALUES (?, ?, ?)", ((document.id, *pair) for pair in name_pairs(document))
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO heard_names VALUES (?, ?, ?, ?, ?)",
            (
                (document.id, name, sound, strong(sound)[0], len(strong(sound)))
                for name, sound in heard_names(document.text)
            ),
        )
        sections = {section: i for i, section in enumerate(document.sections)}
        for passage, vector, sentence_vectors in zip(
            entry.passages, entry.vectors, entry.sentence_vectors, strict=True
        ):
            spans = json.dumps([(sentence.start, sentence.end) for sentence in passage.sentences])
            words = tokens(passage.text)
            cursor = self._connection.execute(
                "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(document.id, passage.start, passage.end, sections[passage.section], passage.language, spans),
                    *(vector.astype("<f4").tobytes(), sentence_vectors.astype("<f4").tobytes(), len(words)),
                ),
            )
            authors = passage.section.authors or document.source.authors
            context = " ".join([document.source.title, passage.section.label, *authors])
            self._connection.execute(
                "INSERT INTO terms (rowid, text, context) VALUES (?, ?, ?)",
                (cursor.lastrowid, " ".join(words), " ".join(tokens(context))),
            )
            read = [
                " ".join(reading_tokens(part, passage.language.partition("-")[0])) for part in (passage.text, context)
            ]
            self._connection.execute(
                "INSERT INTO readings (rowid, text, context) VALUES (?, ?, ?)", (cursor.lastrowid, *read)
            )

    def _write_facts(self, facts: Mapping[str, str]) -> None:
        self._connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with self._held():
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                self._roll_back()
                raise LibraryError(
                    f"library {self.path} cannot be written ({error}); it is as it was before; check the disk's space and "
                    f"rights, or name another file with --library"
                ) from error
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    @property
    def _connection(self) -> sqlite3.Connection:
        """The connection that this thread holds, within `_held`."""
        return self._connections.mine

    @contextmanager
    def _held(self) -> Iterator[None]:
        with ExitStack() as stack:
            try:
                stack.enter_context(self._connections.held())
            except sqlite3.Error as error:
                raise LibraryError(f"library {self.path} cannot be read ({error}); open it again") from error
            yield

    def _rows(self, statement: str, *values: object) -> Iterator[tuple[Any, ...]]:
        try:
            with self._connections.held() as connection:
                return iter(connection.execute(statement, values).fetchall())
        except sqlite3.Error as error:
            raise LibraryError(
                f"library {self.path} cannot be read ({error}); if it is damaged, make it again: "
                f"yinzheng index --rebuild PATH"
            ) from error

    def _one(self, rows: Iterator[tuple[Any, ...]], number: int) -> tuple[Any, ...]:
        found = next(rows, None)
        if found is None:
            raise LibraryError(f"library {self.path} was changed and no longer holds passage {number}; ask again")
        return found

    def close(self) -> None:
        """Close the file; whoever is still `reading` it reads on until the end."""
        self._connections.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def settle(path: Path) -> None:
    """Finish what a killed process left of a change to the file at `path`, which is about to be replaced.

    SQLite would otherwise take the old file's journal for the new file's, and undo in the one what was done to the other.
    """
    if path.is_file():
        _begun(path)
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)


def _begun(path: Path) -> bool:
    """Whether the file holds anything; not so after a crash before the first change was complete."""
    if not path.stat().st_size:
        return False
    connection = connect(path)
    try:
        return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except sqlite3.Error:
        return True
    finally:
        connection.close()


def _quoted(word: str) -> str:
    """`word` as a string of FTS5's query language, in which nothing is an operator."""
    plain = word.encode("utf-8", "replace").decode().replace("\0", " ")
    return '"' + plain.replace('"', '""') + '"'


def _storable(word: str) -> str:
    return word.encode("utf-8", "replace").decode()


def _edition() -> str:
    return secrets.token_hex(8)


def _corpus_digest(digests: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()[:16]
