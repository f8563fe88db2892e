"""Parallel news and the questions over it, as a folder holds them: `documents.jsonl` and `questions.jsonl`.

Each article has its sentences in five languages, the headline first; each question has its wording in five, and its evidence
are sentences by number. It imports nothing of the product, so that an earlier commit of that is asked the same
(`benchmarks.newsqa --before`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpora.rows import rows

__all__ = [
    "LANGUAGES",
    "TOGETHER",
    "NewsQuestion",
    "Sentences",
    "between",
    "news_questions",
    "news_sentences",
    "read_questions",
]

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "ja", "ko")
TOGETHER = 4
"""Sentences in a paragraph, where the articles are made documents."""
_SPACED = ("en", "ko")

Sentences = dict[str, list[str]]
"""The sentences of an article, by language; the first is its headline."""


@dataclass(frozen=True, slots=True)
class NewsQuestion:
    """A question in every language, with the numbers of the sentences that answer it.

    `near` are those that seem to answer and do not, `answers` the words that answer, by language; empty where nobody marked them.
    """

    id: str
    document: str
    kind: str
    answerable: bool
    texts: dict[str, str]
    evidence: tuple[int, ...]
    near: tuple[int, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)


def news_questions(folder: Path) -> list[NewsQuestion]:
    """The questions of a folder."""
    return read_questions(folder / "questions.jsonl")


def read_questions(path: Path) -> list[NewsQuestion]:
    """The questions of a file."""
    return [
        NewsQuestion(
            row["id"],
            row["doc"],
            row["kind"],
            row["answerable"],
            row["question"],
            tuple(row["evidence"]),
            tuple(row.get("near", ())),
            row.get("answer", {}),
        )
        for row in rows(path)
    ]


def news_sentences(folder: Path) -> dict[str, Sentences]:
    """The sentences of each article of a folder, by its id, in the order of the file."""
    return {row["id"]: row["sentences"] for row in rows(folder / "documents.jsonl")}


def between(language: str) -> str:
    """What stands between two sentences of a language."""
    return " " if language in _SPACED else ""
