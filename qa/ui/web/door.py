"""The door of a page with a password: tries are bounded, and who came in by the form has a signed cookie until they leave.

What is remembered of either is shared by all servers of the library (`Sessions`): a cookie of one opens the page of each.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.types import Scope

from qa.ui.web.limits import address_of
from qa.ui.web.sessions import Sessions

__all__ = ["Door", "Try"]

_STAYS = 12 * 60 * 60
"""Seconds until the password is asked for again."""


@dataclass(frozen=True, slots=True)
class Try:
    """What came of a password: whether it is the right one; where it was not looked at, the seconds until the next one is."""

    right: bool
    wait: float = 0.0


class Door:
    """Opened by a password, of which `is_right` tells whether it is the right one, or by a cookie that was given for it.

    Of one address, ten wrong tries a minute are looked at, and all tries one after another; where no try is left, none is compared
    with anything, not even the right one. Cookies are signed with the key of the `sessions` for the password that is `known_as` so:
    with another one they open no more. Without `sessions` they end with this process.
    """

    def __init__(
        self,
        is_right: Callable[[str], bool],
        sessions: Sessions | None = None,
        known_as: str = "",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._is_right = is_right
        self._clock = clock
        self._sessions = sessions or Sessions.of_this_process(clock)
        self._purpose = f"door {known_as}"
        self._right = b""
        self._one = CapacityLimiter(1)

    async def tried(self, given: str, scope: Scope) -> Try:
        """What comes of a password that whoever asks here gave."""
        where = address_of(scope)
        if wait := self._sessions.until_a_try(where):
            return Try(right=False, wait=wait)
        digest = self._signed(given)
        if hmac.compare_digest(digest, self._right):
            return Try(right=True)
        if wait := self._sessions.take_a_try(
            where
        ):  # before it is known to be wrong, or all that come at once would be looked at
            return Try(right=False, wait=wait)
        right = await to_thread.run_sync(self._is_right, given, limiter=self._one)
        if right:
            self._right = digest  # so that not every request costs a try
        return Try(right)

    def cookie(self, scope: Scope) -> str:
        """The cookie that comes with a request, whether it opens or not; empty where none does."""
        return cookie_parser(Headers(scope=scope).get("cookie", "")).get(_name(scope), "")

    def admits(self, scope: Scope) -> bool:
        """Whether the cookie of a request opens."""
        said, _, sign = self.cookie(scope).rpartition(".")
        if not (said and sign.isascii() and hmac.compare_digest(self._signed(said).hex(), sign)):
            return False
        return int(said.partition(".")[0]) > self._clock() and not self._sessions.has_ended(said)

    def let_in(self, response: Response, scope: Scope) -> None:
        """Give the cookie with a response; the browser forgets it when it is closed."""
        said = f"{int(self._clock()) + _STAYS}.{secrets.token_hex(16)}"
        value = f"{said}.{self._signed(said).hex()}"
        response.set_cookie(_name(scope), value, httponly=True, samesite="strict", secure=scope["scheme"] == "https")

    def let_out(self, response: Response, scope: Scope) -> None:
        """The cookie of a request opens no more, wherever it is kept."""
        if self.admits(scope):
            said = self.cookie(scope).rpartition(".")[0]
            self._sessions.end(said, float(said.partition(".")[0]))
        response.delete_cookie(_name(scope), httponly=True, samesite="strict", secure=scope["scheme"] == "https")

    def _signed(self, text: str) -> bytes:
        return self._sessions.signed(self._purpose, text)


def _name(scope: Scope) -> str:
    """What the cookie is called: browsers share them among the ports of a name, on each of which may be another library."""
    port = Headers(scope=scope).get("host", "").rpartition(":")[2]
    return f"yinzheng-{port}" if port.isdecimal() else "yinzheng"
