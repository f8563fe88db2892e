"""What is served is ours alone, to our own names and pages alone, and no browser is told to fetch anything from elsewhere."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from starlette.routing import Route
from starlette.websockets import WebSocketDisconnect

from qa.engine import Engine
from qa.ui.web.guard import Guard, is_loopback, own_names
from qa.ui.web.limits import TOO_OFTEN
from qa.ui.web.serve import Who, application
from tests.qa.ui.web.running import running

GRADIOS_OWN = """
/config/ /theme.css /robots.txt /favicon.ico /manifest.json /pwa_icon /pwa_icon/192 /monitoring /monitoring/summary /login /login/ /logout
/svelte/x.js /assets/x.js /static/img/logo.svg /docs /redoc /index.html
/gradio_api/upload /gradio_api/upload_progress /gradio_api/file=/etc/passwd /gradio_api/file/etc/passwd /gradio_api/proxy=http://localhost/
/gradio_api/stream/a /gradio_api/stream/a/1/2/playlist.m3u8 /gradio_api/component_server /gradio_api/custom_component/a/client/b/c.js
/gradio_api/reset /gradio_api/run/ask /gradio_api/api/ask /gradio_api/call/v2/ask /gradio_api/token /gradio_api/user /gradio_api/app_id
/gradio_api/dev/reload /gradio_api/deep_link /gradio_api/startup-events /gradio_api/runs /gradio_api/run-history/connect
/gradio_api/openapi.json /gradio_api/mcp /gradio_api/mcp/sse /gradio_api/process_recording /gradio_api/vibe-edit /gradio_api/vibe-code
/gradio_api/info/../upload /gradio_api/queue/join/../../upload /gradio_api/login_check /gradio_api/profiling/traces
"""


@pytest.fixture(scope="module")
def http(engine: Engine) -> Iterator[TestClient]:
    with TestClient(application(engine), base_url="http://localhost:7860") as client:
        yield client


def asked(guard: Guard, **headers: str) -> Any:
    """The status, and the headers, with which the guard answers a request."""
    return asked_as(guard, "GET", **headers)


def asked_as(guard: Guard, method: str, path: str = "/", **headers: str) -> Any:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": given}
    with ThreadPoolExecutor(1) as pool:  # a browser may hold the event loop of this thread
        pool.submit(asyncio.run, guard(scope, receive, send)).result()
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


async def inner(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


LOCAL = Guard(inner, own_names("127.0.0.1"), local=True)
OPEN = Guard(inner, own_names("0.0.0.0") | {"books.example"}, local=False)


@pytest.mark.parametrize(
    ("host", "local", "others"),
    [
        ("127.0.0.1:7860", 200, 200),
        ("127.9.8.7", 200, 200),
        ("localhost", 200, 200),
        ("LOCALHOST:1", 200, 200),
        ("[::1]:7860", 200, 200),
        ("evil.example:7860", 403, 403),
        ("127.0.0.1.evil.example", 403, 403),
        ("localhost.evil.example", 403, 403),
        ("books.example", 403, 200),
        ("BOOKS.example:443", 403, 200),
        ("books.example.evil.example", 403, 403),
        ("192.0.2.7:7860", 403, 200),
        ("[2001:db8::1]", 403, 200),
        ("[::1", 403, 403),
        ("localhost@evil.example", 403, 403),
        ("evil.example@localhost", 403, 403),
        ("localhost/evil", 403, 403),
        ("localhost:port", 403, 403),
        ("", 403, 403),
    ],
)
def test_only_own_names_are_answered_to(host: str, local: int, others: int) -> None:
    assert (asked(LOCAL, host=host)[0], asked(OPEN, host=host)[0]) == (local, others)


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost:7860", 200),
        ("http://localhost:7861", 403),
        ("http://localhost", 403),
        ("http://127.0.0.1:7860", 403),
        ("http://evil.example:7860", 403),
        ("http://localhost:7860.evil.example", 403),
        ("null", 403),
        ("", 403),
        ("file://", 403),
        ("http://localhost:port", 403),
    ],
)
def test_only_own_pages_may_ask(origin: str, status: int) -> None:
    for method in ("GET", "POST"):
        assert asked_as(LOCAL, method, host="localhost:7860", origin=origin)[0] == status


def test_behind_a_proxy_that_speaks_tls_the_page_is_its_own() -> None:
    assert asked_as(OPEN, "POST", host="books.example", origin="https://books.example")[0] == 200
    assert asked_as(OPEN, "POST", host="books.example", origin="https://books.example:8443")[0] == 403


@pytest.mark.parametrize(
    ("method", "site", "mode", "dest", "status"),
    [
        ("GET", "none", "navigate", "document", 200),
        ("GET", "same-origin", "cors", "empty", 200),
        ("POST", "same-origin", "cors", "empty", 200),
        ("GET", "cross-site", "navigate", "document", 200),
        ("POST", "cross-site", "navigate", "document", 403),
        ("GET", "cross-site", "navigate", "iframe", 403),
        ("GET", "cross-site", "no-cors", "image", 403),
        ("GET", "same-site", "no-cors", "script", 403),
        ("GET", "same-site", "cors", "empty", 403),
    ],
)
def test_from_elsewhere_a_link_may_lead_here_and_nothing_else(
    method: str, site: str, mode: str, dest: str, status: int
) -> None:
    given = {"sec_fetch_site": site, "sec_fetch_mode": mode, "sec_fetch_dest": dest}
    assert asked_as(LOCAL, method, host="localhost", **given)[0] == status


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/ask", 403),
        ("/evidence", 403),
        ("/translate", 403),
        ("/api/ask", 403),
        ("/gradio_api/call/ask/0", 403),
        ("/library", 200),
        ("/document/ask", 200),
        ("/export.md", 200),
    ],
)
def test_no_link_from_elsewhere_leads_to_what_scripts_fetch(path: str, status: int) -> None:
    link = {"sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    assert asked_as(LOCAL, "GET", path, host="localhost", sec_fetch_site="cross-site", **link)[0] == status
    assert asked_as(LOCAL, "GET", path, host="localhost", sec_fetch_site="same-origin", **link)[0] == 200
    assert asked_as(LOCAL, "GET", path, host="localhost")[0] == 200


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("localhost", True),
        ("Localhost.", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.2", False),
        ("128.0.0.1", False),
        ("localhost.example", False),
        ("", False),
    ],
)
def test_what_only_this_computer_reaches(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


@pytest.mark.parametrize("path", GRADIOS_OWN.split())
def test_nothing_of_gradios_is_there_but_its_calls(http: TestClient, path: str) -> None:
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE"):
        response = http.request(method, path)
        assert response.status_code in {404, 405}, (method, path, response.status_code)
        assert not {"cookie", "set-cookie"} & set(response.headers)


def test_every_route_of_gradios_is_known_here(engine: Engine, http: TestClient) -> None:
    """A version of Gradio with more routes brings none of them: whatever is not of the page or the service is not there."""
    server = application(engine)
    own = next(one.kwargs["routes"] for one in server.user_middleware if "routes" in one.kwargs)
    paths = {route.path for route in server.routes if isinstance(route, Route) and route not in own}
    assert {"/theme.css", "/login", "/monitoring"} <= paths
    for path in paths - {"/config", "/config/"}:
        plain = path.replace("{", "").replace("}", "").replace(":path", "")
        if plain != "/":
            assert http.get(plain).status_code in {404, 405}, path


def test_a_method_that_we_do_not_serve_is_not_served_by_gradio(http: TestClient) -> None:
    assert http.request("DELETE", "/openapi.json").status_code == 405
    assert http.request("OPTIONS", "/api/ask").status_code == 405
    assert http.get("/api/verify").status_code == 405
    assert http.get("/mcp").status_code == 405


def test_no_file_is_taken(http: TestClient) -> None:
    assert http.post("/gradio_api/upload", files={"files": b"x" * 1000}).status_code == 404


def test_gradio_fetches_and_reads_nothing_for_whoever_calls(engine: Engine, tmp_path: Path) -> None:
    """An argument in the form of a file of Gradio's, which its components would fetch or copy, is JSON like any other."""
    asked_for: list[str] = []

    async def elsewhere(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            asked_for.append(scope["path"])
        await inner(scope, receive, send)

    secret = tmp_path / "secret"
    secret.write_text("zorblatt")
    with running(elsewhere) as other, running(application(engine)) as address:
        for path, url in ((str(secret), None), ("x", f"{other}/fetched"), (f"{other}/fetched", f"{other}/fetched")):
            given = {"path": path, "url": url, "orig_name": "x", "meta": {"_type": "gradio.FileData"}}
            for name, data in (
                ("verify", [given]),
                ("ask", ["a", *[[]] * 3, "", "", [], [], 5, None, None, False, [given]]),
            ):
                called = httpx.post(f"{address}/gradio_api/call/{name}", json={"data": data}).json()
                said = httpx.get(f"{address}/gradio_api/call/{name}/{called['event_id']}", timeout=120).text
                assert "event: error" in said
                assert "zorblatt" not in said
    assert not asked_for


def test_every_answer_carries_the_policy(http: TestClient) -> None:
    answers = [http.get(path) for path in ("/openapi.json", "/nothing", "/api/ask", "/gradio_api/info", "/mcp")]
    answers.append(http.get("/", headers={"Host": "evil.example"}))
    answers.append(http.get("/", headers={"Origin": "http://evil.example"}))
    answers.append(http.post("/api/verify", content=b"", headers={"Content-Length": "99999999"}))
    assert [answer.status_code for answer in answers] == [200, 404, 422, 200, 405, 403, 403, 413]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "*" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_no_other_origin_is_let_in_by_cors(http: TestClient) -> None:
    asking = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    for response in (http.options("/gradio_api/queue/join", headers=asking), http.get("/openapi.json", headers=asking)):
        assert response.status_code == 403
        assert "access-control-allow-origin" not in response.headers


def test_a_body_has_its_bounds(http: TestClient) -> None:
    large = b'{"question": "' + b"a" * 1_000_001 + b'"}'
    assert http.post("/api/ask", content=large).json()["detail"].startswith("The request has more than")
    assert http.post("/api/ask", content=(part for part in (large[:500_000], large[500_000:]))).status_code == 413
    assert http.post("/v1/chat/completions", content=(large for _ in range(1))).status_code == 413
    assert http.post("/api/verify", content=large).status_code == 422
    assert http.post("/api/verify", content=b" " * 4_000_001).status_code == 413


@pytest.mark.parametrize("part", [b"[],", b"{},", b"1,", b'{"a":'])
def test_a_body_of_very_many_small_values_is_not_read(http: TestClient, part: bytes) -> None:
    """It would keep whoever reads it, and all others meanwhile."""
    body = b'{"answer": {"library": [' + part * 250_000
    for content in (body, (body[at : at + 100_000] for at in range(0, len(body), 100_000))):
        refused = http.post("/api/verify", content=content)
        assert (refused.status_code, "more than 200,000 values" in refused.text) == (413, True)


def test_others_come_so_often_at_most(engine: Engine) -> None:
    who = Who(local=False, names=frozenset({"testserver"}), password=None)
    with TestClient(application(engine, who=who), base_url="http://testserver") as client:
        statuses = [client.get("/nothing").status_code for _ in range(300)]
        last = client.get("/nothing")
        program = client.get("/api/documents")
    assert program.status_code == 200 or program.json() == {"detail": TOO_OFTEN}
    assert statuses[:200] == [404] * 200
    assert 429 in statuses
    assert last.status_code == 404 or int(last.headers["retry-after"]) >= 1


def test_sockets_are_closed(http: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), http.websocket_connect("/gradio_api/queue/join"):
        pass


def test_who_sends_too_much_reads_why(engine: Engine) -> None:
    """Over a real line: one that is closed while somebody still sends would tell him nothing."""
    with (
        running(application(engine)) as url,
        socket.create_connection((urlsplit(url).hostname, urlsplit(url).port)) as line,
    ):
        body = b" " * 6_000_000
        line.sendall(b"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
        line.sendall(f"Content-Length: {len(body)}\r\n\r\n".encode())
        for at in range(0, len(body), 500_000):
            line.sendall(body[at : at + 500_000])
            time.sleep(0.02)
        answer = line.recv(4_000)
    assert answer.startswith(b"HTTP/1.1 413"), answer[:200]
    assert b"more than" in answer
