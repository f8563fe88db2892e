"""The page's addresses: what goes wrong is told, once and without the folders of this computer, and takes no answer away."""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.build import build
from index.encoder.embed import Embedder
from index.errors import LibraryError
from index.faults import Fault
from index.formats import Unread
from index.settings import Settings
from qa.engine import Engine
from qa.reading.span_reader import SpanReader
from qa.ui.web import pictures
from qa.ui.web.folders import told_of, unplaced
from qa.ui.web.problems import problem
from qa.ui.web.seen import Seen
from qa.ui.web.serve import application
from qa.ui.web.words.languages import page_languages
from tests.conftest import ROOT

AKIYAMA = "What does Akiyama recommend Japan do?"


@pytest.fixture(scope="module")
def http(engine: Engine) -> Iterator[TestClient]:
    with TestClient(application(engine), base_url="http://localhost:7860", raise_server_exceptions=False) as client:
        yield client


def events(client: TestClient, path: str, **given: Any) -> list[tuple[str, str]]:
    response = client.get(path, params=given)
    assert response.status_code == 200
    found = [one.split("\n") for one in response.text.split("\n\n") if one]
    return [
        (name.removeprefix("event: "), "\n".join(line.removeprefix("data: ") for line in data)) for name, *data in found
    ]


@pytest.mark.parametrize("method", ["ask", "retrieve", "named"])
def test_a_fault_of_ours_ends_the_answer(
    http: TestClient, engine: Engine, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("/srv/secret/place")

    monkeypatch.setattr(engine, method, fail)
    found = events(http, "/ask", q=f"Which {method}?", following=AKIYAMA)
    assert [name for name, _ in found if name != "place"][-3:] == ["answer", "source", "end"]
    assert "<mark" not in dict(found)["source"]  # nothing of the answer before
    assert json.loads(found[-1][1]) == {"verdict": "refused", "state": "no"}
    told = dict(found)["answer"]
    assert "Something went wrong" in told
    assert "secret" not in told


def test_what_fails_after_the_end_leaves_the_answer(
    http: TestClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> Iterator[None]:
        raise RuntimeError
        yield None

    monkeypatch.setattr(type(engine), "writer", "model")
    monkeypatch.setattr(engine, "write", fail)
    found = events(http, "/ask", q=AKIYAMA)
    names = [name for name, _ in found]
    assert names.count("answer") == 1
    assert names[names.index("end") :] == ["end", "written", "written"]
    assert 'aria-busy="false"' in found[-1][1]


def test_evidence_that_fails_is_told(http: TestClient, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "evidence", None)
    ((name, told),) = events(http, "/evidence", q=AKIYAMA)
    assert name == "failed"
    assert told.startswith("The answer could not be made")


def test_evidence_is_collected_for_an_answer_that_was_asked_before_it(http: TestClient) -> None:
    found = events(http, "/evidence", q=AKIYAMA)
    assert {name for name, _ in found[:-1]} == {"evidence"}
    assert found[-1][0] == "end"


def test_a_question_that_cannot_be_asked_hinders_no_other(http: TestClient) -> None:
    assert json.loads(events(http, "/ask", q="？？")[-1][1])["verdict"] == "refused"
    found = events(http, "/ask", q=AKIYAMA, following=["？？", "a" * 2001])
    assert json.loads(dict(found)["end"])["verdict"] != "refused"


@pytest.mark.parametrize(
    "seen", ['[["a",1e999,2,"b"]]', "[" * 100_000, '{"a":1}', "1"], ids=("inf", "deep", "named", "1")
)
def test_nonsense_in_an_address_is_left_out(http: TestClient, seen: str) -> None:
    given = base64.urlsafe_b64encode(seen.encode()).decode().rstrip("=")
    if len(given) < 60_000:
        assert http.get("/check", params={"seen": given}).json() == {}
    assert Seen.of(given) is None
    assert http.get("/", params={"k": "9" * 5000}).status_code == 200


@pytest.mark.parametrize(
    ("text", "known", "left"),
    [
        ("library /home/a b/c/lib.sqlite was made", "/home/a b/c/lib.sqlite", "library lib.sqlite was made"),
        ("/srv/x/y.pdf is damaged", "", "y.pdf is damaged"),
        (r"C:\Users\me\a.txt is damaged", "", "a.txt is damaged"),
        ("see https://a.org/b/c and/or 1/2", "", "see https://a.org/b/c and/or 1/2"),
        ("读取：~/docs/a.txt", "", "读取：a.txt"),
    ],
)
def test_no_folder_is_told_of(text: str, known: str, left: str) -> None:
    assert unplaced(text, *([known] if known else [])) == left
    assert problem(LibraryError(text), Path(known) if known else None) == (422, left)


def test_what_was_not_read_is_told_by_its_name() -> None:
    words = page_languages()["ja"]
    assert told_of(Unread("/a b/c/d.xyz", "of no kind that is read", skipped=True), words) == (
        "d.xyz: of no kind that is read",
        "en",
    )
    assert told_of(Unread("/a b/c/d.pdf", "c/d.pdf is damaged; see /a b/c/sources.toml"), words) == (
        "d.pdf is damaged; see sources.toml",
        "en",
    )
    coded = Unread("/a b/c/d.pdf", "c/d.pdf is damaged; see /a b/c/sources.toml", fault=Fault.DAMAGED)
    assert told_of(coded, words) == (f"d.pdf：{words.faults[Fault.DAMAGED]}", "ja")


@pytest.mark.parametrize("tag", page_languages())
def test_an_address_of_nothing_is_answered_in_the_language_of_who_reads(http: TestClient, tag: str) -> None:
    words = page_languages()[tag]
    for path in ("/no/such", "/document/none/file"):
        page = http.get(path, params={"lang": tag}, headers={"accept": "text/html"})
        assert page.status_code == 404
        assert words.no_page in page.text
        assert f'<a href="/?lang={tag}">{words.home}</a>' in page.text
    told = http.get("/no/such", params={"lang": tag})
    assert (told.status_code, told.text) == (404, "Not found.\n")
    assert http.post("/no/such", headers={"accept": "text/html"}).text == "Not found.\n"


@pytest.fixture
def printed(
    settings: Settings, library_path: Path, embedder: Embedder, reader: SpanReader, tmp_path: Path
) -> Iterator[Engine]:
    """A library with a PDF, and a folder with a file that is not read."""
    library, folder = tmp_path / "library.sqlite", tmp_path / "some where"
    folder.mkdir()
    shutil.copy(library_path, library)
    shutil.copy(ROOT / "tests" / "data" / "formats" / "report-en.pdf", folder)
    (folder / "broken.pdf").write_bytes(b"no")
    (folder / "x.unknown").write_bytes(b"no")
    build([folder], library, embedder, settings)
    engine = Engine.open(settings, library, embedder=embedder, reader=reader)
    yield engine
    engine.close()


def test_a_page_is_drawn_once_and_no_folder_is_shown(printed: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with TestClient(application(printed), base_url="http://localhost") as client:
        for path in ("/", "/library"):
            shown = client.get(path).text
            assert "broken.pdf" in shown
            assert "x.unknown: " in shown
            assert not re.search("some where|" + re.escape(str(printed.library.path.parent)), shown)
        first = client.get("/document/report-en/page/1.png")
        assert first.content.startswith(b"\x89PNG")
        monkeypatch.setattr(pictures, "page_png", None)
        assert client.get("/document/report-en/page/1.png").content == first.content
        assert "no-cache" in first.headers["cache-control"]  # a browser whose reader has left shows it no more
        again = client.get("/document/report-en/page/1.png", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get("/document/nothing/page/1.png").status_code == 404


def test_a_change_that_is_no_json_is_told(printed: Engine) -> None:
    with TestClient(application(printed, edit=True), base_url="http://localhost") as client:
        found = re.search(r'data-token="([^"]+)"', client.get("/library").text)
        assert found
        mine = {"X-Token": found[1], "Origin": "http://localhost"}
        for body in (b"{", b"\xff", b"[" * 100_000):
            answer = client.post("/library/describe?document=report-en", content=body, headers=mine)
            assert (answer.status_code, answer.text) == (422, "What is said of it is not JSON.\n")
        added = client.post("/library/add?name=%2Fa%2Fb.pdf", content=b"no", headers=mine).text
        assert added.splitlines()[-2].startswith("data: b.pdf")
        assert str(printed.library.path.parent) not in added
