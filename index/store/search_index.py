"""What searching needs of one edition of a library, in arrays: for the passages of each language, their tokens and vectors.

It is derived from the library, which stays the truth, when documents are indexed (`index.store.search_build`), and kept beside
it in a file.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.store.blocks import within
from index.store.coded_index import CodedIndex
from index.store.codes import Codes
from index.store.names import HeardInParts, PairsInParts
from index.store.postings import Postings
from index.store.vector_index import SAMPLE, MakeIndex, PassageIndex, PassageVectors, SampledIndex
from index.vocabulary import Arrays, named_within, starts_of, view

__all__ = ["LanguagePassages", "SearchIndex"]

_NAMES = ("names.0", "names.1")
"""The names in most documents, and those in the ones that came last."""


@dataclass(frozen=True, slots=True)
class LanguagePassages:
    """The passages of one language family: `numbers` (n,) increasing, and `sizes` (n,), how many tokens each has.

    Their rows are the places in `numbers`. `terms` are the tokens of their texts and headings, `readings` those under
    which they are found from other languages.
    """

    numbers: NDArray[np.int64]
    sizes: NDArray[np.float64]
    terms: Postings
    readings: Postings
    vectors: PassageIndex | CodedIndex


class SearchIndex:
    """The passages of a library by language family, and the names in it. It never changes, and threads share it.

    `pairs` and `heard` are the names that documents give in two scripts, and all by their sound; `people` are its authors and those
    who are quoted or reported in it, as they are written there.
    """

    def __init__(self, edition: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.edition = edition
        self.arrays = arrays
        names: list[str] = json.loads(bytes(arrays["families"]))
        people = {name for part in _NAMES for name in json.loads(bytes(arrays[f"{part}.people"]))}
        self.people: tuple[str, ...] = tuple(sorted(people))
        self.pairs = PairsInParts.read([named_within(arrays, f"{part}.pairs") for part in _NAMES])
        self.heard = HeardInParts.read([named_within(arrays, f"{part}.heard") for part in _NAMES])
        self.families: Mapping[str, LanguagePassages] = {
            name: _passages(named_within(arrays, str(place))) for place, name in enumerate(names)
        }
        each = [part.numbers for part in self.families.values()]
        numbers = np.concatenate([np.zeros(0, dtype=np.int64), *each])
        order = np.argsort(numbers, kind="stable")
        self._numbers = numbers[order]
        self._families = np.repeat(np.arange(len(each)), [len(one) for one in each])[order]
        self._rows = np.concatenate([np.zeros(0, dtype=np.int64), *(np.arange(len(one)) for one in each)])[order]
        self._names = names
        self._one_by_one = view(self._numbers), view(self._families), view(self._rows)

    def whole(self) -> PassageIndex:
        """The vectors of the passages of all languages together."""
        none = np.zeros((0, int(self.arrays["dimension"][0])), dtype=np.float32)
        parts = [named_within(self.arrays, str(place)) for place in range(len(self._names))]
        sizes = [np.diff(part["sentence_starts"]) for part in parts]
        return PassageIndex(
            np.concatenate([np.zeros(0, dtype=np.int64), *(part["numbers"] for part in parts)]),
            np.concatenate([none, *(_codes(part, "vectors").decoded() for part in parts)]),
            np.concatenate([none, *(_codes(part, "sentences").decoded() for part in parts)]),
            starts_of(np.concatenate([np.zeros(0, dtype=np.int64), *sizes])),
        )

    def made(self, make: MakeIndex) -> dict[str, SampledIndex]:
        """The vectors of each language family in another index."""
        return {
            name: SampledIndex(make(*self.passage_vectors(name)), self.families[name].numbers) for name in self._names
        }

    def passage_vectors(self, name: str, rows: NDArray[np.int64] | None = None) -> PassageVectors:
        """The vectors of the passages of a language family, of those in these rows alone where some are named."""
        part = named_within(self.arrays, str(self._names.index(name)))
        numbers, starts, inside = part["numbers"], part["sentence_starts"], None
        if rows is not None:
            numbers, (inside, starts) = numbers[rows], within(starts, rows)
        own, sentences = _codes(part, "vectors").decoded(rows), _codes(part, "sentences").decoded(inside)
        return PassageVectors(numbers, own, sentences, starts)

    def vector_count(self, name: str) -> int:
        """How many vectors there are of the passages of a language family, and of their sentences."""
        place = self._names.index(name)
        return len(self.families[name].numbers) + int(self.arrays[f"{place}.sentence_starts"][-1])

    def found(self, number: int) -> tuple[str, int]:
        """The language family of a passage, and its row among those. Raises KeyError for a number that there is not."""
        numbers, families, rows = self._one_by_one
        at = bisect_left(numbers, number)
        if at >= len(numbers) or numbers[at] != number:
            raise KeyError(number)
        return self._names[families[at]], rows[at]

    def among(self, numbers: Sequence[int]) -> dict[str, NDArray[np.int64]]:
        """The rows of those of the numbers that there are, each once, by language family."""
        wanted = np.unique(np.asarray(numbers, dtype=np.int64))
        at = np.searchsorted(self._numbers, wanted)
        known = at < len(self._numbers)
        known[known] = self._numbers[at[known]] == wanted[known]
        at = at[known]
        return {name: self._rows[at[self._families[at] == place]] for place, name in enumerate(self._names)}

    def __len__(self) -> int:
        return len(self._numbers)


def _passages(arrays: Arrays) -> LanguagePassages:
    return LanguagePassages(
        arrays["numbers"],
        np.asarray(arrays["sizes"], dtype=np.float64),
        Postings(named_within(arrays, "terms")),
        Postings(named_within(arrays, "readings")),
        _vectors(arrays),
    )


def _vectors(arrays: Arrays) -> PassageIndex | CodedIndex:
    """The vectors as they are, where they are few; else as codes."""
    numbers, starts = arrays["numbers"], arrays["sentence_starts"]
    own, inside = _codes(arrays, "vectors"), _codes(arrays, "sentences")
    if len(numbers) <= SAMPLE:
        return PassageIndex(numbers, own.decoded(), inside.decoded(), starts)
    return CodedIndex(numbers, own, inside, starts)


def _codes(arrays: Arrays, name: str) -> Codes:
    return Codes.read(named_within(arrays, name))
