"""The calls for programs: the same names and the same answers in Python, over HTTP and for Gradio's clients."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import PurePath
from typing import Any

import gradio as gr
import httpx
import jsonschema
import pytest
from fastapi.testclient import TestClient
from gradio_client import Client
from gradio_client.exceptions import AppError

import qa
from index.errors import LibraryError
from qa.engine import Engine
from qa.errors import AnswerError, GeneratorError, QuestionError
from qa.proof.saved import check_answer
from qa.ui.web.calls import CALLS, named_only
from qa.ui.web.limits import Busy, Seats
from qa.ui.web.problems import problem
from qa.ui.web.serve import application
from qa.ui.web.service import _for_gradio
from tests.qa.ui.web.running import running

QUESTION = "谁提议在日本部署核武器？"
GETS = {
    "ask": {"question": QUESTION},
    "retrieve": {"question": QUESTION, "k": 2},
    "evidence": {"question": QUESTION, "most": 4},
    "documents": {},
    "document": {"document": "004"},
}


@pytest.fixture(scope="module")
def http(engine: Engine) -> Iterator[TestClient]:
    with TestClient(application(engine), base_url="http://localhost:7860") as client:
        yield client


@pytest.fixture(scope="module")
def described(http: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = http.get("/openapi.json").json()
    return found


@pytest.fixture(scope="module")
def gradio(engine: Engine) -> Iterator[Client]:
    with running(application(engine)) as address:
        client = Client(address, verbose=False)
        yield client
        client.close()


def test_the_answer_is_that_of_python(http: TestClient, engine: Engine) -> None:
    answer = http.get("/api/ask", params=GETS["ask"]).json()
    assert check_answer(answer) == answer
    own = named_only(engine.ask(QUESTION).to_dict())
    assert {**answer, "seconds": 0} == {**own, "seconds": 0}


def test_passages_evidence_and_documents_are_those_of_python(http: TestClient, engine: Engine) -> None:
    hits = http.get("/api/retrieve", params={**GETS["retrieve"], "read": False}).json()["passages"]
    assert hits == named_only([hit.to_dict() for hit in engine.retrieve(QUESTION, 2, read=False)])
    evidence = http.get("/api/evidence", params=GETS["evidence"]).json()
    assert {**evidence, "seconds": 0} == {**named_only(engine.all_evidence(QUESTION, most=4).to_dict()), "seconds": 0}
    assert [one["document"] for one in http.get("/api/documents").json()["documents"]] == [
        one.id for one in engine.documents()
    ]
    whole = engine.document("004").text
    assert http.get("/api/document", params={"document": "004"}).json()["text"] == whole
    part = http.get("/api/document", params={"document": "004", "start": 10, "end": 30}).json()
    assert (part["text"], part["characters"]) == (whole[10:30], len(whole))


def test_filters_are_those_of_python(http: TestClient, engine: Engine) -> None:
    within = {"sources": ["002", "003"], "after": "2024-05", "languages": "zh"}
    hits = http.get("/api/retrieve", params={"question": QUESTION, **within}).json()["passages"]
    assert {hit["document"][:3] for hit in hits} == {"002"}


def test_an_answer_is_verified_and_followed(http: TestClient) -> None:
    first = http.get("/api/ask", params={"question": "Which proposals does Nobumasa Akiyama make to Japan?"}).json()
    assert http.post("/api/verify", json={"answer": first}).json()["holds"]
    changed = {**first, "citations": [{**one, "quote": "Something else."} for one in first["citations"]]}
    assert not http.post("/api/verify", json={"answer": changed}).json()["holds"]
    given = {"question": "And what does he say about China?", "following": [first]}
    assert http.post("/api/ask", json=given).json()["understood"]["carried"] == ["Nobumasa Akiyama"]


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/api/ask?question=?", 422, "the question is empty"),
        ("/api/ask?question=a&k=0", 422, "k: Input should be greater"),
        ("/api/ask?question=a&gloss=tlh", 422, "tlh"),
        ("/api/ask?question=a&write=true", 422, "YINZHENG_GENERATOR_URL"),
        ("/api/ask?question=a&sources=zzz", 422, "'zzz' names no document"),
        ("/api/ask?question=a&after=soon", 422, "after is 'soon', not a date"),
        ("/api/ask?question=a&colour=red", 422, "colour: Extra inputs"),
        ("/api/ask", 422, "question: Field required"),
        (f"/api/ask?question={'a' * 2001}", 422, "question: String should have at most 2000"),
        ("/api/evidence?question=a&at_least=nan", 422, "at_least"),
        ("/api/document?document=zzz", 404, "'zzz' names no document"),
        ("/api/document?document=004&start=99999999", 422, "give a start before the end"),
        ("/api/nothing", 404, ""),
    ],
)
def test_what_cannot_be_asked_is_said(http: TestClient, address: str, status: int, said: str) -> None:
    response = http.get(address)
    assert response.status_code == status
    assert said in response.text


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"answer": {}},
        {"answer": {"schema": "urn:yinzheng:answer:3", "library": 1}},
        {"answer": []},
        "[",
        {"answer": 1, "b": 2},
    ],
)
def test_what_is_no_answer_is_not_verified(http: TestClient, given: Any) -> None:
    body = given if isinstance(given, str) else json.dumps(given)
    response = http.post("/api/verify", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert response.json()["detail"]


def test_an_answer_of_more_quotations_than_can_be_looked_at(http: TestClient) -> None:
    answer = http.get("/api/ask", params=GETS["ask"]).json()
    response = http.post("/api/verify", json={"answer": {**answer, "nearest": answer["citations"][:1] * 2001}})
    assert (response.status_code, "at most 2,000 are verified" in response.text) == (422, True)


def test_every_error_has_its_status() -> None:
    given = (Busy(), QuestionError("q"), AnswerError("a"), LibraryError("l"), GeneratorError("g"), ValueError("v"))
    assert [found and found[0] for found in map(problem, given)] == [503, 422, 422, 422, 502, None]


def test_whoever_comes_when_the_line_is_full_is_asked_to_come_again(engine: Engine) -> None:
    server = application(engine)
    with TestClient(server, base_url="http://localhost") as client:
        server.state.seats._free, server.state.seats._in_line = 0, 0
        response = client.get("/api/ask", params={"question": "a"})
        assert client.get("/api/documents").status_code == 200
    assert (response.status_code, response.headers["retry-after"]) == (503, "2")


def test_no_folder_is_told(http: TestClient, engine: Engine) -> None:
    folder = str(engine.library.path.parent)
    for name, given in GETS.items():
        assert folder not in http.get(f"/api/{name}", params=given).text
    answer = http.get("/api/ask", params=GETS["ask"]).json()
    assert answer["library"]["path"] == engine.library.path.name
    assert all(PurePath(one["file"]).name == one["file"] for one in answer["citations"])


def test_what_is_described_is_ours_alone_and_all_of_it(described: dict[str, Any]) -> None:
    named = [operation["operationId"] for path in described["paths"].values() for operation in path.values()]
    assert len(set(named)) == len(named)
    assert {*CALLS, "chat", "models", "model", "ask_following"} == set(named)
    assert all(path.startswith(("/api/", "/v1/")) for path in described["paths"])
    assert set(CALLS) == {path.removeprefix("/api/") for path in described["paths"] if path.startswith("/api/")}
    assert all(hasattr(qa, name) for name in CALLS)
    for operation in (operation for path in described["paths"].values() for operation in path.values()):
        for parameter in operation.get("parameters", ()):
            assert parameter["description"]
            assert parameter["schema"]
    references = _references(described)
    assert references
    for reference in references:
        assert reference.removeprefix("#/components/schemas/") in described["components"]["schemas"], reference


@pytest.mark.parametrize("name", GETS)
def test_what_is_given_is_as_described(http: TestClient, described: dict[str, Any], name: str) -> None:
    response = http.get(f"/api/{name}", params=GETS[name])
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    told = described["paths"][f"/api/{name}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.Draft202012Validator({**told, "components": described["components"]}).validate(response.json())


def test_gradios_clients_call_by_the_same_names(gradio: Client, engine: Engine) -> None:
    named = gradio.view_api(return_format="dict", print_info=False)["named_endpoints"]  # type: ignore[index]
    assert {name.removeprefix("/") for name in named} == set(CALLS)
    answer = gradio.predict(QUESTION, api_name="/ask")
    assert answer["statements"] == [one.to_dict() for one in engine.ask(QUESTION).statements]
    assert gradio.predict(answer, api_name="/verify")["holds"]
    assert len(gradio.predict(api_name="/documents")["documents"]) == len(engine.documents())


def test_gradios_clients_get_evidence_as_it_is_found(gradio: Client) -> None:
    found = list(gradio.submit(QUESTION, most=8, api_name="/evidence"))
    assert [one["ended"] for one in found] == [None] * (len(found) - 1) + ["most_read"]
    assert [one["passages_read"] for one in found] == sorted({one["passages_read"] for one in found})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"question": "?"}, "the question is empty"),
        ({"question": "a", "k": 0}, "k: "),
        ({"question": ["a"]}, "question: "),
    ],
)
def test_gradios_clients_are_told_what_is_wrong(gradio: Client, given: dict[str, Any], said: str) -> None:
    with pytest.raises(AppError, match=said):
        gradio.predict(**given, api_name="/ask")


def test_gradio_writes_nothing_of_a_fault_of_ours(
    http: TestClient, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(_: Engine, __: Any) -> Iterator[dict[str, Any]]:
        raise KeyError(QUESTION)
        yield {}

    call = replace(CALLS["documents"], steps=failing)
    server: Any = http.app
    called = _for_gradio(call, engine, server.state)

    async def run() -> None:
        await anext(called())

    with ThreadPoolExecutor(1) as pool, pytest.raises(gr.Error) as raised:  # a browser may hold the loop of this thread
        pool.submit(asyncio.run, run()).result()
    assert (raised.value.message, raised.value.print_exception) == ("Internal error.", False)
    assert [one.exc_info[0] for one in caplog.records if one.name == "qa.ui.web.service" and one.exc_info] == [KeyError]


def test_a_client_that_leaves_the_line_gives_its_place_back(engine: Engine) -> None:
    server = application(engine)
    seats: Seats = server.state.quick
    taken = [seats.take() for _ in range(seats._free)]
    with running(server) as address:
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{address}/api/documents", timeout=0.2)
        while seats._line:
            pass
        for seat in taken:
            seat.leave()
        assert httpx.get(f"{address}/api/documents", timeout=60).status_code == 200


def _references(value: Any) -> set[str]:
    if isinstance(value, list):
        return {found for one in value for found in _references(one)}
    if not isinstance(value, dict):
        return set()
    own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
    return own | {found for one in value.values() for found in _references(one)}
