"""How well what a question asks for is told: by the model, by wording, and by both.

    python -m benchmarks.kinds --data PATH --cache PATH

On the development part of the questions over parallel news, on questions of other documents (`corpus-a`, `corpus-b`: weakly, their kinds
are coarse), and on `training/kinds_held_out.tsv`, written for the kinds that the news lacks, in wordings that
`training/kinds.tsv` has not.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.vectors import VectorCache
from index.encoder.load import load_embedder
from index.settings import Settings
from qa.question.intent import AnswerKind, intent_of
from qa.question.kinds import ANSWERED_AS, KindModel, told_kind
from training.kinds import HELD_OUT, Labelled, asked, written

RESULT = Path("benchmarks/results/kinds.json")
LANGUAGES = ("en", "zh-Hans", "zh-Hant", "ja", "ko")


@dataclass(frozen=True, slots=True)
class Told:
    """A question, the kind of question that is likeliest, and the kind of answer by each way of telling."""

    question: Labelled
    likeliest: str
    model: AnswerKind
    wording: AnswerKind
    both: AnswerKind

    @property
    def right(self) -> AnswerKind:
        """The kind of answer that its label stands for."""
        return ANSWERED_AS.get(self.question.kind, AnswerKind.FACT)


def told(questions: Sequence[Labelled], model: KindModel, cache: VectorCache) -> list[Told]:
    """What is told of each question."""
    vectors = cache.questions([one.text for one in questions])
    found = []
    for one, vector in zip(questions, vectors, strict=True):
        odds, worded = model.odds(one.text, vector), intent_of(one.text).kind
        found.append(Told(one, next(iter(odds)), told_kind(odds), worded, told_kind(odds, worded)))
    return found


def by_class(pairs: Sequence[tuple[str, str]]) -> dict[str, dict[str, float | int | None]]:
    """Precision, recall and F1 of each class, from pairs of the right one and the one told."""
    given, said = Counter(right for right, _ in pairs), Counter(one for _, one in pairs)
    hits = Counter(right for right, one in pairs if right == one)
    return {
        name: {
            "questions": given[name],
            "told": said[name],
            "precision": round(hits[name] / said[name], 3) if said[name] else None,
            "recall": round(hits[name] / given[name], 3) if given[name] else None,
            "f1": round(2 * hits[name] / (given[name] + said[name]), 3),
        }
        for name in sorted(given | said)
    }


def measured(found: Sequence[Told]) -> dict[str, Any]:
    """The share told right and the figures of each class, by each way of telling; `finely` of the nineteen kinds of question."""
    ways: dict[str, Callable[[Told], AnswerKind]] = {
        "model": lambda one: one.model,
        "wording": lambda one: one.wording,
        "both": lambda one: one.both,
    }
    fine = [(one.question.kind, one.likeliest) for one in found]
    return {
        "questions": len(found),
        **{
            name: {
                "right": round(sum(way(one) is one.right for one in found) / len(found), 3),
                "by_class": by_class([(one.right.value, way(one).value) for one in found]),
            }
            for name, way in ways.items()
        },
        "finely": {
            "right": round(sum(right == one for right, one in fine) / len(fine), 3),
            "by_class": by_class(fine),
        },
    }


def main() -> None:
    """Measure and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the vectors")
    arguments = parser.parse_args()
    model = KindModel.shipped(load_embedder(Settings()).fingerprint)
    assert model is not None, "the model that ships is of another embedder: run python -m training.kinds"
    sets = {
        "newsqa": list(asked(arguments.data / "newsqa" / "dev" / "questions.jsonl")),
        "held out": list(written(HELD_OUT)),
        **{name: list(asked(arguments.data / name / "questions.jsonl")) for name in ("corpus-a", "corpus-b")},
    }
    cache = VectorCache(arguments.cache)
    report: dict[str, Any] = {"command": "python -m benchmarks.kinds --data PATH --cache PATH"}
    for name, questions in sets.items():
        found = told(questions, model, cache)
        report[name] = {
            "all": measured(found),
            **{
                language: measured(own)
                for language in LANGUAGES
                if (own := [one for one in found if one.question.language == language])
            },
        }
        print(name, {way: report[name]["all"][way]["right"] for way in ("model", "wording", "both", "finely")})
    RESULT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
