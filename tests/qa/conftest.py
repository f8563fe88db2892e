"""A library made by hand: known texts, known vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest

from index.offsets import OffsetMap
from index.records import Document, Note, Passage, Section, SectionKind, Sentence, Source
from index.store.entries import Entry
from index.store.library import Library
from index.store.schema import BuildFacts

FACTS = BuildFacts("by hand", "0", 3, 300, 1)
MakeEntry = Callable[..., Entry]


def entry(
    identifier: str, pieces: Sequence[str], vectors: Sequence[Sequence[float]], notes: Sequence[Note] = ()
) -> Entry:
    """A document of one section whose passages are `pieces`, a space between them, each of one sentence."""
    text = " ".join(pieces)
    starts = [0, *accumulate(len(piece) + 1 for piece in pieces)]
    section = Section(0, len(text), SectionKind.BODY)
    document = Document(
        identifier,
        f"{identifier}.txt",
        identifier.encode().hex(),
        Source(title=identifier),
        text,
        "en",
        OffsetMap.identity(len(text)),
        (section,),
        tuple(notes),
    )
    passages = tuple(
        Passage(identifier, at, at + len(piece), piece, section, "en", (Sentence(at, at + len(piece), piece),))
        for at, piece in zip(starts, pieces, strict=False)
    )
    array = np.asarray(vectors, dtype=np.float32).reshape(len(pieces), 3)
    return Entry(document, passages, array, tuple(array[i : i + 1] for i in range(len(pieces))))


@pytest.fixture
def make_entry() -> MakeEntry:
    return entry


@pytest.fixture
def empty_library(tmp_path: Path) -> Iterator[Library]:
    with Library.create(tmp_path / "by-hand.sqlite", FACTS) as library:
        yield library
