"""Load: many clients with mixed questions while documents come and go, and through a restart. Every quotation is verified."""

from __future__ import annotations

import hashlib
import json
import re
import statistics
import tempfile
import threading
import time
from collections import Counter
from http.client import HTTPException
from itertools import count
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from benchmarks.trees import ROOT
from benchmarks.trust.serving import QUESTIONS, Server, commanded, indexed, megabytes, served

__all__ = ["known_texts", "measure", "unlike_documents"]

CLIENTS = 50
_LEAVING = 60
_COMING = "The harbour of Zorblatt was rebuilt in {year}. Its lighthouse has {steps} steps, says the keeper of the lighthouse."
_OF_WHAT_COMES = "How many steps has the lighthouse of Zorblatt?"


def measure(budget_s: float, clients: int = CLIENTS) -> dict[str, object]:
    """`clients` ask for three fifths of the time, then, after a restart over the same library, for one fifth."""
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        library = folder / "seeds.sqlite"
        indexed(library, ROOT / "seeds")
        texts = {path.stem: path for path in (ROOT / "seeds").glob("*.txt")}
        with served(library) as server:
            known = known_texts(server, texts)
            left = _who_left(server, failures)
            steady = _Round(server, folder, known, budget_s * 0.6, failures).run(clients)
        with served(library) as server:
            again = _Round(server, folder, known, budget_s * 0.2, failures).run(clients)
    figures = {"clients": clients, **steady, **left}
    return {**figures, "after a restart": {name: again[name] for name in _TOLD if name in again}, "failures": failures}


_TOLD = ("answers", "told to come again", "quotations verified", "p50 s", "p95 s")


def known_texts(server: Server, texts: dict[str, Path]) -> dict[str, str]:
    """The text of each document that stays, by its digest."""
    held = json.loads(urlopen(f"{server.url}/api/documents", timeout=120).read())["documents"]
    found = {}
    for one in held:
        name = urlencode({"document": one["document"]})
        text = json.loads(urlopen(f"{server.url}/api/document?{name}", timeout=120).read())["text"]
        found[hashlib.sha256(text.encode()).hexdigest()] = text
    assert len(found) == len(texts)
    return found


def _who_left(server: Server, failures: list[str]) -> dict[str, object]:
    """Questions of somebody who closes the window are not all worked off: who waits in line and leaves is let go."""
    import socket

    before = _counted(server)
    sent = []
    for number in range(_LEAVING):
        one = socket.create_connection(("127.0.0.1", server.port))
        asked = urlencode({"question": f"{QUESTIONS[number % len(QUESTIONS)]} ({number})"})
        one.sendall(f"GET /api/ask?{asked} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        sent.append(one)
    time.sleep(1)
    for one in sent:
        one.close()
    until = time.monotonic() + 120
    while (now := _counted(server))["line"] + now["seats"] and time.monotonic() < until:
        time.sleep(0.2)
    worked = now["answered"] - before["answered"]
    if now["line"] + now["seats"]:
        failures.append("who left is still in the line after two minutes")
    if worked > _LEAVING / 2:
        failures.append(f"{worked:.0f} of {_LEAVING} questions of somebody who had left were worked off")
    return {"questions of who left": _LEAVING, "of them worked off": int(worked)}


def _counted(server: Server) -> dict[str, float]:
    text = urlopen(f"{server.url}/metrics", timeout=120).read().decode()
    value = {name: float(number) for name, number in re.findall(r"^(yinzheng_\w+) (\S+)$", text, re.MULTILINE)}
    answered = value["yinzheng_answer_seconds_count"]
    return {"line": value["yinzheng_line"], "seats": value["yinzheng_seats_taken"], "answered": answered}


class _Round:
    """Clients that ask one server until the time is over, while its library is changed and its memory weighed."""

    def __init__(
        self, server: Server, folder: Path, known: dict[str, str], seconds: float, failures: list[str]
    ) -> None:
        self._server, self._folder, self._seconds, self._failures = server, folder, seconds, failures
        self._until = time.monotonic() + seconds
        self._texts = dict(known)
        self._told, self._took, self._sizes = Counter[str](), list[float](), list[float]()
        self._lock = threading.Lock()

    def run(self, clients: int) -> dict[str, Any]:
        """All of it; the figures."""
        threads = [threading.Thread(target=self._client, args=(number,)) for number in range(clients)]
        threads += [threading.Thread(target=self._changing), threading.Thread(target=self._weighing)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        told, ordered = self._told, sorted(self._took) or [0.0]
        middle, end = _part(self._sizes, 0.4, 0.6), _part(self._sizes, 0.9, 1.0)
        return {
            "seconds asked": round(self._seconds),
            "answers": told["answers"],
            "errors": told["errors"],
            "told to come again": told["busy"],
            "quotations verified": told["quotations"],
            "changes of the library meanwhile": told["changes"],
            "p50 s": round(statistics.median(ordered), 2),
            "p95 s": round(ordered[int(0.95 * (len(ordered) - 1))], 2),
            "megabytes in the middle": round(middle),
            "megabytes at the end": round(end),
            "growth from the middle to the end": f"{100 * (end / middle - 1):.1f} %" if middle else "–",
        }

    def _over(self) -> bool:
        return time.monotonic() > self._until

    def _wrong(self, said: str, what: str = "wrong") -> None:
        with self._lock:
            self._told[what] += 1
            if len(self._failures) < 20:
                self._failures.append(said)

    def _client(self, number: int) -> None:
        for turn in count(number):
            if self._over():
                return
            self._ask(QUESTIONS[turn % len(QUESTIONS)] if turn % 5 else _OF_WHAT_COMES)

    def _ask(self, question: str) -> None:
        began = time.monotonic()
        try:
            address = f"{self._server.url}/api/ask?{urlencode({'question': question})}"
            answer = json.loads(urlopen(address, timeout=600).read())
        except HTTPError as error:
            if error.code == 503:
                with self._lock:
                    self._told["busy"] += 1
                time.sleep(float(error.headers.get("Retry-After") or 1))
            else:
                self._wrong(f"{question}: {error.code} {error.read()[:200]!r}", "errors")
        except (URLError, HTTPException, OSError) as error:
            self._wrong(f"{question}: {error!r}", "errors")
        else:
            with self._lock:
                self._took.append(time.monotonic() - began)
                self._told["answers"] += 1
                self._told["quotations"] += len(answer["citations"])
            for said in unlike_documents(answer, self._texts):
                self._wrong(f"{question}: {said}")

    def _changing(self) -> None:
        """A document comes, and goes, again and again."""
        at = ("--library", str(self._server.library))
        for turn in count():
            if self._over():
                return
            path = self._folder / f"harbour-{turn % 3}.txt"
            text = _COMING.format(year=1900 + turn, steps=100 + turn) + "\n"  # as the library has it
            self._texts[hashlib.sha256(text.encode()).hexdigest()] = text
            path.write_text(text, encoding="utf-8")
            for command in ("index", "remove"):
                done = commanded(command, *at, str(path))
                self._told["changes"] += 1
                if done.returncode:
                    self._wrong(f"the library could not be changed: {done.stderr.decode()[-300:]}")

    def _weighing(self) -> None:
        while not self._over():
            self._sizes.append(megabytes(self._server))
            time.sleep(max(0.5, self._seconds / 100))


def unlike_documents(answer: dict[str, Any], texts: dict[str, str]) -> list[str]:
    """What of an answer is not as a document has it: each quotation is looked up in the text that its certificate names."""
    found = []
    for one in answer["citations"]:
        certificate = one["certificate"] or {}
        text = texts.get(certificate.get("text_sha256", ""))
        if text is None:
            found.append(f"a certificate of no document that ever was: {one['document']}")
        elif text[one["start"] : one["end"]] != one["quote"]:
            found.append(f"no quotation of {one['document']}: {one['quote']}")
    return found


def _part(values: list[float], start: float, end: float) -> float:
    part = values[int(start * len(values)) : max(int(end * len(values)), int(start * len(values)) + 1)]
    return statistics.median(part) if part else 0.0
