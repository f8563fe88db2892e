"""The search index of a library as files beside it: one that says of which edition it is, and of which parts, and one for each part.

A part has the passages of some documents and is never changed: a change of the library writes those parts that it touches, under
names that no other had, and then the file that lists them. So who reads sees one edition or the other, and what a change costs
depends on what it touches. The parts are as large as `index.store.search_build` makes them.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.store.search_file import Collected, Target, edition_of, read_arrays, stamp, write_arrays, writing
from index.vocabulary import Arrays

__all__ = [
    "Fill",
    "Part",
    "Parts",
    "in_memory",
    "making",
    "put_parts_in_place",
    "read_parts",
    "remove_files",
    "search_file",
    "search_files",
    "stamps",
    "unlisted",
    "write_parts",
]

_ROOM, _ROOM_EACH = 16_384, 16_384
"""How many bytes what is said of the arrays takes at most, and of those of one language more."""
_NAME = 8
"""Bytes of what a part is called by."""
Fill = Callable[[Target], None]
"""Puts the arrays of a part."""


@dataclass(frozen=True, slots=True)
class Part:
    """The arrays of a part, and its file; none where it is in memory."""

    arrays: Arrays
    file: Path | None = None

    def sound(self) -> bool:
        """Whether all of it is as it was written."""
        return self.file is None or read_arrays(self.file, self.file.suffix[1:]) is not None


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an index, the passages of each with greater numbers than those of the ones before it.

    `buckets` (b, 32) uint8 are the digests of the library's buckets (`index.store.digests`) in the edition that it is of; None where
    parts of it are missing.
    """

    parts: tuple[Part, ...]
    buckets: NDArray[np.uint8] | None

    @property
    def arrays(self) -> list[Arrays]:
        """Those of each part."""
        return [part.arrays for part in self.parts]


def search_file(library: Path) -> Path:
    """Where the file is that lists the parts of a library's search index."""
    return library.with_name(f"{library.name}.index")


def search_files(library: Path) -> list[Path]:
    """All files of the search index that there are: the one that lists them, if it is there, and the parts, listed or not."""
    path = search_file(library)
    named = re.compile(rf"{re.escape(path.name)}\.[0-9a-f]{{{2 * _NAME}}}")
    with suppress(OSError):
        parts = sorted(one for one in path.parent.iterdir() if named.fullmatch(one.name) and one.is_file())
        return [*([path] if path.is_file() else []), *parts]
    return []


def unlisted(library: Path) -> list[Path]:
    """Parts of the search index that are nobody's: of one that was not finished, or that another took the place of."""
    path = search_file(library)
    listed = {path, *_listed(path)}
    return [file for file in search_files(library) if file not in listed]


def remove_files(library: Path) -> None:
    """Remove the search index. Raises OSError."""
    for file in search_files(library):
        file.unlink(missing_ok=True)


def stamps(path: Path) -> str:
    """The `stamp` of the file at `path` and of each part that it lists, with commas between them; empty where one is missing."""
    found = [stamp(file) for file in (path, *_listed(path))]
    return ",".join(found) if all(found) else ""


def read_parts(path: Path, edition: str = "", *, vouched: str = "") -> Parts | None:
    """The index that the file at `path` lists; None where there is none, or it is not of the `edition`, if one is named.

    Of one of any edition those parts are given that are as they were written; one of the `edition` has all of them, or is None. Of files
    that have one of the stamps `vouched` (`stamps`) samples are read, of others all.
    """
    known = set(vouched.split(","))

    def read(file: Path, called: str) -> Arrays | None:
        now = stamp(file)
        return read_arrays(file, called, vouched=now if now in known else "")

    while (head := read(path, edition)) is not None:
        seen, files = stamp(path), _parts(path, head)
        found = [Part(arrays, file) for file in files if (arrays := read(file, file.suffix[1:])) is not None]
        if len(found) == len(files):
            return Parts(tuple(found), head["buckets"])
        if stamp(path) == seen:  # else another wrote meanwhile what takes its place
            return None if edition else Parts(tuple(found), None)
    return None


def write_parts(path: Path, edition: str, made: Parts, before: Parts | None) -> None:
    """List these parts, which are in files, at `path`, and remove those of `before` that are none of them. Raises OSError."""
    assert made.buckets is not None
    files = [part.file for part in made.parts if part.file]
    names = np.frombuffer(json.dumps([file.suffix[1:] for file in files]).encode(), dtype=np.uint8)
    write_arrays(path, edition, {"buckets": made.buckets, "parts": names})
    for part in before.parts if before else ():
        if part.file and part.file not in files:
            part.file.unlink(missing_ok=True)


@contextmanager
def making(path: Path) -> Iterator[Callable[[Fill, int], Part]]:
    """What makes parts in files of their own for the index at `path`; where anything fails they are removed."""
    made: list[Path] = []

    def make(fill: Fill, families: int) -> Part:
        part = _written(path, fill, families)
        assert part.file is not None
        made.append(part.file)
        return part

    try:
        yield make
    except BaseException:
        for file in made:
            file.unlink(missing_ok=True)
        raise


def _written(path: Path, fill: Fill, families: int) -> Part:
    """A part in a file of its own, with passages of so many language families at most. Raises OSError."""
    called = secrets.token_hex(_NAME)
    file = path.with_name(f"{path.name}.{called}")
    with writing(path, called, _ROOM + _ROOM_EACH * families, file) as target:
        fill(target)
    arrays = read_arrays(file, called, vouched=stamp(file))
    if arrays is None:
        raise OSError(f"{file} is not what was written")
    return Part(arrays, file)


def in_memory(fill: Fill) -> Part:
    """A part in memory."""
    target = Collected()
    fill(target)
    return Part(target.arrays)


def put_parts_in_place(fresh: Path, library: Path) -> None:
    """Put the search index beside the library at `fresh` beside the one at `library`, and remove the one that was there. Raises OSError."""
    path, target = search_file(fresh), search_file(library)
    for file in _listed(path):
        file.replace(target.with_name(f"{target.name}{file.suffix}"))
    path.replace(target)
    for left in unlisted(library):
        left.unlink(missing_ok=True)


def _listed(path: Path) -> list[Path]:
    """The parts that the file at `path` lists; none where it cannot be read."""
    head = read_arrays(path) if edition_of(path) else None
    return _parts(path, head) if head is not None else []


def _parts(path: Path, head: Mapping[str, NDArray[Any]]) -> list[Path]:
    names: Sequence[str] = json.loads(bytes(head["parts"]))
    return [path.with_name(f"{path.name}.{name}") for name in names]
