"""Several who ask the page at the same time, each something else: how long until each has something to read, and its answer.

The page is asked as its scripts ask: `/ask` of the page as it is; of the one before, which was Gradio's, its queue. No browser
takes part, whose windows would take the time of the processors that is measured.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

from qa.evaluation.question_file import read_questions

__all__ = ["at_once", "questions_of"]


def questions_of(path: Path) -> list[str]:
    """The questions of a file: each in one of its languages, these in turn; then each in another."""
    texts = [list(question.texts.values()) for question in read_questions(path)]
    most = max(len(each) for each in texts)
    found = [each[(place + turn) % len(each)] for turn in range(most) for place, each in enumerate(texts)]
    return list(dict.fromkeys(found))


def at_once(url: str, which: str, questions: Sequence[str]) -> dict[str, float]:
    """Seconds until the passages and the answers of all these questions are there: of the middle one, and of the last."""

    async def asked() -> list[Mapping[str, float]]:
        async with httpx.AsyncClient(base_url=url, timeout=600, limits=httpx.Limits(max_connections=None)) as client:
            ask = _gradio(await _config(client)) if which == "before" else _page
            return list(await asyncio.gather(*(ask(client, question) for question in questions)))

    found = asyncio.run(asked())
    return {
        f"{name}, {which_one}": figure(one[name] for one in found)
        for name in ("passages", "answer")
        for which_one, figure in (("middle", statistics.median), ("last", max))
    }


async def _page(client: httpx.AsyncClient, question: str) -> Mapping[str, float]:
    began, found = time.perf_counter(), dict[str, float]()
    async with client.stream("GET", "/ask", params={"q": question}) as response:
        async for line in response.aiter_lines():
            name = line.removeprefix("event: ")
            if line.startswith("event: ") and name in {"passages", "answer"}:
                found[name] = time.perf_counter() - began
    return {"passages": found.get("passages", found["answer"]), "answer": found["answer"]}


async def _config(client: httpx.AsyncClient) -> Any:
    return (await client.get("/config")).json()


def _gradio(config: Any) -> Any:
    """How the page before is asked: what its form would send, with the question in it."""
    parts = {part["id"]: part for part in config["components"]}
    box = next(number for number, part in parts.items() if part["props"].get("elem_id") == "yz-question")
    call = next(one for one in config["dependencies"] if [box, "submit"] in [list(target) for target in one["targets"]])
    given = [parts[number]["props"].get("value") for number in call["inputs"]]
    place = call["inputs"].index(box)
    prefix = config.get("api_prefix", "")

    async def ask(client: httpx.AsyncClient, question: str) -> Mapping[str, float]:
        session, began = secrets.token_hex(6), time.perf_counter()
        data = [*given[:place], question, *given[place + 1 :]]
        sent = {"data": data, "fn_index": call["id"], "session_hash": session, "trigger_id": box}
        (await client.post(f"{prefix}/queue/join", json=sent)).raise_for_status()
        async with client.stream("GET", f"{prefix}/queue/data", params={"session_hash": session}) as response:
            async for line in response.aiter_lines():
                told = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
                if told.get("msg") == "process_completed" or "<blockquote" in line:
                    if not told.get("success", True):
                        raise SystemExit(f"the page before does not answer: {line[:500]}")
                    ended = time.perf_counter() - began
                    return {"passages": ended, "answer": ended}
        raise SystemExit("the page before ended without an answer")

    return ask
