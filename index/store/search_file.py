"""The search index of a library as a file beside it, mapped into memory; in the safetensors format, nothing in it is run.

A file of another edition of the library, or not as it was written, is not used. All of it is read to find that out, unless the
library vouches for the file: then, as far as its inode tells, nobody touched it since all of it was read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.replaced import in_place_of
from index.vocabulary import Arrays, view

__all__ = ["edition_of", "read_arrays", "search_file", "stamp", "write_arrays"]

_FORMAT = "4"
_BLOCK = 1 << 16
_CHECKED = 16
"""How many blocks of each array of a file that is vouched for are checked: all of a small one, of a larger one some at like distances."""
_TYPES = {"I8": "<i1", "U8": "<u1", "U16": "<u2", "U32": "<u4", "I64": "<i8", "U64": "<u8", "F32": "<f4", "F64": "<f8"}


def search_file(library: Path) -> Path:
    """Where the search index of a library is."""
    return library.with_name(f"{library.name}.index")


def stamp(path: Path) -> str:
    """What changes whenever a file is touched: its inode, its size, and when its inode was last changed; empty where there is none."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_ino}:{status.st_size}:{status.st_ctime_ns}"


def write_arrays(path: Path, edition: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write the file; whoever reads the one that was there reads on in that. Raises OSError where it cannot be written."""
    from safetensors import SafetensorError
    from safetensors.numpy import save_file

    with in_place_of(path) as fresh:
        digests = {"sha256": _digest(arrays), "sampled": _digest(arrays, _CHECKED)}
        try:
            save_file(dict(arrays), fresh, {"format": _FORMAT, "edition": edition, **digests})
        except SafetensorError as error:  # how it says that a file cannot be written
            raise OSError(str(error)) from error


def read_arrays(path: Path, edition: str, *, vouched: str = "") -> Arrays | None:
    """The arrays of this edition, mapped; None where there is no such file, or one that is not as it was written.

    `vouched` is the `stamp` that the file had when all of it was last read: where it still has it, samples are read.
    """
    try:
        data = np.memmap(path, dtype=np.uint8, mode="r")
        begin = 8 + int.from_bytes(data[:8].tobytes(), "little")
        header = json.loads(data[8:begin].tobytes())
        about = header.pop("__metadata__")
        if (about["format"], about["edition"]) != (_FORMAT, edition):
            return None
        arrays = {name: _array(data[begin:], one) for name, one in header.items()}
        if vouched and vouched == stamp(path):
            return arrays if _digest(arrays, _CHECKED) == about["sampled"] else None
        return arrays if _digest(arrays) == about["sha256"] else None
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
        about = header["__metadata__"]
        return str(about["edition"]) if about["format"] == _FORMAT else ""
    except (OSError, ValueError, KeyError, TypeError, OverflowError, MemoryError):  # what these say of a damaged file
        return None


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
