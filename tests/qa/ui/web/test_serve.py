"""The address: what cannot be served on is said in one line, before anything is loaded."""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from index.settings import Settings
from qa.errors import ServerError
from qa.ui.web import address, serve
from qa.ui.web.guard import Guard


def test_the_address_is_loopback_unless_named() -> None:
    assert address({}) == ("127.0.0.1", 7860)
    assert address({"GRADIO_SERVER_NAME": "0.0.0.0", "GRADIO_SERVER_PORT": "8000"}) == ("0.0.0.0", 8000)


@pytest.mark.parametrize("port", ["http", "-1", "80.5", "८०"])
def test_a_port_that_is_no_number(port: str) -> None:
    with pytest.raises(ServerError, match="GRADIO_SERVER_PORT"):
        address({"GRADIO_SERVER_PORT": port})


def test_a_port_in_use_is_named_with_a_remedy(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=f"port {port} on 127.0.0.1 is in use; .*--port"):
            serve(Settings(cache=tmp_path), tmp_path / "none.sqlite", port=port)


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [("127.0.0.1", 70000, "does not exist"), ("192.0.2.1", 0, "192.0.2.1:0 cannot be served on")],
)
def test_an_address_that_is_not_there(tmp_path: Path, host: str, port: int, said: str) -> None:
    with pytest.raises(ServerError, match=said):
        serve(Settings(cache=tmp_path), tmp_path / "none.sqlite", host=host, port=port)


@pytest.mark.parametrize(
    ("host", "local", "status"),
    [
        ("127.0.0.1:7860", True, 200),
        ("localhost", True, 200),
        ("[::1]:7860", True, 200),
        ("evil.example:7860", True, 403),
        ("127.0.0.1.evil.example", True, 403),
        ("", True, 403),
        ("books.example", False, 200),
    ],
)
def test_a_loopback_page_answers_to_loopback_names_only(host: str, local: bool, status: int) -> None:
    async def inner(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", host.encode())]}
    with ThreadPoolExecutor(1) as pool:  # a browser may hold the event loop of this thread
        pool.submit(asyncio.run, Guard(inner, local)(scope, receive, send)).result()
    assert sent[0]["status"] == status
    if status == 200:
        assert b"connect-src 'self'" in dict(sent[0]["headers"])[b"content-security-policy"]
