"""Differences of a model's weights from those it was trained from, in 4 bits: a safetensors file of a few megabytes.

A matrix is kept as blocks of 32 weights, each an fp16 scale and 4-bit integers (the Q4_0 scheme of ggml); what is smaller
than a block's worth, biases and the like, as float16. A difference is small, so the rounding is too: `training/pack.py`
says how much of it is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["pack", "unpack"]

_BLOCK = 32
_SCALE, _NIBBLES = ".scale", ".nibbles"


def pack(deltas: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Tensors to be written: of a matrix `name.scale`, `(n / 32,)` float16, and `name.nibbles`, `(n / 32, 16)` uint8."""
    packed: dict[str, NDArray[Any]] = {}
    for name, delta in deltas.items():
        if delta.ndim < 2 or delta.size % _BLOCK:
            packed[name] = delta.astype(np.float16)
            continue
        blocks = delta.astype(np.float32).reshape(-1, _BLOCK)
        far = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=1)[:, None], axis=1)[:, 0]
        scale = (far / -8).astype(np.float16)
        safe = np.where(scale == 0, 1, scale).astype(np.float32)
        whole = np.clip(np.rint(blocks / safe[:, None]) + 8, 0, 15).astype(np.uint8)
        packed[name + _SCALE] = scale
        packed[name + _NIBBLES] = whole[:, :16] | (whole[:, 16:] << 4)
    return packed


def unpack(packed: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[np.float32]]:
    """The differences, matrices flat; the way back from `pack`."""
    deltas: dict[str, NDArray[np.float32]] = {}
    for name, values in packed.items():
        if name.endswith(_SCALE):
            nibbles = packed[name.removesuffix(_SCALE) + _NIBBLES]
            whole = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - 8
            deltas[name.removesuffix(_SCALE)] = (whole * values.astype(np.float32)[:, None]).reshape(-1)
        elif not name.endswith(_NIBBLES):
            deltas[name] = values.astype(np.float32)
    return deltas
