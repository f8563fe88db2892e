"""Questions that nobody means: each is answered or refused in one line, soon, whether it comes by Python or over HTTP."""

from __future__ import annotations

import json
import os
import random
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from benchmarks.trust.crafted import attacks, crafted
from benchmarks.trust.found_patterns import found_patterns
from index.errors import YinzhengError
from index.settings import Settings
from qa.engine import Engine
from qa.errors import QuestionError
from qa.question.check import LONGEST_QUESTION, checked_question

__all__ = ["asked_over_http", "measure", "odd_questions"]

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


def measure(budget_s: float, address: str = "") -> dict[str, object]:
    """As many as there is time for, of the default library; where a server's `address` is given, half of the time by HTTP."""
    settings = Settings.load(os.environ)
    counts: Counter[str] = Counter()
    faults: dict[str, str] = {}
    longest = {"search": 0.0, "answer": 0.0}
    plain = Engine.open(settings.model_copy(update={"reader": "none"}))
    reading = Engine.open(settings)
    until = time.monotonic() + (budget_s / 2 if address else budget_s)
    try:
        for number, question in enumerate(odd_questions()):
            if time.monotonic() > until:
                break
            counts["questions"] += 1
            whole = number % _MORE == 0
            began = time.monotonic()
            try:
                if whole:
                    reading.ask(question)
                else:
                    plain.retrieve(checked_question(question), k=1)
                counts["answered"] += 1
            except QuestionError as error:
                counts["refused with the reason"] += 1
                counts["more than one line"] += "\n" in str(error)
            except YinzhengError as error:
                faults.setdefault(type(error).__name__, f"{error} {question[:80]!r}")
            except Exception as error:  # noqa: BLE001 -- it is what is looked for
                counts["tracebacks"] += 1
                faults.setdefault(type(error).__name__, f"{error} {question[:80]!r}")
            taken = time.monotonic() - began
            counts["over 5 s"] += taken > _LONG
            kind = "answer" if whole else "search"
            longest[kind] = max(longest[kind], taken)
    finally:
        plain.close()
        reading.close()
    over_http = {"over HTTP": asked_over_http(address, budget_s / 2)} if address else {}
    return {
        **{
            name: counts[name]
            for name in (
                "questions",
                "answered",
                "refused with the reason",
                "tracebacks",
                "over 5 s",
                "more than one line",
            )
        },
        "longest search, seconds": round(longest["search"], 2),
        "longest answer, seconds": round(longest["answer"], 2),
        "faults": faults,
        **over_http,
    }


def asked_over_http(address: str, budget_s: float) -> dict[str, object]:
    """The same questions, and values of wrong types, to a running server: how many of each status, and what was no JSON."""
    until = time.monotonic() + budget_s
    counts: Counter[str] = Counter()
    odd = odd_questions()
    wrong = (None, 1, -1.5, True, [], {}, ["a"], {"question": "a"}, "\u0000", 10**30)
    number = 0
    while time.monotonic() < until:
        number += 1
        body: object = (
            {"question": next(odd)} if number % 2 else {"question": "威慑", "k": wrong[number // 2 % len(wrong)]}
        )
        if number % 7 == 0:
            body = {"question": wrong[number % len(wrong)]}
        counts["requests"] += 1
        try:
            status, answer = _sent(f"{address}/api/ask", body)
        except OSError:
            counts["no answer"] += 1
            continue
        counts[f"status {status // 100}xx"] += 1
        counts["traceback in the answer"] += b"Traceback" in answer
    return dict(counts)


def _sent(address: str, body: object) -> tuple[int, bytes]:
    data = json.dumps(body).encode("utf-8", "surrogatepass")
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
