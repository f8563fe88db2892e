"""What a library holds, passage by passage, as filters see it: from where, by whom, who speaks, in what language.

Only these parts of each document are read, by SQLite, and not its text, once its digest was found to be right.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import LibraryDamaged
from index.records import Section, SectionKind, Source
from index.store.digests import place_digest

__all__ = ["Catalogue", "Places", "read_catalogue"]

Places = Mapping[str, NDArray[np.int64]]
"""By a value, where in the order of their numbers the passages stand that have it, in order."""

_BATCH = 2000
"""How many documents are read at once."""
_DOCUMENTS = (
    "SELECT id, digests.record IS record_digest(id, location, sha256, documents.record),"
    " json_extract(unpacked(documents.record), '$.source', '$.sections', '$.attributions')"
    f" FROM documents LEFT JOIN document_digests AS digests ON document = id WHERE id > ? ORDER BY id LIMIT {_BATCH}"
)
_PASSAGES = (
    'SELECT place, number, document, start, "end", section, language, sentences, words FROM passages'
    " LEFT JOIN passage_digests USING (number) WHERE document > ? AND document <= ?"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A passage without its text. `authors` are those whose text it is, `speakers` whoever is quoted or reported in it."""

    number: int
    document: str
    kind: SectionKind
    language: str
    authors: tuple[str, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """The documents of one generation of a library by id, and its passages in the order of their numbers."""

    sources: Mapping[str, Source]
    passages: tuple[Listed, ...]

    @cached_property
    def numbers(self) -> NDArray[np.int64]:
        """The numbers of the passages: `(n,)`."""
        return np.array([passage.number for passage in self.passages], dtype=np.int64)

    @cached_property
    def documents(self) -> Places:
        """By document, where its passages stand in `passages`."""
        return _places((passage.document,) for passage in self.passages)

    @cached_property
    def languages(self) -> Places:
        """The same by language."""
        return _places((passage.language,) for passage in self.passages)

    @cached_property
    def kinds(self) -> Places:
        """The same by the kind of their section."""
        return _places((passage.kind.value,) for passage in self.passages)

    @cached_property
    def authors(self) -> Places:
        """The same by author."""
        return _places(passage.authors for passage in self.passages)

    @cached_property
    def speakers(self) -> Places:
        """The same by speaker."""
        return _places(passage.speakers for passage in self.passages)


def _places(values: Iterable[Iterable[str]]) -> Places:
    found: dict[str, list[int]] = {}
    for place, some in enumerate(values):
        for value in some:
            found.setdefault(value, []).append(place)
    return {value: np.array(places, dtype=np.int64) for value, places in found.items()}


def read_catalogue(rows: Callable[..., Iterator[tuple[Any, ...]]], path: Path) -> Catalogue:
    """Read it of the library at `path`; `rows` gives the rows of a statement with its values. Raises LibraryDamaged.

    The documents are read some at a time, and what many passages have is kept once.
    """
    shared: dict[object, Any] = {}
    sources: dict[str, Source] = {}
    passages: list[Listed] = []
    last = ""
    while some := list(rows(_DOCUMENTS, last)):
        sections: dict[str, list[Section]] = {}
        said: dict[str, list[tuple[int, int, list[str]]]] = {}
        for identifier, sound, record in some:
            if not sound:
                raise LibraryDamaged(path, f"the record of document {identifier} is not as it was written")
            source, parts, attributions = json.loads(record)
            told = {**source, "authors": tuple(source["authors"])}
            sources[identifier] = Source(**{name: shared.setdefault(value, value) for name, value in told.items()})
            sections[identifier] = [
                Section(part["start"], part["end"], SectionKind(part["kind"]), authors=tuple(part["authors"]))
                for part in parts
            ]
            said[identifier] = [(start, end, speakers) for start, end, speakers, *_ in attributions]
        for written, *row in rows(_PASSAGES, last, some[-1][0]):
            number, document, start, end, place, language, _, _ = row
            if written != place_digest(*row):
                raise LibraryDamaged(path, f"passage {number} is not as it was written")
            section = sections[document][place]
            until = bisect_left(said[document], end, key=lambda one: one[0])
            heard = dict.fromkeys(name for _, after, names in said[document][:until] if after > start for name in names)
            authors, speakers = section.written_by(sources[document]), tuple(heard)
            often = [shared.setdefault(value, value) for value in (document, language, authors, speakers)]
            passages.append(Listed(number, often[0], section.kind, *often[1:]))
        last = some[-1][0]
    passages.sort(key=lambda one: one.number)
    return Catalogue(sources, tuple(passages))
