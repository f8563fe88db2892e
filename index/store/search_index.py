"""What searching needs of one edition of a library, in arrays: for the passages of each language, their tokens and vectors.

It is derived from the library, which stays the truth, when documents are indexed, and kept beside it in a file.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bridge.learnt import HeardNames, NamePairs
from index.encoder.alignment import family
from index.store.blocks import RowBlock
from index.store.codes import Codes
from index.store.postings import Postings
from index.store.vector_index import SAMPLE, MakeIndex, PassageIndex, PassageVectors, SampledIndex
from index.vocabulary import Arrays, starts_of, view

__all__ = ["LanguagePassages", "SearchIndex"]

_PASSAGES = "SELECT number, language, words, length(sentence_vectors) FROM passages ORDER BY number"
_VECTORS = "SELECT number, vector, sentence_vectors FROM passages WHERE number BETWEEN ? AND ?"
_LINES = "SELECT rowid, text, context FROM {} WHERE rowid BETWEEN ? AND ?"
_PAIRS = "SELECT DISTINCT name, other FROM name_pairs ORDER BY name, other"
_HEARD = "SELECT DISTINCT name, sound FROM heard_names"
_PEOPLE = (
    "SELECT value FROM documents, json_each(record, '$.source.authors') UNION"
    " SELECT name.value FROM documents, json_each(record, '$.sections') AS part,"
    " json_each(part.value, '$.authors') AS name UNION"
    " SELECT name.value FROM documents, json_each(record, '$.attributions') AS said,"
    " json_each(said.value, '$[2]') AS name"
)
_TOKENS = ("terms", "readings")
_BATCH = 2000
"""How many passages are read at once."""
Ask = Callable[..., Iterator[tuple[Any, ...]]]


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
    vectors: PassageIndex


class SearchIndex:
    """The passages of a library by language family, and the names in it. It never changes, and threads share it.

    `pairs` and `heard` are the names that documents give in two scripts, and all by their sound; `people` are its authors and those
    who are quoted or reported in it, as they are written there.
    """

    def __init__(self, edition: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.edition = edition
        self.arrays = arrays
        names: list[str] = json.loads(bytes(arrays["families"]))
        self.people: tuple[str, ...] = tuple(json.loads(bytes(arrays["people"])))
        self.pairs, self.heard = NamePairs(_within(arrays, "pairs")), HeardNames(_within(arrays, "heard"))
        self.families: Mapping[str, LanguagePassages] = {
            name: _passages(_within(arrays, str(place))) for place, name in enumerate(names)
        }
        each = [part.numbers for part in self.families.values()]
        numbers = np.concatenate([np.zeros(0, dtype=np.int64), *each])
        order = np.argsort(numbers, kind="stable")
        self._numbers = numbers[order]
        self._families = np.repeat(np.arange(len(each)), [len(one) for one in each])[order]
        self._rows = np.concatenate([np.zeros(0, dtype=np.int64), *(np.arange(len(one)) for one in each)])[order]
        self._names = names
        self._one_by_one = view(self._numbers), view(self._families), view(self._rows)

    @classmethod
    def make(cls, edition: str, rows: Ask, dimension: int) -> SearchIndex:
        """Read it from the library; `rows` gives the rows of a statement."""
        held: dict[str, list[tuple[int, int, int]]] = {}
        for number, language, words, size in rows(_PASSAGES):
            held.setdefault(family(language), []).append((number, words, size // (4 * dimension)))
        arrays: Arrays = {
            "dimension": np.array([dimension], dtype=np.int64),
            "families": _bytes(json.dumps(list(held))),
            "people": _bytes(json.dumps([row[0] for row in rows(_PEOPLE)])),
            **{f"pairs.{key}": array for key, array in NamePairs.make(rows(_PAIRS)).items()},
            **{f"heard.{key}": array for key, array in HeardNames.make(rows(_HEARD)).items()},
        }
        for place, passages in enumerate(held.values()):
            made = _made(np.array(passages, dtype=np.int64), rows, dimension)
            arrays |= {f"{place}.{name}": array for name, array in made.items()}
        return cls(edition, arrays)

    def whole(self) -> PassageIndex:
        """The vectors of the passages of all languages together."""
        none = np.zeros((0, int(self.arrays["dimension"][0])), dtype=np.float32)
        parts = [_within(self.arrays, str(place)) for place in range(len(self._names))]
        sizes = [np.diff(part["sentence_starts"]) for part in parts]
        return PassageIndex(
            np.concatenate([np.zeros(0, dtype=np.int64), *(part["numbers"] for part in parts)]),
            np.concatenate([none, *(part["vectors"] for part in parts)]),
            np.concatenate([none, *(part["sentences"] for part in parts)]),
            starts_of(np.concatenate([np.zeros(0, dtype=np.int64), *sizes])),
        )

    def made(self, make: MakeIndex) -> dict[str, SampledIndex]:
        """The vectors of each language family in another index."""
        return {
            name: SampledIndex(make(*self.passage_vectors(name)), self.families[name].numbers) for name in self._names
        }

    def passage_vectors(self, name: str, rows: NDArray[np.int64] | None = None) -> PassageVectors:
        """The vectors of the passages of a language family, of those in these rows alone where some are named."""
        part = _within(self.arrays, str(self._names.index(name)))
        numbers, block = part["numbers"], RowBlock(part["vectors"], part["sentences"], part["sentence_starts"])
        if rows is not None:
            numbers, block = numbers[rows], block.part(rows)
        return PassageVectors(numbers, block.vectors, block.sentences, block.starts)

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
    codes = (
        (Codes.read(_within(arrays, "passage_codes")), Codes.read(_within(arrays, "sentence_codes")))
        if "passage_codes.rows" in arrays
        else None
    )
    return LanguagePassages(
        arrays["numbers"],
        np.asarray(arrays["sizes"], dtype=np.float64),
        Postings(_within(arrays, "terms")),
        Postings(_within(arrays, "readings")),
        PassageIndex(arrays["numbers"], arrays["vectors"], arrays["sentences"], arrays["sentence_starts"], codes),
    )


def _made(passages: NDArray[np.int64], rows: Ask, dimension: int) -> Arrays:
    """The arrays of one language family; `passages` are their numbers, words and sentences, `(n, 3)`."""
    numbers = np.ascontiguousarray(passages[:, 0])
    starts = starts_of(passages[:, 2])
    vectors = np.empty((len(numbers), dimension), dtype=np.float32)
    sentences = np.empty((int(starts[-1]), dimension), dtype=np.float32)
    for row, (vector, inside) in enumerate(_read(_VECTORS, numbers, rows)):
        vectors[row] = np.frombuffer(vector, dtype="<f4")
        sentences[starts[row] : starts[row + 1]] = np.frombuffer(inside, dtype="<f4").reshape(-1, dimension)
    arrays: Arrays = {
        "numbers": numbers,
        "sizes": passages[:, 1].astype(np.uint32),
        "vectors": vectors,
        "sentences": sentences,
        "sentence_starts": starts,
    }
    for name in _TOKENS:
        made = Postings.make((text, above) for text, above in _read(_LINES.format(name), numbers, rows))
        arrays |= {f"{name}.{key}": array for key, array in made.items()}
    if len(numbers) > SAMPLE:
        for name, coded in (("passage_codes", vectors), ("sentence_codes", sentences)):
            arrays |= {f"{name}.{key}": array for key, array in Codes.make(coded).arrays().items()}
    return arrays


def _read(statement: str, numbers: NDArray[np.int64], rows: Ask) -> Iterator[tuple[Any, ...]]:
    """What a statement gives for each of these passages, in their order, without the number."""
    for part in np.split(numbers, range(_BATCH, len(numbers), _BATCH)):
        found = {row[0]: row[1:] for row in rows(statement, int(part[0]), int(part[-1]))}
        yield from (found[number] for number in part.tolist())


def _within(arrays: Mapping[str, NDArray[Any]], prefix: str) -> Arrays:
    """The arrays whose name begins so, by the rest of it."""
    return {name[len(prefix) + 1 :]: array for name, array in arrays.items() if name.startswith(f"{prefix}.")}


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)
