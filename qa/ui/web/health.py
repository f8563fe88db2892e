"""Whether the server lives (`/healthz`), whether it can answer (`/readyz`), and what it counts (`/metrics`). The same door is before them."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from fastapi.responses import PlainTextResponse, Response

from index.errors import YinzhengError
from qa.engine import Engine
from qa.ui.web.limits import Seats
from qa.ui.web.metrics import CONTENT_TYPE_LATEST, Metrics

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["add_health"]

_log = logging.getLogger(__name__)
_FRESH = {"Cache-Control": "no-store"}


def add_health(server: FastAPI, engine: Engine, seats: Seats, metrics: Metrics) -> None:
    """Put the three addresses on the server."""

    async def lives() -> Response:
        return PlainTextResponse("ok\n", headers=_FRESH)

    async def ready() -> Response:
        """Ready where the library can be read and there is a place in the line."""
        try:
            await asyncio.to_thread(lambda: (engine.describe(), engine.catalogue()))
        except (YinzhengError, OSError) as error:
            _log.error("The library cannot be read.", exc_info=error)
            return PlainTextResponse("The library cannot be read.\n", 503, _FRESH)
        if seats.full:
            return PlainTextResponse("Too many are waiting already.\n", 503, {**_FRESH, "Retry-After": "2"})
        return PlainTextResponse("ready\n", headers=_FRESH)

    async def counted() -> Response:
        return Response(await asyncio.to_thread(metrics.text), media_type=CONTENT_TYPE_LATEST, headers=_FRESH)

    for path, handler in {"/healthz": lives, "/readyz": ready, "/metrics": counted}.items():
        server.get(path, include_in_schema=False, response_model=None)(handler)
