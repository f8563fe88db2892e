"""Twenty who ask two servers of one library behind nginx, one of which is killed in the midst and begins again; and one server beside it.

    python -m benchmarks.several_processes

Half of them ask as programs (`/api/ask`, which keeps no answers), half as pages do: the stream of an answer, again where it breaks, and then the
answer as a file. Each quotation is looked up in the text that its certificate names, and each answer is compared with what one server said
before to one who asked alone.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from benchmarks.behind_nginx import behind_nginx
from benchmarks.machine import described
from benchmarks.trees import ROOT
from benchmarks.trust.load import known_texts, unlike_documents
from benchmarks.trust.serving import QUESTIONS, Server, indexed, served

RESULT = ROOT / "benchmarks" / "results" / "several-processes.json"
COMMAND = "python -m benchmarks.several_processes"
CLIENTS = 20
_AGAIN = {0, 429, 502, 503, 504}
"""What the page asks again after (`page.js`); 0 is a connection that broke."""
_PATIENCE = 600


class Unanswered(Exception):
    """There is no answer; `status` is the server's, 0 where the connection broke."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"{status}: {said}")
        self.status = status


def fetched(address: str) -> bytes:
    """What is at an address. Raises Unanswered."""
    try:
        with urlopen(address, timeout=_PATIENCE) as response:
            data: bytes = response.read()
            return data
    except HTTPError as error:
        raise Unanswered(error.code, repr(error.read()[:200])) from error
    except (URLError, HTTPException, OSError) as error:
        raise Unanswered(0, repr(error)) from error


def as_program(url: str, question: str) -> dict[str, Any]:
    """The answer as programs are given it. Raises Unanswered."""
    answer: dict[str, Any] = json.loads(fetched(f"{url}/api/ask?{urlencode({'question': question})}"))
    return answer


def as_page(url: str, question: str) -> dict[str, Any]:
    """The answer as a page is told it, and as it is kept as a file then. Raises Unanswered where either breaks off."""
    asked = urlencode({"q": question})
    if b"event: end\n" not in fetched(f"{url}/ask?{asked}"):
        raise Unanswered(0, "the stream ended before the answer did")
    answer: dict[str, Any] = json.loads(fetched(f"{url}/export.json?{asked}"))
    return answer


def quoted(answer: dict[str, Any]) -> list[tuple[str, int, int]]:
    """What an answer quotes, and where."""
    return [(one["document"], one["start"], one["end"]) for one in answer["citations"]]


class Asking:
    """Clients that ask at one address for a while."""

    def __init__(self, url: str, texts: dict[str, str], before: dict[str, list[tuple[str, int, int]]]) -> None:
        self._url, self._texts, self._before = url, texts, before
        self._told, self._took = Counter[str](), list[float]()
        self._lock = threading.Lock()
        self.failures: list[str] = []

    def run(self, seconds: float, meanwhile: Sequence[tuple[float, Any]] = ()) -> dict[str, Any]:
        """So many seconds of it; at each share of them something else is done `meanwhile`. The figures."""
        began = time.monotonic()
        until = began + seconds
        threads = [threading.Thread(target=self._client, args=(number, until)) for number in range(CLIENTS)]
        for one in threads:
            one.start()
        for share, act in meanwhile:
            time.sleep(max(0.0, began + share * seconds - time.monotonic()))
            act()
        for one in threads:
            one.join()
        ordered = sorted(self._took)
        return {
            "seconds": round(time.monotonic() - began, 1),
            "answers": self._told["answers"],
            "answers a minute": round(60 * self._told["answers"] / (time.monotonic() - began), 1),
            "p50 s": round(statistics.median(ordered), 2),
            "p95 s": round(ordered[int(0.95 * (len(ordered) - 1))], 2),
            "quotations checked": self._told["quotations"],
            "wrong quotations": self._told["wrong"],
            "answers unlike those of one server": self._told["unlike"],
            "errors of programs": self._told["errors"],
            "errors of pages": self._told["given up"],
            "streams that pages asked for again": self._told["again"],
        }

    def _client(self, number: int, until: float) -> None:
        turn = number
        while time.monotonic() < until:
            question = QUESTIONS[turn % len(QUESTIONS)]
            turn += 3
            began = time.monotonic()
            try:
                answer = as_program(self._url, question) if number % 2 else self._patiently(question)
            except Unanswered as error:
                self._count("errors" if number % 2 else "given up", f"{question}: {error}")
                continue
            with self._lock:
                self._took.append(time.monotonic() - began)
            self._count("answers")
            self._count("quotations", many=len(answer["citations"]))
            for said in unlike_documents(answer, self._texts):
                self._count("wrong", said)
            if quoted(answer) != self._before[question]:
                self._count("unlike", f"{question}: {quoted(answer)}")

    def _patiently(self, question: str) -> dict[str, Any]:
        """As the page does it: five times, later each time."""
        for wait in (4, 8, 16, 30, 60):
            try:
                return as_page(self._url, question)
            except Unanswered as error:
                if error.status not in _AGAIN:
                    raise
                self._count("again")
            time.sleep(wait)
        return as_page(self._url, question)

    def _count(self, what: str, said: str = "", many: int = 1) -> None:
        with self._lock:
            self._told[what] += many
            if said and len(self.failures) < 20:
                self.failures.append(f"{what}: {said}")


def main() -> None:
    """Measure and write. Ends with 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=90.0, help="for which each of the two is asked")
    parser.add_argument("--library", type=Path, help="one of the seeds, which is copied; without it one is made")
    given = parser.parse_args()
    load = os.getloadavg()[0]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        library = folder / "seeds.sqlite"
        if given.library:
            shutil.copy(given.library, library)
        else:
            indexed(library, ROOT / "seeds")
        half = {"YINZHENG_SEATS": str(max(1, (os.cpu_count() or 2) // 2))}
        with served(library) as one:
            texts = known_texts(one, {path.stem: path for path in (ROOT / "seeds").glob("*.txt")})
            before = {question: quoted(as_program(one.url, question)) for question in QUESTIONS}
            alone = Asking(one.url, texts, before)
            figures = {"one server": alone.run(given.seconds)}
        second = ExitStack()
        servers: list[Server] = [stack.enter_context(served(library, variables=half)) for _ in range(2)]
        url = stack.enter_context(behind_nginx(folder, [server.port for server in servers]))
        stack.enter_context(second)
        for server in servers:
            for question in QUESTIONS:
                as_program(server.url, question)  # the first questions load the models, as `before` did for the one
        beside = Asking(url, texts, before)
        figures["two servers"] = beside.run(given.seconds)
        both = Asking(url, texts, before)

        def killed() -> None:
            servers[0].process.kill()

        def begun_again() -> None:
            second.enter_context(served(library, variables=half, port=servers[0].port))

        figures["two servers, one killed"] = both.run(given.seconds, [(1 / 3, killed), (2 / 3, begun_again)])
    failures = [*alone.failures, *beside.failures, *both.failures]
    result = {
        "command": COMMAND,
        "machine": described() | {"load before": round(load, 1)},
        "clients": CLIENTS,
        "questions": len(QUESTIONS),
        "killed after": "a third of the time, and begun again after two thirds",
        "setups": figures,
        "failures": failures,
    }
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, ensure_ascii=False, indent=2))
    raise SystemExit(1 if failures else 0)


if __name__ == "__main__":
    main()
