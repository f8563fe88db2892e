"""Engines that hold the vectors of a library elsewhere than beside it, for more passages or askers than one machine bears.

`VectorEngine` is the seam. The library stays the truth: an engine holds a copy of its vectors and is brought up to date from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from index.store.blocks import Rows
from index.store.coded_index import CodedIndex
from index.store.history import ORIGIN
from index.store.library import Library
from index.store.search_index import SearchIndex
from index.store.vector_index import MakeIndex, PassageIndex, PassageVectors, SampledIndex, VectorIndex

__all__ = ["Difference", "Edition", "Examined", "Family", "MakeVectors", "VectorEngine", "edition_of", "vectors_of"]


@dataclass(frozen=True, slots=True)
class Family:
    """The passages of one language family: their `numbers` (n,), and `count`, how many vectors they and their sentences have.

    `read` gives the vectors of those in some rows of `numbers`; `own` finds and scores all without an engine, exactly.
    """

    numbers: Rows
    count: int
    read: Callable[[Rows], PassageVectors]
    own: VectorIndex


@dataclass(frozen=True, slots=True)
class Edition:
    """A library as it is now: `origin` tells it from those that were not made out of it, `generation` grows with each change,
    `edition` is of this state alone. The vectors are of length `dimension`; each passage is of one of the `families`.
    """

    library: str
    origin: str
    generation: int
    edition: str
    dimension: int
    families: Mapping[str, Family]


@runtime_checkable
class VectorEngine(Protocol):
    """Holds the vectors of libraries, and finds the nearest."""

    def indexes(self, edition: Edition) -> Mapping[str, VectorIndex]:
        """An index for each language family of this edition, which is brought into the engine where it is not there yet.

        What the engine held of earlier editions of the library, and this one does not, is taken out of it. Raises EngineError.
        """


@dataclass(frozen=True, slots=True)
class Difference:
    """`what` an engine holds otherwise than the library, and how to `mend` it; not `trouble` where it comes right by itself."""

    what: str
    mend: str
    trouble: bool = True


@runtime_checkable
class Examined(Protocol):
    """An engine that can be held against the library (`yinzheng doctor`)."""

    def differences(self, edition: Edition) -> Iterator[Difference]:
        """What the engine holds otherwise than this edition has it; nothing is changed. Raises EngineError."""


MakeVectors = MakeIndex | VectorEngine
"""What finds the nearest vectors in the place of the library's own index."""


def edition_of(library: Library) -> Edition:
    """What an engine is to hold of the library. All that is read is of one generation."""
    with library.reading():
        facts, index = library.facts(), library.search_index()
        families = {
            name: Family(part.numbers, index.vector_count(name), part.passage_vectors, part.vectors)
            for name, part in index.families.items()
        }
        return Edition(
            str(library.path),
            facts[ORIGIN],
            int(facts["generation"]),
            index.edition,
            int(facts["dimension"]),
            families,
        )


def vectors_of(
    library: Library, index: SearchIndex, make: MakeVectors | None
) -> Mapping[str, PassageIndex | CodedIndex | SampledIndex]:
    """What finds the nearest passages of each language family of `index`, the library's: its own for None."""
    if make is None:
        return {name: part.vectors for name, part in index.families.items()}
    if not isinstance(make, VectorEngine):
        return index.made(make)
    found = make.indexes(edition_of(library))
    return {name: SampledIndex(found[name], part.numbers) for name, part in index.families.items()}
