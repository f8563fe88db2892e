"""Questions in five languages over parallel news in five languages: the documents as files, the questions as a fixed set.

`documents.jsonl` has the sentences of each article by language, `questions.jsonl` the questions by language with the
indices of the sentences that answer. Every question meets every language of the text.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from qa.evaluation.question_file import Alternative, Question

__all__ = ["LANGUAGES", "sample", "write"]

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "ja", "ko")
_PARAGRAPH = 4
"""Sentences in a paragraph."""
_SPACED = ("en", "ko")


def write(data: Path, language: str, folder: Path) -> None:
    """The articles in one language, one Markdown file each: the headline, then paragraphs of four sentences."""
    folder.mkdir(parents=True)
    for document in _lines(data / "documents.jsonl"):
        headline, *body = document["sentences"][language]
        space = " " if language in _SPACED else ""
        paragraphs = [space.join(body[at : at + _PARAGRAPH]) for at in range(0, len(body), _PARAGRAPH)]
        (folder / f"{_name(document['id'])}.md").write_text("\n\n".join([f"# {headline}", *paragraphs]) + "\n", "utf-8")


def sample(data: Path, count: int, seed: int = 0) -> dict[str, list[Question]]:
    """`count` questions, as many for each of the 25 pairs of languages, by the language of the text.

    Each has one language; its facts are the sentences that answer, one fact each, so that what holds any of them and what
    holds all can be told apart.
    """
    sentences = {document["id"]: document["sentences"] for document in _lines(data / "documents.jsonl")}
    questions = _lines(data / "questions.jsonl")
    chosen = random.Random(seed)
    found: dict[str, list[Question]] = {text: [] for text in LANGUAGES}
    for text in LANGUAGES:
        for asked in LANGUAGES:
            for one in chosen.sample(questions, count // len(LANGUAGES) ** 2):
                facts = tuple(
                    (Alternative(_name(one["doc"]), sentences[one["doc"]][text][place]),) for place in one["evidence"]
                )
                texts = {asked: one["question"][asked]}
                found[text].append(Question(f"{one['id']} {asked}", one["kind"], one["answerable"], texts, facts))
    return found


def _name(document: str) -> str:
    return document.replace(".", "-")


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
