"""Whatever a file does to the process that reads it, the next one is read, and one line says what it did."""

from __future__ import annotations

import os
import pickle
import signal
import socket
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from index.apart import Apart
from index.apart.messages import Answer, receive
from index.apart.worker import given_back, taken
from index.errors import NothingToRead, SourceError
from index.records import Document, Source
from index.settings import Settings
from tests.conftest import ROOT
from tests.plugged import install

SEEDS = ROOT / "seeds"
GOOD = "Bread needs flour, water and salt. It rests for an hour.\n"
LOADER = """
import os
import time
from index.errors import NothingToRead
from index.formats.text import read_text

class Loader:
    name = "hostile"
    def load(self, file):
        what = file.data.decode().strip()
        if what == "spin":
            while True:
                pass
        if what == "eat":
            held = bytearray(2**33)
        if what == "abort":
            os.abort()
        if what == "leave":
            os._exit(9)
        if what == "go":
            os._exit(0)
        if what == "sleep":
            time.sleep(3600)
        if what == "lie":
            for descriptor in range(3, 4096):
                try:
                    os.write(descriptor, b"\\0\\0\\0\\4none")
                except OSError:
                    pass
            time.sleep(3600)
        if what == "nothing":
            raise NothingToRead(f"{file.name} is blank")
        raise ZeroDivisionError("of its own\\nand more")
"""


@pytest.fixture
def bounded(settings: Settings) -> Settings:
    return settings.model_copy(update={"reading_seconds": 2.0, "reading_memory": 1000})


@pytest.fixture
def apart(bounded: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Apart]:
    """With a package that adds a format whose loader does what the file tells it to."""
    entries = {"yinzheng.formats": {"hostile": "added_hostile:Loader"}}
    install(monkeypatch, tmp_path / "package", "added_hostile", LOADER, entries)
    with Apart(bounded) as apart:
        yield apart


def read(apart: Apart, path: Path) -> Document:
    (part,), _ = apart.open(path, Source())
    document, cut = apart.make(path, Source(), part, 300, "called")
    assert cut
    return document


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_one_line_for_whatever_a_file_does(apart: Apart, tmp_path: Path) -> None:
    good = written(tmp_path, "good.txt", GOOD)
    for what, says in (
        ("spin", "takes more than 2 seconds to read"),
        ("eat", "takes more than 1,000 MB of memory to read"),
        ("abort", "broke off its reading (signal SIGABRT"),
        ("leave", "broke off its reading (exit code 9"),
        ("go", "broke off its reading (exit code 0"),
        ("lie", "broke off its reading (UnpicklingError"),
        ("raise", "failed: of its own"),
    ):
        path = written(tmp_path, f"{what}.hostile", what)
        with pytest.raises(SourceError) as error:
            read(apart, path)
        assert str(error.value).startswith(str(path))
        assert says in str(error.value)
        assert "\n" not in str(error.value)
    document = read(apart, good)
    assert (document.id, document.text) == ("called", GOOD)
    with pytest.raises(NothingToRead, match="is blank"):
        read(apart, written(tmp_path, "blank.hostile", "nothing"))


def test_one_that_never_ends_is_not_waited_for(apart: Apart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(apart, written(tmp_path, "good.txt", GOOD))
    monkeypatch.setattr("index.apart.worker._PATIENCE", 0.0)
    monkeypatch.setattr("index.apart.worker._TIMES", 0.5)
    path = written(tmp_path, "sleep.hostile", "sleep")
    with pytest.raises(SourceError, match="was not read within 1 seconds by the clock") as error:
        read(apart, path)
    assert str(error.value).startswith(str(path))


def test_a_process_that_is_done_is_asked_again(bounded: Settings) -> None:
    first = taken()
    given_back(first)
    with Apart(bounded) as apart:
        assert apart.sources(SEEDS)
    second = taken()
    assert second is first
    os.kill(second.process.pid, signal.SIGKILL)
    second.process.wait()
    given_back(second)
    third = taken()
    assert third is not second
    third.kill()


def test_what_a_process_says_makes_records_and_runs_nothing(tmp_path: Path) -> None:
    class Runs:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, (str(tmp_path / "made"),)

    ours, theirs = socket.socketpair()
    with Connection(ours.detach()) as ours_, Connection(theirs.detach()) as theirs_:
        theirs_.send_bytes(pickle.dumps(Answer((Source(title="a"), Path("b")))))
        assert receive(ours_) == Answer((Source(title="a"), Path("b")))
        theirs_.send_bytes(pickle.dumps(Answer(Runs())))
        with pytest.raises(pickle.UnpicklingError, match="is no record"):
            receive(ours_)
        for said in (b"cindex.apart.messages\nConnection\n.", b"cindex.records\nNone\n.", b"(I1\n", b"\x80\x04R."):
            theirs_.send_bytes(said)
            with pytest.raises(pickle.UnpicklingError):
                receive(ours_)
    assert not (tmp_path / "made").exists()
