"""Around the page: browsers are told to fetch nothing from anywhere else, and a loopback page answers to loopback names only.

The second keeps a web site whose name is made to resolve to this computer from reading the library through a visitor's browser.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LOOPBACK", "Guard"]

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
)
"""Inline scripts and evaluation are Gradio's own needs; what the policy buys is that no request leaves the server's origin."""


class Guard:
    """ASGI middleware; `local` says that the page is served on a loopback address."""

    def __init__(self, app: ASGIApp, local: bool) -> None:
        self._app = app
        self._local = local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse foreign names, then add the policy to every answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._local and _host(Headers(scope=scope).get("host", "")) not in LOOPBACK:
            await PlainTextResponse("This page answers to localhost only.\n", status_code=403)(scope, receive, send)
            return

        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = _POLICY
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
            await send(message)

        await self._app(scope, receive, with_policy)


def _host(value: str) -> str:
    """The name in a Host header, without its port and without the brackets of an IPv6 address."""
    if value.startswith("["):
        return value[1:].partition("]")[0]
    return value.partition(":")[0].lower()
