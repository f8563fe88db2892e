"""Arrays as a file, mapped into memory; in the safetensors format, nothing in it is run.

A file of another edition of the library, or not as it was written, is not used. All of it is read to find that out, unless somebody
vouches for the file: then, as far as its inode tells, nobody touched it since all of it was read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index.replaced import passing
from index.vocabulary import Arrays, view

__all__ = [
    "Collected",
    "Shaped",
    "Target",
    "Written",
    "edition_of",
    "read_arrays",
    "stamp",
    "write_arrays",
    "writing",
]

_FORMAT = "7"
_BLOCK = 1 << 16
_CHECKED = 16
"""How many blocks of each array of a file that is vouched for are checked: all of a small one, of a larger one some at like distances."""
_TYPES = {"I8": "<i1", "U8": "<u1", "U16": "<u2", "U32": "<u4", "I64": "<i8", "U64": "<u8", "F32": "<f4", "F64": "<f8"}
_NAMES = {np.dtype(kind): name for name, kind in _TYPES.items()}
_ALIGNED = 8
_PADDING = "padding."
"""What stands between two arrays so that the second is aligned is an array, too, for the format allows no holes."""


class Shaped(NamedTuple):
    """An array that is made part by part, all of these rows one after another."""

    name: str
    kind: DTypeLike
    shape: tuple[int, ...]


class Collected:
    """Arrays put into memory, where there is no file."""

    def __init__(self) -> None:
        self.arrays: Arrays = {}

    def put(self, name: str, array: NDArray[Any]) -> None:
        """One array."""
        self.arrays[name] = array

    def stream(self, arrays: Sequence[Shaped], parts: Iterable[Sequence[NDArray[Any]]]) -> None:
        """Arrays of which each part has some rows of each."""
        at = [0] * len(arrays)
        self.arrays |= {name: np.empty(shape, dtype=kind) for name, kind, shape in arrays}
        for part in parts:
            for place, (array, rows) in enumerate(zip(arrays, part, strict=True)):
                self.arrays[array.name][at[place] : at[place] + len(rows)] = rows
                at[place] += len(rows)


class Written:
    """Arrays put into a file behind a header that is written last, for which `room` bytes are kept."""

    def __init__(self, file: IO[bytes], room: int) -> None:
        self._file, self._room = file, room
        self._header: dict[str, Any] = {}
        self._at = 0
        file.write(bytes(room))

    def put(self, name: str, array: NDArray[Any]) -> None:
        """One array."""
        self.stream([Shaped(name, array.dtype, array.shape)], [[array]])

    def stream(self, arrays: Sequence[Shaped], parts: Iterable[Sequence[NDArray[Any]]]) -> None:
        """Arrays of which each part has some rows of each. Raises ValueError where there are more or fewer rows than the shape says."""
        spans = [self._span(array) for array in arrays]
        at = [begin for begin, _ in spans]
        for part in parts:
            for place, (array, rows) in enumerate(zip(arrays, part, strict=True)):
                data = view(np.ascontiguousarray(rows, dtype=array.kind).reshape(-1).view(np.uint8))
                self._file.seek(self._room + at[place])
                self._file.write(data)
                at[place] += len(data)
        for array, (begin, end), until in zip(arrays, spans, at, strict=True):
            if until != end:
                raise ValueError(f"array {array.name} of shape {array.shape} was written with {until - begin} bytes")

    def _span(self, array: Shaped) -> tuple[int, int]:
        """Where this array, the next one, begins and ends behind the header, which says so."""
        if missing := -self._at % _ALIGNED:
            self._said(Shaped(f"{_PADDING}{self._at}", np.uint8, (missing,)))
        return self._said(array)

    def _said(self, array: Shaped) -> tuple[int, int]:
        kind = np.dtype(array.kind)
        begin, end = self._at, self._at + int(np.prod(array.shape, dtype=np.int64)) * kind.itemsize
        about = {"dtype": _NAMES[kind], "shape": [int(size) for size in array.shape], "data_offsets": [begin, end]}
        self._header[array.name] = about
        self._at = end
        return begin, end

    def finish(self, about: Mapping[str, str]) -> None:
        """Write the header."""
        header = json.dumps({"__metadata__": dict(about), **self._header}, separators=(",", ":")).encode()
        if len(header) > self._room - 8:
            raise ValueError(f"a header of {len(header)} bytes does not fit into {self._room}")
        self._file.truncate(self._room + self._at)  # what is padding was not written
        self._file.seek(0)
        self._file.write((self._room - 8).to_bytes(8, "little") + header.ljust(self._room - 8))
        self._file.flush()


Target = Collected | Written
"""Where arrays are put, one after another."""


def stamp(path: Path) -> str:
    """What changes whenever a file is touched: its inode, its size, and when its inode was last changed; empty where there is none."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_ino}:{status.st_size}:{status.st_ctime_ns}"


@contextmanager
def writing(path: Path, edition: str, room: int, called: Path | None = None) -> Iterator[Target]:
    """Where to put the arrays of the file, which takes the place of the one that was there when the block ends; who reads that reads on in it.

    `room` is how many bytes what is said of the arrays takes at most. With `called` it
    takes that place, and only while it is not whole a name after `path`. Raises OSError where it cannot be written.
    """
    with passing(path) as fresh, fresh.open("r+b") as file:
        target = Written(file, room + -room % _ALIGNED)
        yield target
        target.finish({"format": _FORMAT, "edition": edition})
        arrays, _ = _mapped(fresh)
        digests = {"sha256": _digest(arrays), "sampled": _digest(arrays, _CHECKED)}
        target.finish({"format": _FORMAT, "edition": edition, **digests})
        fresh.replace(called or path)


def write_arrays(path: Path, edition: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write the file; whoever reads the one that was there reads on in that. Raises OSError where it cannot be written."""
    with writing(path, edition, 1024 + sum(256 + len(name) for name in arrays)) as target:
        for name, array in arrays.items():
            target.put(name, array)


def read_arrays(path: Path, edition: str = "", *, vouched: str = "") -> Arrays | None:
    """The arrays, mapped; None where there is no such file, or one that is not as it was written, or not of the `edition`, if one is named.

    `vouched` is the `stamp` that the file had when all of it was last read: where it still has it, samples are read.
    """
    try:
        arrays, said = _mapped(path)
        if said["format"] != _FORMAT or (edition and said["edition"] != edition):
            return None
        sampled = bool(vouched) and vouched == stamp(path)
        sound = _digest(arrays, _CHECKED) == said["sampled"] if sampled else _digest(arrays) == said["sha256"]
        return {name: array for name, array in arrays.items() if not name.startswith(_PADDING)} if sound else None
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
    ):  # what these say of a file that is missing or damaged
        return None


def edition_of(path: Path) -> str | None:
    """Of which edition a file says it is; empty where it is written in the way of another version, None where it does not say."""
    try:
        with path.open("rb") as file:
            header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        said = header["__metadata__"]
        return str(said["edition"]) if said["format"] == _FORMAT else ""
    except (OSError, ValueError, KeyError, TypeError, OverflowError, MemoryError):  # what these say of a damaged file
        return None


def _mapped(path: Path) -> tuple[Arrays, Mapping[str, str]]:
    """The arrays of a file, and what it says of itself."""
    data = np.memmap(path, dtype=np.uint8, mode="r")
    begin = 8 + int.from_bytes(data[:8].tobytes(), "little")
    header = json.loads(data[8:begin].tobytes())
    about = header.pop("__metadata__")
    return {name: _array(data[begin:], one) for name, one in header.items()}, about


def _array(data: NDArray[np.uint8], about: Mapping[str, Any]) -> NDArray[Any]:
    start, end = about["data_offsets"]
    return np.asarray(data[start:end]).view(_TYPES[about["dtype"]]).reshape(about["shape"])


def _digest(arrays: Mapping[str, NDArray[Any]], blocks: int = 0) -> str:
    """SHA-256 of the arrays; with `blocks` of so many blocks of each, and its last."""
    found = sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        found.update(f"{name} {array.dtype.name} {array.shape}".encode())
        data = view(array.reshape(-1).view(np.uint8))
        for at in range(0, len(data), max(_BLOCK, len(data) // blocks) if blocks else _BLOCK):
            found.update(data[at : at + _BLOCK])
        if blocks:
            found.update(data[-_BLOCK:])
    return found.hexdigest()
