"""Vectors in eight bits each, to tell cheaply which may be near, with a bound on how far their products are off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import Vectors

__all__ = ["Codes"]

_LEVELS = 127
_ROUNDING = 1e-5
"""More than single precision loses in an inner product of unit vectors."""
_BATCH = 65_536


@dataclass(frozen=True, slots=True)
class Codes:
    """Scalar quantisation: a vector is about `centre + scale * row`, `rows` (n, d) int8, `centre` and `scale` (d,) float32.

    `error` is the greatest distance of a vector from what its row says, `length` the greatest length of a row.
    """

    rows: NDArray[np.int8]
    centre: Vectors
    scale: Vectors
    error: float
    length: float

    @classmethod
    def make(cls, vectors: Vectors) -> Codes:
        """The codes of `vectors`, `(n, d)` float32, n ≥ 1."""
        centre = vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
        width = np.maximum(vectors.max(axis=0) - centre, centre - vectors.min(axis=0))
        scale = np.asarray(np.maximum(width, 1e-9) / _LEVELS, dtype=np.float32)
        rows = np.empty(vectors.shape, dtype=np.int8)
        error = length = 0.0
        for at in range(0, len(vectors), _BATCH):
            part = vectors[at : at + _BATCH] - centre
            coded = np.clip(np.rint(part / scale), -_LEVELS, _LEVELS)
            rows[at : at + _BATCH] = coded
            error = max(error, float(np.linalg.norm(part - coded * scale, axis=1).max()))
            length = max(length, float(np.linalg.norm(coded, axis=1).max()))
        return cls(rows, centre, scale, error, length)

    @classmethod
    def read(cls, arrays: Mapping[str, NDArray[Any]]) -> Codes:
        """The codes that `arrays` hold."""
        error, length = arrays["bounds"].tolist()
        return cls(arrays["rows"], arrays["centre"], arrays["scale"], error, length)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The codes as arrays, to be kept in a file."""
        bounds = np.array([self.error, self.length], dtype=np.float64)
        return {"rows": self.rows, "centre": self.centre, "scale": self.scale, "bounds": bounds}

    def products(self, vector: Vectors) -> tuple[NDArray[np.float32], float]:
        """About the inner product of each with `vector`, `(n,)`, and how far any of them may be off."""
        import simsimd

        scaled = vector * self.scale
        step = float(np.abs(scaled).max()) / _LEVELS or 1.0
        coded = np.rint(scaled / step).astype(np.int8)
        found = np.asarray(simsimd.cdist(coded[None, :], self.rows, "dot"))[0].astype(np.float32)
        lost = float(np.linalg.norm(scaled - coded * np.float32(step)))
        off = float(np.linalg.norm(vector)) * self.error + lost * self.length + _ROUNDING
        return found * np.float32(step) + np.float32(vector @ self.centre), off
