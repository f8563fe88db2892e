"""What is called useful or wrong is kept in the library where the page may change it, and becomes a question set."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.encoder.embed import Embedder
from index.faults import Fault
from index.settings import Settings
from qa.engine import Engine
from qa.evaluation.question_file import questions_in
from qa.reading.span_reader import SpanReader
from qa.ui.terminal.cli import main
from qa.ui.web.edits import Editor
from qa.ui.web.serve import application
from qa.ui.web.words.ko import KOREAN

QUOTE = "实力、决心、可信度"
MARK = {"question": "威慑要有效，须具备什么？", "language": "zh-Hans", "judgement": "useful", "quote": QUOTE}


@pytest.fixture(scope="module")
def owned(
    tmp_path_factory: pytest.TempPathFactory,
    settings: Settings,
    library_path: Path,
    embedder: Embedder,
    reader: SpanReader,
) -> Iterator[Engine]:
    """An engine over a library of the seeds that may be written to."""
    path = shutil.copy(library_path, tmp_path_factory.mktemp("owned") / "library.sqlite")
    opened = Engine.open(settings, path, embedder=embedder, reader=reader)
    yield opened
    opened.close()


@pytest.fixture
def http(owned: Engine) -> Iterator[TestClient]:
    with TestClient(application(owned, edit=True), base_url="http://localhost:7860") as client:
        found = re.search('<body[^>]* data-token="([^"]+)"', client.get("/").text)
        assert found
        client.headers["X-Token"] = found[1]
        yield client


def test_a_mark_is_kept_changed_exported_and_taken_back(
    http: TestClient, owned: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    document = next(one for one in owned.library.document_ids() if one.startswith("002"))
    mark = {**MARK, "document": document}
    assert http.post("/marks", json={**mark, "judgement": "wrong"}).status_code == 200
    (question,) = questions_in(http.get("/marks.jsonl").content, "marks")
    assert (question.answerable, question.facts) == (None, ())
    assert [(one.document, one.quote) for one in question.wrong] == [(document, QUOTE)]
    assert http.post("/marks", json=mark).status_code == 200
    (listed,) = http.get("/marks").json()
    assert listed == {"q": MARK["question"], "lang": "zh-Hans", "document": document, "quote": QUOTE, "as": "useful"}
    exported = http.get("/marks.jsonl")
    assert exported.headers["content-disposition"] == 'attachment; filename="questions.jsonl"'
    (question,) = questions_in(exported.content, "marks")
    assert question.texts == {"zh-Hans": MARK["question"]}
    assert [(one.document, one.quote) for one in question.facts[0]] == [(document, QUOTE)]

    library = str(owned.library.path)
    assert main(["marks", "--library", library]) == 0
    assert capsys.readouterr().out == exported.text
    assert main(["marks", "--library", library, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["stands"] is True

    editor = Editor(owned, lambda: settings)
    marks = editor.remove(document)
    assert owned.marks() == ()
    editor.restore(document, marks)
    assert [one.quote for one in owned.marks()] == [QUOTE]
    taken = http.post("/marks", json={**mark, "kept": False})
    assert taken.status_code == 200
    assert owned.marks() == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"quote": "nowhere"}, "does not hold what is marked; ask the question again"),
        ({"document": "999"}, "names no document"),
        ({"question": "？？"}, "the question is empty"),
        ({"language": "<b>"}, "language: String should match pattern"),
        ({"judgement": "good"}, "judgement: Input should be 'useful' or 'wrong'"),
        ({"more": "x"}, "more: Extra inputs"),
    ],
)
def test_what_cannot_be_marked_is_told(http: TestClient, wrong: dict[str, str], said: str) -> None:
    refused = http.post("/marks", json={**MARK, "document": "004_4265a66dfc9597a6", "quote": "加强", **wrong})
    assert refused.status_code == 422
    assert said in refused.text


def test_only_the_page_may_and_only_where_it_may_be_edited(http: TestClient, owned: Engine) -> None:
    assert http.post("/marks", json=MARK, headers={"X-Token": "other"}).status_code == 403
    assert http.post("/marks", content=b"{", headers={"X-Token": http.headers["X-Token"]}).status_code == 422
    with TestClient(application(owned, edit=False), base_url="http://localhost:7860") as client:
        assert client.get("/marks").status_code == 404
        assert "data-token" not in client.get("/").text
        assert '<button type="button" data-export-marks' in client.get("/questions").text


def test_a_library_that_is_gone_is_told_of_and_comes_back(owned: Engine) -> None:
    """Not as a fault of the page: whoever opens it reads what is missing, a program as text; put back, it is there again."""
    path = owned.library.path
    aside = path.with_name("aside.sqlite")
    with TestClient(application(owned), base_url="http://localhost:7860") as client:
        path.rename(aside)
        try:
            for address in ("/", "/library", "/?q=x&script=no"):
                seen = client.get(address, headers={"Accept": "text/html", "Accept-Language": "ko"})
                assert seen.status_code == 503
                assert '<html lang="ko"' in seen.text
                assert KOREAN.faults[Fault.LIBRARY_MISSING] in seen.text
                assert str(path.parent) not in seen.text
            asked = client.get("/ask", params={"q": "威慑?"}).text
            assert asked.index("event: answer") < asked.index("event: source") < asked.index("event: end")
            assert client.get("/library").headers["content-type"].startswith("text/plain")
        finally:
            aside.rename(path)
        assert client.get("/library", headers={"Accept": "text/html"}).status_code == 200
