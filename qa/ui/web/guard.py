"""Around all that is served: what is not ours is not there, foreign names and pages are refused, browsers fetch nothing from elsewhere.

Refusing foreign names keeps a web site whose name is made to resolve to this computer from reading the library through
a visitor's browser; refusing foreign pages keeps it from asking at the visitor's cost.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Collection, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guard", "Ours", "is_loopback", "own_names"]

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_GRADIO = re.compile(
    r"/gradio_api/(?:info|call/[a-z_]+|call/[a-z_]+/[0-9a-f]+|queue/join|queue/data|cancel|heartbeat/[0-9a-z-]+)/?|/config"
)
"""What Gradio's own clients need to call by name; its uploads, files, proxy and page are not there."""

_FETCHED = re.compile("/(?:ask|evidence|found|translate|narrow|specimen|check|marks|(?:api|gradio_api)/.*)", re.DOTALL)
"""What scripts and programs fetch, at the cost of whoever asks for it; no link leads there."""
_HOST = re.compile(r"(?:\[(?P<number>[0-9a-fA-F:.]+)\]|(?P<name>[0-9a-zA-Z._-]+))(?::[0-9]{1,5})?")


class Ours:
    """ASGI middleware: what neither matches our own routes nor is needed to call them by name is not found, as `missing` says."""

    def __init__(
        self, app: ASGIApp, routes: Sequence[BaseRoute], missing: Callable[[Request], Awaitable[Response]]
    ) -> None:
        self._app = app
        self._routes = routes
        self._missing = missing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is ours; Gradio's own routes of the same path never stand in for a method that we do not serve."""
        if scope["type"] == "lifespan" or _GRADIO.fullmatch(scope.get("path", "")):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            found = {route.matches(scope)[0] for route in self._routes}
            if Match.FULL in found:
                await self._app(scope, receive, send)
            elif Match.PARTIAL in found:
                refused = PlainTextResponse("This address has no such method.\n", status_code=405)
                await refused(scope, receive, send)
            else:
                await (await self._missing(Request(scope)))(scope, receive, send)


class Guard:
    """ASGI middleware. `names` are the host names that are answered to, beside addresses written as numbers."""

    def __init__(self, app: ASGIApp, names: Collection[str], local: bool) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names)
        self._local = local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse foreign names and pages, then add the policy to every answer, also where a fault of ours is all there is to say."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def with_policy(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        if not self._answers_to(_name(headers.get("host", ""))):
            said = (
                "This page answers to localhost only.\n" if self._local else "This page does not answer to that name.\n"
            )
            await PlainTextResponse(said, status_code=403)(scope, receive, with_policy)
        elif _foreign(scope["method"], scope["path"], headers):
            refused = PlainTextResponse("Only this page itself may ask that.\n", status_code=403)
            await refused(scope, receive, with_policy)
        else:
            try:
                await self._app(scope, receive, with_policy)
            except Exception:
                if not begun:  # what answers it in our place stands before us, and knows neither policy nor id
                    await PlainTextResponse("Internal error.\n", status_code=500)(scope, receive, with_policy)
                raise

    def _answers_to(self, name: str) -> bool:
        if name in self._names:
            return True
        return is_loopback(name) if self._local else _number(name) is not None


def is_loopback(host: str) -> bool:
    """Whether only this computer reaches that address: `localhost`, 127.0.0.0/8 and ::1."""
    number = _number(host)
    if number is None:
        return host.lower().rstrip(".") == "localhost"
    mapped = getattr(number, "ipv4_mapped", None)
    return (mapped or number).is_loopback


def own_names(host: str) -> frozenset[str]:
    """The names by which this computer is reached, when it serves at `host`."""
    if is_loopback(host):
        return frozenset({"localhost"})
    name = socket.gethostname().lower()
    return frozenset({"localhost", host.lower(), name, name.partition(".")[0] + ".local"})


def _foreign(method: str, path: str, headers: Headers) -> bool:
    """Whether the page of another origin asks; only following a link from there to what is read by people is let through."""
    origin = headers.get("origin")
    if origin is not None and not _same(origin, headers.get("host", "")):
        return True
    if headers.get("sec-fetch-site", "none") in {"none", "same-origin"}:
        return False
    link = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return not (link and method in {"GET", "HEAD"} and not _FETCHED.fullmatch(path))


def _same(origin: str, host: str) -> bool:
    """Whether an Origin names the Host; its scheme is left out, because a proxy may speak TLS before us."""
    try:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"}:
            return False
        usual = 443 if parts.scheme == "https" else 80
        asked = urlsplit(f"//{host}")
        return parts.hostname == asked.hostname and (parts.port or usual) == (asked.port or usual)
    except ValueError:
        return False


def _name(host: str) -> str:
    """The name in a Host header, without its port and without the brackets of an IPv6 address; empty for what is none."""
    found = _HOST.fullmatch(host)
    return (found["number"] or found["name"]).lower() if found else ""


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
