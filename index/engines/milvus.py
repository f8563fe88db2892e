"""Milvus as the engine for vectors (https://milvus.io): a server, a cluster, or Milvus Lite in this process.

One collection for each library. A row is a vector of a passage or of a sentence; a partition holds those of one language family and
of one of the two kinds. How the collection is brought to an edition of the library: `index.engines.collection`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor

import numpy as np

from index.arrays import Floats, Vectors
from index.engines.candidates import CandidateIndex, Near
from index.engines.client import Client
from index.engines.collection import PASSAGES, SENTENCES, Ahead, brought, partition, passages_of
from index.engines.examined import differences
from index.settings import Settings
from index.store.blocks import Rows
from index.store.vector_engine import Difference, Edition
from index.store.vector_index import VectorIndex

__all__ = ["Milvus"]

log = logging.getLogger(__name__)
_AT_ONCE = 8
"""How many lists are asked for at once, for all who ask."""
_FRESH = 10.0
"""Seconds after which reads are no longer asked to see all that was written before: the delay Milvus allows by itself is five."""


class Milvus:
    """The engine that the settings name by `milvus_uri`. Raises SettingsError where they do not, or where pymilvus is not installed."""

    def __init__(self, settings: Settings) -> None:
        self._client = Client(settings.milvus_uri, settings.milvus_token.get_secret_value())
        self._kind = settings.milvus_index
        self._bringing, self._at_once = threading.Lock(), ThreadPoolExecutor(_AT_ONCE, "milvus")

    def indexes(self, edition: Edition) -> Mapping[str, VectorIndex]:
        """An index for each language family of this edition. Raises EngineError."""
        try:
            with self._bringing:  # Milvus Lite bears one that writes
                name = brought(self._client, edition, self._kind)
        except Ahead as ahead:
            log.warning("%s; until then vectors are searched on this machine", ahead)
            return {family: one.own for family, one in edition.families.items()}
        until = time.monotonic() + _FRESH
        return {
            family: CandidateIndex(
                one.own, one.numbers, _Partitions(self._client, self._at_once, name, family, self._kind, until)
            )
            for family, one in edition.families.items()
        }

    def differences(self, edition: Edition) -> Iterator[Difference]:
        """What Milvus holds otherwise than this edition has it; nothing is changed. Raises EngineError."""
        with self._bringing:
            yield from differences(self._client, edition, self._kind)


class _Partitions:
    """The two partitions of a language family in a collection of this name, which is of one edition and never changes."""

    def __init__(self, client: Client, at_once: Executor, name: str, family: str, kind: str, until: float) -> None:
        self.exact, self._at_once = kind == "FLAT", at_once
        self._client, self._name, self._kind, self._until = client, name, kind, until
        self._partitions = partition(family, PASSAGES), partition(family, SENTENCES)

    def near(self, vector: Vectors, depth: int, among: Rows | None) -> Near | None:
        """The passages of the nearest vectors of both kinds."""
        named = "" if among is None else f"passage in {among.tolist()}"

        def listed(one: str) -> tuple[Rows, Floats] | None:
            strong = time.monotonic() < self._until
            return self._client.search(self._name, one, vector, depth, named, self._parameters(depth), strong=strong)

        lists = [found for found in self._at_once.map(listed, self._partitions) if found is not None]
        if len(lists) < len(self._partitions):
            log.info("the collection %s is gone: the library has changed since", self._name)
            return None
        numbers = np.unique(np.concatenate([passages_of(keys) for keys, _ in lists]))
        if any(len(keys) < depth for keys, _ in lists):
            return Near(numbers, -np.inf)
        return Near(numbers, float(sum(scores[-1] for _, scores in lists)) / 2)

    def _parameters(self, depth: int) -> dict[str, int]:
        """How widely an approximate index looks: twice as far as it is asked to find (`ef` of HNSW)."""
        return {"ef": min(max(2 * depth, 64), 32_768)} if self._kind == "HNSW" else {}
