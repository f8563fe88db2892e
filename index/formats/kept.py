"""What a page was recognised as, kept in the cache: a page that is seen again is not recognised again.

What is kept depends on nothing but its key. An entry that is damaged, or cannot be written, is as if there were none.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from index.replaced import in_place_of

__all__ = ["keep", "kept", "kept_in"]

_FOLDER = "recognised-v1"
_MOST = 200
"""Entries in each of the 256 folders, of some 3 kB a page; those used longest ago go first."""
_ENDING = ".page"

_cache: ContextVar[Path | None] = ContextVar("recognised", default=None)


@contextmanager
def kept_in(cache: Path) -> Iterator[None]:
    """Within this, what is recognised is kept in a folder of `cache`; elsewhere nothing is."""
    before = _cache.set(cache / _FOLDER)
    try:
        yield
    finally:
        _cache.reset(before)


def kept(key: str) -> Any:
    """What was kept for `key`, a SHA-256 in hexadecimal digits, and counts as used now; None where nothing can be read."""
    file = _file(key)
    if file is None:
        return None
    try:
        value = json.loads(zlib.decompress(file.read_bytes()))
    except (OSError, zlib.error, ValueError, RecursionError):
        return None
    with suppress(OSError):
        os.utime(file)
    return value


def keep(key: str, value: Any) -> None:
    """Keep what JSON can say; only the user may read it."""
    file = _file(key)
    if file is None:
        return
    with suppress(OSError):
        file.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.parent.mkdir(mode=0o700, exist_ok=True)
        with in_place_of(file, 0o600) as fresh:
            fresh.write_bytes(zlib.compress(json.dumps(value, ensure_ascii=False).encode()))
        _bound(file.parent)


def _file(key: str) -> Path | None:
    folder = _cache.get()
    return folder / key[:2] / f"{key}{_ENDING}" if folder else None


def _bound(folder: Path) -> None:
    """Remove what is more than is kept, what a process that was killed was writing among it."""
    files = list(folder.iterdir())
    if len(files) > _MOST:
        files.sort(key=lambda file: file.stat().st_mtime_ns)
        for file in files[: len(files) - _MOST]:
            file.unlink(missing_ok=True)
