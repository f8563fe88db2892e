"""Lessons of which people marked the evidence: news in five languages, each question asked of each, and real search questions."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.news_set import NewsQuestion, between, news_questions, news_sentences, read_questions
from corpora.rows import rows
from index.text.script import width
from training.lesson import LENGTH, Lesson, widened

__all__ = ["MINED", "ClapnqLessons", "NewsLessons", "most_alike", "typed"]

MINED = 12
_UNANSWERABLE = 0.15
"""How often a question is drawn from those that nothing answers, besides those that are among all: near misses are hardest to tell."""
_TITLED = 0.7
"""How often the headline stands above the passage."""


@dataclass(frozen=True, slots=True)
class _Window:
    """Sentences of one article, by number, that make one passage."""

    document: str
    numbers: tuple[int, ...]


class NewsLessons:
    """Questions over parallel news: asked in one language of the text in another, of passages cut anew each time.

    `more` are further questions over the same articles, in the same form.
    """

    def __init__(self, folder: Path, more: Path | None = None) -> None:
        self.sentences = news_sentences(folder)
        self.questions = [*news_questions(folder), *(read_questions(more) if more else ())]
        self.unanswerable = [question for question in self.questions if not question.answerable]
        self.languages = sorted(self.questions[0].texts)
        self.mined: dict[tuple[str, str], list[tuple[str, int]]] = {}
        for language in self.languages:
            self._mine(language)

    def _mine(self, language: str) -> None:
        """For each question the sentences of other articles that share most with it, in one language."""
        places = [(key, at) for key, texts in self.sentences.items() for at in range(1, len(texts[language]))]
        texts = [self.sentences[key][language][at] for key, at in places]
        alike = most_alike([question.texts[language] for question in self.questions], texts, language)
        for question, row in zip(self.questions, alike, strict=True):
            best = [places[i] for i in row if places[i][0] != question.document]
            self.mined[(question.id, language)] = best[:MINED]

    def draw(self, dice: random.Random) -> Lesson:
        """A question of any kind, half of them beside their evidence."""
        question = dice.choice(self.unanswerable if dice.random() < _UNANSWERABLE else self.questions)
        asking, language = dice.choice(self.languages), dice.choice(self.languages)
        document, fate = question.document, dice.random()
        texts = self.sentences[document][language]
        evidence = {at for at in question.evidence if at} if question.answerable else set()
        near = [at for at in question.near if at]
        if evidence and fate < 0.62:
            window = self._around(document, dice.choice(sorted(evidence)), language, dice)
        elif near and fate < 0.62:
            window = self._around(document, dice.choice(near), language, dice)
        elif evidence and fate < 0.72:
            whole = self._around(document, dice.choice(sorted(evidence)), language, dice, least=150)
            window = _Window(document, tuple(at for at in whole.numbers if at not in evidence))
        elif fate < 0.87:
            window = self._around(document, dice.randrange(1, len(texts)), language, dice)
        else:
            other, at = dice.choice(self.mined[(question.id, language)])
            window = self._around(other, at, language, dice)
        if not window.numbers:
            window = self._around(document, dice.randrange(1, len(texts)), language, dice)
        if window.document != document:
            evidence = set()
        return self._lesson(question, asking, language, window, evidence, dice)

    def _around(self, document: str, at: int, language: str, dice: random.Random, least: float = 60) -> _Window:
        """Consecutive sentences, as many as make a passage of a length that is drawn; the headline is none of them."""
        texts = self.sentences[document][language]
        goal = dice.uniform(least, LENGTH)
        first, last = widened((at, at), (1, len(texts) - 1), lambda a, b: width("".join(texts[a : b + 1])) < goal, dice)
        return _Window(document, tuple(range(first, last + 1)))

    def _lesson(
        self,
        question: NewsQuestion,
        asking: str,
        language: str,
        window: _Window,
        evidence: set[int],
        dice: random.Random,
    ) -> Lesson:
        texts = self.sentences[window.document][language]
        head = f"{texts[0]}\n" if dice.random() < _TITLED else ""
        answer = question.answers.get(language) if evidence else None
        passage, marked, span = head, [], None
        for place, at in enumerate(window.numbers):
            if place:
                passage += between(language)
            start = len(passage)
            passage += texts[at]
            if at in evidence:
                marked.append((start, len(passage)))
                if answer and span is None and (found := texts[at].find(answer)) >= 0:
                    span = (start + found, start + found + len(answer))
        return Lesson(typed(question.texts[asking], dice), passage, span, len(head), tuple(marked))


class ClapnqLessons:
    """What people asked a search engine, over the passage that was found."""

    def __init__(self, folder: Path) -> None:
        self.texts = {one["id"]: one for one in rows(folder / "corpus.jsonl")}
        self.questions = list(rows(folder / "queries.jsonl"))

    def draw(self, dice: random.Random) -> Lesson:
        """A question with a part of its passage; now and then with another's."""
        question = dice.choice(self.questions)
        other = dice.random() < 0.2
        held = self.texts[question["doc"]] if not other else dice.choice(list(self.texts.values()))
        marked: list[tuple[int, int]] = []
        text = held["text"]
        if held["id"] == question["doc"]:
            marked = _spans(question) if question["answerable"] else []
        if marked and dice.random() < 0.5:  # as the product would cut it: from one piece of the evidence on
            start = dice.choice(marked)[0]
            text = text[start:]
            marked = [(a - start, b - start) for a, b in marked if a >= start]
        head = f"{held['title']}\n" if held.get("title") and dice.random() < _TITLED else ""
        asked = question["text"] + ("?" if dice.random() < 0.5 else "")
        moved = tuple((a + len(head), b + len(head)) for a, b in marked)
        return Lesson(asked, head + text, None, len(head), moved)


def _spans(question: dict[str, Any]) -> list[tuple[int, int]]:
    pairs: Sequence[tuple[str, int]] = list(zip(question["evidences"], question["evidence_starts"], strict=True))
    return [(start, start + len(text)) for text, start in pairs]


def most_alike(questions: Sequence[str], texts: Sequence[str], language: str) -> list[list[int]]:
    """For each question the texts that share most letters or words with it, by number, the most alike first."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    spaced = bool(between(language))
    grams = (2, 5) if spaced else (1, 2)
    analyzer = "char_wb" if spaced else "char"
    vectorizer = TfidfVectorizer(analyzer=analyzer, ngram_range=grams, sublinear_tf=True)
    held = vectorizer.fit_transform(texts)
    scores = (vectorizer.transform(questions) @ held.T).toarray()
    return [row.argsort()[::-1][: 4 * MINED].tolist() for row in scores]


def typed(question: str, dice: random.Random) -> str:
    """The question as people type it: now and then without its mark."""
    return question.rstrip("?？。 ") if dice.random() < 0.15 else question
