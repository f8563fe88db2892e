"""Tables of strings and of what belongs to them, mapped into memory: what is not looked up is not read.

They stand in one safetensors file. A string is known by its place in its table, and found by the CRC-32 of its UTF-8
bytes; a hash holds one string on average. Nothing is ever written to an open file, so any number of threads may read it.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

__all__ = ["Arrays", "Mapped", "Relation", "TableStrings", "relation_arrays", "string_arrays"]

Arrays = dict[str, NDArray[np.generic]]
"""What a file holds, by name."""
Numbers = NDArray[np.integer]

_SIZES = {"U8": 1, "U32": 4, "F64": 8}


def string_arrays(name: str, lines: bytes) -> Arrays:
    """The table `name` of distinct `lines`: their `text`, where each `starts`, and the `places` of each hash."""
    strings = lines.split(b"\n") if lines else []
    count = len(strings)
    size = 1 << max(count - 1, 0).bit_length()
    hashes = np.fromiter(map(crc32, strings), np.uint64, count) & np.uint64(size - 1)
    keys = hashes << np.uint64(32) | np.arange(count, dtype=np.uint64)
    keys.sort()
    return {
        f"{name}.text": np.frombuffer(lines, np.uint8),
        f"{name}.starts": _starts(np.fromiter(map(len, strings), np.int64, count) + 1),
        f"{name}.hashes": _starts(np.bincount(hashes.astype(np.int64), minlength=size)),
        f"{name}.places": keys.astype(np.uint32),
    }


def relation_arrays(name: str, count: int, rows: Numbers, targets: Numbers, weights: Numbers) -> Arrays:
    """The relation `name` of the first `count` places: which `targets` belong to each of the `rows`, each pair once.

    Within a row they are ordered by their weights, the smallest first, then by their places; a weight is at most 255.
    """
    keys = (
        rows.astype(np.uint64) << np.uint64(40) | weights.astype(np.uint64) << np.uint64(32) | targets.astype(np.uint64)
    )
    keys.sort()
    keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)]]
    return {
        f"{name}.starts": _starts(np.bincount((keys >> np.uint64(40)).astype(np.int64), minlength=count)),
        f"{name}.targets": keys.astype(np.uint32),
        f"{name}.weights": (keys >> np.uint64(32)).astype(np.uint8),
    }


def _starts(sizes: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Where each of some things laid end to end begins, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.uint32)


@dataclass(frozen=True, slots=True)
class TableStrings:
    """A table of distinct strings."""

    text: memoryview[int]
    starts: memoryview[int]
    hashes: memoryview[int]
    places: memoryview[int]

    def find(self, string: str) -> int:
        """The place of `string`; -1 where it is not in the table."""
        raw = string.encode("utf-8", "surrogatepass")  # halves of characters are in no table
        at = crc32(raw) & (len(self.hashes) - 2)
        for place in self.places[self.hashes[at] : self.hashes[at + 1]]:
            if self.text[self.starts[place] : self.starts[place + 1] - 1] == raw:
                return place
        return -1

    def __getitem__(self, place: int) -> str:
        return str(self.text[self.starts[place] : self.starts[place + 1] - 1], "utf-8")


@dataclass(frozen=True, slots=True)
class Relation:
    """Places that belong to a place, each with a number from 0 to 255, its weight, by which they are ordered."""

    starts: memoryview[int]
    targets: memoryview[int]
    weights: memoryview[int]

    def of(self, place: int) -> memoryview[int]:
        """The places that belong to `place`."""
        return self.targets[self.starts[place] : self.starts[place + 1]]

    def weighted(self, place: int) -> Iterator[tuple[int, int]]:
        """The same, each with its weight."""
        part = slice(self.starts[place], self.starts[place + 1])
        return zip(self.targets[part], self.weights[part], strict=True)


class Mapped:
    """An open file of tables. Raises ModelError where it is not one, or a table that is asked for is not whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with path.open("rb") as file:
                self._memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
            raise ModelError(f"the file {path} cannot be read ({error}); remove its folder") from error
        self._views = [memoryview(self._memory)]
        self._first = 8 + int.from_bytes(self._memory[:8], "little")
        try:
            self._entries = dict(json.loads(self._memory[8 : self._first]))
        except (ValueError, TypeError) as error:
            raise self.damaged(error) from error

    def damaged(self, reason: object) -> ModelError:
        """What to say where something in the file is not as it was written."""
        return ModelError(f"the file {self._path} is damaged ({reason}); remove its folder to have it made again")

    def array(self, name: str) -> memoryview[int]:
        """The array `name` of uint8 or uint32, of one dimension."""
        view, kind = self._section(name)
        whole = view if kind == "U8" else view.cast("I")
        self._views.append(whole)
        return whole

    def numbers(self, name: str) -> list[float]:
        """The array `name` of float64, read as a whole."""
        return list(map(float, self._section(name)[0].cast("d")))

    def _section(self, name: str) -> tuple[memoryview[int], str]:
        try:
            entry = self._entries[name]
            (count,), (start, end), kind = entry["shape"], entry["data_offsets"], str(entry["dtype"])
            view = self._views[0][self._first + start : self._first + end]
            if len(view) == count * _SIZES[kind]:
                return view, kind
            reason = "it ends too early"
        except (LookupError, TypeError, ValueError) as error:
            reason = str(error)
        raise self.damaged(f"{name}: {reason}")

    def names(self, ending: str) -> list[str]:
        """The names of the arrays that end so, without the ending."""
        return sorted(name.removesuffix(ending) for name in self._entries if name.endswith(ending))

    def strings(self, name: str) -> TableStrings:
        """The table `name`."""
        table = TableStrings(*(self.array(f"{name}.{part}") for part in ("text", "starts", "hashes", "places")))
        self._fit(name, table.starts, len(table.places), len(table.text) + 1 if len(table.text) else 0)
        self._fit(name, table.hashes, len(table.hashes) - 1, len(table.places))
        if (len(table.hashes) - 1).bit_count() != 1:
            raise self.damaged(f"{name}.hashes")
        return table

    def relation(self, name: str) -> Relation:
        """The relation `name`."""
        found = Relation(*(self.array(f"{name}.{part}") for part in ("starts", "targets", "weights")))
        self._fit(name, found.starts, len(found.starts) - 1, len(found.targets))
        self._fit(name, found.starts, len(found.starts) - 1, len(found.weights))
        return found

    def _fit(self, name: str, starts: memoryview, count: int, end: int) -> None:
        if len(starts) != count + 1 or starts[count] != end:
            raise self.damaged(f"{name} does not fit together")

    def close(self) -> None:
        """Close the file; what was got from it must not be used any more."""
        for view in reversed(self._views):
            view.release()
        self._memory.close()
