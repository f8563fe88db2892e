"""The folder of the reader that comes with this package: a graph and its weights, made once in the user's cache."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder.external_data import WEIGHTS, laid_out
from index.encoder.layers import byte_tensors, float_tensors
from index.encoder.model import SOURCE, packed_weights
from index.encoder.session import GRAPH
from index.sealed import Sealed

__all__ = ["reader_tensors", "reader_weights", "sealed_reader"]

_FORMAT = 6
_HEADS = ("ends", "relevance", "evidence")
_GRAPHS = {"float32": "reader.onnx", "int8": "reader.int8.onnx"}
_MEGABYTES = {"float32": 86, "int8": 25}
_RANGES = "reader.ranges.safetensors"


@cache
def sealed_reader(arithmetic: str = "float32") -> Sealed:
    """What the folder is to hold; `arithmetic` is `float32` or `int8` (`index.encoder.layers`)."""
    names = ["reader.safetensors", _GRAPHS[arithmetic], *([_RANGES] if arithmetic == "int8" else [])]
    parts = {name: files("qa.reading").joinpath(name).read_bytes() for name in names}
    digests = {name: sha256(content).hexdigest() for name, content in parts.items()}
    source: dict[str, Any] = {**SOURCE, **digests}
    named = sha256("".join(digests.values()).encode()).hexdigest()[:8]
    return Sealed(
        f"yinzheng-reader-{arithmetic}-{named}-v{_FORMAT}",
        "reader",
        _FORMAT,
        source,
        _MEGABYTES[arithmetic],
        lambda: _files(parts, parts[_GRAPHS[arithmetic]]),
        earlier=r"yinzheng-reader-[0-9a-f]{8}-v\d+",
    )


def _files(parts: Mapping[str, bytes], graph: bytes) -> Iterator[tuple[str, bytes]]:
    from safetensors.numpy import load

    weights = reader_weights(parts["reader.safetensors"])
    ranges = load(parts[_RANGES]) if _RANGES in parts else None
    yield WEIGHTS, laid_out(reader_tensors(weights, ranges))
    yield GRAPH, graph


def reader_weights(difference: bytes | None = None) -> dict[str, NDArray[Any]]:
    """The reader's tensors, as BertModel names them, and those of its heads; `difference` None: what comes with this package."""
    from safetensors.numpy import load

    from index.encoder.deltas import unpack
    from index.encoder.e5_folder import embedding_weights, layer_weights
    from index.encoder.e5s import E5s

    content = files("qa.reading").joinpath("reader.safetensors").read_bytes() if difference is None else difference
    model = E5s.from_bytes(packed_weights())
    deltas = unpack(load(content))
    tensors = layer_weights(model, content)
    for name, held in embedding_weights(model).items():
        delta = deltas.get(name)
        tensors[name] = (
            held if delta is None else (held.astype(np.float32) + delta.reshape(held.shape)).astype(np.float16)
        )
    for head in _HEADS:
        tensors[f"{head}.weight"], tensors[f"{head}.bias"] = deltas[f"{head}.weight"], deltas[f"{head}.bias"]
    return tensors


def reader_tensors(
    weights: Mapping[str, NDArray[Any]], ranges: Mapping[str, NDArray[Any]] | None
) -> Iterator[tuple[str, NDArray[Any]]]:
    """The graph's tensors in their order: in 8 bits, without `ranges` in float32."""
    yield from float_tensors(weights) if ranges is None else byte_tensors(weights, ranges)
    for head in _HEADS:
        matrix = np.asarray(weights[f"{head}.weight"], dtype=np.float32)
        yield f"{head}.weight", matrix.reshape(-1, weights["encoder.layer.0.attention.self.query.bias"].size).T.copy()
        yield f"{head}.bias", np.asarray(weights[f"{head}.bias"], dtype=np.float32).reshape(-1)
