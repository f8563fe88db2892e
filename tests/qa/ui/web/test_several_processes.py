"""Several servers of one library, each with an application of its own: what one was asked or told, another goes on with."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from benchmarks.behind_nginx import NGINX, behind_nginx, configured
from index.encoder.embed import Embedder
from index.settings import Settings
from index.store.library import Library
from qa.engine import Engine
from qa.reading.span_reader import SpanReader
from qa.ui.web.access import Password
from qa.ui.web.edits import Editor
from qa.ui.web.serve import Who, application
from qa.ui.web.sessions import Sessions, beside
from tests.qa.ui.web.running import running

WORD = "correct horse"
READER = {"Accept": "text/html"}
AKIYAMA = "What does Akiyama recommend Japan do?"
BRIEF = b"# Harbour brief\n\nThe harbour of Zorblatt closes in March. The mayor opens the festival in June.\n"


@pytest.fixture(scope="module")
def engines(
    tmp_path_factory: pytest.TempPathFactory,
    settings: Settings,
    library_path: Path,
    embedder: Embedder,
    reader: SpanReader,
) -> Iterator[list[Engine]]:
    """Two over one library that may be written to."""
    path = shutil.copy(library_path, tmp_path_factory.mktemp("shared") / "library.sqlite")
    opened = [Engine.open(settings, path, embedder=embedder, reader=reader) for _ in range(2)]
    yield opened
    for one in opened:
        one.close()


def clients(engines: list[Engine], stack: ExitStack, **given: Any) -> list[TestClient]:
    made = []
    for engine in engines:
        app = application(engine, sessions=Sessions.open(beside(engine.library.path)), **given)
        made.append(stack.enter_context(TestClient(app, base_url="http://localhost:7860", follow_redirects=False)))
    return made


@pytest.fixture
def two(engines: list[Engine]) -> Iterator[list[TestClient]]:
    with ExitStack() as stack:
        yield clients(engines, stack, edit=True)


def test_who_comes_in_at_one_is_in_at_the_other_and_who_leaves_is_out(engines: list[Engine]) -> None:
    who = Who(local=False, names=frozenset({"localhost"}), password=Password.of(WORD, cost=16))
    with ExitStack() as stack:
        first, second = clients(engines, stack, who=who)
        assert first.post("/enter", data={"password": WORD}).status_code == 303
        second.cookies.update(dict(first.cookies))
        assert second.get("/library", headers=READER).status_code == 200
        assert second.post("/leave").status_code == 303
        assert first.get("/library", headers=READER).status_code == 401
        statuses = [
            (first, second)[turn % 2].get("/api/documents", auth=("", f"wrong {turn}")).status_code
            for turn in range(12)
        ]
        assert sorted(statuses) == [401] * 9 + [429] * 3, "the right one was one of the ten"


def test_what_one_took_out_the_other_puts_back_with_its_marks(two: list[TestClient], engines: list[Engine]) -> None:
    first, second = two
    (token,) = {re.findall('<body[^>]* data-token="([^"]+)"', one.get("/").text)[0] for one in two}
    named = next(one for one in engines[0].library.document_ids() if one.startswith("002"))
    mark = {
        "question": "威慑要有效，须具备什么？",
        "language": "zh-Hans",
        "document": named,
        "quote": "实力、决心、可信度",
    }
    allowed = {"X-Token": token}
    assert first.post("/marks", json={**mark, "judgement": "useful"}, headers=allowed).status_code == 200
    gone = first.post("/library/remove", params={"document": named}, headers=allowed)
    assert [one["quote"] for one in gone.json()] == [mark["quote"]]
    assert named not in second.get("/api/documents").text
    assert second.get("/marks").json() == []
    back = second.post("/library/restore", params={"document": named}, content=gone.content, headers=allowed)
    assert back.status_code == 200
    assert [one["quote"] for one in first.get("/marks").json()] == [mark["quote"]]
    assert named in first.get("/api/documents").text
    again = first.post("/library/restore", params={"document": named}, headers=allowed)
    assert (again.status_code, "was not taken out here" in again.text) == (422, True)
    broken = first.post("/library/restore", params={"document": named}, content=b'[{"a": 1}]', headers=allowed)
    assert broken.status_code == 422


def test_files_of_one_name_that_come_to_both_at_once_are_both_kept(engines: list[Engine], settings: Settings) -> None:
    editors = [Editor(engine, lambda: settings) for engine in engines]
    texts = [BRIEF, BRIEF.replace(b"March", b"May")]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda editor, text: editor.add("harbour.md", text), editors, texts))
    assert sorted(path.read_bytes() for path in editors[0].folder.glob("*.md")) == sorted(texts)
    with Library.open(engines[0].library.path) as library:
        assert {"harbour", "harbour-2"} <= set(library.document_ids())


def test_evidence_that_one_collected_until_it_was_stopped_is_told_by_the_other(two: list[TestClient]) -> None:
    first, second = two
    events = [one.split("\n") for one in first.get("/evidence", params={"q": AKIYAMA}).text.split("\n\n")]
    drawn = next("\n".join(lines) for name, *lines in events if name == "event: evidence")
    read = int(re.findall('data-read="([0-9]+)"', drawn)[0])
    assert read > 0
    told = second.get("/found", params={"q": AKIYAMA, "read": read}).text
    assert re.findall("<q>(.*?)</q>", told) == re.findall("<q>(.*?)</q>", drawn.replace("data: ", ""))
    assert f"all=yes&amp;read={read}" in told
    kept = second.get("/export.json", params={"q": AKIYAMA, "all": "yes", "read": read}).json()
    assert (kept["passages_read"], bool(kept["citations"])) == (read, True)
    assert second.get("/found", params={"q": AKIYAMA}).text == ""


needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: apt install nginx-light)")


@needs_nginx
def test_the_configuration_is_one_for_nginx(tmp_path: Path) -> None:
    assert NGINX
    whole = configured(tmp_path, 8080, (7861, 7862))
    done = subprocess.run(
        [NGINX, "-t", "-p", str(tmp_path), "-c", str(whole)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


@needs_nginx
def test_behind_nginx(engines: list[Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gradio_client import Client

    asked: list[tuple[int, str]] = []
    for number, engine in enumerate(engines):
        was = engine.ask

        def told(question: str, *given: Any, number: int = number, was: Any = was, **named: Any) -> Any:
            asked.append((number, question))
            return was(question, *given, **named)

        monkeypatch.setattr(engine, "ask", told)
    with ExitStack() as stack:
        ports = []
        for engine in engines:
            app = application(engine, sessions=Sessions.open(beside(engine.library.path)))
            ports.append(int(stack.enter_context(running(app)).rpartition(":")[2]))
        url = stack.enter_context(behind_nginx(tmp_path, ports))
        _one_question_goes_to_one_server(url, asked)
        client = Client(url, verbose=False)
        stack.callback(client.close)
        found = [client.predict(AKIYAMA, api_name="/ask")["question"] for _ in range(4)]
        assert found == [AKIYAMA] * 4
        assert httpx.get(f"{url}/metrics").status_code == 404


def _one_question_goes_to_one_server(url: str, asked: list[tuple[int, str]]) -> None:
    for text in (AKIYAMA, "秋山信将是谁？"):
        answers = []
        for _ in range(3):
            with httpx.stream("GET", f"{url}/ask", params={"q": text}, timeout=120) as response:
                assert "event: end" in response.read().decode()
            answers.append(httpx.get(f"{url}/export.json", params={"q": text}, timeout=120).json())
        assert len({json.dumps(one["citations"]) for one in answers}) == 1
        assert len([one for one in asked if one[1] == text]) == 1, (
            "it was made once, and kept where it is asked for again"
        )


@needs_nginx
def test_where_one_of_them_is_gone_the_other_is_asked(engines: list[Engine], tmp_path: Path) -> None:
    with ExitStack() as stack:
        app = application(engines[0], sessions=Sessions.open(beside(engines[0].library.path)))
        port = int(stack.enter_context(running(app)).rpartition(":")[2])
        url = stack.enter_context(behind_nginx(tmp_path, (port, 1)))  # nobody listens at port 1
        pages = [httpx.get(f"{url}/library", params={"q": str(number)}, timeout=60).status_code for number in range(12)]
        calls = [httpx.post(f"{url}/api/verify", json={"saved": {}}, timeout=60).status_code for _ in range(6)]
        client = [httpx.get(f"{url}/gradio_api/info", timeout=60).status_code for _ in range(2)]
    assert (set(pages), set(calls), set(client)) == ({200}, {422}, {200})
