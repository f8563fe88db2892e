"""Pages fetched at an address that was given: from a server of the test's own, kept as archives, read without it afterwards."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest

from corpora.made_files import PAGE, PROSE
from index import fetched
from index.encoder.embed import Embedder
from index.errors import SourceError
from index.fetched import fetch, fetch_all, is_address, keep, pages_folder
from index.formats import open_path
from index.settings import Settings
from index.store.library import Library
from qa.ui.terminal.cli import main

HTML = "text/html; charset=utf-8"
LOOP, AWAY = "/loop", "/away"


class _Pages(BaseHTTPRequestHandler):
    """A page, and what else a server may answer."""

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        redirects = {"/moved": "/harbour.html", LOOP: LOOP, AWAY: "ftp://example.org/a"}
        if path in redirects:
            self.send_response(302)
            self.send_header("Location", redirects[path])
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        pages = {
            "/harbour.html": (HTML, PAGE.encode(), ""),
            "/列/a b": (HTML, PAGE.replace("Monday", query or "Sunday").encode(), ""),
            "/packed": (HTML, gzip.compress(PAGE.encode()), "gzip"),
            "/bomb": (HTML, gzip.compress(b"x" * 2**22), "gzip"),
            "/odd": (HTML, b"x", "br"),
            "/logo.png": ("image/png", b"x", ""),
            "/empty": (HTML, b" ", ""),
            "/large": ("text/plain", b"x" * 5000, ""),
        }
        kind, data, encoding = pages.get(unquote(path), ("", b"", ""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or HTML)
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on standard error."""


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()
        thread.join()


def test_an_address_is_told_from_a_path() -> None:
    assert [
        is_address(one) for one in ("https://example.org/a", "HTTP://example.org", "https:/a", "a.html", "ftp://a")
    ] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_page_is_kept_with_its_address_and_its_day(server: str, tmp_path: Path) -> None:
    page = fetch(f"{server}/moved#part", private=True)
    assert (page.address, page.kind) == (f"{server}/harbour.html", HTML)
    assert page.data == PAGE.encode()
    file = keep(page, tmp_path / "a.pages")
    (member,), unread = open_path(file)
    assert unread == ()
    assert member.data == page.data
    assert member.source.url == page.address
    assert member.source.note.startswith("saved on 20")
    assert member.id == f"{server.removeprefix('http://').replace(':', '-')}.harbour"
    assert keep(page, tmp_path / "a.pages") == file, "the same address again is in its place"
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_addresses_that_servers_do_not_take_as_they_are(server: str, tmp_path: Path) -> None:
    files = {keep(fetch(f"{server}/列/a b?{day}", private=True), tmp_path) for day in ("Tuesday", "Friday")}
    assert len(files) == 2
    assert fetch(f"{server}/packed", private=True).data == PAGE.encode()


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/gone", r"its server answers 404 \(Not Found\); check the address"),
        (LOOP, "its server leads from one address to the next"),
        (AWAY, "ftp://example.org/a is no address of a page"),
        ("/logo.png", "is image/png, no page, text or PDF; save it as a file"),
        ("/odd", "comes packed as br, which is not read"),
        ("/empty", "is empty; check the address"),
        ("/large", "is too large"),
        ("/bomb", "is too large"),
    ],
)
def test_what_cannot_be_had_is_one_line(path: str, reason: str, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check = fetched.check_length
    monkeypatch.setattr(fetched, "check_length", lambda length, name: check(length, name, 4096))
    monkeypatch.setattr(fetched, "LARGEST", 4096)
    with pytest.raises(SourceError, match=reason) as caught:
        fetch(server + path, private=True)
    assert "\n" not in str(caught.value)


@pytest.fixture
def talker() -> Iterator[tuple[str, list[bool]]]:
    """A server that never comes to an end: what it begins with is named by the path; and whether whoever listened left."""
    left: list[bool] = []

    class Talking(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/end":
                first, again = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nfound", b""
            else:
                first, again = _ENDLESS[self.path.strip("/")]
            self.wfile.write(first)
            while again:
                try:
                    self.wfile.write(again)
                except OSError:
                    left.append(True)
                    return
                time.sleep(0.001)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on standard error."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Talking) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}", left
        serving.shutdown()
        thread.join()


_PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
_ENDLESS = {
    "interim": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "head": (b"HTTP/1.1 200 OK\r\nX-A: ", b"a"),
    "sizes": (_PLAIN + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "trailers": (_PLAIN + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n", b"X-A: a\r\n"),
    "body": (_PLAIN + b"\r\n", b"a"),
    "moved": (b"HTTP/1.1 302 Found\r\nLocation: /end\r\n\r\n", b"a" * 1000),
}


@pytest.mark.parametrize("way", ["interim", "head", "sizes", "trailers", "body"])
def test_a_server_that_never_comes_to_an_end_is_left(
    way: str, talker: tuple[str, list[bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetched, "_LONGEST", 0.5)
    url, left = talker
    with pytest.raises(SourceError, match=r"takes more than .* seconds; save the page as a file"):
        fetch(f"{url}/{way}", private=True)
    until = time.monotonic() + 60
    while not left and time.monotonic() < until:
        time.sleep(0.05)
    assert left, "the connection is closed, too"


def test_what_stands_beside_a_redirect_is_not_read(talker: tuple[str, list[bool]]) -> None:
    assert fetch(f"{talker[0]}/moved", private=True).data == b"found"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a",
        "http://localhost:8000/",
        "http://[::1]/",
        "https://10.1.2.3/",
        "http://192.168.0.1/admin",
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:10.1.2.3]/",
        "http://[64:ff9b::a9fe:a9fe]/latest/meta-data",
        "http://[64:ff9b:1::a01:203]/",
        "http://[2002:a01:203::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://224.0.0.1/",
    ],
)
def test_this_computer_and_private_networks_are_fetched_from_only_where_that_is_said(address: str) -> None:
    with pytest.raises(SourceError, match=r"in a private network .*; to fetch it all the same, say --private"):
        fetch(address)


def test_a_name_that_leads_to_this_computer_is_seen_when_it_is_reached(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(server.rpartition(":")[2])
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: here)
    for scheme in ("http", "https"):
        with pytest.raises(SourceError, match=r"public.example lies on this computer .*127.0.0.1.*--private"):
            fetch(f"{scheme}://public.example:{port}/harbour.html")
    assert fetch(f"http://public.example:{port}/harbour.html", private=True).data == PAGE.encode()


@pytest.mark.parametrize("address", ["https://", "https://a:b@example.org/", "http://a:99999/", "https://[::1"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(SourceError, match=r"; (?:give one|save the page)"):
        fetch(address)


def test_what_can_be_fetched_is_kept_whatever_else_fails(server: str, tmp_path: Path) -> None:
    library = tmp_path / "a.sqlite"
    kept, failed = fetch_all([f"{server}/gone", f"{server}/harbour.html"], library, private=True)
    assert [pages_folder(library) in file.parents for file in kept] == [True]
    assert len(failed) == 1
    (tmp_path / "a file").touch()
    with pytest.raises(SourceError, match="cannot be written"):
        keep(fetch(f"{server}/harbour.html", private=True), tmp_path / "a file")


def test_the_command_fetches_tells_and_makes_anew_without_the_network(
    server: str,
    tmp_path: Path,
    embedder: Embedder,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("YINZHENG_CACHE", str(settings.cache))
    library = tmp_path / "mine.sqlite"
    address = f"{server}/harbour.html"
    assert main(["index", "--library", str(library), address]) == 3
    assert "say --private" in capsys.readouterr().err
    assert not library.exists()
    assert main(["index", "--library", str(library), "--private", address, f"{server}/gone"]) == 3
    assert "answers 404" in capsys.readouterr().err
    monkeypatch.setattr(fetched, "fetch", lambda *_, **__: pytest.fail("nothing is fetched that was not asked for"))
    assert main(["index", "--library", str(library), "--rebuild"]) == 0
    capsys.readouterr()
    assert main(["info", "--library", str(library)]) == 0
    assert f"made of: {address} (saved on 20" in capsys.readouterr().out.replace("\n", " ")
    with Library.open(library) as opened:
        (identifier,) = opened.document_ids()
        held = opened.document(identifier)
    assert held.source.url == address
    assert held.source.title == "The harbour"
    assert PROSE in held.text
