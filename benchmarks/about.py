"""Measure which questions are taken for questions about the library: `python -m benchmarks.about --data DATA`.

benchmarks/results/about.json: of the held-out questions of benchmarks/library_questions.tsv, how many of each class and language
are told right; and how many questions about content are taken for another: those of the fixed sets of tests/questions, of
corpus-a and corpus-b, and of the public sets' development parts. Of the probes those that ask for content are counted, and
those that ask about their documents are listed, whatever is made of them. Nothing is chosen on these.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.encoder.embed import Embedder
from index.encoder.load import load_embedder
from index.settings import Settings
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
    embedder = load_embedder(Settings.load(os.environ))
    subjects = Subjects.of(embedder.fingerprint)
    if subjects is None:
        raise SystemExit("there is no layer for this model; make one with: python -m training.about")
    rows = [line.split("\t") for line in QUESTIONS.read_text("utf-8").splitlines() if not line.startswith("#")]
    told = _told([text for _, _, text in rows], embedder, subjects)
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
        "model": embedder.name,
        "held_out": {
            subject.value: {
                language: f"{right[subject.value, language]} of {asked[subject.value, language]}"
                for language in ("all", "en", "zh-Hans", "zh-Hant", "ja", "ko")
            }
            for subject in Subject
        },
        "mistaken": {f"{name} for {found}": count for (name, found), count in sorted(mistaken.items())},
        "false_alarms": {
            name: _false_alarms(texts, embedder, subjects)
            for name, texts in {
                "tests/questions": [text for path in FIXED for text in _asked(path)],
                **{name.partition("/")[0]: _asked(data / name) for name in (*CORPORA, *DEVELOPMENT)},
            }.items()
        },
        "probes": _probes(data / "probes/probes.jsonl", embedder, subjects),
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


def _told(texts: Sequence[str], embedder: Embedder, subjects: Subjects) -> list[Subject]:
    return subjects.told(embedder.questions(texts))


def _false_alarms(texts: Sequence[str], embedder: Embedder, subjects: Subjects) -> dict[str, Any]:
    told = _told(texts, embedder, subjects)
    taken = [f"{found.value}: {text}" for text, found in zip(texts, told, strict=True) if found is not Subject.CONTENT]
    return {"taken": f"{len(taken)} of {len(texts)}", "which": taken}


def _probes(path: Path, embedder: Embedder, subjects: Subjects) -> dict[str, Any]:
    texts = [row["question"] for row in map(json.loads, path.read_text("utf-8").splitlines()) if row.get("question")]
    told = _told(texts, embedder, subjects)
    return {
        "questions": len(texts),
        "about_the_library": [f"{s.value}: {t}" for t, s in zip(texts, told, strict=True) if s is not Subject.CONTENT],
    }


if __name__ == "__main__":
    raise SystemExit(main())
