"""The model's twelve layers as the tensors of an ONNX graph: in float32, or in 8 bits.

In 8 bits a matrix product is of whole numbers: the activations of each token are rounded to 255 steps of their own range, the
weights to 255 steps of each column. Three things keep it near the product of floats:

* The range of activations is set by few channels. Each channel is divided by the root of its own range over that of its
  weights, which are multiplied by it (SmoothQuant, Xiao et al., ICML 2023); for the products of attention that is done in
  the weights before it, and costs nothing.
* The 32 widest channels are left out of the whole numbers and multiplied as floats (LLM.int8(), Dettmers et al., NeurIPS
  2022).
* Two neighbouring weights of a column never exceed 128 together, rounded, so that the sum of two products fits into the 16
  bits in which processors without VNNI hold it, and every processor gives the same numbers.

The ranges are measured on public training texts (`training/graphs.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["APART", "LAYERS", "byte_tensors", "float_tensors"]

Weights = NDArray[np.float32]
Named = tuple[str, NDArray[Any]]
LAYERS = 12
APART = 32
"""How many channels are multiplied as floats."""
_MOST, _MOST_OF_TWO = 127.0, 127.0  # of two, each of which may be rounded up by a half
_SMALLEST = 1e-6
_WIDTH = 384


def float_tensors(weights: Mapping[str, NDArray[Any]]) -> Iterator[Named]:
    """Every tensor of the graph in float32, in its order; `weights` are as BertModel names them (`index.encoder.e5_folder`)."""
    yield from _before(weights)
    for layer in range(LAYERS):
        for part, matrix, bias in _products(weights, layer):
            yield f"{layer}.{part}.weight", matrix
            yield f"{layer}.{part}.bias", bias
        yield from _norms(weights, layer)


def byte_tensors(weights: Mapping[str, NDArray[Any]], ranges: Mapping[str, NDArray[Any]]) -> Iterator[Named]:
    """Every tensor of the graph with its products in 8 bits; `ranges`: of each product's activations, the greatest absolute
    value in each channel, `(channels,)`, as `0.qkv`."""
    yield from _before(weights)
    for layer in range(LAYERS):
        products = {part: (matrix, bias) for part, matrix, bias in _products(weights, layer)}
        attended = _smoothing(ranges[f"{layer}.attended"], products["attended"][0])
        matrix, bias = products["qkv"]
        values = np.concatenate([np.ones(2 * _WIDTH, np.float32), 1 / attended])
        products["qkv"] = (matrix * values, bias * values)
        matrix, bias = products["attended"]
        products["attended"] = (matrix * attended[:, None], bias)
        for part, (matrix, bias) in products.items():
            name = f"{layer}.{part}"
            if part != "attended":
                wide = np.sort(np.argsort(-ranges[name], kind="stable")[:APART])
                smoothing = np.ones(len(matrix), np.float32) if part == "down" else _smoothing(ranges[name], matrix)
                divided = (1 / smoothing).astype(np.float32)
                divided[wide] = 0
                yield f"{name}.smoothing", divided
                yield f"{name}.apart", wide.astype(np.int64)
                yield f"{name}.apart.weight", matrix[wide]
                matrix = matrix * smoothing[:, None]
                matrix[wide] = 0
            steps = _steps(matrix)
            yield f"{name}.weight", np.clip(np.rint(matrix / steps), -_MOST, _MOST).astype(np.int8)
            yield f"{name}.steps", steps
            yield f"{name}.zeros", np.zeros(len(steps), np.int8)
            yield f"{name}.bias", bias
        yield from _norms(weights, layer)


def _before(weights: Mapping[str, NDArray[Any]]) -> Iterator[Named]:
    yield "positions", _single(weights["embeddings.position_embeddings.weight"])[None]
    yield "kinds", _single(weights["embeddings.token_type_embeddings.weight"])
    yield "embedded.scale", _single(weights["embeddings.LayerNorm.weight"])
    yield "embedded.shift", _single(weights["embeddings.LayerNorm.bias"])


def _products(weights: Mapping[str, NDArray[Any]], layer: int) -> Iterator[tuple[str, Weights, Weights]]:
    """Name, matrix `(in, out)` and bias `(out,)` of each product of a layer."""
    own = f"encoder.layer.{layer}"
    asked = [f"{own}.attention.self.{name}" for name in ("query", "key", "value")]
    yield (
        "qkv",
        np.concatenate([_single(weights[f"{name}.weight"]) for name in asked]).T.copy(),
        np.concatenate([_single(weights[f"{name}.bias"]) for name in asked]),
    )
    for part, name in (("attended", "attention.output"), ("up", "intermediate"), ("down", "output")):
        yield (
            part,
            _single(weights[f"{own}.{name}.dense.weight"]).T.copy(),
            _single(weights[f"{own}.{name}.dense.bias"]),
        )


def _norms(weights: Mapping[str, NDArray[Any]], layer: int) -> Iterator[Named]:
    for part, name in (("between", "attention.output"), ("after", "output")):
        yield f"{layer}.{part}.scale", _single(weights[f"encoder.layer.{layer}.{name}.LayerNorm.weight"])
        yield f"{layer}.{part}.shift", _single(weights[f"encoder.layer.{layer}.{name}.LayerNorm.bias"])


def _single(values: NDArray[Any]) -> Weights:
    return np.asarray(values, dtype=np.float32)


def _smoothing(ranges: NDArray[Any], matrix: Weights) -> Weights:
    """What each channel is divided by, `(in,)`; about one for most."""
    wide = np.sqrt(np.maximum(ranges, _SMALLEST) / np.maximum(np.abs(matrix).max(axis=1), _SMALLEST))
    return np.asarray(np.maximum(wide / np.median(wide), 1e-3), dtype=np.float32)


def _steps(matrix: Weights) -> Weights:
    """The size of a step of each column, `(out,)`."""
    size = np.abs(matrix)
    alone, two = size.max(axis=0) / _MOST, (size[0::2] + size[1::2]).max(axis=0) / _MOST_OF_TWO
    return np.asarray(np.maximum(np.maximum(alone, two), 1e-12), dtype=np.float32)
