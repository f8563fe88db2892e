"""What was published about Gradio, tried on the page: none of it is there, whatever version of Gradio is under it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from qa.engine import Engine
from qa.ui.web.serve import application
from tests.conftest import ROOT

_FILE = '{"data": [{"path": "%s", "url": "%s", "meta": {"_type": "gradio.FileData"}}], "fn_index": 0}'
_EVIL = {"Origin": "https://evil.example"}
_JSON = {"Content-Type": "application/json"}
Try = tuple[str, str, str, dict[str, str]]


def got(*paths: str, **headers: str) -> list[Try]:
    return [("GET", path, "", {name.replace("_", "-"): value for name, value in headers.items()}) for path in paths]


def put(path: str, body: str = "{}", **headers: str) -> Try:
    return ("POST", path, body, {**_JSON, **headers})


TRIED: dict[str, list[Try]] = {
    "CVE-2021-43831": got("/file/etc/passwd", "/file=/etc/passwd"),
    "CVE-2022-24770": [put("/gradio_api/run/flag", '{"data": ["=cmd"]}'), put("/flag")],
    "CVE-2023-25823": got("/share", "/gradio_api/share"),
    "CVE-2023-34239": got("/gradio_api/proxy=http://127.0.0.1/", "/proxy=http://127.0.0.1/", "/file=../../etc/passwd"),
    "CVE-2023-51449": got("/file=https://192.0.2.1/", "/gradio_api/file=..%2f..%2fetc%2fpasswd"),
    "CVE-2023-6572": [put("/gradio_api/run/predict", '{"data": ["$(id)"]}')],
    "CVE-2023-41626": [put("/gradio_api/upload", "x"), put("/upload", "x")],
    "CVE-2024-1561": [put("/component_server", "{}"), put("/gradio_api/component_server", "{}")],
    "CVE-2024-1727": [put("/gradio_api/upload", "x", **_EVIL), put("/library/add?name=a.txt", "x", **_EVIL)],
    "CVE-2024-34510": got("/gradio_api/file=//192.0.2.1/share/x", "/static/%5c%5c192.0.2.1%5cshare/x"),
    "CVE-2024-39236": [put("/gradio_api/component_server", '{"fn_name": "__class__"}')],
    "CVE-2024-47084": [put("/gradio_api/queue/join", **_EVIL, Cookie="access-token=x")],
    "CVE-2024-47164": got("/gradio_api/file=/tmp/../etc/passwd", "/document/..%2f..%2fetc%2fpasswd/file"),
    "CVE-2024-47165": [put("/gradio_api/queue/join", Origin="null")],
    "CVE-2024-47868": [put("/gradio_api/call/verify", _FILE % ("/etc/passwd", "/etc/passwd"))],
    "CVE-2024-47872": [put("/gradio_api/upload", "<svg onload=alert(1)>")],
    "CVE-2024-51751": got("/gradio_api/file=/etc/hosts", "/gradio_api/upload_progress?upload_id=a"),
    "CVE-2026-28414": got("/static//etc/passwd", "/static/x//etc/passwd", "/assets//etc/passwd"),
    "CVE-2026-28415": got(
        "/logout?_target_url=https://evil.example", "/login/callback?_target_url=https://evil.example"
    ),
    "CVE-2026-28416": got("/gradio_api/proxy=http://169.254.169.254/", "/gradio_api/proxy=https://evil.hf.space/"),
    "CVE-2026-49119": [
        put("/gradio_api/component_server", '{"data": [["..", "etc"]], "fn_name": "ls", "component_id": 1}')
    ],
    "CVE-2026-59806": got("/gradio_api/file=https://evil.example/x", "/gradio_api/file/https://evil.example/x"),
    "CVE-2026-134825": got("/gradio_api/runs", "/gradio_api/run-history/connect", "/gradio_api/run-history/records"),
    "GHSA-26jh-r8g2-6fpr": [put("/gradio_api/call/retrieve", '{"data": [{"q": 1}, "x", null, 5]}')],
    "GHSA-hmx6-r76c-85g9": [put("/login", "username=a&password=b"), put("/gradio_api/login", "{}")],
}


@pytest.fixture(scope="module")
def http(engine: Engine) -> Iterator[TestClient]:
    with TestClient(application(engine), base_url="http://localhost:7860") as client:
        yield client


@pytest.mark.parametrize("advisory", TRIED)
def test_what_was_published_is_not_there(http: TestClient, advisory: str) -> None:
    for method, path, body, headers in TRIED[advisory]:
        response = http.request(method, path, content=body or None, headers=headers, follow_redirects=False)
        named = "/call/" in path  # a call by name is ours; what it is given is JSON to it, and is refused in its answer
        assert response.status_code in ({200} if named else {403, 404, 405}), (path, response.status_code)
        assert not {"location", "set-cookie", "access-control-allow-origin"} & set(response.headers)
        if named:
            response = http.get(f"{path}/{response.json()['event_id']}")
            assert "event: error" in response.text
        assert "root:" not in response.text


def test_the_page_lists_each_of_them() -> None:
    page = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\b(?:CVE-\d{4}-\d+|GHSA(?:-[0-9a-z]{4}){3})\b", page.partition("## Gradio")[2])) == set(
        TRIED
    )
