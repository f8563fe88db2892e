"""What the reader is taught with: a question, a passage, and where in it the answer stands, or that it does not.

Wrong passages are others of the same article, those that share most of the question's characters, the right one without
the answering sentence, and the right one after a name or a number of the question was exchanged. Where a name is exchanged in both, the passage answers still.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from corpora.premises import (
    Names,
    defined,
    definition_question,
    shared,
)
from corpora.public import (
    Asked,
    Paragraph,
    asked,
    paragraphs,
)
from index.text.script import fold, traditional, width
from index.text.sentences import sentences
from training.lesson import Lesson, answered, silent
from training.marked import ClapnqLessons, NewsLessons
from training.written import QUESTIONS, WrittenLessons

__all__ = ["Lessons"]

MINED = 8
MIX = {
    "newsqa": 0.42,
    "written": 0.28,
    "clapnq": 0.05,
    "cmrc2018": 0.05,
    "drcd": 0.05,
    "jsquad": 0.03,
    "jaquad": 0.03,
    "xquad": 0.09,
}
OFTEN = ("zh", "en")
KINDS = {
    "plain": 0.6,
    "exchanged": 0.12,
    "both exchanged": 0.06,
    "sibling": 0.08,
    "defined": 0.05,
    "undefined": 0.05,
    "transferred": 0.04,
}


class Lessons:
    """The training parts, ready to be drawn from."""

    def __init__(self, data: Path) -> None:
        self.marked = {
            "newsqa": NewsLessons(data / "newsqa" / "train", QUESTIONS / "newsqa.jsonl"),
            "clapnq": ClapnqLessons(data / "clapnq" / "train"),
            "written": WrittenLessons(data),
        }
        self.parts: dict[str, dict[str, Paragraph]] = {}
        self.questions: dict[str, list[Asked]] = {}
        self.mined: dict[str, list[str]] = {}
        for name in ("cmrc2018", "drcd", "jsquad", "jaquad"):
            folders = [data / name / "train"] + ([data / name / "train-more"] if name == "jaquad" else [])
            self.parts[name] = {key: part for folder in folders for key, part in paragraphs(folder).items()}
            self.questions[name] = [q for folder in folders for q in asked(folder) if q.spans]
            self._mine(self.questions[name], list(self.parts[name].values()))
        self.parts["xquad"] = paragraphs(data / "xquad" / "train")
        self.versions: dict[str, dict[str, Asked]] = defaultdict(dict)
        by_language: dict[str, list[Asked]] = defaultdict(list)
        for q in asked(data / "xquad" / "train"):
            if q.spans:
                self.versions[q.id.partition("-")[2]][q.language] = q
                by_language[q.language].append(q)
        for language, found in by_language.items():
            there = [part for key, part in self.parts["xquad"].items() if key.startswith(f"{language}-")]
            self._mine(found, there)
        self.names = {
            (name, ""): Names((q.text for q in self.questions[name]), self._titles(name)) for name in self.questions
        }
        self.names |= {("xquad", lang): Names((q.text for q in found), ()) for lang, found in by_language.items()}
        self.siblings: dict[tuple[str, str, str], list[Paragraph]] = defaultdict(list)
        self.definitions: dict[str, list[tuple[Paragraph, tuple[int, int]]]] = {}
        for name, parts in self.parts.items():
            for part in parts.values():
                self.siblings[(name, _home(name, part), part.title)].append(part)
            if name != "xquad":
                language = _language(name)
                told = ((part, defined(part.text, part.title, language)) for part in parts.values())
                self.definitions[name] = [(part, span) for part, span in told if span]

    def _titles(self, name: str) -> list[str]:
        return list(dict.fromkeys(part.title for part in self.parts[name].values()))

    def _mine(self, questions: list[Asked], parts: list[Paragraph]) -> None:
        """Passages that share most with each question and are not the one that answers it."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True, min_df=1)
        held = vectorizer.fit_transform([part.text for part in parts])
        for at in range(0, len(questions), 500):
            some = questions[at : at + 500]
            scores = (vectorizer.transform([q.text for q in some]) @ held.T).toarray()
            for question, row in zip(some, scores, strict=True):
                best = [parts[i].id for i in row.argsort()[::-1][: MINED + 1]]
                self.mined[question.id] = [key for key in best if key != question.paragraph][:MINED]

    def draw(self, dice: random.Random) -> Lesson:
        """A lesson of a kind of `KINDS`; where the draw allows none of that kind, a plain one."""
        name = dice.choices(list(MIX), list(MIX.values()))[0]
        if name in self.marked:
            return self.marked[name].draw(dice)
        kind = dice.choices(list(KINDS), list(KINDS.values()))[0]
        lesson = self._of_kind(kind, name, dice) or self._plain(name, dice)
        return replace(lesson, question=_written(lesson.question, name, dice))

    def _of_kind(self, kind: str, name: str, dice: random.Random) -> Lesson | None:
        if kind in ("exchanged", "both exchanged"):
            tries = (self._exchanged(name, dice, kind != "exchanged") for _ in range(4))
            return next((lesson for lesson in tries if lesson), None)
        if kind == "sibling":
            return self._sibling(name, dice)
        if kind in ("defined", "undefined") and name != "xquad":
            return self._definition(name, dice, kind == "defined")
        if kind == "transferred" and name != "xquad":
            return self._transferred(name, dice)
        return None

    def _asked(self, name: str, dice: random.Random) -> tuple[Asked, Asked]:
        """A question as it is asked, and as it stands with the passage that answers it."""
        if name != "xquad":
            question = dice.choice(self.questions[name])
            return question, question
        versions = self.versions[dice.choice(sorted(self.versions))]
        languages = sorted(versions)
        weights = [5 if language in OFTEN else 1 for language in languages]
        asking, answering = (dice.choices(languages, weights)[0] for _ in range(2))
        return versions[asking], versions[answering]

    def _plain(self, name: str, dice: random.Random) -> Lesson:
        """Three of five are answered by their passage."""
        asking, question = self._asked(name, dice)
        text = asking.text
        part = self.parts[name][question.paragraph]
        title = part.title if name != "xquad" and dice.random() < 0.4 else ""
        fate = dice.random()
        if fate < 0.6:
            return answered(text, part.text, dice.choice(question.spans), title, dice)
        if fate < 0.75:
            kept = _without(part.text, question)
            if width(kept) > 60:
                return silent(text, kept, title, dice)
        key = dice.choice(self.mined[question.id])
        other = self.parts[name][key]
        if any(other.text[a:b] and part.text[a:b] in other.text for a, b in question.spans):
            return answered(text, part.text, dice.choice(question.spans), title, dice)
        return silent(text, other.text, other.title if title else "", dice)

    def _exchanged(self, name: str, dice: random.Random, both: bool) -> Lesson | None:
        """The passage that answers, asked with another name, number or year; with `both` the passage says so too."""
        asking, question = self._asked(name, dice)
        if both:
            asking = question
        part = self.parts[name][question.paragraph]
        title = part.title if name != "xquad" and dice.random() < 0.6 else ""
        lesson = answered(asking.text, part.text, dice.choice(question.spans), title, dice, least=180)
        across = asking.language != question.language
        text = self.parts[name][asking.paragraph].text if across else lesson.passage
        names = self.names[(name, asking.language if name == "xquad" else "")]
        exchange = names.exchange(asking.text, text, part.title if name != "xquad" else "", dice)
        if exchange is None or lesson.span is None:
            return None
        old, new = exchange
        if across and (new in lesson.passage or (old.isdigit() and old not in lesson.passage)):
            return None
        if not both:
            return replace(lesson, question=asking.text.replace(old, new), span=None)
        start, end = lesson.span
        before, inside, after = lesson.passage[:start], lesson.passage[start:end], lesson.passage[end:]
        if old in inside:
            return None
        before = before.replace(old, new)
        passage = before + inside + after.replace(old, new)
        if lesson.head and old in lesson.passage[: lesson.head]:
            return None
        return replace(
            lesson,
            question=asking.text.replace(old, new),
            passage=passage,
            span=(len(before), len(before) + len(inside)),
        )

    def _sibling(self, name: str, dice: random.Random) -> Lesson | None:
        """Another paragraph of the article."""
        asking, question = self._asked(name, dice)
        part = self.parts[name][question.paragraph]
        answers = [part.text[a:b] for a, b in question.spans]
        near = [
            other
            for other in self.siblings[(name, _home(name, part), part.title)]
            if other.id != part.id and not any(answer in other.text for answer in answers)
        ]
        if not near:
            return None
        title = part.title if name != "xquad" and dice.random() < 0.5 else ""
        return silent(asking.text, dice.choice(near).text, title, dice)

    def _definition(self, name: str, dice: random.Random, told: bool) -> Lesson | None:
        """What the title is: asked of the passage that says so, or of one that only mentions it, or of another title."""
        part, span = dice.choice(self.definitions[name])
        title = part.title if dice.random() < 0.4 else ""
        language = _language(name)
        if told:
            return answered(definition_question(part.title, language, dice), part.text, span, title, dice)
        mentions = [
            other
            for other in self.siblings[(name, "", part.title)]
            if other.id != part.id and defined(other.text, part.title, language) is None
        ]
        mentions += [
            other
            for other in dice.sample(list(self.parts[name].values()), min(200, len(self.parts[name])))
            if part.title in other.text and other.title != part.title
        ]
        if mentions and dice.random() < 0.7:
            other = dice.choice(mentions)
            rest = _mentioning(other.text, part.title)
            return (
                silent(definition_question(part.title, language, dice), rest, title and other.title, dice)
                if rest
                else None
            )
        wrong = dice.choice(self._titles(name))
        if wrong in part.text or part.title in wrong:
            return None
        return silent(definition_question(wrong, language, dice), part.text, title, dice)

    def _transferred(self, name: str, dice: random.Random) -> Lesson | None:
        """A question about one title, asked of another that says nothing of the kind."""
        for _ in range(20):
            question = dice.choice(self.questions[name])
            part = self.parts[name][question.paragraph]
            other = dice.choice(list(self.parts[name].values()))
            if part.title not in question.text or other.title == part.title or len(part.title) < 2:
                continue
            rest = question.text.replace(part.title, "")
            if len(rest) > 5 and shared(rest, other.text) < 0.35:
                title = other.title if other.title not in other.text or dice.random() < 0.5 else ""
                return silent(question.text.replace(part.title, other.title), other.text, title, dice)
        return None


def _language(name: str) -> str:
    return "ja" if name in ("jsquad", "jaquad") else "zh"


def _home(name: str, part: Paragraph) -> str:
    """The language of a parallel set's paragraph."""
    return part.id.partition("-")[0] if name == "xquad" else ""


def _written(question: str, name: str, dice: random.Random) -> str:
    """The question, sometimes in the other Chinese script, sometimes without its mark."""
    if name in ("cmrc2018", "drcd") and dice.random() < 0.15:
        question = traditional(question) if name == "cmrc2018" else fold(question)
    return question.rstrip("?？。 ") if dice.random() < 0.15 else question


def _mentioning(text: str, title: str) -> str:
    """The text from the sentence before the one that names the title; all of it where none does."""
    parts = sentences(text)
    first = next((i for i, s in enumerate(parts) if title in s.text), 0)
    return text[parts[max(0, first - 1)].start :] if parts else ""


def _without(text: str, question: Asked) -> str:
    """The passage without the sentences that hold an answer."""
    said = {text[a:b] for a, b in question.spans}
    kept = [s.text for s in sentences(text) if not any(answer in s.text for answer in said)]
    return "".join(kept) if not text.isascii() and " " not in text[:40] else " ".join(kept)
