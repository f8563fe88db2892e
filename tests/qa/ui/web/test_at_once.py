"""Many who ask at the same time: all are answered, and what is made in no time does not wait for what is not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from qa.engine import Engine
from qa.ui.web.limits import AT_ONCE, Seats
from qa.ui.web.serve import application
from tests.qa.ui.web.running import running

QUESTIONS = (
    "谁提议在日本部署核武器？",
    "Who is Helen Marsh?",
    "在日米軍は何人いますか？",
    "한미 핵협의그룹은 무엇입니까?",
    "What is extended deterrence?",
)


def at_once(address: str, many: int, path: str, params: Callable[[int], dict[str, Any]]) -> list[httpx.Response]:
    async def ask() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=address, timeout=300) as client:
            return list(await asyncio.gather(*(client.get(path, params=params(number)) for number in range(many))))

    with ThreadPoolExecutor(1) as pool:  # a browser may hold the event loop of this thread
        return pool.submit(asyncio.run, ask()).result()


def test_twenty_at_once_are_answered_as_one_alone(engine: Engine) -> None:
    with running(application(engine)) as address:
        found = at_once(address, 20, "/api/ask", lambda number: {"question": QUESTIONS[number % len(QUESTIONS)]})
    assert [one.status_code for one in found] == [200] * 20
    for number, one in enumerate(found):
        alone = engine.ask(QUESTIONS[number % len(QUESTIONS)])
        assert one.json()["statements"] == [statement.to_dict() for statement in alone.statements]


@pytest.mark.parametrize("path", ["/api/retrieve", "/api/documents", "/", "/openapi.json", "/v1/models"])
def test_who_needs_no_reading_does_not_wait_for_answers(engine: Engine, path: str) -> None:
    server = application(engine)
    seats: Seats = server.state.seats
    taken = [seats.take() for _ in range(AT_ONCE + 20)]
    given = {"question": QUESTIONS[0], "read": "false"} if path == "/api/retrieve" else {}
    with running(server) as address:
        found = at_once(address, 20, path, lambda _: given)
    assert [one.status_code for one in found] == [200] * 20
    for seat in taken:
        seat.leave()
