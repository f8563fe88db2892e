"""One process at a time: a lock on a file, which is free again when the process that holds it ends, however it ends."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

__all__ = ["Busy", "alone"]

_LOOK = 0.05
"""Seconds between two looks at a lock that is waited for no longer than a while."""


class Busy(Exception):
    """Another process held the lock until the patience was over; `holder` is its process id, empty where it is not known."""

    def __init__(self, holder: str) -> None:
        super().__init__(f"another process ({holder})" if holder else "another process")
        self.holder = holder


@contextmanager
def alone(
    path: Path, waiting: Callable[[], None] | None = None, patience: float | None = None, *, leave: bool = False
) -> Iterator[None]:
    """Hold the lock at `path`, a file that is made for it, and with `leave` not removed afterwards.

    `waiting` is called once where another holds it, who is waited for, with `patience` for so many seconds at most. Threads
    of one process exclude each other as processes do. Raises Busy where it was not free in time, OSError where there can
    be no lock at `path`.
    """
    import fcntl

    until = None if patience is None else time.monotonic() + patience
    told = False
    while True:
        with path.open("a+b", buffering=0) as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if waiting and not told:
                    waiting()
                told = True
                if until is None:
                    fcntl.flock(lock, fcntl.LOCK_EX)
                elif time.monotonic() >= until:
                    raise Busy(_holder(lock)) from None
                else:
                    time.sleep(_LOOK)
                    continue
            if not _is_at(path, lock.fileno()):
                continue  # who held it has removed the file that we waited for
            _sign(lock)
            try:
                yield
            finally:
                if not leave:
                    path.unlink(missing_ok=True)
            return


def _sign(lock: FileIO) -> None:
    with suppress(OSError):  # on a full disk: it is held all the same
        lock.truncate(0)
        lock.write(str(os.getpid()).encode())


def _holder(lock: FileIO) -> str:
    lock.seek(0)
    return lock.read(20).decode("ascii", "replace").strip()


def _is_at(path: Path, descriptor: int) -> bool:
    """Whether the open file is still the one at `path`."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
