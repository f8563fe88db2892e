"""Corruption: bytes are flipped, overwritten or cut off at random places of what answers rest on; it is found, and nothing wrong is read.

Of the library and its search index all is read afterwards, and held against what was written. `found` is what was refused with an error that says
how to mend it, `made_again` what was noticed and made anew of what is sound, `same` what changed nothing that is read (free
pages, the words of SQLite's own full-text index). Each try is made in a process of its own, so that the end of a process would be seen.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.trust.small import TEXTS, forked, library_files, make
from index.bridge.dictionary import sealed_dictionary
from index.bridge.packed import PACKED, Packed
from index.doctor import examine_library
from index.encoder.model import sealed_model
from index.errors import LibraryError, ModelError
from index.sealed import Sealed
from index.settings import Settings
from index.store.library import Library
from qa.reading.folder import sealed_reader

PLACES = 300
_MADE, _PACKED = 24, 60
"""At how many places each folder in the cache, and the packed dictionary, are changed."""
_MENDS = ("yinzheng", "install", "remove", "ask again", "open it again")


def measure(budget_s: float) -> dict[str, object]:
    """Try for about so long: at most 300 places of the library and its index, 60 in the words of its documents, and some of each model."""
    began, chance = time.monotonic(), random.Random(15)
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        library = make(Path(folder) / "work")
        whole = _read(library)
        library_tries = _tries(library, whole, chance, began + budget_s * 0.6, failures)
        in_words = _in_words(library, whole, chance, began + budget_s * 0.75, failures)
        made = {
            sealed.what.replace(" ", "_"): _folder(sealed, Path(folder), chance, failures)
            for sealed in (sealed_model(), sealed_reader(), sealed_dictionary(Packed()))
        }
        packed = _packed(Path(folder), chance, failures)
    return {
        "places": sum(sum(one.values()) for one in library_tries.values()),
        **library_tries,
        "letters_of_documents": in_words,
        **made,
        "packed_dictionary": packed,
        "failures": failures,
    }


def _read(library: Path) -> str:
    """All that a library hands out, as one digest."""
    with Library.open(library) as opened, opened.reading():
        index, numbers = opened.search_index(), opened.passage_numbers()
        found: list[Any] = [
            {name: value for name, value in opened.facts().items() if name != "index"},
            [repr(asdict(opened.document(name))) for name in opened.document_ids()],
            [repr(opened.passage(number)) for number in numbers],
            [(name, str(where)) for name, where in opened.locations().items()],
            {name: vector.tolist() for name, vector in opened.question_means().items()},
            [repr(one) for one in opened.duplicates()],
            [str(root) for root in opened.roots()],
            [repr(one) for one in opened.unread()],
            repr(opened.catalogue()),
            [{name: (array.dtype.name, array.tolist()) for name, array in one.items()} for one in index.parts],
        ]
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


def _tries(library: Path, whole: str, chance: random.Random, until: float, failures: list[str]) -> dict[str, Any]:
    found = {"library": Counter[str](), "search_index": Counter[str]()}
    own, *beside = library_files(library)
    for turn in range(PLACES):
        if time.monotonic() > until:
            break
        name, file = ("search_index", chance.choice(beside)) if turn % 3 == 2 else ("library", own)
        before = file.read_bytes()
        after, told = _changed(before, chance)
        with _tried(library, file, after):
            outcome = _outcome(library, whole)
        found[name][outcome] += 1
        if outcome not in ("found", "same", "made_again"):
            failures.append(f"{name}, {told}: {outcome}")
    return {name: dict(sorted(counts.items())) for name, counts in found.items()}


def _changed(data: bytes, chance: random.Random) -> tuple[bytes, str]:
    """A byte flipped, a block overwritten, or the end cut off."""
    at, way = chance.randrange(len(data)), chance.randrange(10)
    if way == 0:
        return data[:at], f"cut off at {at}"
    if way < 3:
        size = min(512, len(data) - at)
        return data[:at] + chance.randbytes(size) + data[at + size :], f"{size} bytes overwritten at {at}"
    bit = 1 << chance.randrange(8)
    return data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :], f"bit {bit} flipped at {at}"


class _tried:  # noqa: N801 # a context manager that is called like one
    """The file holds these bytes meanwhile; afterwards the library is as it was."""

    def __init__(self, library: Path, file: Path, data: bytes) -> None:
        self._kept = {path: path.read_bytes() for path in library_files(library)}
        self._library, self._file, self._data = library, file, data

    def __enter__(self) -> None:
        self._file.write_bytes(self._data)

    def __exit__(self, *_: object) -> None:
        for path in self._library.parent.iterdir():
            if path.is_file() and path not in self._kept:
                path.unlink()
        for path, data in self._kept.items():
            path.write_bytes(data)


def _outcome(library: Path, whole: str) -> str:
    """What becomes of reading all of it, and whether the doctor finds what was found."""
    read, write = os.pipe()

    def work() -> None:
        told = _looked(library, whole)
        os.write(write, told.encode()[:1000])

    child = forked(work)
    os.close(write)
    _, status = os.waitpid(child, 0)
    with os.fdopen(read, "rb") as pipe:
        told = pipe.read().decode()
    code = os.waitstatus_to_exitcode(status)
    return told if code == 0 else f"the process ended with {code}"


def _looked(library: Path, whole: str) -> str:
    try:
        read = _read(library)
    except LibraryError as error:
        if not any(mend in str(error) for mend in _MENDS):
            return f"an error that does not say how to mend it: {error}"
        return "found" if any(one.trouble for one in examine_library(library)) else f"not found by the doctor: {error}"
    if read != whole:
        return "something else was read"
    return "made_again" if any(one.trouble for one in examine_library(library)) else "same"


def _in_words(library: Path, whole: str, chance: random.Random, until: float, failures: list[str]) -> dict[str, int]:
    """One letter of a document's text, as the library's file holds it, is made another letter of as many bytes."""
    found: Counter[str] = Counter()
    data = library.read_bytes()
    places = [
        (at + len(text[:letter].encode()), text[letter])
        for text in TEXTS.values()
        for at in _all(data, text.split("\n")[0].encode())
        for letter in range(len(text.split("\n")[0]))
        if text[letter].isalpha()
    ]
    for at, letter in chance.sample(places, min(60, len(places))):
        if time.monotonic() > until:
            break
        other = chr(ord(letter) + 1) if len(chr(ord(letter) + 1).encode()) == len(letter.encode()) else "一"
        new = other.encode()
        with _tried(library, library, data[:at] + new + data[at + len(new) :]):
            outcome = _outcome(library, whole)
        found[outcome] += 1
        if outcome != "found":
            failures.append(f"{letter} made {other} at {at} of the library: {outcome}")
    return dict(found)


def _all(data: bytes, piece: bytes) -> Iterator[int]:
    at = data.find(piece)
    while at >= 0:
        yield at
        at = data.find(piece, at + 1)


def _folder(sealed: Sealed, work: Path, chance: random.Random, failures: list[str]) -> dict[str, int]:
    """Bytes of a folder in a cache of our own are changed: by whoever tells the system, and by who sets the time of the file back."""
    cache = work / "cache"
    source = Settings().cache / sealed.name
    found: Counter[str] = Counter()
    if sealed.fault(source.parent):
        return {"not_made_here": 1}
    shutil.copytree(source, cache / sealed.name)
    files = sorted(path for path in (cache / sealed.name).rglob("*") if path.is_file())
    assert sealed.fault(cache) is None, sealed.fault(cache)
    for _ in range(_MADE):
        path = chance.choices(files, [path.stat().st_size for path in files])[0]
        at = chance.randrange(path.stat().st_size)
        status = path.stat()
        with path.open("r+b") as file:
            file.seek(at)
            held = file.read(1)
            file.seek(at)
            file.write(bytes([held[0] ^ 1]))
        if chance.random() < 0.5:
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        outcome = "found" if sealed.fault(cache) else "not found"
        found[outcome] += 1
        if outcome != "found":
            failures.append(f"{sealed.what}: byte {at} of {path.name}")
        with path.open("r+b") as file:
            file.seek(at)
            file.write(held)
        assert sealed.fault(cache) is None, "as it was, and yet found wrong"
    shutil.rmtree(cache / sealed.name)
    return dict(found)


def _packed(work: Path, chance: random.Random, failures: list[str]) -> dict[str, int]:
    """Bytes of the dictionary that comes with the package are changed: what is read in each process is refused, or is the same."""
    data, path = PACKED.read_bytes(), work / "dictionary.zip"

    def read(packed: Packed) -> object:
        return (
            packed.version(),
            packed.readings("hangul"),
            packed.readings("pinyin"),
            packed.territories(),
            packed.weights(),
        )

    whole, found = read(Packed()), Counter[str]()
    for _ in range(_PACKED):
        after, told = _changed(data, chance)
        path.write_bytes(after)
        outcome = _refused(lambda: read(Packed(path)), whole)
        found[outcome] += 1
        if outcome not in ("found", "same"):
            failures.append(f"packed dictionary, {told}: {outcome}")
    return dict(found)


def _refused(read: Callable[[], object], whole: object) -> str:
    try:
        return "same" if read() == whole else "something else was read"
    except ModelError:
        return "found"
    except Exception as error:  # noqa: BLE001 # whatever it is, it should have been a ModelError
        return f"{type(error).__name__}: {error}"
