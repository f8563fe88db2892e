"""Measure which questions are taken for questions about the library: `python -m benchmarks.about --data DATA`.

benchmarks/results/about.json: of the held-out questions of benchmarks/library_questions.tsv, how many of each class and language
are told right; and how many questions about content are taken for another: those of the fixed sets of tests/questions, of
corpus-a and corpus-b, and of the public sets' development parts. Of the probes those that ask for content are counted, and
those that ask about their documents are listed, whatever is made of them. Nothing is chosen on these. What is
counted here is what the layer alone tells: an answer about documents takes that a document is named as well, or nothing is (`qa.about.meant`).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qa.about.subjects import Subject, Subjects

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "benchmarks" / "library_questions.tsv"
RESULT = ROOT / "benchmarks" / "results" / "about.json"
FIXED = tuple(sorted((ROOT / "tests" / "questions").glob("*.jsonl")))
CORPORA = ("corpus-a/questions.jsonl", "corpus-b/questions.jsonl")
DEVELOPMENT = ("newsqa/dev/questions.jsonl",)


def main() -> int:
    """Ask, count and keep."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", type=Path, required=True, help="the folder of the public question sets")
    data = arguments.parse_args().data
    subjects = Subjects.shared()
    rows = [line.split("\t") for line in QUESTIONS.read_text("utf-8").splitlines() if not line.startswith("#")]
    told = subjects.told([text for _, _, text in rows])
    right: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    mistaken: Counter[tuple[str, str]] = Counter()
    for (name, language, text), found in zip(rows, told, strict=True):
        for group in (language, "all"):
            asked[name, group] += 1
            right[name, group] += found == name
        if found != name:
            mistaken[name, found.value] += 1
            print(f"{language} {name} → {found.value}: {text}")
    result: dict[str, Any] = {
        "command": "python -m benchmarks.about --data DATA",
        "held_out": {
            subject.value: {
                language: f"{right[subject.value, language]} of {asked[subject.value, language]}"
                for language in ("all", "en", "zh-Hans", "zh-Hant", "ja", "ko")
            }
            for subject in Subject
        },
        "mistaken": {f"{name} for {found}": count for (name, found), count in sorted(mistaken.items())},
        "false_alarms": {
            name: _false_alarms(texts, subjects)
            for name, texts in {
                "tests/questions": [text for path in FIXED for text in _asked(path)],
                **{name.partition("/")[0]: _asked(data / name) for name in (*CORPORA, *DEVELOPMENT)},
            }.items()
        },
        "probes": _probes(data / "probes/probes.jsonl", subjects),
    }
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result["held_out"]), json.dumps(result["false_alarms"], ensure_ascii=False))
    return 0


def _asked(path: Path) -> list[str]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    return [
        text
        for row in rows
        for text in (row["question"].values() if isinstance(row["question"], dict) else [row["question"]])
    ]


def _false_alarms(texts: Sequence[str], subjects: Subjects) -> dict[str, Any]:
    told = subjects.told(texts)
    taken = [f"{found.value}: {text}" for text, found in zip(texts, told, strict=True) if found is not Subject.CONTENT]
    return {"taken": f"{len(taken)} of {len(texts)}", "which": taken}


def _probes(path: Path, subjects: Subjects) -> dict[str, Any]:
    texts = [row["question"] for row in map(json.loads, path.read_text("utf-8").splitlines()) if row.get("question")]
    told = subjects.told(texts)
    return {
        "questions": len(texts),
        "about_the_library": [f"{s.value}: {t}" for t, s in zip(texts, told, strict=True) if s is not Subject.CONTENT],
    }


if __name__ == "__main__":
    raise SystemExit(main())
