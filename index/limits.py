"""How much is read: a file is refused by its size before any of it is in memory."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from index.errors import SourceError
from index.faults import Fault

__all__ = ["LARGEST", "check_length", "each_step", "megabytes", "read_bytes", "step"]

LARGEST = 64 * 2**20
"""Bytes in the largest file that is read; a book of a thousand pages of text is about 3 MB."""

_step: ContextVar[Callable[[], None] | None] = ContextVar("step", default=None)


@contextmanager
def each_step(told: Callable[[], None]) -> Iterator[None]:
    """Within this, `told` is called whenever a part of a file is read that may take as long as a file (a page)."""
    before = _step.set(told)
    try:
        yield
    finally:
        _step.reset(before)


def step() -> None:
    """Another page is begun."""
    told = _step.get()
    if told:
        told()


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """The bytes of the file at `path`.

    Raises SourceError where there is none, it cannot be read, it is a pipe or a device, or it is larger than `largest`
    (then none of it is read); one that says less of its size than it has is read no further than that.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            kind = "a folder" if path.is_dir() else "a pipe, a device or a socket"
            raise SourceError(f"{path} cannot be read (it is {kind}); name a file", Fault.NO_FILE)
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            check_length(os.fstat(file.fileno()).st_size, str(path), largest)
            data = file.read(largest + 1)
        check_length(len(data), str(path), largest)
        return data
    except FileNotFoundError as error:
        raise SourceError(f"{path} does not exist; correct the path", Fault.MISSING) from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}); check its rights", Fault.CLOSED) from error


def check_length(length: int, name: str, largest: int = LARGEST) -> None:
    """Raises SourceError for a file of more than `largest` bytes."""
    if length > largest:
        raise SourceError(
            f"{name} is too large ({megabytes(length)}; at most {megabytes(largest)} are read); "
            "split it, or save its text alone",
            Fault.TOO_LARGE,
            megabytes(largest),
        )


def megabytes(length: int) -> str:
    """A number of bytes, as people are told it."""
    return f"{length / 2**20:,.1f} MB"
