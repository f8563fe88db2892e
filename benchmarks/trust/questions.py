"""Questions that nobody means: each is answered or refused in one line, soon, whether it comes by Python or over HTTP."""

from __future__ import annotations

import json
import os
import random
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from benchmarks.trees import ROOT
from benchmarks.trust.crafted import attacks, crafted
from benchmarks.trust.found_patterns import found_patterns
from benchmarks.trust.serving import indexed, served
from index.settings import Settings
from qa.engine import Engine
from qa.errors import QuestionError
from qa.question.check import LONGEST_QUESTION, checked_question

__all__ = ["asked_over_http", "measure", "odd_questions"]

QUESTIONS = 10_000
_SEED = 20_261_130
_LONG = 5.0
_MORE = 50
"""Of so many questions one is answered with reading, the others are searched for without it."""
_WORDS = "威慑 核共享 秋山 Kissinger deterrence 首相 총리 nuclear 的 は は? の 은 가 what who says according to 认为 建议".split()
_QUERIES = (
    '"',
    "'; DROP TABLE passages; --",
    "NEAR(a b, 5)",
    "a AND OR NOT",
    "text:*",
    "^a*",
    "{a b} : c",
    "%_%",
    "a' OR '1'='1",
    "SELECT * FROM documents",
    '"a" NEAR/0 "b"',
    "col:val -not",
)
_SIGNS = "\u200b\u200c\u200d\u2060\ufeff\u202e\u202d\u2066\u2069\u00ad\u0301\u0e47\U0001f468\u200d\U0001f469\u200d\U0001f467\U000e0041\ufe0f"
_RIGHT_TO_LEFT = "ماذا قال كيسنجر عن الردع؟ מה אמר קיסינג'ר"


def odd_questions() -> Iterator[str]:
    """Without end, always the same ones in the same order."""
    chance = random.Random(_SEED)
    worked_out = _worked_out(chance)
    while True:
        kinds: tuple[Callable[[], str], ...] = (
            lambda: "".join(chr(chance.randrange(0x20)) for _ in range(chance.randrange(1, 60))),
            lambda: chance.choice(_WORDS) + chr(chance.randrange(0xD800, 0xE000)) + chance.choice(_WORDS),
            lambda: chance.choice(_WORDS) * (2**20 // 4),
            lambda: " ".join(chance.sample(_RIGHT_TO_LEFT.split(), 4)) + " " + chance.choice(_WORDS),
            lambda: chance.choice(_SIGNS).join(chance.choice(_WORDS) + chance.choice(_SIGNS)),
            lambda: chance.choice(_QUERIES) + " " + chance.choice(_WORDS),
            lambda: "".join(
                chr(chance.choice((0x1F300, 0x4E00, 0xAC00, 0x3041, 0x20000, 0x0600)) + chance.randrange(80))
                for _ in range(30)
            ),
            lambda: next(worked_out),
            lambda: (" ".join(chance.choices(_WORDS, k=6)) + chance.choice("?？。!、, ")) * chance.randrange(1, 80),
        )
        yield chance.choice(kinds)()


def _worked_out(chance: random.Random) -> Iterator[str]:
    """Crafted for the patterns that questions meet, in turn."""
    asked = [one for one in found_patterns() if one.where.startswith("qa.")]
    while True:
        for one in asked:
            tried = tuple(islice(attacks(one.pattern), 40))
            if tried:
                yield crafted(chance.choice(tried), LONGEST_QUESTION - 1).removesuffix("\x00")


def measure(budget_s: float) -> dict[str, object]:
    """10,000 by Python, as far as four fifths of the time reach, then over HTTP for the rest; what is made ready is not counted."""
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        library = Path(place) / "seeds.sqlite"
        indexed(library, ROOT / "seeds")
        asked = _asked(library, budget_s * 0.8, failures)
        with served(library) as server:
            asked["over HTTP"] = asked_over_http(server.url, budget_s * 0.2, failures)
    return {**asked, "failures": failures}


def _asked(library: Path, seconds: float, failures: list[str]) -> dict[str, object]:
    """The first questions of a library, each searched for, and one of fifty answered with reading.

    What each takes is counted in processor time, for by the clock it says how much else the machine has to do.
    """
    settings = Settings.load(os.environ).model_copy(update={"library": library})
    counts: Counter[str] = Counter()
    longest = {"search": 0.0, "answer": 0.0}
    plain = Engine.open(settings.model_copy(update={"reader": "none"}))
    reading = Engine.open(settings)
    plain.retrieve("a", k=1)
    until = time.monotonic() + seconds
    try:
        for number, question in enumerate(islice(odd_questions(), QUESTIONS)):
            if time.monotonic() > until:
                break
            counts["questions"] += 1
            whole = number % _MORE == 0
            began = time.process_time()
            told = ""
            try:
                if whole:
                    reading.ask(question)
                else:
                    plain.retrieve(checked_question(question), k=1)
                counts["answered"] += 1
            except QuestionError as error:
                counts["refused with the reason"] += 1
                told = f"more than one line: {error}" if "\n" in str(error) else ""
            except Exception as error:  # noqa: BLE001 -- it is what is looked for
                told = f"{type(error).__name__}: {error}"
            taken = time.process_time() - began
            kind = "answer" if whole else "search"
            longest[kind] = max(longest[kind], taken)
            told = told or (f"{taken:.1f} s" if taken > _LONG else "")
            if told:
                counts[_NEITHER] += 1
                failures.append(f"{question[:80]!r}: {told}"[:300])
    finally:
        plain.close()
        reading.close()
    return {
        **{name: counts[name] for name in ("questions", "answered", "refused with the reason", _NEITHER)},
        "longest search, seconds": round(longest["search"], 2),
        "longest answer, seconds": round(longest["answer"], 2),
    }


_NEITHER = "neither answered nor refused in one line within 5 s"


def asked_over_http(address: str, budget_s: float, failures: list[str]) -> dict[str, object]:
    """The same questions, and values of wrong types, to a running server: how many of each status, and what was no JSON."""
    until = time.monotonic() + budget_s
    counts: Counter[str] = Counter()
    odd = odd_questions()
    wrong = (None, 1, -1.5, True, [], {}, ["a"], {"question": "a"}, "\u0000", 10**30)
    number, longest = 0, 0.0
    while time.monotonic() < until:
        number += 1
        body: object = (
            {"question": next(odd)} if number % 2 else {"question": "威慑", "k": wrong[number // 2 % len(wrong)]}
        )
        if number % 7 == 0:
            body = {"question": wrong[number % len(wrong)]}
        counts["requests"] += 1
        began = time.monotonic()
        try:
            status, answer = _sent(f"{address}/api/ask", body)
        except OSError as error:
            counts["no answer"] += 1
            failures.append(f"no answer to {str(body)[:100]!r}: {error}")
            continue
        longest = max(longest, time.monotonic() - began)
        counts[f"status {status // 100}xx"] += 1
        if status >= 500 or b"Traceback" in answer:
            failures.append(f"{status} to {str(body)[:100]!r}: {answer[:100]!r}")
    return {**counts, "longest, seconds": round(longest, 2)}


def _sent(address: str, body: object) -> tuple[int, bytes]:
    data = json.dumps(body).encode("utf-8", "surrogatepass")
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
