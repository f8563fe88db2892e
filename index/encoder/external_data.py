"""Weights beside an ONNX graph: one file of tensors in a row, each at a place that follows from the shapes before it.

The graphs are written once (`training/graphs.py`) and know only shapes and places; the weights are laid out when the models
are made in the user's cache. A place is a multiple of 64, so that a mapped tensor is aligned
(https://onnx.ai/onnx/repo-docs/ExternalData.html).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["WEIGHTS", "Tensors", "laid_out", "places"]

Tensors = Iterable[tuple[str, NDArray[Any]]]
WEIGHTS = "weights.bin"
"""The file's name, as the graphs have it."""
_ALIGNED = 64


def places(tensors: Tensors) -> dict[str, tuple[int, int]]:
    """Offset and length, in bytes, of each tensor by name."""
    found: dict[str, tuple[int, int]] = {}
    end = 0
    for name, values in tensors:
        start = -(-end // _ALIGNED) * _ALIGNED
        end = start + values.nbytes
        found[name] = (start, values.nbytes)
    return found


def laid_out(tensors: Tensors) -> bytes:
    """The content of the file."""
    content = bytearray()
    for _, values in tensors:
        content += bytes(-len(content) % _ALIGNED)
        content += np.ascontiguousarray(values).tobytes()
    return bytes(content)
