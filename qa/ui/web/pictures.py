"""Pages of a PDF as pictures, drawn in processes of their own: a page may be made to draw for hours, or to fill all memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import BoundedSemaphore, Timer

from index.errors import LibraryError
from index.recent import Recent
from qa.engine import Engine
from qa.ui.web.originals import original

__all__ = ["Pictures", "page_png", "page_sizes"]

_SECONDS, _MEGABYTES = 10.0, 600
"""What a page may compute, and how much memory it may take."""
_PATIENCE = 60.0
"""Seconds by the clock after which it is ended in any case."""
_LARGEST = 30_000_000
"""Bytes of the largest picture."""
_KEPT = 60
"""Pictures that are kept, of a quarter of a megabyte or so each."""
_at_once = BoundedSemaphore(2)


def page_sizes(data: bytes, pages: Sequence[int]) -> dict[int, tuple[float, float]]:
    """Width and height, in points, of those of the pages, from 1, that a PDF has; none of what is no PDF that can be read."""
    lines = _drawn(data, "size", *pages).decode("ascii", "replace").splitlines()
    found = {page: line.split() for page, line in zip(pages, lines, strict=False)}
    try:
        return {page: (float(size[0]), float(size[1])) for page, size in found.items() if len(size) == 2}
    except ValueError:
        return {}


def page_png(data: bytes, page: int) -> bytes | None:
    """A page of a PDF, from 1, as a PNG; None where it has none, or none that can be drawn with what it may take."""
    made = _drawn(data, page)
    return made if made.startswith(b"\x89PNG\r\n") else None


def _drawn(data: bytes, *asked: str | int) -> bytes:
    """What the process wrote that draws; nothing where it did not come to its end."""
    command = [sys.executable, "-P", str(Path(__file__).with_name("drawing.py")), str(_SECONDS), str(_MEGABYTES)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)}
    with _at_once, tempfile.TemporaryFile() as given:
        given.write(data)
        given.seek(0)
        with subprocess.Popen(
            [*command, *map(str, asked)],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        ) as process:
            late = Timer(_PATIENCE, process.kill)
            late.start()
            try:
                made = process.stdout.read(_LARGEST + 1) if process.stdout else b""
                if len(made) > _LARGEST:
                    process.kill()
                process.wait()
            finally:
                late.cancel()
    return made if process.returncode == 0 and len(made) <= _LARGEST else b""


class Pictures:
    """Pages of the files of a library as pictures, those that were asked for last kept by what their file holds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: Recent[tuple[str, int], bytes] = Recent(_KEPT)

    def of(self, name: str, page: int) -> bytes | None:
        """A page of the document of this id; None where it has none, or its file is gone or is not the one that was read."""
        try:
            sha256 = self._engine.document(name).sha256
        except LibraryError:
            return None
        if (kept := self._kept.get((sha256, page))) is None:
            found = original(self._engine, name)
            if found is None:
                return None
            kept = page_png(found[1], page) or b""  # what cannot be drawn is not tried again and again
            self._kept.put((sha256, page), kept)
        return kept or None
