"""Lessons from questions that were written for this project over documents as people have them, and over an encyclopedia.

`training/questions/*.jsonl`, but for `newsqa.jsonl`, which `training.marked` reads: one question a line, worded in five languages; `set` and `doc` say over what, `evidence` which
sentences answer, in their own words, `near` which come near where nothing does.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpora.public import paragraphs
from corpora.rows import rows
from index.document import make_document
from index.passages import passages
from index.records import Source, above
from index.text.script import language_of, width
from index.text.sentences import sentences
from training.lesson import LENGTH, Lesson, widened
from training.marked import MINED, most_alike, typed

__all__ = ["QUESTIONS", "WrittenLessons"]

QUESTIONS = Path(__file__).parent / "questions"
_TITLED = 0.7


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Running text of one document under one heading, and where its sentences stand in it."""

    head: str
    text: str
    sentences: tuple[tuple[int, int], ...]


class WrittenLessons:
    """Questions asked in one of five languages of documents in one; passages cut anew each time, within their sections."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.questions = [row for path in sorted(QUESTIONS.glob("*.jsonl")) for row in rows(path)]
        self.questions = [row for row in self.questions if row["set"] != "newsqa"]
        self.texts = {(row["set"], row["doc"]): self._stretches(row["set"], row["doc"]) for row in self.questions}
        self.told = [self._told(row) for row in self.questions]
        if lost := [row["id"] for row, told in zip(self.questions, self.told, strict=True) if not told]:
            raise ValueError(f"their sentences stand in no passage as they are cut now: {', '.join(lost)}")
        self.mined: dict[int, list[tuple[_Stretch, int]]] = {}
        by_language: dict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(self.questions):
            by_language[self._language(row)].append(at)
        for language, members in by_language.items():
            self._mine(language, members)

    def _language(self, row: dict[str, Any]) -> str:
        return language_of(self.texts[(row["set"], row["doc"])][0].text)

    def _mine(self, language: str, members: list[int]) -> None:
        """For each question the sentences of other documents in this language that share most with it."""
        rows = [self.questions[at] for at in members]
        keys = dict.fromkeys((row["set"], row["doc"]) for row in rows)
        places = [(key, s, i) for key in keys for s in self.texts[key] for i in range(len(s.sentences))]
        asked = [row["question"].get(language) or row["question"]["zh-Hans"] for row in rows]
        alike = most_alike(asked, [s.text[slice(*s.sentences[i])] for _, s, i in places], language)
        for at, row, best in zip(members, rows, alike, strict=True):
            others = [places[i] for i in best if places[i][0] != (row["set"], row["doc"])]
            self.mined[at] = [(stretch, i) for _, stretch, i in others[:MINED]]

    def _stretches(self, name: str, document: str) -> list[_Stretch]:
        if name.startswith("corpus-"):
            return _sections(self.data / name / "docs", document)
        part = _parts(self.data / name / "train")[document]
        return [_Stretch(part.title, part.text, tuple((s.start, s.end) for s in sentences(part.text)))]

    def _told(self, row: dict[str, Any]) -> list[tuple[_Stretch, int]]:
        """Where the sentences stand that a question names as its evidence or, where nothing answers, as near."""
        named = row["evidence"] if row["answerable"] else row["near"]
        stretches = self.texts[(row["set"], row["doc"])]
        places = ((s, i) for s in stretches for i in range(len(s.sentences)))
        return [(s, i) for s, i in places if s.text[slice(*s.sentences[i])].strip() in named]

    def draw(self, dice: random.Random) -> Lesson:
        """A question, nearly two of three times beside what answers it or, where nothing does, beside what comes near."""
        at = dice.randrange(len(self.questions))
        row, fate = self.questions[at], dice.random()
        asked = typed(row["question"][dice.choice(sorted(row["question"]))], dice)
        stretches = self.texts[(row["set"], row["doc"])]
        places = [(s, i) for s in stretches for i in range(len(s.sentences))]
        if fate < 0.64:
            stretch, i = dice.choice(self.told[at])
        elif fate < 0.85:
            stretch, i = dice.choice(places)
        else:
            stretch, i = dice.choice(self.mined[at] or places)
        return _lesson(asked, row, stretch, i, dice, whole=stretch in stretches)


def _lesson(asked: str, row: dict[str, Any], stretch: _Stretch, at: int, dice: random.Random, whole: bool) -> Lesson:
    """Consecutive sentences around one, as many as make a passage of a length that is drawn."""
    goal, held = dice.uniform(60, LENGTH), stretch.sentences
    first, last = widened(
        (at, at), (0, len(held) - 1), lambda a, b: width(stretch.text[held[a][0] : held[b][1]]) < goal, dice
    )
    head = f"{stretch.head}\n" if stretch.head and (row["set"].startswith("corpus-") or dice.random() < _TITLED) else ""
    shift = len(head) - held[first][0]
    marked, span = [], None
    for start, end in held[first : last + 1]:
        text = stretch.text[start:end]
        if whole and text.strip() in row["evidence"]:
            marked.append((start + shift, end + shift))
            answer = row.get("answer")
            if answer and span is None and (found := text.find(answer)) >= 0:
                span = (start + found + shift, start + found + len(answer) + shift)
    return Lesson(asked, head + stretch.text[held[first][0] : held[last][1]], span, len(head), tuple(marked))


@cache
def _parts(folder: Path) -> dict[str, Any]:
    more = folder.with_name("train-more")
    return paragraphs(folder) | (paragraphs(more) if more.is_dir() else {})


@cache
def _sections(folder: Path, name: str) -> list[_Stretch]:
    """The sections of a document, as the product cuts it, each with what stands above it."""
    (path,) = folder.glob(f"{name}.*")
    document = make_document(path, path.read_bytes(), Source())
    found: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for passage in passages(document, LENGTH):
        key = (passage.section.start, above(document, passage))
        found.setdefault(key, []).extend((s.start, s.end) for s in passage.sentences)
    return [
        _Stretch(head, document.text[at[0][0] : at[-1][1]], tuple((a - at[0][0], b - at[0][0]) for a, b in at))
        for (_, head), at in found.items()
        if at
    ]
