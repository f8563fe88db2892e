"""Who gets in: every route, method and header without a password; foreign names, pages and addresses; slow, large and many."""

from __future__ import annotations

import asyncio
import http.client
import random
import re
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from benchmarks.trees import ROOT
from benchmarks.trust.serving import Server, commanded, indexed, served
from qa.ui.web.access import write_password
from qa.ui.web.connections import HEAD

__all__ = ["FOREIGN", "measure", "routes"]

_PASSWORD = "correct horse battery"
_KEY = "sk-never-shown-anywhere"
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY")
_OURS = """/ /library /questions /ask?q=a /evidence?q=a /found /narrow /specimen /check /copy?q=a /export.json?q=a /document/000
/document/000/file /document/000/page/1.png /library/add?name=a.txt /library/describe /library/remove /library/restore /questions/run
/openapi.json /api/ask?question=NCG /api/retrieve?question=NCG /api/evidence?question=NCG /api/documents /api/document?document=000
/api/verify /v1/models /v1/chat/completions /mcp /healthz /readyz /metrics /config /gradio_api/info /gradio_api/queue/join
/gradio_api/call/ask /../api/documents //api/documents /API/documents /api/documents/ /api/documents%2f /api/documents;a /%61pi/documents""".split()
_OPEN = re.compile(r"/(?:enter|leave|login|logout|static/[^/]+/[^/]+)")
"""Where who has no password is asked for it, if there is such a page."""
_HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Authorization": "Basic Og=="},
    {"Authorization": "Basic YWRtaW46YWRtaW4="},
    {"Authorization": "Bearer null"},
    {"Authorization": "Digest username=admin"},
    {"Authorization": "Bearer " + "a" * 5000},
    {"Cookie": "access-token=1; session=1; access-token-unsecure=1; yinzheng=1"},
    {"X-Original-URL": "/healthz", "X-Rewrite-URL": "/healthz"},
    {"X-HTTP-Method-Override": "GET", "X-Forwarded-User": "admin", "Remote-User": "admin"},
    {"X-Forwarded-Host": "localhost", "X-Forwarded-Proto": "https", "Forwarded": "for=127.0.0.1;host=localhost"},
)
FOREIGN: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "names (DNS rebinding)": tuple(
        ("GET", {"Host": name})
        for name in (
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.nip.io",
            "192.0.2.1",
            "0.0.0.0.evil.example",
            "evil.example#localhost",
            "localhost@evil.example",
            "",
        )
    ),
    "pages (CSRF)": tuple(
        (method, headers)
        for method in ("GET", "POST", "DELETE")
        for headers in (
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://localhost.evil.example"},
            {"Origin": "file://"},
            {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
            {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
        )
    ),
    "preflights (CORS)": tuple(
        ("OPTIONS", {"Origin": origin, "Access-Control-Request-Method": method})
        for origin in ("https://evil.example", "null", "http://localhost:1")
        for method in ("POST", "DELETE")
    ),
}


def routes() -> list[str]:
    """Every address of Gradio's own, with something in the place of its parameters."""
    import gradio as gr
    from gradio.routes import App

    async def made() -> Any:
        with gr.Blocks(analytics_enabled=False) as blocks:
            pass
        return App.create_app(blocks)

    return sorted(set(_paths(asyncio.run(made()).routes)))


def _paths(held: Any) -> Iterator[str]:
    for route in held:
        if path := getattr(route, "path", ""):
            yield re.sub(r"\{[^}]*\}", "x", path) or "/"
        inner = getattr(route, "routes", None) or getattr(getattr(route, "original_router", None), "routes", None)
        yield from _paths(inner or ())


def measure(budget_s: float) -> dict[str, object]:
    """All of it; the requests without a password, of which there are many, in random order until two fifths of the time are over."""
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        library, password = folder / "seeds.sqlite", folder / "password"
        indexed(library, ROOT / "seeds")
        write_password(password, _PASSWORD)
        secret = {
            "YINZHENG_GENERATOR_KEY": _KEY,
            "YINZHENG_GENERATOR_URL": "http://127.0.0.1:9/v1",
            "YINZHENG_GENERATOR_MODEL": "m",
        }
        found: dict[str, object] = {}
        guarded = ("--name", "books.example", "--password-file", str(password), "--log", "requests")
        with served(library, *guarded, variables=secret) as server:
            found |= _without_password(server, budget_s * 0.4, failures)
            found |= _secrets(server, failures)
        with served(library) as server:
            found |= _foreign(server, failures)
            found |= _elsewhere(server, failures)
            found |= _slow_and_large(server, failures)
        found |= _not_begun(library, failures)
    return {**found, "failures": failures}


def asked(
    server: Server, method: str, path: str, headers: dict[str, str], body: bytes | None = None
) -> tuple[int, bytes, Any]:
    """The status, the beginning of the body and the headers of an answer; status 0 where the connection was closed without one."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.putrequest(method, path, skip_host="Host" in headers)
        sent = {"Content-Length": str(len(body or b"")), **headers}
        for name, value in sent.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        response = connection.getresponse()
        return response.status, response.read(100_000), response.headers
    except (http.client.HTTPException, ConnectionError):
        return 0, b"", {}
    finally:
        connection.close()


def _without_password(server: Server, seconds: float, failures: list[str]) -> dict[str, object]:
    """Each from an address of its own, as a proxy tells it, so that not the rate alone keeps them out."""
    until, told = time.monotonic() + seconds, Counter[int]()
    paths = [*_OURS, *routes()]
    tries = [(path, method, headers) for path in paths for method in _METHODS for headers in _HEADERS]
    random.Random(1).shuffle(tries)
    first = [(path, "GET", _HEADERS[0]) for path in paths]  # each once, whatever the time
    for number, (path, method, headers) in enumerate([*first, *tries]):
        if time.monotonic() > until and number >= len(first):
            break
        from_one = {"Host": "books.example", "X-Forwarded-For": f"203.0.{number // 250 % 250}.{number % 250}"}
        status, body, _ = asked(server, method, path, {**from_one, **headers})
        told[status] += 1
        if status < 400 and status and not _OPEN.fullmatch(path.partition("?")[0]):
            failures.append(f"{method} {path} {headers}: {status} without a password")
        if "基辛格".encode() in body or b"generation" in body:
            failures.append(f"{method} {path} {headers}: words of the library without a password")
    right = {"Host": "books.example", "Authorization": f"Bearer {_PASSWORD}"}
    if asked(server, "GET", "/api/documents", right)[0] != 200:
        failures.append("the password does not open it")
    return {
        "without a password": {
            "requests": sum(told.values()),
            "of routes": len(paths),
            "let in": sum(told[s] for s in told if 0 < s < 400),
        }
    }


def _secrets(server: Server, failures: list[str]) -> dict[str, object]:
    """Neither the password nor the key of a language model is in a log, a command line or an answer."""
    seen = server.log.read_bytes() + Path(f"/proc/{server.process.pid}/cmdline").read_bytes()
    right = {"Host": "books.example", "Authorization": f"Bearer {_PASSWORD}"}
    wrong = {"Host": "books.example", "Authorization": f"Bearer {_PASSWORD}x", "X-Forwarded-For": "203.0.113.9"}
    places = 2
    for headers in (right, wrong):
        for path in ("/", "/api/ask?question=NCG&write=true", "/metrics", "/openapi.json", "/api/ask"):
            seen += asked(server, "GET", path, headers)[1]
            places += 1
    seen += server.log.read_bytes()
    failures += [
        f"{name} is told"
        for name, secret in (("the password", _PASSWORD), ("the key", _KEY))
        if secret.encode() in seen
    ]
    return {"places looked at for secrets": places}


def _foreign(server: Server, failures: list[str]) -> dict[str, object]:
    """Foreign names, pages and preflights are refused at every address, and none gets a header that lets it read."""
    found: dict[str, object] = {}
    paths = ("/", "/api/documents", "/mcp", "/v1/models", "/gradio_api/queue/join", "/library/remove", "/metrics")
    for what, tries in FOREIGN.items():
        refused = 0
        for path in paths:
            for method, headers in tries:
                status, body, answered = asked(server, method, path, headers)
                if status in (400, 403) and "access-control-allow-origin" not in answered and b"000" not in body:
                    refused += 1
                else:
                    failures.append(f"{method} {path} {headers}: {status}")
        found[f"foreign {what}"] = refused
    return found


def _elsewhere(server: Server, failures: list[str]) -> dict[str, object]:
    """No route fetches an address that somebody names (SSRF)."""
    came: list[str] = []

    class Taking(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            came.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Taking) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{other.server_port}/fetched"
        given = f'{{"data": [{{"path": "{url}", "url": "{url}", "meta": {{"_type": "gradio.FileData"}}}}]}}'.encode()
        kind = {"Content-Type": "application/json"}
        tries = [("GET", f"/gradio_api/{way}{url}", b"") for way in ("file=", "file/", "proxy=", "stream/")]
        tries += [("POST", f"/gradio_api/call/{name}", given) for name in ("ask", "verify", "retrieve")]
        tries += [
            ("GET", f"/?q={url}", b""),
            ("GET", f"/api/ask?question={url}", b""),
            ("GET", f"/document/{url}", b""),
        ]
        tries += [("POST", "/library/add?name=x.url", f"[InternetShortcut]\nURL={url}\n".encode())]
        for method, path, body in tries:
            asked(server, method, path, kind, body)
        time.sleep(2)
        other.shutdown()
    failures += [f"the server fetched {path}" for path in came]
    return {"addresses that it was told to fetch": len(tries), "fetched": len(came)}


def _slow_and_large(server: Server, failures: list[str]) -> dict[str, object]:
    """Half-sent requests end by themselves, and meanwhile others are answered; large heads are refused; many connections are outlived."""
    half = [_opened(server, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ") for _ in range(400)]
    began = time.monotonic()
    status, _, _ = asked(server, "GET", "/healthz", {})
    meanwhile = time.monotonic() - began
    if status != 200:
        failures.append(f"beside 400 half-sent requests a whole one gets {status}")
    time.sleep(max(0.0, HEAD + 5 - (time.monotonic() - began)))
    open_still = sum(not _ended(one) for one in half)
    if open_still:
        failures.append(f"{open_still} half-sent requests are open after {HEAD + 5:.0f} s")
    heads = {
        "a megabyte in one": b"X-A: " + b"a" * 1_000_000 + b"\r\n",
        "a hundred thousand": b"".join(b"X-%d: a\r\n" % number for number in range(100_000)),
    }
    for what, head in heads.items():
        said = _answered(server, b"GET / HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n")
        if not re.match(rb"HTTP/1.1 4\d\d", said) and said:
            failures.append(f"headers, {what}: {said[:40]!r}")
    many = [_opened(server, b"") for _ in range(700)]
    for one in many:
        one.close()
    whole = _within(lambda: asked(server, "GET", "/healthz", {})[0] == 200, 30)
    if not whole:
        failures.append("after 700 connections nobody is answered")
    return {
        "half-sent requests": len(half),
        "half-sent, still open": open_still,
        "a whole request beside them, s": round(meanwhile, 2),
        "connections at once": len(many),
    }


def _opened(server: Server, sent: bytes) -> socket.socket:
    one = socket.create_connection(("127.0.0.1", server.port), 30)
    one.sendall(sent)
    return one


def _ended(one: socket.socket) -> bool:
    one.setblocking(False)
    try:
        return one.recv(65536) == b"" or one.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        one.close()


def _answered(server: Server, sent: bytes) -> bytes:
    """What is said to it; nothing where the connection is closed."""
    try:
        with socket.create_connection(("127.0.0.1", server.port), 30) as one:
            one.sendall(sent)
            return one.recv(1000)
    except OSError:
        return b""


def _within(holds: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.5)
    return True


def _not_begun(library: Path, failures: list[str]) -> dict[str, object]:
    """Where others would come without a password, nothing is begun; 127.0.0.2 is this computer alone."""
    tries = (("--host", "0.0.0.0"), ("--host", "::"), ("--name", "books.example"))
    for options in tries:
        done = commanded("serve", "--library", str(library), "--port", "1", *options)
        if done.returncode != 5 or b"--open-to-all" not in done.stderr:
            failures.append(f"serve {options}: exit code {done.returncode}")
    with served(library, "--host", "127.0.0.2", at="127.0.0.2") as server:
        connection = http.client.HTTPConnection("127.0.0.2", server.port, timeout=60)
        connection.request("GET", "/api/documents", headers={"Host": "evil.example"})
        if connection.getresponse().status != 403:
            failures.append("at 127.0.0.2 a foreign name is answered")
    return {"not begun without a password": len(tries)}
