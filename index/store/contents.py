"""What a library holds: its documents, passages and vectors, each held against its digest before it is handed out, and kept for a while."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from index.arrays import Vectors
from index.errors import LibraryDamaged, LibraryError
from index.faults import Fault
from index.recent import Recent
from index.records import Document, Passage, Sentence
from index.store.codec import read_document
from index.store.codes import Codes
from index.store.digests import place_digest, record_digest, search_digest
from index.store.schema import SCHEMA_VERSION, corpus_digest
from index.store.soundness import facts_fault
from index.store.transactions import Transactions

__all__ = ["Contents", "storable"]

_DOCUMENTS_KEPT, _PASSAGES_KEPT, _VECTORS_KEPT = 2_000, 10_000, 2_000
"""How many documents, passages and vectors of passages' sentences are kept in memory once they are read."""
_NAMED = 20
"""How many documents an error names."""
_VECTORS = (
    "SELECT number, search, vector, vectors FROM passage_vectors JOIN sentence_vectors USING (number)"
    " LEFT JOIN passage_digests USING (number) WHERE number IN (SELECT value FROM json_each(?))"
)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was read of one generation, so that it is not read again for each question."""

    generation: int
    documents: Recent[str, Document] = field(default_factory=lambda: Recent(_DOCUMENTS_KEPT))
    passages: Recent[int, Passage] = field(default_factory=lambda: Recent(_PASSAGES_KEPT))
    vectors: Recent[int, Vectors] = field(default_factory=lambda: Recent(_VECTORS_KEPT))
    corpus: list[str] = field(default_factory=list)


class Contents:
    """The documents and passages in the file of a library. Threads may share it.

    What is not as it was written is a LibraryDamaged, whoever asks for it.
    """

    def __init__(self, path: Path, file: Transactions) -> None:
        self.path = path
        self._file = file
        self._kept = _Kept(-1)

    def forget(self) -> None:
        """Keep nothing of what was read: what is asked for next is read, and held against its digest, anew."""
        self._kept = _Kept(-1)

    def facts(self) -> dict[str, str]:
        """The build facts, and the generation (it grows with each change)."""
        facts = dict(self._file.rows("SELECT name, value FROM facts"))
        if facts.get("schema") == SCHEMA_VERSION:
            self.sound(facts_fault(facts))
        return facts

    def corpus(self) -> str:
        """A digest of the files of all documents; told once of each generation, for every document is looked at."""
        with self._file.reading():
            kept = self._of_this_generation().corpus
            if not kept:
                kept.append(
                    corpus_digest([row[0] for row in self._file.rows("SELECT sha256 FROM documents ORDER BY id")])
                )
            return kept[0]

    @cached_property
    def dimension(self) -> int:
        """Length of each vector."""
        return int(self.facts()["dimension"])

    def document_ids(self) -> list[str]:
        """Ids of all documents, sorted."""
        return [row[0] for row in self._file.rows("SELECT id FROM documents ORDER BY id")]

    def document(self, identifier: str) -> Document:
        """The document of this id, or of the one id that begins so.

        Raises LibraryError for an id that names none or several.
        """
        if self._file.steady and (known := self._of_this_generation().documents.get(identifier)) is not None:
            return known
        with self._file.reading():
            kept = self._of_this_generation().documents
            if (document := kept.get(identifier)) is None:
                name = self.document_id(identifier)
                document = kept.made(name, lambda: self._document(name))
            return document

    def document_id(self, identifier: str) -> str:
        """The whole id of the document that `document` gives; raises as it does."""
        found = [row[0] for row in self._file.rows("SELECT id FROM documents WHERE id = ?", storable(identifier))]
        if not found:
            found = [known for known in self.document_ids() if known.startswith(identifier)]
        if len(found) != 1 or not identifier:
            if found and identifier:
                raise LibraryError(f"{identifier!r} names {len(found)} documents: {_some(found)}; write more of its id")
            raise LibraryError(
                f"{identifier!r} names no document; the library holds: {_some(self.document_ids())}", Fault.NO_DOCUMENT
            )
        name: str = found[0]
        return name

    def _document(self, name: str) -> Document:
        return self._documents([name])[name]

    def _documents(self, names: Sequence[str]) -> dict[str, Document]:
        """Those of these documents, by id, as they are written, with one statement."""
        rows = self._file.rows(
            "SELECT digests.record, id, location, sha256, documents.record FROM documents"
            " LEFT JOIN document_digests AS digests ON document = id WHERE id IN (SELECT value FROM json_each(?))",
            json.dumps(names),
        )
        read = {row[1]: row for row in rows}
        found = {}
        for name in names:
            written, *row = read.get(name, (None, name, "", "", ""))
            sound = written == record_digest(*row)
            self.sound("" if sound else f"the record of document {name} is not as it was written")
            try:
                found[name] = read_document(row[3])
            except ValueError as error:  # what was written, with its digest, is none of ours
                raise LibraryDamaged(self.path, f"the record of document {name} cannot be read") from error
        return found

    def documents(self, names: Sequence[str]) -> dict[str, Document]:
        """The documents of these ids, by id, read together. Raises LibraryDamaged where there is none of one of them."""
        with self._file.reading():
            return self._kept_documents(names, self._of_this_generation())

    def _kept_documents(self, names: Sequence[str], kept: _Kept) -> dict[str, Document]:
        found = {name: known for name in names if (known := kept.documents.get(name)) is not None}
        if unknown := [name for name in dict.fromkeys(names) if name not in found]:
            found |= self._documents(unknown)
            for name in unknown:
                kept.documents.put(name, found[name])
        return found

    def passage(self, number: int) -> Passage:
        """The passage of this number. Raises LibraryError where it is no longer there."""
        if self._file.steady and (known := self._of_this_generation().passages.get(number)) is not None:
            return known
        return self.passages([number])[0]

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """The passages of these numbers, in their order, read together. Raises LibraryError where one is no longer there."""
        with self._file.reading():
            kept = self._of_this_generation()
            found = {number: passage for number in numbers if (passage := kept.passages.get(number)) is not None}
            unknown = [number for number in dict.fromkeys(numbers) if number not in found]
            for number, passage in self._passages(unknown, kept) if unknown else ():
                found[number] = passage
                kept.passages.put(number, passage)
            return [found[number] for number in numbers]

    def _passages(self, numbers: Sequence[int], kept: _Kept) -> Iterator[tuple[int, Passage]]:
        """These passages, which differ, with their numbers: one statement for them and one for their documents."""
        rows = self._file.rows(
            'SELECT place, number, document, start, "end", section, language, sentences, words FROM passages'
            " LEFT JOIN passage_digests USING (number) WHERE number IN (SELECT value FROM json_each(?))",
            json.dumps(numbers),
        )
        read = {row[1]: row for row in rows}
        for number in numbers:
            if number not in read:
                raise self._gone(number)
            written, *row = read[number]
            self.sound("" if written == place_digest(*row) else f"passage {number} is not as it was written")
        documents = self._kept_documents([read[number][2] for number in numbers], kept)
        for number in numbers:
            _, _, name, start, end, section, language, spans, _ = read[number]
            document = documents[name]
            inside = tuple(Sentence(a, b, document.text[a:b]) for a, b in json.loads(spans))
            yield number, document.passage(start, end, document.sections[section], language, inside)

    def sentence_vectors(self, number: int) -> Vectors:
        """Vectors of the sentences of this passage, `(len(passage.sentences), d)` float32."""
        with self._file.reading():
            return self._of_this_generation().vectors.made(number, lambda: self.codes([number])[0][1].decoded())

    def codes(self, numbers: Sequence[int]) -> list[tuple[Codes, Codes]]:
        """The vectors of these passages, and those of the sentences of each, as they are written."""
        read = {row[0]: row[1:] for row in self._file.rows(_VECTORS, json.dumps(list(numbers)))}
        found = []
        for number in numbers:
            if number not in read:
                raise self._gone(number)
            written, *row = read[number]
            self.sound("" if written == search_digest(*row) else f"passage {number} is not as it was written")
            own, inside = (Codes.unpacked(data, self.dimension) for data in row)
            found.append((own, inside))
        return found

    def _of_this_generation(self) -> _Kept:
        """What was read of the generation that this thread reads. Call it while it reads one."""
        if not self._file.steady:
            return _Kept(-1)  # within a change nothing is kept
        kept = self._kept
        if kept.generation != self._file.generation:
            kept = self._kept = _Kept(self._file.generation)
        return kept

    def sound(self, fault: str) -> None:
        """Raise LibraryDamaged for a fault; none is empty."""
        if fault:
            raise LibraryDamaged(self.path, fault)

    def _gone(self, number: int) -> LibraryError:
        return LibraryError(
            f"library {self.path} was changed and no longer holds passage {number}; ask again", Fault.LIBRARY_CHANGED
        )


def _some(names: Sequence[str]) -> str:
    """The first of these names, and how many more there are."""
    more = f" and {len(names) - _NAMED} more (yinzheng show lists them)" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}" if names else "nothing"


def storable(word: str) -> str:
    """The word as SQLite can take it: a surrogate that stands alone is a question mark."""
    return word.encode("utf-8", "replace").decode()
