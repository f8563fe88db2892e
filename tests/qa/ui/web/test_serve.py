"""The address: what cannot be served on is said in one line, before anything is loaded."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import httpx
import pytest

from index.settings import Settings
from qa.errors import ServerError
from qa.ui.web import address, serve
from tests.qa.ui.web.served import serving


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


def test_it_ends_when_it_is_told_to_and_says_where_it_was(
    settings: Settings, library_path: Path, tmp_path: Path
) -> None:
    environment = {**os.environ, "YINZHENG_LIBRARY": str(library_path), "YINZHENG_CACHE": str(settings.cache)}
    with serving(environment, tmp_path / "server.log") as (address, server):
        assert httpx.get(f"{address}/openapi.json").status_code == 200
        server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0
    assert (tmp_path / "server.log").read_text("utf-8").splitlines() == [
        f"Yinzheng is at {address} (stop it with Ctrl+C)"
    ]
