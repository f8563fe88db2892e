"""Making the arrays that searching reads of what a library holds, or of those of an earlier edition and what has changed since.

A passage never changes: it goes, and another comes with a greater number. So those that are there still, as their digests tell,
are copied from the arrays of before, and only what was added is read. What is made is the same either way, but that the names
in what was added stand apart until they are many.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bridge.learnt import HeardNames, NamePairs
from index.encoder.alignment import family
from index.records import Document, Passage
from index.store.codes import Codes, coded_size
from index.store.merged_postings import extended, without
from index.store.search_file import Shaped, Target
from index.store.words import Lines, Names, read_names, reading_line, term_line
from index.vocabulary import Arrays, named_within, starts_of

__all__ = ["Source", "build", "room"]

_PASSAGES = (
    "SELECT number, language, words, length(vectors),"
    " CAST(substr(place, 1, 8) || substr(search, 1, 8) || substr(record, 1, 8) AS BLOB) FROM passages"
    " JOIN sentence_vectors USING (number) JOIN passage_digests USING (number)"
    " JOIN document_digests USING (document) ORDER BY number"
)
_NAMED = "SELECT document IN (SELECT document FROM passages WHERE number > ?), record FROM document_digests ORDER BY document"
_VECTORS = ("vectors", "sentences")
_BATCH = 2000
"""How many passages are read at once."""
_TOGETHER = 1 << 14
"""The lists of so many are made at once, and then added to those of the others, so that memory is bounded."""
_ROOM, _ROOM_EACH = 16_384, 16_384
"""How many bytes what is said of the arrays takes at most, and of those of one language more."""
_NEW_NAMES = 10
"""Where one document of so many is newer than the names that were put in order, they are all put in order anew."""
Read = Callable[..., Iterator[tuple[Any, ...]]]
_LINES: Mapping[str, Callable[[Document, Passage], Lines]] = {"terms": term_line, "readings": reading_line}


@dataclass(frozen=True, slots=True)
class Source:
    """How a library is read: `rows` gives those of a statement; the others give what was held against its digest.

    `passages` gives passages by their numbers, `document` a document by its id, and `vectors`, of passages by their numbers,
    the codes of each and of its sentences. Each raises LibraryDamaged.
    """

    rows: Read
    passages: Callable[[Sequence[int]], list[Passage]]
    document: Callable[[str], Document]
    vectors: Callable[[Sequence[int]], list[tuple[Codes, Codes]]]
    dimension: int


@dataclass(frozen=True, slots=True)
class _Listed:
    """The passages of one language: `numbers` (n,), how many tokens (`sizes`) and `sentences` each has, and its mark.

    `marks` (n,) uint64 tell a passage with its vectors and its document from every other.
    """

    numbers: NDArray[np.int64]
    sizes: NDArray[np.uint32]
    sentences: NDArray[np.int64]
    marks: NDArray[np.uint64]

    def at(self, rows: NDArray[np.int64]) -> _Listed:
        """Those in these rows."""
        return _Listed(self.numbers[rows], self.sizes[rows], self.sentences[rows], self.marks[rows])


def room(families: int) -> int:
    """How many bytes what is said of the arrays takes at most (`search_file.writing`)."""
    return _ROOM + _ROOM_EACH * families


def build(target: Target, source: Source, before: Mapping[str, NDArray[Any]] | None = None) -> None:
    """Put the arrays into `target`; those of an earlier edition, of this library or of another, save what they can."""
    listed = _listed(source)
    old: Mapping[str, NDArray[Any]] = before or {"families": _bytes("[]")}
    places = {name: str(place) for place, name in enumerate(json.loads(bytes(old["families"])))}
    target.put("dimension", np.array([source.dimension], dtype=np.int64))
    target.put("families", _bytes(json.dumps(list(listed))))
    for place, (name, now) in enumerate(listed.items()):
        held = named_within(old, places[name]) if name in places else None
        _Language(source, now, held).put(target, str(place))
    _put_names(target, source, before)


def _listed(source: Source) -> dict[str, _Listed]:
    """The passages of each language."""
    rows = list(source.rows(_PASSAGES))
    if not rows:
        return {}
    numbers, languages, words, sizes, digests = zip(*rows, strict=True)
    families = {language: family(language) for language in dict.fromkeys(languages)}
    names = list(dict.fromkeys(families.values()))
    places = {language: names.index(name) for language, name in families.items()}
    of = np.array([places[language] for language in languages])
    marks = np.bitwise_xor.reduce(np.frombuffer(b"".join(digests), dtype=np.uint64).reshape(-1, 3), axis=1)
    whole = _Listed(
        np.array(numbers, dtype=np.int64),
        np.array(words, dtype=np.uint32),
        np.array(sizes, dtype=np.int64) // coded_size(source.dimension),
        marks,
    )
    return {name: whole.at(np.flatnonzero(of == place)) for place, name in enumerate(names)}


class _Language:
    """The passages of one language, some of which the arrays `held` of an earlier edition have."""

    def __init__(self, source: Source, now: _Listed, held: Arrays | None) -> None:
        self._source, self._now = source, now
        self._held = held
        self._kept = np.zeros(0, dtype=np.bool_) if held is None else _kept(held, now)
        if held is not None and not (self._kept.any() and _in_order(held["numbers"][self._kept], now.numbers)):
            self._held, self._kept = None, np.zeros(0, dtype=np.bool_)
        self._stay = int(self._kept.sum())
        self._new: list[int] = now.numbers[self._stay :].tolist()

    def put(self, target: Target, prefix: str) -> None:
        """Put their arrays."""
        now, count = self._now, len(self._now.numbers)
        starts = starts_of(now.sentences)
        for name, array in (
            ("numbers", now.numbers),
            ("marks", now.marks),
            ("sizes", now.sizes),
            ("sentence_starts", starts),
        ):
            target.put(f"{prefix}.{name}", array)
        self._put_codes(target, prefix, (count, int(starts[-1])))
        for name, lists in self._postings().items():
            for key, array in lists.items():
                target.put(f"{prefix}.{name}.{key}", array)

    def _put_codes(self, target: Target, prefix: str, sizes: tuple[int, int]) -> None:
        """Put so many vectors of all, and of their sentences: rows as they are read, then what was told of them."""
        names = [f"{prefix}.{name}" for name in _VECTORS]
        scales = [[np.zeros(0, dtype=np.float32)] for _ in names]
        longest = [0.0, 0.0]

        def rows() -> Iterator[list[NDArray[np.int8]]]:
            for some in self._codes():
                for place, codes in enumerate(some):
                    scales[place].append(codes.scales)
                    longest[place] = max(longest[place], codes.longest)
                yield [codes.rows for codes in some]

        shapes = [(size, self._source.dimension) for size in sizes]
        target.stream([Shaped(f"{name}.rows", np.int8, one) for name, one in zip(names, shapes, strict=True)], rows())
        for place, name in enumerate(names):
            target.put(f"{name}.scales", np.concatenate(scales[place]))
            target.put(f"{name}.longest", np.array([longest[place]]))

    def _codes(self) -> Iterator[tuple[Codes, Codes]]:
        """The vectors of the passages, and those of their sentences, some at a time."""
        if self._held is not None:
            own, inside = (Codes.read(named_within(self._held, name)) for name in _VECTORS)
            starts = self._held["sentence_starts"]
            for start, end in _runs(self._kept):
                yield own.between(start, end), inside.between(int(starts[start]), int(starts[end]))
        for at in range(0, len(self._new), _BATCH):
            each = self._source.vectors(self._new[at : at + _BATCH])
            yield Codes.joined([own for own, _ in each]), Codes.joined([inside for _, inside in each])

    def _postings(self) -> dict[str, Mapping[str, NDArray[Any]]]:
        """The inverted lists of their terms, and of their readings."""
        found: dict[str, Mapping[str, NDArray[Any]]] = {}
        if self._held is not None:
            for name in _LINES:
                lists = named_within(self._held, name)
                found[name] = lists if self._stay == len(self._kept) else without(lists, self._kept)
        for at in range(0, len(self._new), _TOGETHER):
            passages = self._source.passages(self._new[at : at + _TOGETHER])
            documents = {one.document: self._source.document(one.document) for one in passages}
            for name, line in _LINES.items():
                lines = [line(documents[one.document], one) for one in passages]
                found[name] = extended(found.get(name), self._stay + at, lines)
        return found


def _put_names(target: Target, source: Source, before: Mapping[str, NDArray[Any]] | None) -> None:
    """The names in all documents: those of before, and apart from them, until they are many, those of what was added since."""
    if before is not None:
        until = int(before["names.until"][0])
        newer, every, mark = _named(source, until)
        if mark == before["names.mark"][0] and newer * _NEW_NAMES < every:
            target.put("names.until", before["names.until"])
            target.put("names.mark", before["names.mark"])
            for key, array in named_within(before, "names.0").items():
                target.put(f"names.0.{key}", array)
            _put_part(target, "1", read_names(source.rows, until))
            return
    last = next(source.rows("SELECT max(number) FROM passages"))[0] or 0
    target.put("names.until", np.array([last], dtype=np.int64))
    target.put("names.mark", np.array([_named(source, last)[2]], dtype=np.uint64))
    _put_part(target, "0", read_names(source.rows))
    _put_part(target, "1", iter(()))


def _named(source: Source, until: int) -> tuple[int, int, np.uint64]:
    """How many documents have a passage with a greater number than `until`, how many there are, and a mark of the others."""
    newer = every = 0
    others = [bytes(8)]
    for new, record in source.rows(_NAMED, until):
        newer, every = newer + new, every + 1
        if not new:
            others.append(record[:8])
    marks = np.frombuffer(b"".join(others), dtype=np.uint64)
    return newer, every, np.bitwise_xor.reduce(marks)


def _put_part(target: Target, part: str, names: Iterator[Names]) -> None:
    pairs: set[tuple[str, str]] = set()
    heard: set[tuple[str, str]] = set()
    people: set[str] = set()
    for one in names:
        pairs.update(one.pairs)
        heard.update(one.heard)
        people.update(one.people)
    target.put(f"names.{part}.people", _bytes(json.dumps(sorted(people))))
    for key, array in NamePairs.make(sorted(pairs)).items():
        target.put(f"names.{part}.pairs.{key}", array)
    for key, array in HeardNames.make(heard).items():
        target.put(f"names.{part}.heard.{key}", array)


def _kept(held: Mapping[str, NDArray[Any]], now: _Listed) -> NDArray[np.bool_]:
    """Which of the passages that are held are there still, as they were."""
    at = np.minimum(np.searchsorted(now.numbers, held["numbers"]), len(now.numbers) - 1)
    return np.asarray((now.numbers[at] == held["numbers"]) & (now.marks[at] == held["marks"]))


def _in_order(kept: NDArray[np.int64], now: NDArray[np.int64]) -> bool:
    """Whether all others come after those that stay."""
    return bool((now[: len(kept)] == kept).all())


def _runs(kept: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Where those that are kept begin and end, run by run, `_BATCH` at the most."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]]).astype(np.int8))).tolist()
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for at in range(start, end, _BATCH):
            yield at, min(at + _BATCH, end)


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)
