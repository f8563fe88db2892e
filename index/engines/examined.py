"""A collection of Milvus held against the library that it is a copy of; nothing in it is changed.

The digest in a passage's row tells what was written for it: those of all passages are compared. Whether the vectors still are what was
written they alone tell: a sample of them is read, drawn anew each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from index.engines.client import Client
from index.engines.collection import (
    PASSAGES,
    SENTENCES,
    Ahead,
    Name,
    digests_of,
    insist_on_last,
    keys_of,
    named,
    partition,
    passages_of,
    some,
)
from index.store.blocks import Rows
from index.store.vector_engine import Difference, Edition, Family

__all__ = ["SAMPLE", "differences"]

SAMPLE = 500
"""Of so many passages of each language family the vectors are read, with those of their sentences."""
_AT_ONCE = 20
"""Of so many at once: their sentences are fewer than Milvus gives in one call."""
_TOLD = 5


def differences(client: Client, edition: Edition, kind: str) -> Iterator[Difference]:
    """What Milvus has otherwise than this edition of a library; `kind` is of its indexes. Raises EngineError."""
    there, wanted = named(client, edition), Name.of(edition, kind)
    if wanted not in there:
        yield _of_another(edition, [one for one in there if one.form == wanted.form], wanted)
        return
    name = str(wanted)
    client.load(name)
    wrong = list(_rows(client, name, edition))
    if not wrong:  # what is not there cannot be compared
        wrong = [said for one in edition.families.items() for said in _sampled(client, name, *one)]
    mend = (
        f"drop that collection (MilvusClient(URI).drop_collection({name!r})), and have it written anew: yinzheng index"
    )
    yield from (Difference(f"collection {name} {said}", mend) for said in wrong)


def _of_another(edition: Edition, held: Sequence[Name], wanted: Name) -> Difference:
    """What to say where there is no collection of this edition."""
    try:
        insist_on_last(edition, held, wanted)
    except Ahead as ahead:
        what, _, mend = str(ahead).partition(": ")
        return Difference(what, mend)
    what = f"Milvus holds {f'generation {max(one.generation for one in held)}' if held else 'nothing'} of library {edition.library}"
    mend = "it follows when somebody asks next, or with: yinzheng index"
    return Difference(f"{what}, which is of generation {edition.generation}", mend, trouble=False)


def _rows(client: Client, name: str, edition: Edition) -> Iterator[str]:
    """Which rows are missing, too many, or of other vectors, by what stands beside the vectors."""
    there = set(client.partitions(name))
    own = {partition(family, kind): family for family in edition.families for kind in (PASSAGES, SENTENCES)}
    for other in sorted(there - set(own)):
        if count := client.count(name, other):
            yield f"holds {count} rows of {other}, of which the library has none"
    for family, held in edition.families.items():
        inside, sentences = (partition(family, kind) for kind in (PASSAGES, SENTENCES))
        if not there.issuperset((inside, sentences)):
            yield f"lacks all passages in {family}"
            continue
        numbers, digests = client.rows(name, inside, held.numbers)
        shared, rows, at = np.intersect1d(held.numbers, numbers, return_indices=True)
        written = np.concatenate([np.zeros(0, np.int64), *(digests_of(held.read(part)) for part in some(rows))])
        for said, which in (
            ("lacks passages", np.setdiff1d(held.numbers, numbers)),
            ("holds passages that the library has not", np.setdiff1d(numbers, held.numbers)),
            ("holds other vectors of passages", shared[digests[at] != written]),
        ):
            if len(which):
                yield f"{said} in {family}: {_listed(which)}"
        count, wanted = client.count(name, sentences), held.count - len(held.numbers)
        if count != wanted:
            yield f"holds {count} vectors of sentences in {family} where the library has {wanted}"


def _sampled(client: Client, name: str, family: str, held: Family) -> Iterator[str]:
    """Of which passages of a sample the vectors are not those of the library."""
    size = len(held.numbers)
    rows = np.sort(np.random.default_rng().choice(size, min(size, SAMPLE), replace=False))
    wrong: set[int] = set()
    for at in range(0, len(rows), _AT_ONCE):
        wanted = held.read(rows[at : at + _AT_ONCE])
        own, inside = keys_of(wanted)
        for kind, keys, vectors in ((PASSAGES, own, wanted.vectors), (SENTENCES, inside, wanted.sentences)):
            found, values = client.vectors(name, partition(family, kind), wanted.numbers.tolist())
            if not np.array_equal(found, keys):
                wrong.update(passages_of(np.setxor1d(found, keys)).tolist())
            elif len(keys):
                wrong.update(passages_of(keys[np.any(values != vectors, axis=1)]).tolist())
    if wrong:
        listed = _listed(np.array(sorted(wrong)))
        yield f"holds other vectors than it was given: {family}, of {len(rows)} passages read {len(wrong)}: {listed}"


def _listed(numbers: Rows) -> str:
    """Some numbers of passages, and how many more."""
    more = len(numbers) - _TOLD
    return ", ".join(map(str, numbers[:_TOLD].tolist())) + (f" and {more} more" if more > 0 else "")
