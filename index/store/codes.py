"""Vectors in eight bits for each number, as a library keeps them and searches them: what is searched is what is kept.

A vector is a scale and a row of integers of -127 to 127 (scalar quantisation, with a scale of each vector's own), so that a
vector means the same wherever it stands, and one that is added changes no other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import Vectors
from index.store.blocks import Rows, products
from index.vocabulary import starts_of

__all__ = ["Codes", "CodesInParts", "coded_size", "dimension_of"]

_LEVELS = 127
_ROUNDING = 1e-5
"""More than single precision loses in an inner product of unit vectors."""
_AT_ONCE = 1024
"""So many rows are copied together where they do not stand together: they stay near the processor until they are multiplied."""
_SCALE = 4
"""Bytes of a scale."""


@dataclass(frozen=True, slots=True)
class Codes:
    """Vector i is `scales[i] * rows[i]`: `rows` (n, d) int8, `scales` (n,) float32; `longest` is no shorter than any of them."""

    rows: NDArray[np.int8]
    scales: Vectors
    longest: float

    @classmethod
    def of(cls, vectors: Vectors) -> Codes:
        """The codes nearest to `vectors`, `(n, d)` float32."""
        widest = np.abs(vectors).max(axis=1, initial=0.0)
        scales = np.where(widest > 0, widest / _LEVELS, 1.0).astype(np.float32)
        rows = np.clip(np.rint(vectors / scales[:, None]), -_LEVELS, _LEVELS).astype(np.int8)
        return cls(rows, scales, _longest(rows, scales))

    @classmethod
    def unpacked(cls, data: bytes, dimension: int) -> Codes:
        """The codes that `packed` wrote down, of vectors of this dimension. Raises ValueError where it is not whole."""
        held = np.frombuffer(data, dtype=_packing(dimension))
        rows, scales = np.ascontiguousarray(held["row"]), np.ascontiguousarray(held["scale"])
        return cls(rows, scales, _longest(rows, scales))

    @classmethod
    def read(cls, arrays: Mapping[str, NDArray[Any]]) -> Codes:
        """The codes that are kept in arrays of these names."""
        return cls(arrays["rows"], arrays["scales"], float(arrays["longest"][0]))

    @classmethod
    def joined(cls, parts: Sequence[Codes]) -> Codes:
        """Those of all parts, one after another; one part at least."""
        rows, scales = (np.concatenate([getattr(one, name) for one in parts]) for name in ("rows", "scales"))
        return cls(rows, scales, max(one.longest for one in parts))

    def at(self, places: Rows) -> Codes:
        """Those at these places."""
        return Codes(self.rows[places], self.scales[places], self.longest)

    def between(self, start: int, end: int) -> Codes:
        """Those at the places from `start` until `end`, which are not copied."""
        return Codes(self.rows[start:end], self.scales[start:end], self.longest)

    def packed(self) -> bytes:
        """Each vector as its scale and its row, one after another."""
        held = np.empty(len(self), dtype=_packing(self.rows.shape[1]))
        held["scale"], held["row"] = self.scales, self.rows
        return held.tobytes()

    def decoded(self, places: Rows | None = None) -> Vectors:
        """The vectors themselves, `(n, d)` float32; with `places`, `(m,)`, these of them: `(m, d)`."""
        rows, scales = (self.rows, self.scales) if places is None else (self.rows[places], self.scales[places])
        return np.asarray(rows * scales[:, None], dtype=np.float32)

    def products(self, vector: Vectors, places: Rows | None = None) -> Vectors:
        """Inner products with `vector`, `(n,)` or, of these places, `(m,)`, in single precision; equal rows give equal ones."""
        return products(self.decoded(places), vector)

    def about(self, vector: Vectors, places: Rows | None = None) -> tuple[Vectors, float]:
        """About the same products, many times as fast, and how far any of them may be off."""
        import simsimd

        step = float(np.abs(vector).max()) / _LEVELS or 1.0
        coded = np.rint(vector / step).astype(np.int8)[None, :]
        scales = self.scales if places is None else self.scales[places]
        if not len(scales):
            return np.zeros(0, dtype=np.float32), 0.0
        if places is None:
            found = np.asarray(simsimd.cdist(coded, self.rows, "dot"))[0].astype(np.float32)
        else:
            found = np.empty(len(places), dtype=np.float32)
            copied = np.empty((min(len(places), _AT_ONCE), self.rows.shape[1]), dtype=np.int8)
            for at in range(0, len(places), _AT_ONCE):
                some = places[at : at + _AT_ONCE]
                part = self.rows.take(some, axis=0, out=copied[: len(some)], mode="clip")
                found[at : at + len(some)] = np.asarray(simsimd.cdist(coded, part, "dot"))[0]
        lost = float(np.linalg.norm(vector - coded[0] * np.float32(step)))
        return found * (scales * np.float32(step)), (lost + _ROUNDING) * self.longest

    def __len__(self) -> int:
        return len(self.rows)


class CodesInParts:
    """Vectors of which some stand in one `Codes` and some in others, those of each part after those of the ones before it; one part at least."""

    def __init__(self, parts: Sequence[Codes]) -> None:
        self._parts = parts
        self._starts = starts_of([len(one) for one in parts])

    def decoded(self, places: Rows | None = None) -> Vectors:
        """What `Codes.decoded` gives of all."""
        return self._together(places, lambda codes, some: codes.decoded(some))

    def about(self, vector: Vectors, places: Rows | None = None) -> tuple[Vectors, float]:
        """What `Codes.about` gives of all."""
        off: list[float] = []

        def told(codes: Codes, some: Rows | None) -> Vectors:
            found, missed = codes.about(vector, some)
            off.append(missed)
            return found

        return self._together(places, told), max(off)

    def _together(self, places: Rows | None, told: Callable[[Codes, Rows | None], Vectors]) -> Vectors:
        """What each part tells of its own, in the order of the places."""
        if places is None:
            return np.concatenate([told(one, None) for one in self._parts])
        of = np.searchsorted(self._starts, places, side="right") - 1
        where = [np.flatnonzero(of == part) for part in range(len(self._parts))]
        each = [
            told(one, places[mine] - start) for one, start, mine in zip(self._parts, self._starts, where, strict=False)
        ]
        found = np.empty((len(places), *each[0].shape[1:]), dtype=np.float32)
        for mine, own in zip(where, each, strict=True):
            found[mine] = own
        return found

    def __len__(self) -> int:
        return int(self._starts[-1])


def coded_size(dimension: int) -> int:
    """How many bytes a vector of this dimension takes, packed."""
    return _SCALE + dimension


def dimension_of(size: int) -> int:
    """The dimension of a vector that takes so many bytes, packed."""
    return size - _SCALE


def _packing(dimension: int) -> np.dtype[np.void]:
    return np.dtype([("scale", "<f4"), ("row", "i1", (dimension,))])


def _longest(rows: NDArray[np.int8], scales: Vectors) -> float:
    """The length of the longest of these vectors, rounded up."""
    if not len(rows):
        return 0.0
    squares = np.einsum("ij,ij->i", rows, rows, dtype=np.int64)
    return float((np.sqrt(squares) * scales).max()) * (1 + _ROUNDING)
