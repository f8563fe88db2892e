"""The files of the page that change with a version only."""

from __future__ import annotations

import hashlib
import mimetypes
from functools import cache
from importlib.resources import files

from fastapi.responses import Response

__all__ = ["files_version", "static_file"]


@cache
def _static() -> dict[str, bytes]:
    folder = files("qa.ui.web").joinpath("static")
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}


@cache
def files_version() -> str:
    """What changes with the files, so that a browser keeps them as long as they are the same."""
    digest = hashlib.sha256()
    for name, held in sorted(_static().items()):
        digest.update(name.encode() + held)
    return digest.hexdigest()[:12]


async def static_file(version: str, name: str) -> Response:
    """A file; kept by the browser where the address names the version that it is of."""
    held = _static().get(name)
    if held is None:
        return Response("Not found.\n", 404, media_type="text/plain")
    kind = {"js": "text/javascript", "svg": "image/svg+xml"}.get(name.rpartition(".")[2]) or mimetypes.guess_type(name)[
        0
    ]
    kept = "public, max-age=31536000, immutable" if version == files_version() else "no-cache"
    return Response(held, media_type=kind, headers={"Cache-Control": kept})
