"""Engines for vectors that tests search: Milvus Lite in this process, and a server where one was started for them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from benchmarks.milvus_server import URI
from index.arrays import Vectors
from index.engines.candidates import CandidateIndex
from index.engines.milvus import Milvus
from index.settings import Settings
from index.store.blocks import Rows, within
from index.store.vector_engine import Edition, Family
from index.store.vector_index import PassageIndex, PassageVectors

__all__ = ["ENGINES", "Engine", "edition", "engine", "passages", "unit"]

ENGINES = [
    pytest.param(
        "lite",
        marks=pytest.mark.skipif(
            not (find_spec("pymilvus") and find_spec("milvus_lite")),
            reason="Milvus Lite is not installed: pip install -c constraints.txt -e '.[dev]'",
        ),
    ),
    pytest.param(
        "server",
        marks=pytest.mark.skipif(
            not os.environ.get(URI), reason=f"no Milvus server: {URI} (python -m benchmarks.milvus_server)"
        ),
    ),
]


@dataclass(frozen=True)
class Engine:
    """One that was reached, and how it is reached again."""

    milvus: Milvus
    settings: Settings

    def index(self, numbers: Sequence[int], vectors: Vectors) -> CandidateIndex:
        """Passages of one sentence each, in a library of their own; all are searched in the engine, however few."""
        part = passages(numbers, vectors, [vectors[row : row + 1] for row in range(len(vectors))])
        found = self.milvus.indexes(edition({"zh": part}))["zh"]
        assert isinstance(found, CandidateIndex)
        found._few = 0
        return found


@contextmanager
def engine(name: str, folder: Path, kind: str = "FLAT") -> Iterator[Engine]:
    """An engine of `ENGINES`; what is written there is taken out again."""
    settings = Settings(
        vector_index="milvus",
        milvus_uri=str(folder / "vectors.db") if name == "lite" else os.environ[URI],
        milvus_index=kind,
    )
    milvus = Milvus(settings)
    before = set(milvus._client.collections())
    try:
        yield Engine(milvus, settings)
    finally:
        for left in set(milvus._client.collections()) - before:
            milvus._client.drop(left)
        milvus._client.close()
        if name == "lite":
            from milvus_lite.server_manager import server_manager_instance

            server_manager_instance.release_server(settings.milvus_uri)


def passages(numbers: Sequence[int], vectors: Vectors, inside: Sequence[Vectors]) -> PassageVectors:
    """The vectors of passages, and of the sentences of each."""
    starts = np.cumsum([0, *map(len, inside)], dtype=np.int64)
    return PassageVectors(
        np.array(numbers, dtype=np.int64), vectors, np.concatenate(inside) if inside else vectors, starts
    )


def edition(
    parts: Mapping[str, PassageVectors], origin: str = "", generation: int = 1, name: str = "", dimension: int = 0
) -> Edition:
    """A library of these passages; without an origin it is one of its own."""
    return Edition(
        "library.sqlite",
        origin or secrets.token_hex(4),
        generation,
        name or secrets.token_hex(8),
        dimension or next(iter(parts.values())).vectors.shape[1],
        {
            family: Family(
                part.numbers, len(part.vectors) + len(part.sentences), partial(_read, part), PassageIndex(*part)
            )
            for family, part in parts.items()
        },
    )


def _read(part: PassageVectors, rows: Rows) -> PassageVectors:
    inside, starts = within(part.starts, rows)
    return PassageVectors(part.numbers[rows], part.vectors[rows], part.sentences[inside], starts)


def unit(n: int, d: int, seed: int = 0) -> Vectors:
    """So many unit vectors at random."""
    rows = np.random.default_rng(seed).normal(size=(n, d)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
