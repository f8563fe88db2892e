"""Making the arrays that searching reads of what a library holds, or of those of an earlier edition and what has changed since.

A passage never changes: it goes, and another comes with a greater number. So those that are there still, as their digests tell,
stay where they are, and only what was added is read. Which documents those digests are of is looked at in those buckets alone
(`index.store.digests`) that differ from what they were. What was added makes a part of its own, together with the parts before it
that are not many times as large (the logarithmic method: Bentley and Saxe, "Decomposable searching problems", 1980); what is
taken out makes the part anew that it was in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bridge.learnt import HeardNames, NamePairs
from index.encoder.alignment import family
from index.records import Document, Passage
from index.store.codes import Codes, coded_size
from index.store.digests import BUCKETS
from index.store.merged_postings import added, without
from index.store.postings import Postings
from index.store.search_file import Shaped, Target
from index.store.search_parts import Fill, Part, Parts
from index.store.words import Lines, read_names, reading_line, term_line
from index.vocabulary import Arrays, named_within, starts_of

__all__ = ["Source", "build"]

_MARKED = (
    "SELECT number, CAST(substr(place, 1, 8) || substr(search, 1, 8) || substr(record, 1, 8) AS BLOB), bucket"
    " FROM {} JOIN passage_digests USING (number) {} WHERE {}"
)
_IN_BUCKET = _MARKED.format("document_digests JOIN passages USING (document)", "", "bucket = ?")
_EVERY = _MARKED.format("passages", "JOIN document_digests USING (document)", "number > ? ORDER BY number LIMIT ?")
_ABOUT = (
    "SELECT number, language, words, length(vectors) FROM passages JOIN sentence_vectors USING (number)"
    " WHERE number BETWEEN ? AND ? ORDER BY number"
)
_BUCKETS = "SELECT bucket, digest FROM buckets"
_VECTORS = ("vectors", "sentences")
_BATCH = 2000
"""How many passages are read at once."""
_TOGETHER = 1 << 14
"""The lists of so many are made at once, and the marks of four times as many read."""
_SOME = BUCKETS // 4
"""Where more buckets differ the marks of all passages are read, in the order in which they stand."""
_TIMES, _FEWEST, _MOST = 8, 500, 1 << 18
"""A part has so many times as many passages as those after it have together, which count as `_FEWEST` at the least; none has more than `_MOST`."""
Read = Callable[..., Iterator[tuple[Any, ...]]]
_LINES: Mapping[str, Callable[[Document, Passage], Lines]] = {"terms": term_line, "readings": reading_line}
_Rows = NDArray[np.int64]
_Masks = Mapping[str, NDArray[np.bool_]]
"""By the place of a language in a part, which of its passages are kept."""


@dataclass(frozen=True, slots=True)
class Source:
    """How a library is read: `rows` gives those of a statement; the others give what was held against its digest.

    `passages` gives passages by their numbers, `document` a document by its id, and `vectors`, of passages by their numbers,
    the codes of each and of its sentences. `sound` takes a fault, which is empty where there is none. Each raises LibraryDamaged.
    """

    rows: Read
    passages: Callable[[Sequence[int]], list[Passage]]
    document: Callable[[str], Document]
    vectors: Callable[[Sequence[int]], list[tuple[Codes, Codes]]]
    sound: Callable[[str], None]
    dimension: int


@dataclass(frozen=True, slots=True)
class _Marked:
    """Passages by their `numbers` (n,), increasing, each with its mark and the bucket of its document.

    `marks` (n,) uint64 tell a passage with its vectors and its document from every other.
    """

    numbers: _Rows
    marks: NDArray[np.uint64]
    buckets: NDArray[np.uint8]

    @classmethod
    def of(cls, rows: Sequence[tuple[int, bytes, int]]) -> _Marked:
        """Those of these rows, in any order."""
        numbers = np.array([row[0] for row in rows], dtype=np.int64)
        digests = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.uint64).reshape(-1, 3)
        found = cls(numbers, np.bitwise_xor.reduce(digests, axis=1), np.array([row[2] for row in rows], dtype=np.uint8))
        return found.at(np.argsort(numbers))

    def at(self, rows: _Rows | slice) -> _Marked:
        """Those in these rows."""
        return _Marked(self.numbers[rows], self.marks[rows], self.buckets[rows])


@dataclass(frozen=True, slots=True)
class _Held:
    """A part that there is, and which of its passages are kept."""

    part: Part
    kept: _Masks
    stay: int

    @property
    def whole(self) -> bool:
        return all(mask.all() for mask in self.kept.values())

    @property
    def last(self) -> int:
        """The greatest number of those that are kept."""
        each = [self.part.arrays[f"{place}.numbers"][mask] for place, mask in self.kept.items()]
        return max(int(some[-1]) for some in each if len(some))


def build(source: Source, before: Parts | None, make: Callable[[Fill, int], Part]) -> Parts | None:
    """The parts of the index of a library, those `before` among them where they are what they would be.

    These are of an earlier edition, of this library or of another; `make` makes one of what puts its arrays, which are of so many
    language families. None where what is held of `before` is not as it was written, or nothing can be put after it: then it is to be made without.
    """
    now = np.zeros((BUCKETS, 32), dtype=np.uint8)
    for bucket, digest in source.rows(_BUCKETS):
        now[bucket] = np.frombuffer(digest, dtype=np.uint8)
    changed = np.ones(BUCKETS, dtype=np.bool_)
    if before is not None and before.buckets is not None:
        changed = (before.buckets != now).any(axis=1)
    marked = _marked(source.rows, changed)
    held, old = _held(before.parts if before else (), marked, changed)
    new = marked.at(np.flatnonzero(~old))
    if len(new.numbers) and held and new.numbers[0] <= held[-1].last:
        return None
    first = _joined([one.stay for one in held], len(new.numbers))
    if not all(one.part.sound() for at, one in enumerate(held) if at >= first or not one.whole):
        return None
    found: list[Part] = []
    nothing = new.at(slice(0))
    for one in held[:first]:
        found.append(one.part if one.whole else make(*_planned(source, [one], nothing)))
    ends = held[first:]
    room = _MOST - sum(one.stay for one in ends)
    while ends or len(new.numbers) or not found:
        found.append(make(*_planned(source, ends, new.at(slice(room)))))
        ends, new, room = [], new.at(slice(room, None)), _MOST
    return Parts(tuple(found), now)


def _marked(rows: Read, changed: NDArray[np.bool_]) -> _Marked:
    """The passages of the documents in these buckets."""
    wanted = np.flatnonzero(changed).tolist()
    if len(wanted) <= _SOME:
        return _Marked.of([row for bucket in wanted for row in rows(_IN_BUCKET, bucket)])
    parts = [_Marked.of([])]
    last = 0
    while some := list(rows(_EVERY, last, 4 * _TOGETHER)):
        parts.append(_Marked.of(some))
        last = some[-1][0]
    return _Marked(
        np.concatenate([one.numbers for one in parts]),
        np.concatenate([one.marks for one in parts]),
        np.concatenate([one.buckets for one in parts]),
    )


def _held(parts: Sequence[Part], marked: _Marked, changed: NDArray[np.bool_]) -> tuple[list[_Held], NDArray[np.bool_]]:
    """The parts of which something is kept, and which of the passages that are marked are in them."""
    found, old = [], np.zeros(len(marked.numbers), dtype=np.bool_)
    for part in parts:
        kept: dict[str, NDArray[np.bool_]] = {}
        for place in _places(part):
            numbers, marks, buckets = (part.arrays[f"{place}.{name}"] for name in ("numbers", "marks", "buckets"))
            stays = ~changed[buckets]
            asked = np.flatnonzero(~stays)
            if len(asked) and len(old):
                at = np.minimum(np.searchsorted(marked.numbers, numbers[asked]), len(old) - 1)
                same = (marked.numbers[at] == numbers[asked]) & (marked.marks[at] == marks[asked])
                stays[asked[same]] = True
                old[at[same]] = True
            kept[place] = stays
        if stay := sum(int(mask.sum()) for mask in kept.values()):
            found.append(_Held(part, kept, stay))
    return found, old


def _joined(sizes: Sequence[int], new: int) -> int:
    """From which of the parts of these sizes on they are put into one with so many passages that are new."""
    first, size = len(sizes), new
    while new and first and sizes[first - 1] < _TIMES * max(size, _FEWEST) and size + sizes[first - 1] <= _MOST:
        first -= 1
        size += sizes[first]
    return first


def _places(part: Part) -> list[str]:
    """What the arrays of each language of a part begin with."""
    return [str(place) for place in range(len(_families(part)))]


def _families(part: Part) -> list[str]:
    found: list[str] = json.loads(bytes(part.arrays["families"]))
    return found


def _planned(source: Source, held: Sequence[_Held], new: _Marked) -> tuple[Fill, int]:
    """What puts the arrays of a part, of what is kept of those that are held and what is new; and of how many language families they are."""
    about = list(source.rows(_ABOUT, int(new.numbers[0]), int(new.numbers[-1]))) if len(new.numbers) else []
    if [row[0] for row in about] != new.numbers.tolist():
        source.sound("passages lack their vectors")
    sizes = np.array([row[2] for row in about], dtype=np.uint32)
    sentences = np.array([row[3] for row in about], dtype=np.int64) // coded_size(source.dimension)
    rows: dict[str, list[int]] = {}
    for row, (_, language, *_) in enumerate(about):
        rows.setdefault(family(language), []).append(row)
    kept: dict[str, list[tuple[Arrays, NDArray[np.bool_]]]] = {}
    for one in held:
        for place, name in enumerate(_families(one.part)):
            if (mask := one.kept[str(place)]).any():
                kept.setdefault(name, []).append((named_within(one.part.arrays, str(place)), mask))
    languages = {}
    for name in dict.fromkeys([*kept, *rows]):
        mine = np.array(rows.get(name, []), dtype=np.int64)
        languages[name] = _Language(source, kept.get(name, []), new.at(mine), sizes[mine], sentences[mine])
    return partial(_put, source, languages), len(languages)


def _put(source: Source, languages: Mapping[str, _Language], target: Target) -> None:
    in_order = sorted(languages, key=lambda name: int(languages[name].numbers[0]))
    target.put("families", _bytes(json.dumps(in_order)))
    for place, name in enumerate(in_order):
        languages[name].put(target, str(place))
    every = [language.numbers for language in languages.values()]
    _put_names(
        target, source, min((int(one[0]) for one in every), default=0), max((int(one[-1]) for one in every), default=0)
    )


class _Language:
    """The passages of one language in a part: those that are kept of the arrays `held`, and those that are new.

    `sizes` and `sentences` (n,) are how many tokens and sentences the new ones have.
    """

    def __init__(
        self,
        source: Source,
        held: Sequence[tuple[Arrays, NDArray[np.bool_]]],
        new: _Marked,
        sizes: NDArray[np.uint32],
        sentences: _Rows,
    ) -> None:
        self._source, self._held, self._new = source, held, new
        self._sizes, self._sentences = sizes, sentences
        self.numbers = self._every("numbers", new.numbers)

    def _every(self, name: str, new: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate([*(arrays[name][kept] for arrays, kept in self._held), new])

    def put(self, target: Target, prefix: str) -> None:
        """Put their arrays."""
        inside = [np.diff(arrays["sentence_starts"])[kept] for arrays, kept in self._held]
        starts = starts_of(np.concatenate([*inside, self._sentences]))
        for name, array in (
            ("numbers", self.numbers),
            ("marks", self._every("marks", self._new.marks)),
            ("buckets", self._every("buckets", self._new.buckets)),
            ("sizes", self._every("sizes", self._sizes)),
            ("sentence_starts", starts),
        ):
            target.put(f"{prefix}.{name}", array)
        self._put_codes(target, prefix, (len(self.numbers), int(starts[-1])))
        for name in _LINES:
            for key, array in _together(self._lists(name)).items():
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
        for arrays, kept in self._held:
            own, inside = (Codes.read(named_within(arrays, name)) for name in _VECTORS)
            starts = arrays["sentence_starts"]
            for start, end in _runs(kept):
                yield own.between(start, end), inside.between(int(starts[start]), int(starts[end]))
        for some in _batches(self._new.numbers, _BATCH):
            each = self._source.vectors(some)
            yield Codes.joined([own for own, _ in each]), Codes.joined([inside for _, inside in each])

    def _lists(self, name: str) -> Iterator[tuple[int, Arrays]]:
        """The inverted lists of their terms, or of their readings, some passages after others, with how many these are."""
        for arrays, kept in self._held:
            lists = named_within(arrays, name)
            yield int(kept.sum()), lists if kept.all() else without(lists, kept)
        for some in _batches(self._new.numbers, _TOGETHER):
            passages = self._source.passages(some)
            documents = {one.document: self._source.document(one.document) for one in passages}
            yield len(some), Postings.make(_LINES[name](documents[one.document], one) for one in passages)


def _together(lists: Iterable[tuple[int, Arrays]]) -> Arrays:
    """One of these lists, one at least, of which each is of so many passages that come after the ones before.

    Those of about as many passages are joined first, so that each place is copied few times.
    """
    waiting: list[tuple[int, Arrays]] = []

    def join() -> None:
        (rows, held), (more, others) = waiting[-2:]
        waiting[-2:] = [(rows + more, added(held, others, (rows, more)))]

    for one in lists:
        waiting.append(one)
        while len(waiting) > 1 and waiting[-2][0] <= waiting[-1][0]:
            join()
    while len(waiting) > 1:
        join()
    return waiting[0][1]


def _put_names(target: Target, source: Source, first: int, last: int) -> None:
    """The names in the documents whose passages have numbers from `first` to `last`."""
    pairs: set[tuple[str, str]] = set()
    heard: set[tuple[str, str]] = set()
    people: set[str] = set()
    for one in read_names(source.rows, source.sound, first, last):
        pairs.update(one.pairs)
        heard.update(one.heard)
        people.update(one.people)
    target.put("names.people", _bytes(json.dumps(sorted(people))))
    for key, array in NamePairs.make(sorted(pairs)).items():
        target.put(f"names.pairs.{key}", array)
    for key, array in HeardNames.make(heard).items():
        target.put(f"names.heard.{key}", array)


def _batches(numbers: _Rows, size: int) -> Iterator[list[int]]:
    return (numbers[at : at + size].tolist() for at in range(0, len(numbers), size))


def _runs(kept: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Where those that are kept begin and end, run by run, `_BATCH` at the most."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]]).astype(np.int8))).tolist()
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for at in range(start, end, _BATCH):
            yield at, min(at + _BATCH, end)


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)
