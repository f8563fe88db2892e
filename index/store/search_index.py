"""What searching needs of one edition of a library, in arrays: for the passages of each language, their tokens and vectors.

It is derived from the library, which stays the truth, when documents are indexed (`index.store.search_build`), and kept beside
it in files, each with a part of the passages.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.store.blocks import within
from index.store.coded_index import CodedIndex
from index.store.codes import Codes, CodesInParts
from index.store.names import HeardInParts, PairsInParts
from index.store.postings import Lists
from index.store.vector_index import SAMPLE, MakeIndex, PassageIndex, PassageVectors, SampledIndex
from index.vocabulary import Arrays, named_within, starts_of, view

__all__ = ["Among", "LanguagePassages", "SearchIndex"]

Among = Sequence[int] | NDArray[np.int64] | None
"""Numbers of passages, to which a search is restricted; None for all."""


@dataclass(frozen=True, slots=True)
class LanguagePassages:
    """The passages of one language family: `numbers` (n,) increasing, and `sizes` (n,), how many tokens each has.

    Their rows are the places in `numbers`. `terms` are the tokens of their texts and headings, `readings` those under
    which they are found from other languages. `parts` are the arrays that all of it is read from, those of each part of the index.
    """

    numbers: NDArray[np.int64]
    sizes: NDArray[np.float64]
    terms: Lists
    readings: Lists
    vectors: PassageIndex | CodedIndex
    parts: Sequence[Arrays] = ()

    @classmethod
    def of(cls, parts: Sequence[Arrays]) -> LanguagePassages:
        """Those of these parts, one at least, the passages of each after those of the ones before it."""
        sizes = [len(one["numbers"]) for one in parts]
        terms, readings = (
            Lists([(named_within(one, name), size) for one, size in zip(parts, sizes, strict=True)])
            for name in ("terms", "readings")
        )
        lengths = np.concatenate([one["sizes"] for one in parts]).astype(np.float64)
        return cls(_numbers(parts), lengths, terms, readings, _vectors(parts), parts)

    def passage_vectors(self, rows: NDArray[np.int64] | None = None) -> PassageVectors:
        """The vectors of these passages, of those in these rows alone where some are named."""
        numbers, starts, inside = self.numbers, _starts(self.parts), None
        if rows is not None:
            numbers, (inside, starts) = numbers[rows], within(starts, rows)
        own, sentences = (_codes(self.parts, name) for name in ("vectors", "sentences"))
        return PassageVectors(numbers, own.decoded(rows), sentences.decoded(inside), starts)


class SearchIndex:
    """The passages of a library by language family, and the names in it. It never changes, and threads share it.

    `pairs` and `heard` are the names that documents give in two scripts, and all by their sound; `people` are its authors and those
    who are quoted or reported in it, as they are written there. `parts`, one at least, are the arrays of all, the passages of each part with greater
    numbers than those of the ones before it, and `dimension` is the length of each vector.
    """

    def __init__(self, edition: str, parts: Sequence[Mapping[str, NDArray[Any]]], dimension: int) -> None:
        self.edition = edition
        self.parts = parts
        self._dimension = dimension
        self.pairs = PairsInParts.read([named_within(one, "names.pairs") for one in parts])
        self.heard = HeardInParts.read([named_within(one, "names.heard") for one in parts])
        found: dict[str, list[Arrays]] = {}
        for one in parts:
            for place, name in enumerate(json.loads(bytes(one["families"]))):
                found.setdefault(name, []).append(named_within(one, str(place)))
        first = sorted(found, key=lambda name: int(found[name][0]["numbers"][0]))
        self.families: Mapping[str, LanguagePassages] = {name: LanguagePassages.of(found[name]) for name in first}
        self._one_by_one = {name: view(part.numbers) for name, part in self.families.items()}

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Authors, and those who are quoted or reported, sorted."""
        return tuple(sorted({name for one in self.parts for name in json.loads(bytes(one["names.people"]))}))

    def whole(self) -> PassageIndex:
        """The vectors of the passages of all languages together."""
        each = [part.passage_vectors() for part in self.families.values()]
        none = np.zeros((0, self._dimension), dtype=np.float32)
        sizes = [np.diff(one.starts) for one in each]
        return PassageIndex(
            np.concatenate([np.zeros(0, dtype=np.int64), *(one.numbers for one in each)]),
            np.concatenate([none, *(one.vectors for one in each)]),
            np.concatenate([none, *(one.sentences for one in each)]),
            starts_of(np.concatenate([np.zeros(0, dtype=np.int64), *sizes])),
        )

    def made(self, make: MakeIndex) -> dict[str, SampledIndex]:
        """The vectors of each language family in another index."""
        return {name: SampledIndex(make(*part.passage_vectors()), part.numbers) for name, part in self.families.items()}

    def vector_count(self, name: str) -> int:
        """How many vectors there are of the passages of a language family, and of their sentences."""
        part = self.families[name]
        return len(part.numbers) + int(_starts(part.parts)[-1])

    def found(self, number: int) -> tuple[str, int]:
        """The language family of a passage, and its row among those. Raises KeyError for a number that there is not."""
        for name, numbers in self._one_by_one.items():
            row = bisect_left(numbers, number)
            if row < len(numbers) and numbers[row] == number:
                return name, row
        raise KeyError(number)

    def among(self, numbers: Sequence[int] | NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
        """The rows of those of the numbers that there are, each once and increasing, by language family."""
        each = [part.numbers for part in self.families.values()]
        first, last = (edge((int(one[at]) for one in each), default=0) for edge, at in ((min, 0), (max, -1)))
        wanted = np.asarray(numbers, dtype=np.int64)
        asked = np.zeros(last - first + 1, dtype=np.bool_)
        asked[wanted[(wanted >= first) & (wanted <= last)] - first] = True
        return {name: np.flatnonzero(asked[own - first]) for name, own in zip(self.families, each, strict=True)}

    def __len__(self) -> int:
        return sum(len(part.numbers) for part in self.families.values())


def _numbers(parts: Sequence[Arrays]) -> NDArray[np.int64]:
    return np.concatenate([one["numbers"] for one in parts]) if len(parts) > 1 else parts[0]["numbers"]


def _starts(parts: Sequence[Arrays]) -> NDArray[np.int64]:
    """Where the sentences of each passage begin, and where the last ones end."""
    if len(parts) == 1:
        return parts[0]["sentence_starts"]
    return starts_of(np.concatenate([np.diff(one["sentence_starts"]) for one in parts]))


def _vectors(parts: Sequence[Arrays]) -> PassageIndex | CodedIndex:
    """The vectors as they are, where they are few; else as codes."""
    numbers, starts = _numbers(parts), _starts(parts)
    own, inside = _codes(parts, "vectors"), _codes(parts, "sentences")
    if len(numbers) <= SAMPLE:
        return PassageIndex(numbers, own.decoded(), inside.decoded(), starts)
    return CodedIndex(numbers, own, inside, starts)


def _codes(parts: Sequence[Arrays], name: str) -> Codes | CodesInParts:
    each = [Codes.read(named_within(one, name)) for one in parts]
    return CodesInParts(each) if len(each) > 1 else each[0]
