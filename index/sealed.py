"""Folders made once in the user's cache, sealed by a manifest that knows each file's size and SHA-256.

A folder that no longer matches its manifest is made again, never used. What of it is large is read in full only where it was
touched since that was last done, as the time of its inode's last change says, which no program can set; the manifest is
touched then. Only one process at a time makes it. What earlier versions of this product made in its place is removed.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from index.alone import alone
from index.errors import ModelError
from index.superseded import discard, remove_superseded, use

__all__ = ["MANIFEST", "Sealed"]

MANIFEST = "yinzheng.json"
_LARGE = 16_000_000  # bytes; a larger file is read in full only where there is a reason to
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_A_FOLDER = {errno.EEXIST, errno.ENOTDIR}


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a folder is to hold.

    `what` names it in messages ("embedding model"), `source` is what its manifest says it was made from, `megabytes` the
    room that it takes, and `files` makes each file's path in the folder and its content. `files` may raise ModelError.
    A name ends in a number, `-v1`, and may have a digest of eight digits before it: folders that differ in these alone are
    of other versions, and so are those that the regular expression `earlier` matches.
    """

    name: str
    what: str
    format: int
    source: Mapping[str, Any]
    megabytes: int
    files: Callable[[], Iterable[tuple[str, bytes]]]
    earlier: str = ""

    def folder(self, cache: Path, notify: Callable[[str], None] | None = None, check: bool = False) -> Path:
        """The folder under `cache`, made on first use; see `index.encoder.model.default_model`."""
        say = notify or _silence
        target = cache / self.name
        use(target / MANIFEST)  # first, or it could be removed between the check and the use
        if self.fault(cache, check) is not None:
            self._make(cache, say, check)
            use(target / MANIFEST)
        freed = remove_superseded(target, MANIFEST, self.earlier)
        if freed:
            say(f"Removed the {self.what} of an earlier version from {cache} ({freed / 1e6:.0f} MB)")
        return target

    def _make(self, cache: Path, say: Callable[[str], None], check: bool) -> None:
        target = cache / self.name
        try:
            cache.mkdir(parents=True, exist_ok=True)
            with self._alone(cache, say):
                fault = self.fault(cache, check)  # another process may have made it meanwhile
                if fault is not None:
                    if os.path.lexists(target):
                        say(f"The {self.what} in {target} is broken ({fault}); making it again")
                    else:
                        say(f"Making the {self.what} in {target}, once ({self.megabytes} MB)")
                    self._replace(target)
        except OSError as error:
            raise self._unwritable(cache, error) from error

    def fault(self, cache: Path, check: bool = False) -> str | None:
        """What is wrong with the folder under `cache`, or None if it can be used; with `check` all of it is read."""
        folder = cache / self.name
        try:
            manifest = json.loads((folder / MANIFEST).read_bytes())
            if (manifest["format"], manifest["source"]) != (self.format, self.source):
                return f"{MANIFEST} speaks of another model"
            sealed = (folder / MANIFEST).stat()
            found = {name: (folder / name).stat() for name in manifest["files"]}
            touched = {name for name, status in found.items() if status.st_ctime_ns >= sealed.st_ctime_ns}
            for name, expected in manifest["files"].items():
                size = found[name].st_size
                if size != expected["bytes"]:
                    return f"{name} has {size} bytes, not {expected['bytes']}"
                doubtful = check or name in touched or size < _LARGE
                if doubtful and _digest(folder / name) != expected["sha256"]:
                    return f"{name} is not as it was written"
            if touched:
                with suppress(OSError):  # on a disk that may only be read it is read in full each time
                    os.utime(folder / MANIFEST, ns=(sealed.st_atime_ns, sealed.st_mtime_ns))
                if any((folder / name).stat().st_ctime_ns != found[name].st_ctime_ns for name in touched):
                    return "it is being changed"
        except OSError as error:
            return f"{Path(error.filename or folder).name}: {error.strerror}"
        except (ValueError, KeyError, TypeError, AttributeError):  # what json and look-ups say of a damaged manifest
            return f"{MANIFEST} cannot be read"
        return None

    def _replace(self, target: Path) -> None:
        """Make the folder beside `target`, then put it in its place. Only one process at a time may be here."""
        new, old = target.with_name(f"{self.name}.new"), target.with_name(f"{self.name}.old")
        content = self.files()
        discard(new)  # what a killed process left: we are alone, so nobody is at work on it
        discard(old)
        try:
            self._write(new, content)
            # A folder cannot be renamed onto another. Whoever looks between the two renames finds none, and waits for us.
            if os.path.lexists(target):
                target.rename(old)
            new.rename(target)
            _sync(target.parent)
        finally:
            discard(new)
            discard(old)

    def _write(self, folder: Path, content: Iterable[tuple[str, bytes]]) -> None:
        """Write and seal the model's folder; all of it is on the disk when this returns."""
        folder.mkdir()
        files = {}
        for name, data in content:
            _save(folder / name, data)
            files[name] = {"bytes": len(data), "sha256": sha256(data).hexdigest()}
        manifest = {"format": self.format, "source": self.source, "files": files}
        _save(folder / MANIFEST, (json.dumps(manifest, indent=2) + "\n").encode())
        for inner in {(folder / name).parent for name in files}:
            _sync(inner)

    def _alone(self, cache: Path, say: Callable[[str], None]) -> AbstractContextManager[None]:
        """Hold the lock that lets one process at a time make the model; it is free again if the process dies."""
        waiting = f"Another process is making the {self.what} in {cache}; waiting for it"
        return alone(cache / f"{self.name}.lock", lambda: say(waiting), leave=True)

    def _unwritable(self, cache: Path, error: OSError) -> ModelError:
        if error.errno in _NO_ROOM:
            return ModelError(
                f"no room for the {self.what} in {cache} ({error.strerror}); "
                f"free {self.megabytes} MB there or choose another cache folder"
            )
        if error.errno in _NOT_A_FOLDER:
            return ModelError(
                f"the {self.what} cannot be made in {cache}: {error.filename} is not a folder; "
                "choose another cache folder"
            )
        at = f" at {error.filename}" if error.filename and Path(error.filename) != cache else ""
        return ModelError(
            f"the {self.what} cannot be made in {cache} ({error.strerror}{at}); "
            "choose a cache folder that can be written to"
        )


def _silence(line: str) -> None:
    """Stand in for a `notify` that was not given."""


def _save(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
