"""Server-sent events: fragments of the page as they are made, over one response that its reader may close."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

from fastapi.responses import StreamingResponse
from markupsafe import Markup

from index.text.visible import visible_html

__all__ = ["event", "streamed"]

_ENDS = re.compile("\r\n|\r|\n")
"""What ends a line of an event (https://html.spec.whatwg.org/multipage/server-sent-events.html): text of ours begins none."""


def event(name: str, data: str) -> str:
    """One event as it is sent; in HTML, what is not seen is shown."""
    shown = visible_html(data) if isinstance(data, Markup) else data
    lines = "".join(f"data: {line}\n" for line in re.split(_ENDS, shown))
    return f"event: {name}\n{lines}\n"


def streamed(events: AsyncIterator[str]) -> StreamingResponse:
    """A response of events; it ends where its reader closes it, and what makes them is told."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)
