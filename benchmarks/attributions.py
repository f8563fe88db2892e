"""Measure who is speaking: `python -m benchmarks.attributions` writes benchmarks/results/attributions.json.

A golden statement is found where an attribution overlaps at least half of it and its innermost speaker is right; the
speaker is wrong where the attribution that overlaps it best has another one and none has the right one. An attribution
matches where it shares at least half of the shorter span with a golden statement and its speakers are that statement's
or the outer ones of them. Optional statements (wishes, acts, points of view) are not asked for, but match.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.build import make_document
from index.offsets import OffsetMap
from index.records import Document, Source
from index.sources import read_sources
from index.speech.speakers import Attribution, attributions

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
RESULT = ROOT / "benchmarks" / "results" / "attributions.json"


@dataclass(frozen=True, slots=True)
class Statement:
    """A golden statement: text[start:end] is said by `speakers`, outermost first."""

    start: int
    end: int
    speakers: tuple[str, ...]
    verb: str
    direct: bool
    optional: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A document and what is said in it."""

    document: Document
    statements: tuple[Statement, ...]


def seeds() -> list[Case]:
    """The seeds with every attributed statement in them."""
    folder = ROOT / "seeds"
    sources = read_sources(folder)
    rows = [json.loads(line) for line in (GOLDEN / "attributions.jsonl").read_text(encoding="utf-8").splitlines()]
    cases = []
    for path in sorted(folder.glob("*.txt")):
        document = make_document(path, path.read_bytes(), sources.get(path.name, Source()))
        cases.append(
            Case(document, _statements(document.text, [row for row in rows if path.name.startswith(row["doc"])]))
        )
    return cases


def others() -> list[Case]:
    """Short texts of other makes and languages, annotated before the rules read them."""
    cases = []
    for line in (GOLDEN / "attributions_other.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        document = plain(row["text"], row["id"])
        cases.append(Case(document, _statements(row["text"], row["statements"])))
    return cases


def first_reading() -> float:
    """The share of statements in the other texts found before any rule was corrected on the text."""
    rows = [json.loads(line) for line in (GOLDEN / "attributions_other.jsonl").read_text(encoding="utf-8").splitlines()]
    found = sum(int(row["found_at_first"]) for row in rows)
    return round(found / sum(len(row["statements"]) for row in rows), 4)


def plain(text: str, name: str = "text") -> Document:
    """A document of nothing but `text`."""
    return Document(name, name, "", Source(), text, "", OffsetMap.identity(len(text)))


def _statements(text: str, rows: Iterable[dict[str, object]]) -> tuple[Statement, ...]:
    found = []
    at = 0
    for row in rows:
        at = text.index(str(row.get("after", "")), at) + len(str(row.get("after", "")))
        at = text.index(str(row["quote"]), at)
        end = text.index(str(row["end_quote"]), at) + len(str(row["end_quote"]))
        speakers = tuple(map(str, row["speakers"])) if isinstance(row["speakers"], list) else ()
        found.append(Statement(at, end, speakers, str(row["verb"]), bool(row["direct"]), bool(row.get("optional"))))
    return tuple(found)


def _shared(a: Attribution, s: Statement) -> int:
    return max(0, min(a.end, s.end) - max(a.start, s.start))


def _union(a: Attribution, s: Statement) -> float:
    return _shared(a, s) / (max(a.end, s.end) - min(a.start, s.start))


def measure(cases: Iterable[Case]) -> dict[str, object]:
    """The figures for `cases`, and what was missed, wrong or not asked for."""
    wanted = found = wrong = nested = nested_right = direct_right = verb_right = given = matched = 0
    missed: list[str] = []
    extra: list[str] = []
    for case in cases:
        text = case.document.text
        said = attributions(case.document)
        for s in (s for s in case.statements if not s.optional):
            wanted += 1
            over = [a for a in said if _shared(a, s) * 2 >= s.end - s.start]
            right = [a for a in over if a.speakers[-1] == s.speakers[-1]]
            if not right:
                best = max(over, key=lambda a: _union(a, s), default=None)
                wrong += best is not None
                got = " > ".join(best.speakers) if best else "nobody"
                missed.append(f"{case.document.id[:3]} {' > '.join(s.speakers)}: {text[s.start : s.end][:40]} ({got})")
                continue
            found += 1
            best = max(right, key=lambda a: (_union(a, s), a.speakers == s.speakers))
            direct_right += best.direct == s.direct
            verb_right += (
                s.verb in text[best.verb.start : best.verb.end] or text[best.verb.start : best.verb.end] in s.verb
            )
            if len(s.speakers) > 1:
                nested += 1
                nested_right += best.speakers == s.speakers
        for a in said:
            given += 1
            if any(_matches(a, s) for s in case.statements):
                matched += 1
            else:
                extra.append(
                    f"{case.document.id[:3]} {' > '.join(a.speakers)} [{text[a.verb.start : a.verb.end]}]: {text[a.start : a.end][:40]}"
                )
    return {
        "statements": wanted,
        "speaker found": round(found / wanted, 4),
        "speaker wrong": round(wrong / wanted, 4),
        "direct or indirect right": round(direct_right / found, 4),
        "verb right": round(verb_right / found, 4),
        "nested": nested,
        "nested chain right": round(nested_right / nested, 4) if nested else None,
        "attributions": given,
        "precision": round(matched / given, 4),
        "missed": missed,
        "not in the golden statements": extra,
    }


def _matches(a: Attribution, s: Statement) -> bool:
    shorter = min(a.end - a.start, s.end - s.start)
    same = a.speakers[-1] == s.speakers[-1] or a.speakers == s.speakers[: len(a.speakers)]
    return same and _shared(a, s) * 2 >= shorter


def main() -> None:
    """Measure, write the result file and print the figures."""
    result = {
        "command": "python -m benchmarks.attributions",
        "seeds": measure(seeds()),
        "other texts": {"speaker found at first reading": first_reading(), **measure(others())},
    }
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    json.dump(result, sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
