"""Server-sent events: fragments of the page as they are made, over one response that its reader may close."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi.responses import StreamingResponse

__all__ = ["event", "streamed"]


def event(name: str, data: str) -> str:
    """One event as it is sent."""
    lines = "".join(f"data: {line}\n" for line in data.split("\n"))
    return f"event: {name}\n{lines}\n"


def streamed(events: AsyncIterator[str]) -> StreamingResponse:
    """A response of events; it ends where its reader closes it, and what makes them is told."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)
