"""A collection of Milvus as the copy of an edition of a library: what changed is written, and its name says which edition it is of.

A collection is called after its edition only while it holds all of it and nothing else. Before anything in it is changed it gets a name
of its own, so that nobody finds half of two editions in it, and whoever knows it by the name that it had is told that it is gone. What
was stopped is taken up where it was: which passages are there is read, not remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise

import numpy as np

from index.engines.client import MOST, Client
from index.errors import EngineError
from index.store.blocks import Rows
from index.store.vector_engine import Edition, Family
from index.store.vector_index import PassageVectors

__all__ = [
    "PASSAGES",
    "SENTENCES",
    "Ahead",
    "Name",
    "brought",
    "digests_of",
    "insist_on_last",
    "keys_of",
    "named",
    "partition",
    "passages_of",
    "some",
    "vectors_in",
]

PASSAGES, SENTENCES = "passages", "sentences"
"""The two kinds of vectors, each in a partition of its own."""
_WITHIN = 1 << 20
"""The key of a passage's own vector is its number times this; those of its sentences follow."""
_AT_ONCE = 500
"""How many passages are written or taken out at once."""
_TRIES = 3
"""How often it is begun anew where another process was quicker."""
_NAME = re.compile(r"(yinzheng_[0-9a-z]+_)([0-9]+_[a-z0-9]+_)([0-9]+)_([0-9a-z]+?)(_unfinished)?")


class Ahead(Exception):
    """The engine holds a later edition of the library, or another of the same generation."""


@dataclass(frozen=True, slots=True)
class Name:
    """What the name of a collection says; `whole` where it holds all of its edition."""

    library: str
    form: str
    generation: int
    edition: str
    whole: bool = True

    @classmethod
    def of(cls, edition: Edition, kind: str) -> Name:
        """That of the collection which holds an edition; `kind` is of Milvus' indexes."""
        form = f"{edition.dimension}_{kind.lower()}_"
        return cls(_prefix(edition), form, edition.generation, edition.edition)

    @classmethod
    def read(cls, name: str) -> Name | None:
        """What a name says; None where it is not of ours."""
        found = _NAME.fullmatch(name)
        return found and cls(found[1], found[2], int(found[3]), found[4], not found[5])

    def __str__(self) -> str:
        return f"{self.library}{self.form}{self.generation}_{self.edition}{'' if self.whole else '_unfinished'}"


def brought(client: Client, edition: Edition, kind: str) -> str:
    """The name of the collection that holds this edition, and is brought to it where it does not; `kind` is of Milvus' indexes.

    Collections of earlier editions are gone then. Another process may be at the same at the same time: what it did is taken up. Raises
    Ahead where there is one of a later edition, EngineError.
    """
    wanted = Name.of(edition, kind)
    for left in reversed(range(_TRIES)):
        there = named(client, edition)
        try:
            return _brought(client, edition, kind, there, wanted)
        except EngineError:
            if not left or named(client, edition) == there:
                raise
    raise AssertionError


def named(client: Client, edition: Edition) -> list[Name]:
    """The collections of a library, whichever of its editions they hold."""
    found = map(Name.read, sorted(client.collections()))
    return [one for one in found if one is not None and one.library == _prefix(edition)]


def _prefix(edition: Edition) -> str:
    return f"yinzheng_{edition.origin}_"


def _brought(client: Client, edition: Edition, kind: str, there: Sequence[Name], wanted: Name) -> str:
    held = [one for one in there if one.form == wanted.form]
    if wanted in held:
        client.load(str(wanted))
    else:
        insist_on_last(edition, held, wanted)
        _bring(client, edition, held, wanted, kind)
    if client.count(str(wanted)) != (
        rows := vectors_in(edition)
    ):  # somebody else has been at it: once more, from nothing
        client.drop(str(wanted))
        _bring(client, edition, (), wanted, kind)
        if (counted := client.count(str(wanted))) != rows:
            raise EngineError(
                f"collection {wanted} holds {counted} rows where library {edition.library} has {rows} vectors; see that nothing else writes "
                "into it, and do that again"
            )
    for one in there:
        if one.generation < wanted.generation and client.has(str(one)):
            client.drop(str(one))
    return str(wanted)


def partition(family: str, kind: str) -> str:
    """The partition of the vectors of this kind of a language family."""
    return f"{re.sub(r'[^0-9a-z]', lambda found: f'_{ord(found[0]):x}_', family)}_{kind}"


def passages_of(keys: Rows) -> Rows:
    """The numbers of the passages that rows belong to."""
    return keys // _WITHIN


def insist_on_last(edition: Edition, held: Sequence[Name], wanted: Name) -> None:
    """Raises Ahead where one of the collections `held` is of a later edition than the one `wanted`, or of another of its generation."""
    for one in held:
        if one.generation > wanted.generation or (one.whole and one.generation == wanted.generation):
            raise Ahead(
                f"library {edition.library} is of generation {wanted.generation} (edition {wanted.edition}), and Milvus holds generation "
                f"{one.generation} (edition {one.edition}) of it: bring this copy up to date, or, where it is a library of its own, give it a "
                "database of its own at the end of YINZHENG_MILVUS_URI"
            )


def _bring(client: Client, edition: Edition, held: Sequence[Name], wanted: Name, kind: str) -> None:
    """Make the collection `wanted` of the last that there is of the library, or of nothing."""
    making = replace(wanted, whole=False)
    if held and making not in held:
        client.rename(str(max(held, key=lambda one: (one.generation, not one.whole))), str(making))
    elif not held:
        if client.has(str(making)):
            client.drop(str(making))
        client.make(str(making), edition.dimension, kind)
    client.load(str(making))
    _write(client, str(making), edition)
    client.flush(str(making))
    client.rename(str(making), str(wanted))
    client.load(str(wanted))  # Milvus Lite forgets by a new name that it was loaded


def _write(client: Client, name: str, edition: Edition) -> None:
    """Take out of the collection what the edition has not, or has otherwise, and write what it lacks."""
    parts = {partition(family, PASSAGES): (family, one) for family, one in edition.families.items()}
    there = set(client.partitions(name))
    for family in edition.families:
        for kind in (PASSAGES, SENTENCES):
            if partition(family, kind) not in there:
                client.make_partition(name, partition(family, kind))
    lacking = {}
    for own in sorted({*(one for one in there if one.endswith(f"_{PASSAGES}")), *parts}):
        _, held = parts.get(own, ("", None))
        known = np.zeros(0, np.int64) if held is None else held.numbers
        numbers, digests = client.rows(name, own, known) if own in there else (known[:0], known[:0])
        kept = numbers[:0] if held is None else _unchanged(numbers, digests, held)
        _take_out(client, name, own, numbers[~np.isin(numbers, kept)].tolist())
        lacking[own] = np.flatnonzero(~np.isin(known, kept))
    for own, (family, held) in parts.items():
        for rows in some(lacking[own]):
            _put(client, name, family, held.read(rows))


def some(rows: Rows) -> Iterator[Rows]:
    """As many of these at once as are read and written together."""
    yield from (rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE))


def _unchanged(numbers: Rows, digests: Rows, held: Family) -> Rows:
    """Those of the passages in the collection that the edition has with the same vectors."""
    shared, there, rows = np.intersect1d(numbers, held.numbers, return_indices=True)
    now = [np.zeros(0, np.int64), *(digests_of(held.read(some)) for some in some(rows))]
    kept: Rows = shared[digests[there] == np.concatenate(now)]
    return kept


def _take_out(client: Client, name: str, own: str, passages: list[int]) -> None:
    """Take out these passages with their sentences, which go first: what is stopped between is known by the passage."""
    inside = f"{own.removesuffix(PASSAGES)}{SENTENCES}"
    for at in range(0, len(passages), _AT_ONCE):
        some = passages[at : at + _AT_ONCE]
        while keys := client.keys(name, inside, some):
            client.delete(name, inside, keys)
            if len(keys) < MOST:
                break
        client.delete(name, own, [number * _WITHIN for number in some])


def _put(client: Client, name: str, family: str, vectors: PassageVectors) -> None:
    """Write these passages, their sentences first: a passage that is there has all of them."""
    numbers, sizes = vectors.numbers, np.diff(vectors.starts)
    if sizes.max() >= _WITHIN:
        raise EngineError(
            f"a passage of {sizes.max()} sentences is more than an engine takes; index with shorter passages"
        )
    own, inside = keys_of(vectors)
    passages = passages_of(inside)
    client.write(name, partition(family, SENTENCES), inside, passages, np.zeros_like(passages), vectors.sentences)
    client.write(name, partition(family, PASSAGES), own, numbers, digests_of(vectors), vectors.vectors)


def keys_of(vectors: PassageVectors) -> tuple[Rows, Rows]:
    """The keys of the rows of these passages, (n,), and of those of their sentences, (s,)."""
    own, sizes = vectors.numbers * _WITHIN, np.diff(vectors.starts)
    return own, np.repeat(own - vectors.starts[:-1], sizes) + np.arange(1, len(vectors.sentences) + 1)


def digests_of(vectors: PassageVectors) -> Rows:
    """What tells the vectors of each passage and of its sentences from others, (n,): 64 bits of BLAKE2b (RFC 7693)."""
    made = []
    for row, (start, end) in enumerate(pairwise(vectors.starts.tolist())):
        found = blake2b(np.ascontiguousarray(vectors.vectors[row]).tobytes(), digest_size=8)
        found.update(np.ascontiguousarray(vectors.sentences[start:end]).tobytes())
        made.append(int.from_bytes(found.digest(), "little", signed=True))
    return np.array(made, dtype=np.int64)


def vectors_in(edition: Edition) -> int:
    """How many vectors it has, of passages and of sentences: as many rows has its collection."""
    return sum(one.count for one in edition.families.values())
