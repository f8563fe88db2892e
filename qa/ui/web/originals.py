"""The file that a document was read from."""

from __future__ import annotations

import hashlib
from pathlib import Path

from index.errors import LibraryError, SourceError
from index.limits import read_bytes
from qa.engine import Engine

__all__ = ["original"]


def original(engine: Engine, name: str) -> tuple[Path, bytes] | None:
    """Where the file of a document lies, and its bytes; None where it is gone, or is not the one that was read.

    A library may come from a stranger and name whatever file of this computer it likes: whoever knows a file's SHA-256 has it.
    """
    try:
        document = engine.document(name)
        path = engine.library.locations().get(document.id)
        if path is None:
            return None
        data = read_bytes(path)
    except (LibraryError, SourceError):
        return None
    return (path, data) if hashlib.sha256(data).hexdigest() == document.sha256 else None
