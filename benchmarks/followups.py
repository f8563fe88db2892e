"""Measure how follow-up questions are understood: `python -m benchmarks.followups` writes benchmarks/results/followups.json.

The cases are tests/data/followups.tsv. Each is a question, the one before it, whom the answer to that cites, and what a
right reading holds: every part of it, and the documents after `@`; `-` where the question stands alone and must be left
as it is. The rules were made on the cases marked `made`; those marked `fresh`, and after these had been looked at `later`,
were written afterwards, and their figures at first reading are kept in the result beside those of now.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.settings import Settings
from qa.engine import Engine
from qa.question.followup.conversation import Conversation
from qa.question.followup.turns import Turn
from qa.records import Understood

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "data" / "followups.tsv"
RESULT = ROOT / "benchmarks" / "results" / "followups.json"


@dataclass(frozen=True, slots=True)
class Case:
    """`cited` are the people whom the answer to `before` quotes, each with the beginning of a document's id."""

    part: str
    language: str
    before: str
    cited: tuple[tuple[str, str], ...]
    asked: str
    holds: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def leans(self) -> bool:
        """Whether the question leans on the one before it."""
        return bool(self.holds)


def cases() -> list[Case]:
    """All of them, in the order of the file."""
    found = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        part, language, before, cited, asked, expected = line.split("\t")
        pairs = [one.split(":") for one in cited.split(";")] if cited != "-" else []
        words, _, sources = expected.partition(" @")
        holds = () if expected == "-" else tuple(words.split(" & "))
        people = tuple((name, document) for name, document in pairs)
        found.append(Case(part, language, before, people, asked, holds, tuple(sources.split())))
    return found


def read(case: Case, engine: Engine) -> Understood | None:
    """What is made of a case."""
    people = tuple((name, (document,)) for name, document in case.cited)
    turn = Turn(case.before, people=people[:1], sources=tuple(document for _, document in case.cited))
    return engine.understood(Conversation((turn,)), case.asked)


def right(case: Case, understood: Understood | None) -> bool:
    """Whether it was left alone, or understood as the case says."""
    if understood is None or not case.leans:
        return understood is None and not case.leans
    kept = tuple(source[:3] for source in understood.sources)
    return all(part in understood.question for part in case.holds) and kept == case.sources


def figures(some: Sequence[tuple[Case, bool]]) -> dict[str, Any]:
    """How many of those that lean, and of those that stand alone, were right."""
    told: dict[str, Any] = {}
    for language in ("all", *dict.fromkeys(case.language for case, _ in some)):
        own = [(case, good) for case, good in some if language in ("all", case.language)]
        told[language] = {
            name: f"{sum(good for case, good in own if case.leans == leans)} of {sum(case.leans == leans for case, _ in own)}"
            for name, leans in (("leaning", True), ("alone", False))
        }
    return told


def main() -> int:
    """Read every case and keep the figures; what is wrong is printed."""
    library = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    engine = Engine.open(Settings.load(os.environ), library)
    read_now = [(case, read(case, engine)) for case in cases()]
    judged = [(case, right(case, understood)) for case, understood in read_now]
    for (case, understood), (_, good) in zip(read_now, judged, strict=True):
        if not good:
            print(
                f"{case.part} {case.language} {case.before} | {case.asked}\n    wanted {case.holds} {case.sources}, got {understood}"
            )
    kept = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.is_file() else {}
    result = {
        part: figures([(case, good) for case, good in judged if case.part == part])
        for part in dict.fromkeys(case.part for case, _ in judged)
    }
    first = kept.get("first_reading", {})
    for part in result.keys() - {"made"}:
        first.setdefault(part, result[part])
    RESULT.write_text(json.dumps({"first_reading": first, **result}, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result))
    engine.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
