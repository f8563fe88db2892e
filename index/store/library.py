"""The library: one SQLite file is the truth. Documents, passages, tokens, vectors and build facts change together.

A change is one transaction (`index.store.writer`), so a crash leaves the old library or the new one, never a mixture. What
is read of it is held against the digests that were written with it (`index.store.digests`); what differs is never handed out.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from types import TracebackType

import numpy as np

from index.arrays import Vectors
from index.encoder.alignment import family
from index.errors import LibraryError, LibraryMismatch, LibraryMissing
from index.faults import Fault
from index.formats.archive import Unread
from index.paths import place
from index.records import Document, Passage
from index.store import writer
from index.store.catalogue import Catalogue, read_catalogue
from index.store.connections import Connections, Identity
from index.store.contents import Contents, storable
from index.store.digests import bucket_of
from index.store.duplicates import Likeness, group_of
from index.store.entries import Entry
from index.store.history import ORIGIN, History, read_history
from index.store.inventory import Inventory, read_roots, read_unread
from index.store.likenesses import likenesses_of, read_likenesses
from index.store.marks import Mark, read_marks
from index.store.schema import SCHEMA_VERSION, BuildFacts, begun
from index.store.search_build import Source, build
from index.store.search_file import edition_of
from index.store.search_index import SearchIndex
from index.store.search_parts import (
    Fill,
    Part,
    Parts,
    in_memory,
    making,
    read_parts,
    remove_files,
    search_file,
    stamps,
    unlisted,
    write_parts,
)
from index.store.soundness import Checked, bucket_fault, faults, table_fault, whole_fault
from index.store.transactions import Transactions, into_file
from index.store.upgrade import UPGRADED, kept_before, upgrade

__all__ = ["Library"]

_READERS = 300.0
"""Seconds that the end of a removal waits for who reads what the library was."""


class Library:
    """An open library. Use `Library.open` or `Library.create`; it is a context manager.

    Safe to share between threads, each of which reads by a connection of its own.
    """

    def __init__(self, path: Path, connections: Connections) -> None:
        self.path = path
        self._file = Transactions(path, connections)
        self._contents = Contents(path, self._file)
        self._checked = Checked()
        self._looked = ""
        self._indexing = threading.Lock()
        self._index: SearchIndex | None = None

    @classmethod
    def open(cls, path: Path, expected: BuildFacts | None = None) -> Library:
        """Open the library at `path`.

        One of an earlier schema is brought to this one, if it can be (`index.store.upgrade`). Raises LibraryMissing where
        there is none, LibraryMismatch where it was made otherwise than `expected`, LibraryDamaged where what it says of
        itself or which documents it holds is not as it was written, and LibraryError where the file is not a library or
        cannot be read.
        """
        if not path.is_file():
            raise LibraryMissing(f"there is no library at {path}; make one with: yinzheng index --library {path} PATH")
        library = cls(path, Connections.of(path))
        try:
            facts = library.facts()
        except LibraryError as error:
            library.close()
            # what it says of itself is wrong, or the disk is
            if error.__cause__ is None or _of_the_disk(error.__cause__):
                raise
            raise LibraryError(
                f"{path} is not a library or is damaged ({error.__cause__}); put a backup in its place (yinzheng restore FILE), "
                "or move it away and run: yinzheng index PATH"
            ) from error
        try:
            if facts.get("schema") in UPGRADED:
                library.expect(expected, {**facts, "schema": SCHEMA_VERSION})
                library.close()
                upgrade(path, facts["schema"])
                return cls.open(path, expected)
            library._of_this_schema(facts)
            with library.reading():  # what was written between two looks is no damage
                library._look(library.facts())
            library.expect(expected, facts)
        except LibraryError:
            library.close()
            raise
        return library

    def _of_this_schema(self, facts: Mapping[str, str]) -> None:
        schema = facts.get("schema", "none")
        if schema == SCHEMA_VERSION:
            return
        if schema.isdecimal() and int(schema) > int(SCHEMA_VERSION):
            raise LibraryMismatch(
                f"library {self.path} was made by a later version of yinzheng (schema {schema}, this one reads "
                f"{SCHEMA_VERSION}); install that version, or make the library again: yinzheng index --rebuild"
            )
        raise LibraryMismatch(
            f"library {self.path} was made by another version of yinzheng (schema {schema}, this one writes "
            f"{SCHEMA_VERSION}); make it again of what it was made of: yinzheng index --rebuild"
        )

    @classmethod
    def create(cls, path: Path, facts: BuildFacts) -> Library:
        """Make an empty library at `path`, or open the one that is there if it was made in the same way.

        Raises LibraryMismatch where it was made otherwise, LibraryError where it cannot be made or read.
        """
        if path.is_file() and begun(path):
            return cls.open(path, facts)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"folder {path.parent} cannot be made ({error.strerror}); name another file with YINZHENG_LIBRARY"
            ) from error
        library = cls(path, Connections.of(path))
        try:
            with library._file.held() as connection, suppress(sqlite3.Error):
                connection.execute("PRAGMA journal_mode = WAL")
            with library._file.changing() as connection:
                if made := not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    writer.make(connection, facts)
        except LibraryError:
            library.close()
            raise
        if not made:  # another process was quicker
            library.close()
            return cls.open(path, facts)
        return library

    def expect(self, expected: BuildFacts | None, facts: Mapping[str, str] | None = None) -> None:
        """Raise LibraryMismatch where the library was made otherwise than `expected`; `facts` are its own, read anew where they are None."""
        facts = self.facts() if facts is None else facts
        for name, wanted in (expected.rows() if expected else {}).items():
            if facts.get(name) != wanted:
                raise LibraryMismatch(
                    f"library {self.path} was made with {name} {facts.get(name, 'unknown')}, now it is {wanted}; go back "
                    f"to that setting, name another library with --library, or rebuild: yinzheng index --rebuild PATH"
                )

    # ------------------------------------------------------------------------------------------------- reading

    def facts(self) -> dict[str, str]:
        """The build facts, and the generation (it grows with each change)."""
        return self._contents.facts()

    def corpus(self) -> str:
        """A digest of the files of all documents: the same for the same files."""
        return self._contents.corpus()

    def forget(self) -> None:
        """Keep nothing in memory of what was read; it is read, and held against its digest, anew when it is asked for."""
        self._contents.forget()

    @property
    def identity(self) -> Identity:
        """Of the file, which another may have replaced at the path since (`connections.identity`)."""
        return self._file.identity

    @property
    def generation(self) -> int:
        """A number that grows with each change."""
        return self._file.generation

    def document_ids(self) -> list[str]:
        """Ids of all documents, sorted."""
        return self._contents.document_ids()

    def holds(self) -> int:
        """How many documents there are."""
        return int(next(self._file.rows("SELECT count(*) FROM documents"))[0])

    def locations(self) -> dict[str, Path]:
        """Of each document, by id: where its file was when it was read, as an absolute path."""
        return {row[0]: Path(row[1]) for row in self._file.rows("SELECT id, location FROM documents")}

    def document(self, identifier: str) -> Document:
        """The document of this id, or of the one id that begins so.

        Raises LibraryError for an id that names none or several.
        """
        return self._contents.document(identifier)

    def documents(self, names: Sequence[str]) -> dict[str, Document]:
        """The documents of these ids, by id, read together. Raises LibraryDamaged where there is none of one of them."""
        return self._contents.documents(names)

    def documents_of_file(self, sha256: str) -> list[str]:
        """Ids of the documents made from a file with these bytes, sorted: one, or copies under several names."""
        return [row[0] for row in self._file.rows("SELECT id FROM documents WHERE sha256 = ? ORDER BY id", sha256)]

    def documents_with(self, words: str) -> list[str]:
        """Ids of the documents whose text holds `words`, character by character, sorted."""
        statement = "SELECT id FROM documents WHERE instr(json_extract(unpacked(record), '$.text'), ?) > 0 ORDER BY id"
        return [row[0] for row in self._file.rows(statement, storable(words)) if words in self.document(row[0]).text]

    def passage_numbers(self, documents: Sequence[str] | None = None) -> list[int]:
        """Numbers of the passages of these documents (None: of all)."""
        if documents is None:
            return [row[0] for row in self._file.rows("SELECT number FROM passages ORDER BY number")]
        marks = ",".join("?" * len(documents))
        statement = f"SELECT number FROM passages WHERE document IN ({marks}) ORDER BY number"
        return [row[0] for row in self._file.rows(statement, *documents)]

    def passage(self, number: int) -> Passage:
        """The passage of this number. Raises LibraryError where it is no longer there."""
        return self._contents.passage(number)

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """The passages of these numbers, in their order, read together. Raises LibraryError where one is no longer there."""
        return self._contents.passages(numbers)

    def sentence_vectors(self, number: int) -> Vectors:
        """Vectors of the sentences of this passage, `(len(passage.sentences), d)` float32."""
        return self._contents.sentence_vectors(number)

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return self._contents.dimension

    @cached_property
    def cleaning(self) -> int:
        """Which version of the cleaning made the texts (`facts.CLEANING_VERSION`)."""
        return int(self.facts()["cleaning"])

    def question_means(self) -> dict[str, Vectors]:
        """The mean vector of the same questions in each language, `(d,)` float32; see `index.encoder.alignment`."""
        with self.reading():
            self._contents.sound(table_fault(self._file.rows, self.facts(), "question_means"))
            rows = self._file.rows("SELECT language, vector FROM question_means")
            return {language: np.frombuffer(vector, dtype="<f4") for language, vector in rows}

    def languages(self) -> dict[int, str]:
        """The language of each passage, by number."""
        return dict(self._file.rows("SELECT number, language FROM passages ORDER BY number"))

    def families(self) -> set[str]:
        """The language families that passages are in."""
        return {family(row[0]) for row in self._file.rows("SELECT DISTINCT language FROM passages")}

    def catalogue(self) -> Catalogue:
        """What each passage is, whose, and who speaks in it, without the texts."""
        with self.reading():
            return read_catalogue(self._file.rows, self.path)

    def search_index(self) -> SearchIndex:
        """What searching needs of all passages: read from the files beside this one, or made where those are of another edition."""
        with self.reading(), self._indexing:
            if self._index is None or self._index.edition != self.edition:
                self._index = self._search_index(self.edition, write=False)
            return self._index

    def write_search_index(self) -> None:
        """Write the files that `search_index` reads, and vouch for them; where they cannot be written, the index is made at each opening."""
        path = search_file(self.path)
        if edition_of(path) == self.edition and self.facts().get(writer.VOUCHED) == stamps(path) != "":
            return
        with self.reading(), self._indexing:
            self._index = self._search_index(self.edition, write=True)
        with suppress(LibraryError):
            if edition_of(path) == self._index.edition and (found := stamps(path)):
                with self._changing(writer.FACTS) as connection:
                    writer.vouch(connection, found)

    def _search_index(self, edition: str, *, write: bool) -> SearchIndex:
        """That of the generation which this thread reads, made, and with `write` written, if there is none. Call it within `reading`."""
        facts, path = self.facts(), search_file(self.path)
        self._look(facts)
        vouched = facts.get(writer.VOUCHED, "")
        if (found := read_parts(path, edition, vouched=vouched)) is None:
            before = read_parts(path, vouched=vouched)
            if write:
                with suppress(OSError), making(path) as make:
                    found = self._made(before, make)
                    write_parts(path, edition, found, before)
                    return SearchIndex(edition, found.arrays, self.dimension)
            found = self._made(before, lambda fill, _: in_memory(fill))
        return SearchIndex(edition, found.arrays, self.dimension)

    def _look(self, facts: Mapping[str, str]) -> None:
        """Raise LibraryDamaged where the list of the documents is not as it was written; it is looked at once in each edition."""
        if self._looked != facts["edition"]:
            self._contents.sound(whole_fault(self._file.rows, facts))
            self._looked = facts["edition"]

    def _made(self, before: Parts | None, make: Callable[[Fill, int], Part]) -> Parts:
        """The parts of the search index, of those `before` and of what was changed since."""
        source = Source(
            self._file.rows, self.passages, self.document, self._contents.codes, self._contents.sound, self.dimension
        )
        if before is not None and (found := build(source, before, make)) is not None:
            return found
        self._contents.sound(next(self._checked.faults(self._file.rows), ""))
        found = build(source, None, make)
        assert found is not None  # nothing is held that could be wrong
        return found

    def faults(self) -> Iterator[str]:
        """All that is not as it was written, one thing after another; everything is read. Raises LibraryError where that cannot be done."""
        with self.reading():
            yield from faults(self._file.rows)

    @property
    def edition(self) -> str:
        """What tells this generation from every other, of any library that was or will be at the same place."""
        return self._file.fact("edition")

    def history(self) -> History:
        """Since which generation each document stands here as it does."""
        with self.reading():
            return read_history(self._file.rows, self._contents.sound)

    @property
    def origin(self) -> str:
        """What the library has in common with those that it was made out of, and with no other (`History.origin`)."""
        return self.facts().get(ORIGIN, "")

    def marks(self) -> tuple[Mark, ...]:
        """What was called useful or wrong of what was quoted, in the order in which it was."""
        with self.reading():
            self._contents.sound(table_fault(self._file.rows, self.facts(), "marks"))
            return read_marks(self._file.rows)

    def roots(self) -> tuple[Path, ...]:
        """The folders and files that the library was given, as absolute paths, sorted."""
        with self.reading():
            self._contents.sound(table_fault(self._file.rows, self.facts(), "inventory"))
            return read_roots(self._file.rows)

    def unread(self) -> tuple[Unread, ...]:
        """What of them was not read, and why, sorted by place."""
        with self.reading():
            self._contents.sound(table_fault(self._file.rows, self.facts(), "inventory"))
            return read_unread(self._file.rows)

    def duplicates(self) -> tuple[Likeness, ...]:
        """Every pair of documents that are near-duplicates: reprints, other scripts, excerpts."""
        with self.reading():
            return read_likenesses(self._file.rows, self._contents.sound)

    def alike(self, document: str) -> tuple[Likeness, ...]:
        """The near-duplicates of a document, each seen from it."""
        with self.reading():
            return likenesses_of(self._file.rows, self._contents.sound, document)

    def group(self, document: str) -> tuple[str, ...]:
        """Ids of the documents that count as one source with this one, itself among them."""
        with self.reading():
            return group_of(document, cache(self.alike))

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All that this thread reads inside is of one generation, whatever others write meanwhile; nobody waits.

        Within another `reading`, or a change, it is a part of that.
        """
        with self._file.reading():
            yield

    # ------------------------------------------------------------------------------------------------- writing

    @contextmanager
    def _changing(self, touched: writer.Touched, documents: Sequence[str] = ()) -> Iterator[sqlite3.Connection]:
        """A change of these parts and `documents`, which are as they were written: what is not would be sealed as if it were.

        Raises LibraryDamaged, and what `Transactions.changing` does.
        """
        with self._file.changing() as connection:
            facts, rows = self.facts(), self._file.rows
            if touched.content:
                self._contents.sound(
                    whole_fault(rows, facts) or bucket_fault(rows, {bucket_of(name) for name in documents})
                )
            for name in touched.tables:
                self._contents.sound(table_fault(rows, facts, name))
            yield connection

    def change(
        self,
        put: Sequence[Entry] = (),
        remove: Sequence[str] = (),
        question_means: Mapping[str, Vectors] | None = None,
        inventory: Inventory | None = None,
    ) -> None:
        """Write `put` (replacing documents of the same id) and take out the documents `remove`, in one transaction.

        `question_means`, where given, replace those that the library holds (`alignment.question_means`); `inventory` is
        what of the files that were given is not read.
        """
        touched = [*remove, *(entry.document.id for entry in put)]
        with self._changing(writer.ALL, touched) as connection:
            writer.change(connection, put, remove, question_means or {}, inventory, sound=self._contents.sound)

    def note(self, inventory: Inventory) -> None:
        """Remember what of the files that were given is not read; nothing is written where that is known already."""
        roots, unread = set(self.roots()), set(self.unread())
        within = {one for one in unread if any(Path(one.name).is_relative_to(root) for root in inventory.roots)}
        found = {replace(one, name=str(place(one.name))) for one in inventory.unread}
        if roots >= set(inventory.roots) and unread >= found and within <= found:
            return
        with self._changing(writer.INVENTORY) as connection:
            writer.note(connection, inventory)

    def count_on(self, generation: int) -> None:
        """Make the generation at least this one: who knows another library of this place must see that it is another."""
        with self._changing(writer.FACTS) as connection:
            writer.count_on(connection, generation)

    @property
    def follows(self) -> str:
        """Of a copy that is kept like a library elsewhere (`index.copies.follow`), the edition it was when it was made so; else empty."""
        return self.facts().get(writer.FOLLOWED, "")

    def follow(self, *, follows: bool = True) -> None:
        """Note that the library as it is now is such a copy, or that it is none."""
        with self._changing(writer.FACTS) as connection:
            writer.follow(connection, follows=follows)

    def mark(self, mark: Mark, *, kept: bool = True) -> None:
        """Keep what a quotation is called, or, not `kept`, take that back; its document is named as `document` takes it.

        Raises LibraryError where that does not hold it, and the mark is not to be taken back.
        """
        with self._changing(writer.MARKS) as connection:
            named = mark.document
            with suppress(LibraryError):
                mark = replace(mark, document=self._contents.document_id(named))
            if kept and mark.quote not in self.document(named).text:
                raise LibraryError(
                    f"{named} does not hold what is marked; ask the question again", Fault.LIBRARY_CHANGED
                )
            writer.mark(connection, mark, kept=kept)

    def carry(self, old: Path) -> tuple[str, ...]:
        """Be the next generation of the library at `old`, from which this one was made anew: with its marks, and what changed when.

        Gives, in words, the marks that do not stand here: of documents that are gone, or say something else now.
        """
        with self._changing(writer.MARKS_AND_HISTORY, self.document_ids()) as connection:
            return writer.carry_on(connection, old)

    def remove(self, documents: Sequence[str], places: Sequence[Path] = ()) -> None:
        """Take out documents with all their words, so that no byte of the file holds them any more.

        `places` are forgotten, too: that they were given, and what was not read in them. The pages that held something
        are overwritten, and the file is written anew (`clean`). Raises LibraryError where that cannot be done; then the
        documents are out, and the library is `unclean`.
        """
        with self._file.held() as connection:
            connection.execute("PRAGMA secure_delete = ON")
            with self._changing(writer.ALL, documents):
                writer.change(connection, (), documents, {}, forgotten=places, sound=self._contents.sound, unclean=True)
        self.clean()

    @property
    def unclean(self) -> bool:
        """Whether words of documents that were taken out may still stand in the file, or beside it."""
        return bool(self.facts().get(writer.UNCLEAN))

    def clean(self, patience: float | None = None) -> None:
        """Finish a removal: the file is written anew, and the search index beside it without what was taken out.

        What the library was before it was upgraded (`upgrade.kept_before`) goes. Nothing is done where it is not
        `unclean`. Raises LibraryError where it cannot be done, as where somebody still reads what it was after `patience`
        seconds (without one, as long as those take to be answered who ask a busy page).
        """
        if not self.unclean:
            return
        try:
            try:
                self.write_search_index()
            finally:
                if edition_of(search_file(self.path)) != self.edition:  # it could not be written
                    remove_files(self.path)
            for left in (*unlisted(self.path), *(kept_before(self.path, schema) for schema in UPGRADED)):
                left.unlink(missing_ok=True)
            with self._file.held() as connection:
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("VACUUM")
                if not into_file(connection, _READERS if patience is None else patience):
                    raise sqlite3.OperationalError("somebody is still reading what it was")
            with self._changing(writer.FACTS) as connection:
                writer.cleaned(connection)
        except (sqlite3.Error, OSError) as error:
            raise LibraryError(
                f"library {self.path} cannot be written anew ({error}): the documents are out of it, but their words may "
                "still stand in its file; end what reads it and run the command again",
                Fault.WORDS_REMAIN,
            ) from error

    def close(self) -> None:
        """Close the file; whoever is still `reading` it reads on until the end."""
        self._file.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _of_the_disk(error: BaseException) -> bool:
    """Whether nothing is wrong with the file that could be told."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_BUSY,
    )
