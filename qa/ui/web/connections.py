"""Connections that are ended where nothing comes of them: a request's head has its time, and nobody has all of them.

The server under the page waits for the rest of a head as long as somebody likes, and some hundred half-sent requests would keep
everybody else out (slow loris). So would answers that nobody reads, and bodies that drip on after their answer.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Iterable
from contextlib import suppress
from typing import cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from qa.ui.web.guard import is_loopback

__all__ = ["HEAD", "MOST", "MOST_OF_ONE", "Connection"]

HEAD = 10.0
"""Seconds until the head of a request is to be there, from the connection or from its first byte on."""
UNREAD = 30.0
"""Seconds in which whoever is sent an answer is to take some of it."""
MOST = 500
"""How many connections there are at once."""
MOST_OF_ONE = 100
"""How many of them one address has, unless a proxy stands there for everybody: on this computer, or where `FORWARDED_ALLOW_IPS` says so."""
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\nRetry-After: 2\r\n\r\n"


class Connection(H11Protocol):
    """uvicorn's HTTP/1.1, with an end to what is never finished; it has no way to say so by a setting."""

    _deadline: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take it, unless there are too many, of all or of this address."""
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=0)  # so that whatever is not taken is known of, be it ever so little
        of_one = [one for one in self.connections if _host(cast(H11Protocol, one)) == _host(self)]
        if len(self.connections) > MOST or (len(of_one) > MOST_OF_ONE and not self._is_proxy()):
            transport.write(_FULL)
            transport.close()
            return
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Read on; the time for a head begins with its first byte, and ends with its last.

        The rest of a body that was answered already has as long.
        """
        super().data_received(data)
        if self._owes():
            self._await_head()
        else:
            self._forget()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        self._forget()
        self._taken()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """What is sent is not taken at once: see whether it is at all."""
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        """All of it is taken."""
        self._taken()
        super().resume_writing()

    def _is_proxy(self) -> bool:
        """Whether it is believed who it asks for, so that it may ask for many."""
        given = self.config.forwarded_allow_ips
        return is_loopback(_host(self)) or _is_among(_host(self), given.split(",") if isinstance(given, str) else given)

    def _watch(self) -> None:
        self._unread = self.loop.call_later(UNREAD, self._look, self.transport.get_write_buffer_size())

    def _look(self, before: int) -> None:
        if self.transport.get_write_buffer_size() < before:
            self._watch()
        else:
            self.transport.abort()

    def _taken(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _owes(self) -> bool:
        return self.conn.their_state is h11.IDLE or self.conn.our_state is h11.DONE

    def _await_head(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(HEAD, self._too_slow)

    def _forget(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        self._deadline = None
        if self._owes():
            self.transport.close()


def _host(connection: H11Protocol) -> str:
    return str(connection.client[0]) if connection.client else ""


def _is_among(host: str, given: Iterable[str]) -> bool:
    """Whether an address is one of those that are given, or in a network that is, as uvicorn takes them; `*` is all."""
    for one in (name.strip() for name in given):
        with suppress(ValueError):
            if one == "*" or ipaddress.ip_address(host) in ipaddress.ip_network(one):
                return True
    return False
