"""What is asked of Milvus, through its own client (pymilvus), and what is told where it fails.

Nothing is imported before an engine is made. Every call has a limit of time; errors name the address, without its password.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from index.arrays import Floats, Vectors
from index.errors import EngineError, SettingsError
from index.store.blocks import Rows

__all__ = ["DIGEST", "KEY", "MOST", "PASSAGE", "VECTOR", "Client"]

KEY, PASSAGE, DIGEST, VECTOR = "key", "passage", "digest", "vector"
"""The fields of a row: its key, the number of its passage, what its passage's vectors were, and one of these."""
_CONNECTING, _ASKING, _WRITING = 10.0, 30.0, 600.0
"""Seconds that Milvus may take to answer at all, to find something, and to write, load or index."""
_AT_ONCE, _READ = 2_000, 10_000
"""How many rows are written or taken out in one call, and of how many known passages the rows are read."""
MOST = 16_384
"""How many rows Milvus gives at most for one call."""
_HIGHEST = 1 << 43
"""Above the number of every passage."""
_BUILDING: Mapping[str, Mapping[str, int]] = {"HNSW": {"M": 16, "efConstruction": 200}}


class Client:
    """A connection to the Milvus at `uri`: http(s)://HOST:PORT, or a file that ends in .db, for Milvus Lite in this process.

    Threads may share it. Raises SettingsError where `uri` is empty or pymilvus is not installed; each call, and making it, raises EngineError
    where Milvus does not do what is asked.
    """

    def __init__(self, uri: str, token: str = "") -> None:
        if not uri:
            raise SettingsError(
                "vector index milvus needs to know where Milvus is: set YINZHENG_MILVUS_URI to http://HOST:19530, or to a file "
                "that ends in .db (Milvus Lite)"
            )
        try:
            import pymilvus
        except ImportError as error:
            raise SettingsError(
                "vector index milvus needs pymilvus; install it with: pip install 'yinzheng[milvus]', or unset YINZHENG_VECTOR_INDEX"
            ) from error
        for name in ("pymilvus", "milvus_lite"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what fails is raised, and told once
        self._uri = uri if urlsplit(uri).scheme else str(Path(uri).expanduser().absolute())
        self._pymilvus = pymilvus
        with self._told("does not answer"):
            self._client = pymilvus.MilvusClient(
                self._uri, token=token, timeout=_CONNECTING, grpc_options={"grpc.keepalive_permit_without_calls": False}
            )  # Milvus Lite's server calls pings while nothing is asked too many

    def collections(self) -> list[str]:
        """The names of all collections."""
        with self._told("does not list its collections"):
            return list(self._client.list_collections(timeout=_ASKING))

    def make(self, name: str, dimension: int, kind: str) -> None:
        """An empty collection for rows with vectors of this dimension, compared by inner product; `kind` is of Milvus' indexes."""
        types = self._pymilvus.DataType
        schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field(KEY, types.INT64, is_primary=True)
        schema.add_field(PASSAGE, types.INT64)
        schema.add_field(DIGEST, types.INT64)
        schema.add_field(VECTOR, types.FLOAT_VECTOR, dim=dimension)
        made = self._client.prepare_index_params()
        made.add_index(VECTOR, index_type=kind, metric_type="IP", params=dict(_BUILDING.get(kind, {})))
        with self._told(f"does not make the collection {name}"):
            self._client.create_collection(name, schema=schema, index_params=made, timeout=_WRITING)

    def load(self, name: str) -> None:
        """Get the collection ready to be searched."""
        with self._told(f"does not load the collection {name}"):
            self._client.load_collection(name, timeout=_WRITING)

    def rename(self, name: str, other: str) -> None:
        """Call a collection otherwise: who knows it by its old name finds it no more."""
        with self._told(f"does not rename the collection {name}"):
            self._client.rename_collection(name, other, timeout=_ASKING)

    def drop(self, name: str) -> None:
        """Take out a collection with all its rows."""
        with self._told(f"does not drop the collection {name}"):
            self._client.drop_collection(name, timeout=_WRITING)

    def has(self, name: str) -> bool:
        """Whether there is a collection of this name."""
        with self._told("does not answer"):
            return bool(self._client.has_collection(name, timeout=_ASKING))

    def partitions(self, name: str) -> list[str]:
        """The names of a collection's partitions."""
        with self._told(f"does not list the partitions of {name}"):
            return list(self._client.list_partitions(name, timeout=_ASKING))

    def make_partition(self, name: str, partition: str) -> None:
        """An empty partition."""
        with self._told(f"does not make a partition of {name}"):
            self._client.create_partition(name, partition, timeout=_ASKING)

    def rows(self, name: str, partition: str, known: Rows) -> tuple[Rows, Rows]:
        """The passages and the digests of all rows of a partition with one for each passage, `(n,)` each, most of them `known`.

        They are read between one number and another: pymilvus' own iterator does not see what was written last.
        """
        edges = [0, *np.sort(known)[_READ::_READ].tolist(), _HIGHEST]
        spans, found = list(pairwise(edges)), [np.zeros((0, 2), dtype=np.int64)]
        while spans:
            first, end = spans.pop()
            rows = self._query(name, partition, f"{PASSAGE} >= {first} and {PASSAGE} < {end}", [PASSAGE, DIGEST])
            if len(rows) < MOST:
                found.append(np.array([(one[PASSAGE], one[DIGEST]) for one in rows], dtype=np.int64).reshape(-1, 2))
            else:
                spans += [(first, (first + end) // 2), ((first + end) // 2, end)]
        numbers, digests = np.concatenate(found).T
        return numbers, digests

    def keys(self, name: str, partition: str, passages: Sequence[int]) -> list[int]:
        """The keys of the rows of these passages, of `MOST` at most."""
        return [one[KEY] for one in self._query(name, partition, f"{PASSAGE} in {list(passages)}", [KEY])]

    def _query(self, name: str, partition: str, among: str, fields: Sequence[str]) -> Sequence[Mapping[str, Any]]:
        with self._told(f"does not read the collection {name}"):
            found: Sequence[Mapping[str, Any]] = self._client.query(
                name,
                filter=among,
                output_fields=list(fields),
                partition_names=[partition],
                limit=MOST,
                consistency_level="Strong",
                timeout=_ASKING,
            )
        return found

    def count(self, name: str, partition: str = "") -> int:
        """How many rows the collection has, or one of its partitions, whoever wrote them, up to now."""
        with self._told(f"does not count the rows of {name}"):
            found = self._client.query(
                name,
                filter=f"{KEY} >= 0" if partition else "",  # without any, Milvus Lite counts all partitions
                output_fields=["count(*)"],
                partition_names=[partition] if partition else None,
                consistency_level="Strong",
                timeout=_WRITING,
            )
        return int(found[0]["count(*)"])

    def vectors(self, name: str, partition: str, passages: Sequence[int]) -> tuple[Rows, Vectors]:
        """The keys of the rows of these passages, `(n,)`, of `MOST` at most, in their order, and the vectors, `(n, d)` float32."""
        among = f"{PASSAGE} in {list(passages)}"
        rows = sorted(self._query(name, partition, among, [KEY, VECTOR]), key=itemgetter(KEY))
        keys = np.array([one[KEY] for one in rows], dtype=np.int64)
        return keys, np.array([one[VECTOR] for one in rows], dtype=np.float32)

    def write(self, name: str, partition: str, keys: Rows, passages: Rows, digests: Rows, vectors: Vectors) -> None:
        """Write rows, in the place of those with the same keys."""
        for at in range(0, len(keys), _AT_ONCE):
            part = slice(at, at + _AT_ONCE)
            columns = (keys[part].tolist(), passages[part].tolist(), digests[part].tolist(), vectors[part])
            rows = [dict(zip((KEY, PASSAGE, DIGEST, VECTOR), row, strict=True)) for row in zip(*columns, strict=True)]
            with self._told(f"does not write into the collection {name}"):
                self._client.upsert(name, rows, partition_name=partition, timeout=_WRITING)

    def delete(self, name: str, partition: str, keys: Sequence[int]) -> None:
        """Take out the rows of these keys."""
        for at in range(0, len(keys), _AT_ONCE):
            with self._told(f"does not delete from the collection {name}"):
                self._client.delete(
                    name, ids=list(keys[at : at + _AT_ONCE]), partition_name=partition, timeout=_WRITING
                )

    def flush(self, name: str) -> None:
        """Close what was written last, so that it is indexed."""
        with self._told(f"does not store the collection {name}"):
            self._client.flush(name, timeout=_WRITING)

    def search(
        self,
        name: str,
        partition: str,
        vector: Vectors,
        k: int,
        among: str = "",
        parameters: Mapping[str, int] | None = None,
        *,
        strong: bool = False,
    ) -> tuple[Rows, Floats] | None:
        """The keys of the `k` rows nearest to a vector, and their inner products with it, best first; None where there is no such collection.

        `among` is a filter of Milvus'. All that was written up to now is seen where it is `strong`, else what was written some seconds ago.
        """
        try:
            with self._told("does not search"):
                (found,) = self._client.search(
                    name,
                    data=[vector.tolist()],
                    limit=k,
                    filter=among,
                    partition_names=[partition],
                    anns_field=VECTOR,
                    output_fields=[KEY],  # without any, Milvus Lite gives all
                    search_params={"metric_type": "IP", "params": dict(parameters or {})},
                    consistency_level="Strong" if strong else "Bounded",
                    timeout=_ASKING,
                )
        except EngineError:
            if not self.has(name):
                return None
            raise
        return np.array(found.ids, dtype=np.int64), np.array(found.distances, dtype=np.float64)

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Errors of the client, and of what it is made of, as ours."""
        import grpc

        try:
            yield
        except (self._pymilvus.MilvusException, grpc.RpcError, OSError, ValueError) as error:
            reason = getattr(error, "message", "") or str(error) or type(error).__name__
            raise EngineError(
                f"Milvus at {self._shown} {what} ({' '.join(str(reason).split())}); see that it runs and that YINZHENG_MILVUS_URI is right, "
                "or unset YINZHENG_VECTOR_INDEX to search on this machine"
            ) from error

    @property
    def _shown(self) -> str:
        parts = urlsplit(self._uri)
        return self._uri if "@" not in parts.netloc else parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
