"""What earlier versions of this product made in the cache: found by its name, removed unless a process is using it.

A process that uses a folder holds a shared lock on its manifest, so that no other removes it meanwhile.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

__all__ = ["discard", "remove_superseded", "use"]

_LEFT_OVER = re.compile(r"\.(?:lock|new|old)$")


def use(manifest: Path) -> None:
    """Hold the folder of `manifest` until the process ends; where the file system knows no locks, nothing holds it."""
    with contextlib.suppress(OSError):
        _used(manifest, manifest.stat().st_ino)


def remove_superseded(current: Path, manifest: str, earlier: str = "") -> int:
    """Remove from the cache what is named like the folder `current` but for its digest and its number; bytes freed.

    `earlier` is a regular expression of names that the same thing had before. Nothing is removed that has no `manifest`,
    that was made after `current`, or that a process is making or using; nor anything that cannot be removed.
    """
    pattern = re.sub(r"-[0-9a-f]{8}(?=-)", "-[0-9a-f]{8}", current.name)
    pattern = re.sub(r"-v\d+$", r"-v\\d+", pattern)
    known = re.compile(f"{pattern}|{earlier}" if earlier else pattern)
    names = {_LEFT_OVER.sub("", path.name) for path in current.parent.iterdir()}
    freed = 0
    for name in sorted(names - {current.name}):
        if known.fullmatch(name):
            with contextlib.suppress(OSError):
                freed += _remove(current.parent / name, current / manifest)
    return freed


def discard(path: Path) -> None:
    """Remove a file, a link or a folder, if there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _remove(folder: Path, current: Path) -> int:
    """Remove the folder with what was left over beside it; the bytes that this frees."""
    lock, new, old = (folder.with_name(f"{folder.name}{ending}") for ending in (".lock", ".new", ".old"))
    manifest = folder / current.name
    freed = 0
    with _locked(lock) as alone:
        if not alone:
            return 0  # it is being made
        if os.path.lexists(folder):
            if folder.is_symlink() or manifest.stat().st_mtime_ns > current.stat().st_mtime_ns:
                return 0
            with _locked(manifest) as unused:
                if not unused:
                    return 0
                freed = _size(old)
                discard(old)
                folder.rename(old)  # nobody finds it half removed
        freed += _size(new) + _size(old)
        discard(new)
        discard(old)
        lock.unlink()
        return freed


def _size(folder: Path) -> int:
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir())


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Whether the file could be locked for this process alone, which it is meanwhile."""
    import fcntl

    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


class _Use:
    """A shared lock on a file."""

    def __init__(self, path: Path) -> None:
        import fcntl

        self._descriptor = os.open(path, os.O_RDONLY)
        with contextlib.suppress(OSError):
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)  # waits for nobody but who is removing the folder

    def __del__(self) -> None:
        if hasattr(self, "_descriptor"):
            os.close(self._descriptor)


@lru_cache(maxsize=32)
def _used(path: Path, _inode: int) -> _Use:
    return _Use(path)
