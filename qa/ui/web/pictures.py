"""Pages of a PDF as pictures."""

from __future__ import annotations

import io
from pathlib import Path
from threading import Lock

from index.errors import LibraryError
from index.recent import Recent
from qa.engine import Engine
from qa.ui.web.originals import original

__all__ = ["Pictures", "page_png", "page_size"]

_SCALE, _MOST = 2.0, 2_500
"""Pixels a point, and how many a side has at most."""
_KEPT = 60
"""Pictures that are kept, of a quarter of a megabyte or so each."""
_reading = Lock()
"""PDFium is not to be called by two threads at once."""


def page_size(path: Path, page: int) -> tuple[float, float] | None:
    """Width and height, in points, of a page, from 1; None where the file is no PDF that can be read, or has no such page."""
    from pypdfium2 import PdfDocument, PdfiumError

    with _reading:
        try:
            opened = PdfDocument(path)
        except (PdfiumError, OSError):
            return None
        try:
            if not 1 <= page <= len(opened):
                return None
            width, height = opened[page - 1].get_size()
            return float(width), float(height)
        finally:
            opened.close()


def page_png(path: Path, page: int) -> bytes | None:
    """A page as a PNG; None as `page_size`."""
    from pypdfium2 import PdfDocument

    size = page_size(path, page)
    if size is None:
        return None
    scale = min(_SCALE, _MOST / max(*size, 1.0))
    with _reading:
        opened = PdfDocument(path)
        try:
            picture = opened[page - 1].render(scale=scale).to_pil()
        finally:
            opened.close()
    held = io.BytesIO()
    picture.save(held, "PNG")
    return held.getvalue()


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
        if kept := self._kept.get((sha256, page)):
            return kept
        found = original(self._engine, name)
        made = page_png(found[0], page) if found else None
        if made:
            self._kept.put((sha256, page), made)
        return made
