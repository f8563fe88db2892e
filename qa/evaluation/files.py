"""Files written whole or not at all: whoever looks sees the old one or the new one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from index.replaced import in_place_of
from qa.errors import EvaluationError

__all__ = ["checked_target", "write_whole"]


def checked_target(path: Path, what: str) -> Path:
    """`path`, where it can be written to; to be asked before the work whose outcome is to go there.

    Raises EvaluationError that says what cannot be written, and why.
    """
    folder = path.resolve().parent
    if path.is_dir():
        fault = "it is a folder; name a file in it"
    elif not _stream(path) and not folder.is_dir():
        fault = f"there is no folder {folder}; make it, or name another"
    elif not os.access(path if _stream(path) else folder, os.W_OK):
        fault = "you may not write there; name another place"
    else:
        return path
    raise EvaluationError(f"{what} cannot be written to {path}: {fault}")


def write_whole(path: Path, text: str | bytes) -> None:
    """Write the file beside its place, then put it there, with the rights of the file that it replaces.

    A link is followed. What is no file (a pipe, `/dev/stdout`) is written to. Raises OSError.
    """
    data = text.encode() if isinstance(text, str) else text
    if _stream(path):
        with path.open("wb") as stream:
            stream.write(data)
        return
    target = path.resolve()
    with in_place_of(target) as new:
        with new.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, new)


def _stream(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()
