"""A process that keeps a library open and asks it what it is told to, one line of JSON for another, with what each call cost.

Started by `benchmarks.latency` in each of two trees in turn; it uses of them what both have: `Engine.open`, `ask` and `retrieve`.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from index.settings import Settings
from qa.engine import Engine

Costs = dict[str, float]


def cost(call: Callable[[], object]) -> Costs:
    """Seconds of one call by the clock, and of the processor in all threads of the process."""
    began, used = time.perf_counter(), time.process_time()
    call()
    return {"wall": time.perf_counter() - began, "processor": time.process_time() - used}


def clients(engine: Engine, shares: Sequence[Sequence[str]]) -> list[list[Costs]]:
    """Each client asks its share of the questions, one after the other, all clients at once."""
    found: list[list[Costs]] = [[] for _ in shares]
    ready = threading.Barrier(len(shares))

    def one(place: int) -> None:
        ready.wait()
        for question in shares[place]:
            found[place].append(cost(partial(engine.ask, question)))

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(shares))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def beside(engine: Engine, questions: Sequence[str], asked: Sequence[str]) -> list[Costs]:
    """`retrieve` without reading for each of `questions` while another thread asks `asked`, over and over."""
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            for question in asked:
                if not done.is_set():
                    engine.ask(question)

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.05)
    try:
        return [cost(partial(engine.retrieve, question, read=False)) for question in questions]
    finally:
        done.set()
        thread.join()


def answered(engine: Engine, command: dict[str, Any]) -> Any:
    """What a command brings; `{"do": "ask" | "retrieve" | "clients" | "beside", …}`."""
    match command["do"]:
        case "ask":
            return cost(partial(engine.ask, command["question"]))
        case "retrieve":
            return cost(partial(engine.retrieve, command["question"], read=False))
        case "clients":
            return clients(engine, command["shares"])
        case "beside":
            return beside(engine, command["questions"], command["asked"])
        case other:
            raise ValueError(f"{other} is not a command")


def main() -> None:
    """Answer until there is no more command."""
    replies, sys.stdout = sys.stdout, sys.stderr
    engine = Engine.open(Settings.load(os.environ), Path(sys.argv[1]))
    for line in sys.stdin:
        print(json.dumps(answered(engine, json.loads(line))), file=replies, flush=True)
    engine.close()


if __name__ == "__main__":
    main()
