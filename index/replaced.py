"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["in_place_of", "passing"]


@contextmanager
def in_place_of(path: Path, mode: int = 0o666) -> Iterator[Path]:
    """An empty file beside `path` to be written: it takes its place when the block ends, and is removed where anything fails.

    Until then `path` is as it was, and whoever reads it reads on in that. `mode` are the rights of the new file, less those that the process
    withholds. Raises OSError.
    """
    with passing(path, mode) as fresh:
        yield fresh
        fresh.replace(path)


@contextmanager
def passing(path: Path, mode: int = 0o666) -> Iterator[Path]:
    """An empty file beside `path`, of these rights less those that the process withholds, which is removed when the block ends. Raises OSError."""
    fresh = path.with_name(f".{path.name[:50]}.{secrets.token_hex(4)}.new")
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
    try:
        yield fresh
    finally:
        fresh.unlink(missing_ok=True)
