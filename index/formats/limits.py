"""How much is read: a file is refused by its size before any of it is in memory."""

from __future__ import annotations

from pathlib import Path

from index.errors import SourceError

__all__ = ["LARGEST", "check_length", "read_bytes"]

LARGEST = 64 * 2**20
"""Bytes in the largest file that is read; a book of a thousand pages of text is about 3 MB."""


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """The bytes of the file at `path`.

    Raises SourceError where there is none, it cannot be read, or it is larger than `largest` (then it is not opened).
    """
    try:
        check_length(path.stat().st_size, str(path), largest)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(f"{path} does not exist; correct the path") from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}); check its rights") from error


def check_length(length: int, name: str, largest: int = LARGEST) -> None:
    """Raises SourceError for a file of more than `largest` bytes."""
    if length > largest:
        raise SourceError(
            f"{name} is too large ({_megabytes(length)}; at most {_megabytes(largest)} are read); "
            "split it, or save its text alone"
        )


def _megabytes(length: int) -> str:
    return f"{length / 2**20:,.1f} MB"
