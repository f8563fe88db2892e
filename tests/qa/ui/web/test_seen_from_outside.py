"""Health, what is counted, what is logged and sent: and that no word of anybody is in any of it."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from qa.engine import Engine
from qa.ui.web import spans
from qa.ui.web.access import Password
from qa.ui.web.guard import Guard
from qa.ui.web.limits import Seats
from qa.ui.web.log import Logged, begin_log
from qa.ui.web.metrics import Metrics
from qa.ui.web.serve import Who, application

ASKED = "What did Kissinger say deterrence requires?"
WORDS = ("Kissinger", "deterrence", "基辛格")


@pytest.fixture(scope="module")
def http(engine: Engine) -> Iterator[TestClient]:
    with TestClient(application(engine), base_url="http://localhost:7860") as client:
        yield client


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """What is set for logging is put back."""
    root, requests = logging.getLogger(), logging.getLogger("yinzheng.requests")
    before = (root.level, list(root.handlers), requests.level)
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    requests.setLevel(before[2])


def test_it_lives_and_is_ready(http: TestClient) -> None:
    assert (http.get("/healthz").status_code, http.get("/healthz").text) == (200, "ok\n")
    assert (http.get("/readyz").status_code, http.get("/readyz").text) == (200, "ready\n")


def test_it_is_not_ready_where_the_library_is_gone_or_the_line_is_full(engine: Engine) -> None:
    server = application(engine)
    with TestClient(server, base_url="http://localhost:7860") as client:
        seats = server.state.seats
        taken = [seats.take(always=True) for _ in range(200)]
        assert (client.get("/readyz").status_code, client.get("/healthz").status_code) == (503, 200)
        for seat in taken:
            seat.leave()
        assert client.get("/readyz").status_code == 200


def test_what_is_counted(http: TestClient) -> None:
    def counted() -> dict[str, float]:
        lines = http.get("/metrics").text.splitlines()
        return {name: float(value) for name, _, value in (one.rpartition(" ") for one in lines if one[0] != "#")}

    before = counted()
    assert http.get("/api/ask", params={"question": ASKED}).status_code == 200
    assert http.get("/api/ask", params={"question": ASKED, "sources": "nobody"}).status_code == 422
    after = counted()

    def more(name: str) -> float:
        return after[name] - before.get(name, 0)

    assert more('yinzheng_questions_total{verdict="answered"}') == 1
    assert more("yinzheng_questions_refused_total") == 1
    assert more("yinzheng_answer_seconds_count") == 1
    assert more('yinzheng_stage_seconds_count{stage="certify"}') == 1
    assert more('yinzheng_http_requests_total{method="GET",route="/api/ask",status="200"}') == 1
    assert after["yinzheng_line"] == after["yinzheng_seats_taken"] == 0
    assert after["yinzheng_library_documents"] == 5
    assert not any(word in http.get("/metrics").text for word in WORDS)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_the_same_door_is_before_them(engine: Engine, path: str) -> None:
    who = Who(False, frozenset({"books.example"}), Password.of("open sesame", cost=2))
    with TestClient(application(engine, who=who), base_url="http://books.example") as client:
        assert client.get(path).status_code == 401
        assert client.get(path, headers={"Authorization": "Bearer open sesame"}).status_code == 200
        assert client.get(path, headers={"Host": "evil.example"}).status_code == 403


def test_a_request_has_an_id_that_its_answer_carries(http: TestClient) -> None:
    assert http.get("/healthz", headers={"X-Request-ID": "abc-1"}).headers["x-request-id"] == "abc-1"
    ids = {http.get("/healthz", headers={"X-Request-ID": "a\tb"}).headers["x-request-id"] for _ in range(2)}
    assert len(ids) == 2
    assert all(one.isalnum() for one in ids)


@pytest.mark.parametrize(("level", "words"), [("requests", False), ("questions", True)])
def test_a_line_for_each_request_without_a_word_unless_it_is_asked_for(
    engine: Engine, log: None, capsys: pytest.CaptureFixture[str], level: str, words: bool
) -> None:
    begin_log(level)
    with TestClient(application(engine, questions=words), base_url="http://localhost:7860") as client:
        capsys.readouterr()
        client.get("/api/ask", params={"question": ASKED})
        client.get(f"/document/{quote('基辛格')}", params={"q": ASKED})
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    told = [line for line in lines if line["logger"] == "yinzheng.requests"]
    assert [(one["route"], one["status"]) for one in told] == [("/api/ask", 200), ("/document/{name}", 404)]
    assert all(one["request"] and one["seconds"] >= 0 and one["bytes"] > 0 for one in told)
    assert any(word in json.dumps(lines, ensure_ascii=False) for word in WORDS) == words


@pytest.mark.parametrize("level", ["", "requests"])
def test_a_fault_is_told_with_its_place_and_without_what_it_quotes(
    log: None, capsys: pytest.CaptureFixture[str], level: str
) -> None:
    begin_log(level)
    try:
        raise KeyError(ASKED)
    except KeyError as error:
        logging.getLogger("qa").error("It failed.\x1b]0;x\x07", exc_info=error)
    said = capsys.readouterr().err
    assert "KeyError" in said
    assert "test_seen_from_outside.py" in said
    assert "Kissinger" not in said
    assert "\x1b" not in said


def test_an_answer_that_is_a_fault_has_its_id_and_policy_and_is_counted(engine: Engine) -> None:
    async def failing(_: Request) -> Response:
        raise KeyError(ASKED)

    async def failing_midway(_: Request) -> Response:
        async def pieces() -> AsyncIterator[str]:
            yield "begun"
            raise KeyError(ASKED)

        return StreamingResponse(pieces())

    metrics = Metrics(engine, Seats())
    layers = [Middleware(Logged, metrics=metrics), Middleware(Guard, names={"localhost"}, local=True)]
    routes = [Route("/failing", failing), Route("/midway", failing_midway)]
    app = Starlette(routes=routes, middleware=layers)
    with TestClient(app, base_url="http://localhost:7860", raise_server_exceptions=False) as client:
        said = client.get("/failing", headers={"X-Request-ID": "abc-1"})
        assert (said.status_code, said.text, said.headers["x-request-id"]) == (500, "Internal error.\n", "abc-1")
        assert "default-src" in said.headers["content-security-policy"]
        assert client.get("/midway").text == "begun"
    with TestClient(app, base_url="http://localhost:7860") as client, pytest.raises(KeyError):
        client.get("/failing")  # whoever stands before it can still write down where it was
    counted = metrics.text()
    assert b'route="/failing",status="500"} 2.0' in counted
    assert b'status="0"' not in counted


@contextmanager
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """What takes spans as a collector does."""
    came: list[bytes] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Taking) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", came
        server.shutdown()
        thread.join()


def test_spans_are_sent_where_an_endpoint_is_set(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    spans._provider.cache_clear()
    with collector() as (where, came):
        monkeypatch.setenv(spans.ENDPOINTS[0], where)
        assert spans.begin_spans({spans.ENDPOINTS[0]: where}) == where
        trace = "0af7651916cd43dd8448eb211c80319c"
        with TestClient(application(engine), base_url="http://localhost:7860") as client:
            headers = {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
            assert client.get("/api/ask", params={"question": ASKED}, headers=headers).status_code == 200
        spans.end_spans()
    spans._provider.cache_clear()
    sent = [
        one
        for body in came
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for one in scope.spans
    ]
    by_name = {one.name: one for one in sent}
    assert set(by_name) == {"GET /api/ask", "ask"}
    assert by_name["ask"].parent_span_id == by_name["GET /api/ask"].span_id
    assert {one.trace_id.hex() for one in sent} == {trace}
    assert not any(word.encode() in body for body in came for word in WORDS)


def test_nothing_is_sent_where_none_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in spans.ENDPOINTS:
        monkeypatch.delenv(name, raising=False)
    assert spans.begin_spans({}) == ""
    with spans.span("ask") as told:
        told({"a": 1})
    assert spans._provider.cache_info().currsize == 0
