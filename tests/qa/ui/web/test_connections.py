"""Connections of which nothing comes end by themselves, and nobody has all of them."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from qa.ui.web import connections
from qa.ui.web.connections import Connection
from qa.ui.web.limits import BodyLimit

WHOLE = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


async def said(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{len(await request.body())} bytes")


@contextmanager
def running(app: Any, where: str = "127.0.0.1") -> Iterator[Callable[[], socket.socket]]:
    with socket.socket() as listener:
        listener.bind((where, 0))
        listener.listen()
        server = uvicorn.Server(uvicorn.Config(app, http=Connection, ws="none", log_level="critical"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield lambda: socket.create_connection(listener.getsockname(), 60)
        server.should_exit = True
        thread.join(30)


def app() -> BodyLimit:
    return BodyLimit(Starlette(routes=[Route("/", said, methods=["GET", "POST"])]), patience=0.3)


def until(one: socket.socket, words: bytes) -> bool:
    """Whether those words come before the other side ends it."""
    seen = b""
    while words not in seen and (piece := one.recv(65536)):
        seen += piece
    return words in seen


def drip(one: socket.socket) -> None:
    """A byte now and then, for much longer than anybody should take them."""
    for _ in range(600):
        one.sendall(b"a")
        time.sleep(0.05)


def until_closed(one: socket.socket) -> bytes:
    """All that comes until the other side ends it: one that never does fails by the limit of the socket."""
    with one:
        seen = b""
        while piece := one.recv(65536):
            seen += piece
    return seen


def test_a_head_that_is_not_finished_ends_and_a_whole_one_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD", 0.3)
    with running(app()) as connected:
        silent, half, second = connected(), connected(), connected()
        half.sendall(WHOLE[:-2])
        second.sendall(WHOLE)
        answered = b""
        while not answered.endswith(b"0 bytes"):
            answered += second.recv(65536)
        second.sendall(b"GET / HT")  # the next on the same connection
        assert [until_closed(one) for one in (silent, half, second)] == [b"", b"", b""]
        with connected() as other:
            other.sendall(WHOLE)
            assert other.recv(65536).startswith(b"HTTP/1.1 200")


def test_a_body_that_does_not_come_ends() -> None:
    with running(app()) as connected, connected() as one:
        one.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc")
        assert one.recv(65536).startswith(b"HTTP/1.1 408")


def test_an_answer_that_takes_longer_than_a_head_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD", 0.2)

    async def slow(_: Request) -> PlainTextResponse:
        await asyncio.sleep(0.6)
        return PlainTextResponse("at last")

    with running(Starlette(routes=[Route("/", slow)])) as connected, connected() as one:
        one.sendall(WHOLE)
        assert until(one, b"at last")


def test_no_more_than_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST", 3)
    with running(app()) as connected:
        held = [connected() for _ in range(3)]
        held[0].sendall(WHOLE)
        assert held[0].recv(65536).startswith(b"HTTP/1.1 200")
        assert until_closed(connected()).startswith(b"HTTP/1.1 503")
        for one in held:
            one.close()


@pytest.mark.parametrize(
    ("believed", "full"), [("192.0.2.1, nobody", True), ("192.0.2.1,127.0.0.0/8", False), ("*", False)]
)
def test_one_address_has_so_many_unless_it_is_our_own_or_a_proxys(
    monkeypatch: pytest.MonkeyPatch, believed: str, full: bool
) -> None:
    monkeypatch.setattr(connections, "MOST_OF_ONE", 2)
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", believed)
    with running(app()) as connected:
        ours = [connected() for _ in range(4)]
        ours[3].sendall(WHOLE)
        assert ours[3].recv(65536).startswith(b"HTTP/1.1 200")
        monkeypatch.setattr(connections, "is_loopback", lambda _: False)
        more = connected()
        if full:
            assert until_closed(more).startswith(b"HTTP/1.1 503")
        else:
            more.sendall(WHOLE)
            assert more.recv(65536).startswith(b"HTTP/1.1 200")
        for one in (*ours, more):
            one.close()


def test_a_head_without_measure_is_refused() -> None:
    with running(app()) as connected, connected() as one:
        one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"a" * 100_000)
        assert one.recv(65536).startswith(b"HTTP/1.1 400")


def test_a_body_that_drips_on_after_its_answer_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD", 0.3)

    async def refused(_: Request) -> PlainTextResponse:
        return PlainTextResponse("refused", 401)

    with running(Starlette(routes=[Route("/", refused, methods=["POST"])])) as connected, connected() as one:
        one.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n")
        assert until(one, b"refused")
        with pytest.raises(OSError, match=r"(?i)pipe|reset"):
            drip(one)


def test_an_answer_that_nobody_reads_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "UNREAD", 0.3)
    lost = threading.Event()

    class Told(Connection):
        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            lost.set()

    async def large(_: Request) -> PlainTextResponse:
        return PlainTextResponse("a" * 20_000_000)

    monkeypatch.setitem(globals(), "Connection", Told)
    with running(Starlette(routes=[Route("/", large)])) as connected, connected() as one:
        one.sendall(WHOLE)
        assert lost.wait(20)


def test_an_answer_that_is_read_slowly_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "UNREAD", 0.5)

    async def large(_: Request) -> PlainTextResponse:
        return PlainTextResponse("a" * 12_000_000)

    with running(Starlette(routes=[Route("/", large)])) as connected, connected() as one:
        one.sendall(WHOLE)
        had = 0
        while had < 12_000_000:
            time.sleep(0.05)
            had += len(one.recv(1_000_000))
        assert had > 12_000_000
