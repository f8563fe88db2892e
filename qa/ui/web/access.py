"""Who gets in: whoever knows the password, where one is set. It is kept as its scrypt hash.

Readers write it into a form; programs send it by HTTP Basic with any name, or as the key of a bearer, as chat clients do.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from index.replaced import in_place_of
from qa.errors import ServerError
from qa.ui.web.door import Door
from qa.ui.web.handlers.entry import ENTER, form_page

__all__ = ["Access", "Password", "write_password"]

_COST, _BLOCK, _LANES = 2**15, 8, 3
"""scrypt: 32 MB and some hundred milliseconds for each try."""
_LONGEST = 1024
SHORTEST = 8
_FORM = re.compile(r"scrypt\$(\d{1,8})\$(\d{1,2})\$(\d{1,2})\$([0-9a-f]{32})\$([0-9a-f]{64})")
_OPEN = re.compile(rf"{ENTER}|/static/[0-9a-f]+/(?:page\.css|icon\.svg)")
"""What is there for everybody: the form, and how it looks."""
_REFUSED = {"WWW-Authenticate": 'Basic realm="Yinzheng", charset="UTF-8"', "Cache-Control": "no-store"}


class Password:
    """The hash of a password, as a line `scrypt$N$r$p$SALT$HASH`."""

    def __init__(self, line: str) -> None:
        """Raises ServerError for what is no such line."""
        found = _FORM.fullmatch(line.strip())
        if not found:
            raise ServerError("there is no hash of a password in it; make one with: yinzheng password FILE")
        cost, block, lanes = (int(found[place]) for place in (1, 2, 3))
        if cost < 2 or cost & (cost - 1) or not 1 <= block * cost <= 2**21 or not 1 <= lanes <= 16:
            raise ServerError(
                "the hash of the password has costs that cannot be; make one with: yinzheng password FILE"
            )
        self.line = line.strip()
        self._costs = (cost, block, lanes)
        self._salt, self._hash = bytes.fromhex(found[4]), bytes.fromhex(found[5])

    @classmethod
    def of(cls, text: str, cost: int = _COST) -> Password:
        """The hash of a new password. Raises ServerError where it is too short or too long."""
        return cls(_line(text, cost))

    @classmethod
    def read(cls, path: Path) -> Password:
        """The hash in a file. Raises ServerError where there is none, or others than its owner may write it."""
        try:
            with path.open(encoding="utf-8") as file:
                mode = os.fstat(file.fileno()).st_mode
                line = file.read(1000)
        except (OSError, UnicodeDecodeError) as error:
            raise ServerError(
                f"the password file {path} cannot be read ({getattr(error, 'strerror', None) or error}); make one with: yinzheng password {path}"
            ) from error
        if os.name == "posix" and mode & 0o022:
            raise ServerError(f"others may write the password file {path}; mend it with: chmod 600 {path}")
        try:
            return cls(line)
        except ServerError as error:
            raise ServerError(f"{path}: {error}") from error

    def is_of(self, text: str) -> bool:
        """Whether this is the hash of that password."""
        if len(text) > _LONGEST:
            return False
        return hmac.compare_digest(_scrypt(text, self._salt, *self._costs), self._hash)


class Access:
    """ASGI middleware: who neither came in by the form nor sends the password is told that it is needed.

    Whoever reads pages is shown the form, in the place of the page that was asked for; programs are asked by HTTP Basic.
    """

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through who may come in, and the form itself."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, door = Headers(scope=scope), self._door
        given = _given(headers.get("authorization", ""))
        if given is None:
            if door.admits(scope):
                scope.setdefault("state", {})["entered"] = True
            elif not _OPEN.fullmatch(scope["path"]):
                await self._refused(Request(scope))(scope, receive, send)
                return
            await self._app(scope, receive, send)
            return
        tried = await door.tried(given, scope)
        if tried.right:
            await self._app(scope, receive, send)
            return
        refused = PlainTextResponse("That is not the password.\n", 401, _REFUSED)
        if tried.wait:
            refused = PlainTextResponse(
                "Too many wrong passwords; try again later.\n", 429, {"Retry-After": str(round(tried.wait) + 1)}
            )
        await refused(scope, receive, send)

    def _refused(self, request: Request) -> Response:
        """The form for who reads pages; for all others a line, with the question of HTTP Basic where no browser would put it."""
        if request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("accept", ""):
            return form_page(request)
        browser = self._door.cookie(request.scope) or "sec-fetch-mode" in request.headers
        kept = {"Cache-Control": "no-store"}
        return PlainTextResponse("A password is needed.\n", 401, kept if browser else _REFUSED)


def write_password(path: Path, text: str) -> None:
    """Write the hash of a password to a file that only its owner reads. Raises ServerError where it cannot be written or used."""
    line = _line(text)
    try:
        with in_place_of(path, 0o600) as beside:
            beside.write_text(line + "\n", encoding="utf-8")
    except OSError as error:
        raise ServerError(f"the password file {path} cannot be written ({error.strerror}); name another") from error


def _line(text: str, cost: int = _COST) -> str:
    if not SHORTEST <= len(text) <= _LONGEST:
        raise ServerError(f"the password has {len(text)} characters; choose one of {SHORTEST} to {_LONGEST:,}")
    salt = secrets.token_bytes(16)
    return f"scrypt${cost}${_BLOCK}${_LANES}${salt.hex()}${_scrypt(text, salt, cost, _BLOCK, _LANES).hex()}"


def _scrypt(text: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    plain = text.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(plain, salt=salt, n=cost, r=block, p=lanes, maxmem=2**28 + 2**20, dklen=32)


def _given(header: str) -> str | None:
    """The password of an Authorization header, by Basic (whatever the name) or Bearer; None where there is none."""
    scheme, _, value = header.partition(" ")
    try:
        given = value.strip().encode("latin-1")
        if scheme.lower() == "bearer":
            return given.decode("utf-8") or None
        if scheme.lower() == "basic":
            _, colon, password = base64.b64decode(given, validate=True).decode("utf-8").partition(":")
            return password if colon else None
    except (binascii.Error, UnicodeError):
        return None
    return None
