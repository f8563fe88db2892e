"""The quick part of `benchmarks.trust.calls`: values of wrong types are answered or refused in words, whoever is called."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from benchmarks.trust.calls import wrong_requests, wrong_tools
from qa.engine import Engine
from qa.ui.web.serve import application
from qa.ui.web.tools import PATH

CHAT = "/v1/chat/completions"
OVER_HTTP, OVER_MCP = 37, 23
"""Of so many requests one is tried here; all of them by `make trust`."""


@pytest.fixture(scope="module")
def http(engine: Engine) -> Iterator[TestClient]:
    with TestClient(application(engine), base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


def test_over_http(http: TestClient) -> None:
    every = list(wrong_requests(http.get("/openapi.json").json()))
    called = {where.partition("?")[0] for _, where, _ in every}
    assert called == {*(f"/api/{name}" for name in ("ask", "retrieve", "evidence", "document", "verify")), CHAT}
    statuses = set()
    for method, where, body in every[::OVER_HTTP]:
        answer = http.request(method, where, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code < 500, (method, where[:200], body and body[:200])
        assert "Traceback" not in answer.text
        statuses.add(answer.status_code)
    assert {200, 422} <= statuses


def test_a_name_that_is_no_name_is_refused_at_once(http: TestClient) -> None:
    """Comparing it would take a minute, and gigabytes."""
    for name in ("sources", "authors", "speakers", "languages", "kinds"):
        for call in ("ask", "retrieve", "evidence"):
            answer = http.get(f"/api/{call}", params={"question": "威慑", name: "a" * 60_000})
            assert answer.status_code == 422
            assert "at most 500 characters" in answer.json()["detail"]


def test_over_mcp(http: TestClient) -> None:
    pytest.importorskip("mcp", reason="pip install -c constraints.txt -e '.[mcp]'")

    def asked(method: str, params: object) -> dict[str, object]:
        headers = {"Accept": "application/json, text/event-stream"}
        answer = http.post(PATH, json={"jsonrpc": "2.0", "id": 1, "method": method, "params": params}, headers=headers)
        assert answer.status_code < 500
        events = [line[6:] for line in answer.text.splitlines() if line.startswith("data: {")]
        told: dict[str, object] = json.loads(events[-1] if events else answer.text)
        return told

    listed = asked("tools/list", {})["result"]
    assert isinstance(listed, dict)
    kinds = set()
    for method, params in list(wrong_tools(listed["tools"]))[::OVER_MCP]:
        told = asked(method, json.loads(json.dumps(params).replace("\\ud800", "\\ufffd")))
        assert "Traceback" not in json.dumps(told)
        result = told.get("result")
        kinds.add(bool(result["isError"]) if isinstance(result, dict) and "isError" in result else "error" in told)
    assert kinds == {True, False}
