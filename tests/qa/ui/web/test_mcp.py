"""The calls as tools of MCP, asked by the client of the package `mcp` over Streamable HTTP."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient

from qa.engine import Engine
from qa.proof.saved import check_answer
from qa.ui.web.calls import CALLS, named_only
from qa.ui.web.serve import application
from tests.qa.ui.web.running import running

mcp = pytest.importorskip("mcp", reason="pip install -c constraints.txt -e '.[mcp]'")
QUESTION = "谁提议在日本部署核武器？"
Asking = Callable[[Any], Awaitable[Any]]


@pytest.fixture(scope="module")
def address(engine: Engine) -> Iterator[str]:
    with running(application(engine)) as found:
        yield found


@pytest.fixture(scope="module")
def session(address: str) -> Callable[[Asking], Any]:
    """What an asking of an open client gives."""

    def asked(asking: Asking) -> Any:
        async def run() -> Any:
            async with mcp.Client(f"{address}/mcp") as client:
                return await asking(client)

        with ThreadPoolExecutor(1) as pool:  # a browser may hold the event loop of this thread
            return pool.submit(asyncio.run, run()).result()

    return asked


def test_the_tools_are_the_calls_and_only_read(session: Callable[[Asking], Any]) -> None:
    tools = session(lambda client: client.list_tools()).tools
    assert {tool.name for tool in tools} == set(CALLS)
    for tool in tools:
        assert tool.description == CALLS[tool.name].does
        assert (tool.annotations.read_only_hint, tool.annotations.destructive_hint) == (True, False)
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)


def test_an_answer_and_its_proof(session: Callable[[Asking], Any], engine: Engine) -> None:
    async def asking(client: Any) -> Any:
        answer = await client.call_tool("ask", {"question": QUESTION})
        return answer, await client.call_tool("verify", {"answer": answer.structured_content})

    answer, verified = session(asking)
    told = answer.structured_content
    assert check_answer(told) == told
    assert told["statements"] == [one.to_dict() for one in engine.ask(QUESTION).statements]
    assert answer.content[0].text.startswith("verdict: answered")
    for citation in told["citations"]:
        assert f"“{citation['quote']}”" in answer.content[0].text
    assert verified.structured_content["holds"]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("retrieve", {"question": QUESTION, "k": 2, "read": False}),
        ("documents", {}),
        ("document", {"document": "004", "start": 100, "end": 200}),
        ("evidence", {"question": QUESTION, "most": 4}),
        ("ask", {"question": "Who won the football world cup of 1954?"}),
        ("ask", {"question": "Who wrote these documents?"}),
        ("ask", {"question": QUESTION, "sources": ["004"]}),
    ],
)
def test_each_gives_what_it_says(session: Callable[[Asking], Any], name: str, given: dict[str, Any]) -> None:
    """The client itself holds what comes against the schema that the tool gives."""

    async def asking(client: Any) -> Any:
        await client.list_tools()
        return await client.call_tool(name, given)

    found = session(asking)
    assert not found.is_error
    assert found.structured_content
    assert found.content[0].text


def test_a_document_is_given_as_it_is(session: Callable[[Asking], Any], engine: Engine) -> None:
    found = session(lambda client: client.call_tool("document", {"document": "004"})).structured_content
    assert found["text"] == engine.document("004").text
    assert found == named_only(found)


def test_how_far_reading_is_comes_while_it_reads(session: Callable[[Asking], Any]) -> None:
    told: list[tuple[float, float | None]] = []

    async def progress(done: float, total: float | None, _: str | None) -> None:
        told.append((done, total))

    session(lambda client: client.call_tool("evidence", {"question": QUESTION, "most": 8}, progress_callback=progress))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == 8


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("ask", {"question": "?"}, "the question is empty"),
        ("ask", {}, "question: Field required"),
        ("ask", {"question": "a", "k": 1000}, "k: "),
        ("ask", {"question": "a", "colour": "red"}, "colour: "),
        ("retrieve", {"question": "a", "sources": ["zzz"]}, "'zzz' names no document"),
        ("document", {"document": "zzz"}, "'zzz' names no document"),
        ("verify", {"answer": {}}, "is not an answer"),
        ("remove", {"document": "004"}, "there is no tool 'remove'; there are: ask"),
    ],
)
def test_what_cannot_be_done_is_said_to_the_model(
    session: Callable[[Asking], Any], name: str, given: dict[str, Any], said: str
) -> None:
    found = session(lambda client: client.call_tool(name, given))
    assert found.is_error
    assert said in found.content[0].text


def test_without_the_package_it_is_said_what_is_missing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.lowlevel.server", None)
    with TestClient(application(engine), base_url="http://localhost") as client:
        response = client.post("/mcp", json={})
    assert (response.status_code, "yinzheng[mcp]" in response.text) == (501, True)
