"""A question set that is run from the page: every verdict comes, then the report; what is wrong with a file is told by its line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from qa.engine import Engine
from qa.ui.web.serve import application
from tests.qa.ui.web.test_accessible import wrong
from tests.qa.ui.web.test_page import SHOWN, settled, to

AKIYAMA = "What does Akiyama recommend Japan do?"

QUESTION: dict[str, Any] = {
    "id": "akiyama",
    "kind": "recommendation",
    "answerable": True,
    "question": {"en": AKIYAMA, "zh-Hans": "秋山信将向日本提出了哪些建议？"},
    "facts": [[{"doc": "004", "quote": "加强日美韩三国协调"}]],
}
OTHER = {
    **QUESTION,
    "id": "ramen",
    "kind": "none",
    "answerable": False,
    "question": {"en": "How is ramen made?"},
    "facts": [],
}


@pytest.fixture(scope="module")
def http(engine: Engine) -> Iterator[TestClient]:
    with TestClient(application(engine, edit=True), base_url="http://localhost:7860") as client:
        yield client


def lines(*questions: object) -> bytes:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in questions).encode()


def token(client: TestClient) -> str:
    found = re.search('data-token="([^"]+)"', client.get("/questions").text)
    assert found
    return found[1]


def ran(client: TestClient, data: bytes) -> list[tuple[str, str]]:
    given = {"name": "set.jsonl", "lang": "en"}
    response = client.post("/questions/run", params=given, content=data, headers={"X-Token": token(client)})
    assert response.status_code == 200
    found = [one.split("\n") for one in response.text.split("\n\n") if one]
    return [
        (name.removeprefix("event: "), "\n".join(line.removeprefix("data: ") for line in data)) for name, *data in found
    ]


def test_a_set_is_run_question_by_question(http: TestClient) -> None:
    found = ran(http, lines(QUESTION, OTHER))
    assert [json.loads(data) for name, data in found if name == "step"] == [[0, 3], [1, 3], [2, 3], [3, 3]]
    results = [data for name, data in found if name == "result"]
    assert [re.findall('data-state="([a-z]+)"', one) for one in results] == [["right"]] * 3
    assert "/?q=What+does+Akiyama" in results[0]
    assert "1 of 1 facts cited" in results[0]
    assert [name for name, _ in found][-2:] == ["page", "end"]
    assert dict(found)["page"].startswith("<!doctype html>")
    report = [data for name, data in found if name == "report"][-1]
    assert re.findall('<th scope="row">([^<]+)', report) == [
        "All",
        "English",
        "Simplified Chinese",
        "recommendation",
        "none",
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (lines(QUESTION, {"id": "x"}), "set.jsonl, line 2, is not a question: question is missing"),
        (lines(QUESTION) + b"{", "set.jsonl, line 2, is not a question"),
        (b"\xff\xfe", "set.jsonl is not UTF-8 text"),
        (b"", "set.jsonl holds no question"),
        (
            lines(OTHER, {**QUESTION, "facts": [[{"doc": "004", "quote": "nowhere"}]]}),
            "set.jsonl, line 2: question akiyama: 'nowhere' is not in 004",
        ),
        (lines({**QUESTION, "facts": [[{"doc": "999", "quote": "x"}]]}), "set.jsonl, line 1: question akiyama: '999'"),
    ],
)
def test_a_file_that_cannot_be_run_names_the_line(http: TestClient, data: bytes, told: str) -> None:
    found = ran(http, data)
    assert found[-1][0] == "failed"
    assert told in found[-1][1]
    assert not [name for name, _ in found if name == "result"]


def test_only_the_page_may_and_only_where_it_may_be_edited(http: TestClient, engine: Engine) -> None:
    assert http.post("/questions/run", content=lines(OTHER)).status_code == 403
    large = http.post("/questions/run", content=b" " * 1_000_001, headers={"X-Token": token(http)})
    assert large.status_code == 413
    with TestClient(application(engine, edit=False), base_url="http://localhost:7860") as client:
        assert client.post("/questions/run", content=lines(OTHER)).status_code in (404, 405)
        assert 'id="set"' not in client.get("/questions").text


@pytest.mark.browser
def test_what_was_marked_is_run_and_a_run_is_stopped(opened: Callable[..., Page], tmp_path: Path) -> None:
    page = opened(path=to(AKIYAMA, lang="en"))
    expect(settled(page)).to_have_attribute("data-verdict", SHOWN)
    page.locator("#answer .say [data-mark=useful]").first.click()
    page.goto(page.url.split("/?")[0] + "/questions?lang=en")
    with page.expect_download() as download:
        page.locator("[data-export-marks]").click()
    marked = tmp_path / "questions.jsonl"
    download.value.save_as(marked)
    page.locator("#set-file").set_input_files(marked)
    many = len(marked.read_text("utf-8").splitlines())
    expect(page.locator("#set-told")).to_have_text(f"Done: {many} of {many}.")
    expect(page.locator("#set-results a").last).to_have_attribute("href", re.compile(r"/\?q=What\+does\+Akiyama"))
    expect(page.locator("#set-report tbody tr")).to_have_count(3)
    assert not wrong(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert not wrong(page)
    with page.expect_download() as download:
        page.locator("#set-page").click()
    assert download.value.suggested_filename == "report.html"
    others = [{**QUESTION, "id": f"q{n}", "question": {"en": f"{AKIYAMA} {n}"}} for n in range(60)]
    page.locator("#set-file").set_input_files(
        {"name": "many.jsonl", "mimeType": "text/plain", "buffer": lines(*others)}
    )
    expect(page.locator("#set-results li").first).to_be_visible()
    assert not wrong(page)
    page.locator("#set-stop").click()
    expect(page.locator("#set-told")).to_contain_text("Stopped after")
    expect(page.locator("#set-file")).to_be_enabled()
    page.locator("#set-file").set_input_files({"name": "bad.jsonl", "mimeType": "text/plain", "buffer": b"{"})
    expect(page.locator("#set-told")).to_contain_text("Not run: bad.jsonl, line 1, is not a question")
