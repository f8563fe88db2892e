"""One at a time: who comes second waits, or is told who is at it; whoever dies is not waited for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from index.alone import Busy, alone
from tests.conftest import ROOT

HOLDER = """
import sys, time
from pathlib import Path
from index.alone import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_who_comes_second_is_told_who_is_at_it_and_who_dies_is_not_waited_for(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    command = [sys.executable, "-c", HOLDER, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        told: list[int] = []
        with pytest.raises(Busy, match=rf"another process \({holder.pid}\)"), alone(lock, lambda: told.append(1), 0.1):
            pass
        assert told == [1]
        holder.kill()
    with alone(lock, patience=0):
        assert lock.exists()
    assert not lock.exists()


def test_threads_take_turns(tmp_path: Path) -> None:
    order: list[str] = []
    waits = Event()

    def second() -> None:
        with alone(tmp_path / "lock", waits.set, leave=True):
            order.append("second")

    with alone(tmp_path / "lock"):
        thread = Thread(target=second)
        thread.start()
        assert waits.wait(60)
        order.append("first")
    thread.join(60)
    assert order == ["first", "second"]
    assert (tmp_path / "lock").exists()


def test_where_there_can_be_no_lock(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"), alone(tmp_path / "none" / "lock"):
        pass
