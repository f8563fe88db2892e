"""Who may read a library and write nothing beside it sees what others write later, or is told, and never a mixture."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.store.library import Library
from tests.conftest import ROOT
from tests.index.store.libraries import TEXTS, made, note

READER = """
import os, sys
from pathlib import Path
from index.errors import LibraryError
from index.store.library import Library
from tests.index.store import libraries  # before rights are given up, which may hide the packages
path = Path(sys.argv[1])
if os.getuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)

def look(library):
    texts = [library.document(name).text for name in library.document_ids()]
    return " ".join(f"{name}={len(library.document(name).text.strip())}" for name in library.document_ids()) if texts else ""

with Library.open(path) as library:
    print("open", flush=True)
    for line in sys.stdin:
        try:
            if line == "within\\n":
                with library.reading():
                    print(look(library), flush=True)
                    sys.stdin.readline()
                    print(look(library), flush=True)
            else:
                print(look(library), flush=True)
        except LibraryError as error:
            print(f"{type(error).__name__}: {error}", flush=True)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody may enter and read, in which only its owner may write."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    yield place
    place.chmod(0o755)
    shutil.rmtree(place)


@contextmanager
def rights(path: Path, *, write: bool) -> Iterator[None]:
    """Whether its owner may write in the folder meanwhile: for where the tests are not run by the superuser, who reads as another."""
    if not os.getuid():
        yield
        return
    before = path.parent.stat().st_mode, path.stat().st_mode
    path.parent.chmod(0o755 if write else 0o555)
    path.chmod(0o644 if write else 0o444)
    yield
    path.parent.chmod(before[0])
    path.chmod(before[1])


class Reader:
    """A process that may read and not write."""

    def __init__(self, path: Path) -> None:
        self._path = path
        command = [sys.executable, "-c", READER, str(path)]
        with rights(path, write=False):
            self._process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            )
            assert self._answer() == "open"

    def says(self, line: str = "look") -> str:
        """What it answers."""
        assert self._process.stdin
        with rights(self._path, write=False):
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()
            return self._answer()

    def _answer(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        self._process.communicate(timeout=60)


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    reader = Reader(path)
    try:
        yield reader
    finally:
        reader.close()


def change(path: Path, name: str, text: str) -> None:
    """What another process writes, which then has the library open no longer."""
    with rights(path, write=True), Library.open(path) as library:
        library.change([note(name, text)])


def test_later_changes_are_seen(folder: Path) -> None:
    path = made(folder / "library.sqlite")
    with reading(path) as reader:
        first = reader.says()
        assert first.startswith("reprint=")
        change(path, "new.txt", "A new text.")
        assert reader.says() == f"new=11 {first}"
        with rights(path, write=True), Library.open(path) as library:  # one who has it open still
            library.change([note("new.txt", "A newer text.")])
            assert reader.says() == f"new=13 {first}"
            library.change([note("new.txt", "The newest text.")])
            assert reader.says() == f"new=16 {first}"
        assert reader.says() == f"new=16 {first}"
        change(path, "new.txt", "Last.")
        assert reader.says() == f"new=5 {first}"


def test_what_is_changed_while_it_is_read_is_told_and_no_mixture(folder: Path) -> None:
    path = made(folder / "library.sqlite")
    with reading(path) as reader:
        first = reader.says("within")
        change(path, "talks.txt", "Another talk.")
        told = reader.says("go on")
        assert told.startswith("LibraryError: library ")
        assert "was changed while it was read" in told
        assert "ask again" in told
        assert reader.says() == first.replace(f"talks={len(TEXTS['talks.txt'])}", "talks=13")
