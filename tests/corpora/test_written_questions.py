"""The questions that the reader is taught with: whole, each once, and over nothing that answers are measured on."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from qa.evaluation.question_file import read_questions

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = sorted((ROOT / "training" / "questions").glob("*.jsonl"))
LANGUAGES = {"en", "zh-Hans", "zh-Hant", "ja", "ko"}


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_question_is_whole(path: Path) -> None:
    for row in rows(path):
        assert row["set"] == path.stem
        assert set(row["question"]) == LANGUAGES
        assert all(text.strip() for text in row["question"].values())
        assert bool(row["evidence"]) == row["answerable"], row["id"]
        assert row["answerable"] or row["near"], row["id"]
        if answer := row.get("answer"):
            assert any(answer in sentence for sentence in row["evidence"]), row["id"]


def test_a_quarter_ask_for_what_is_not_there() -> None:
    every = [row["answerable"] for path in FILES for row in rows(path)]
    assert len(every) > 3000
    assert 0.2 < every.count(False) / len(every) < 0.35


def test_each_is_asked_once_and_none_is_a_question_of_the_gate() -> None:
    texts = Counter(text for path in FILES for row in rows(path) for text in set(row["question"].values()))
    assert sum(count > 1 for count in texts.values()) < 20  # two documents may be asked alike in some language
    held = {text for one in read_questions(ROOT / "tests" / "questions" / "seeds.jsonl") for text in one.texts.values()}
    assert not held & set(texts)
