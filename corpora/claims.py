"""Sentences that their evidence says and such as it does not, made of public question sets, with what tells them apart.

Sentences are made of the two parallel languages of XQuAD, English and Chinese: the sentence of the other language's
paragraph that holds an answer, and a question with its answer. Each is held against the paragraph that says it
(`right`), against another one of the same article (`other passage`: the one that shares most words), and, altered, against
its own: with another number, with a name or phrase from elsewhere in the article, and with one from the same paragraph.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpora.public import (
    Asked,
    Paragraph,
    articles,
    asked,
    paragraphs,
)
from corpora.temporary import temporary_library
from index.bridge.dictionary import Dictionary
from index.passages import passages
from index.settings import Settings
from index.store.entries import Entry
from index.text.script import language_of, tokens
from index.text.sentences import sentences
from qa.reading.span_reader import SpanReader
from qa.retrieval.lexical import LexicalLeg
from qa.writing.claims import (
    missing_names,
    missing_numbers,
    row,
)
from qa.writing.prompt import CitedPassage

__all__ = ["Claim", "Measured", "claims", "measured"]

_PAIR = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, the paragraph it is held against, what kind of case that is, and the languages of both."""

    text: str
    paragraph: Paragraph
    kind: str
    form: str
    languages: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A claim with its features, and whether its numbers and names alone condemn it."""

    claim: Claim
    row: tuple[float, ...]
    missing: bool


def claims(data: Path, part: str, most: int) -> tuple[list[Paragraph], list[Claim]]:
    """The paragraphs of `train` or `dev` in both languages, and the claims made of `most` of their questions."""
    folders = {"train": ("train",), "dev": ("dev-en", "dev-zh")}[part]
    parts: dict[str, Paragraph] = {}
    twins: dict[str, dict[str, Asked]] = defaultdict(dict)
    for name in folders:
        parts |= paragraphs(data / "xquad" / name)
        for question in asked(data / "xquad" / name):
            if question.language in _PAIR and question.paragraph.startswith(question.language) and question.spans:
                twins[question.id.partition("-")[2]][question.language] = question
    pairs = {name: both for name, both in twins.items() if len(both) == len(_PAIR)}
    held = {q.paragraph: parts[q.paragraph] for both in pairs.values() for q in both.values()}
    draw = random.Random(7)
    chosen = sorted(pairs)
    draw.shuffle(chosen)
    made = [c for name in chosen[:most] for own in _PAIR for c in _of(pairs, name, own, held, draw)]
    return list(held.values()), made


def _of(
    pairs: dict[str, dict[str, Asked]], name: str, own: str, held: dict[str, Paragraph], draw: random.Random
) -> Iterator[Claim]:
    question = pairs[name][own]
    text = held[question.paragraph].text
    (start, end), answer = question.spans[0], text[slice(*question.spans[0])]
    title = held[question.paragraph].title
    others = [both[own] for other, both in pairs.items() if other != name and held[both[own].paragraph].title == title]
    alike = [(q, a) for q in others if _numeric(a := held[q.paragraph].text[slice(*q.spans[0])]) == _numeric(answer)]
    elsewhere = [a for _, a in alike if a.casefold() not in text.casefold()]
    inside = [a for q, a in alike if q.paragraph == question.paragraph and a not in answer and answer not in a]
    forms = {"question and answer": (f"{question.text} {answer}", len(question.text) + 1)}
    for sentence in sentences(text):
        if sentence.start <= start and end <= sentence.end:
            forms["sentence"] = (sentence.text, start - sentence.start)
    for other in _PAIR:
        right = held[pairs[name][other].paragraph]
        apart = [p for p in held.values() if p.title == title and p.id != right.id and p.id.startswith(other)]
        for form, (said, at) in forms.items():
            if form == "sentence" and own == other:
                continue  # word for word

            def claim(kind: str, told: str, of: Paragraph = right, form: str = form, other: str = other) -> Claim:
                return Claim(told, of, kind, form, f"{own}-{other}")

            def put(new: str, said: str = said, at: int = at) -> str:
                return said[:at] + new + said[at + len(answer) :]

            yield claim("right", said)
            if apart:
                near = max(apart, key=lambda p: len(set(tokens(held[own + p.id[2:]].text)) & set(tokens(said))))
                yield claim("other passage", said, near)
            if number := _other_number(said, draw):
                yield claim("number", number)
            if elsewhere:
                yield claim("number" if _numeric(answer) else "name", put(draw.choice(elsewhere)))
            if inside:
                yield claim("same passage", put(draw.choice(inside)))


def _numeric(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _other_number(text: str, draw: random.Random) -> str:
    """The text with one of its numbers a little greater; empty where it has none."""
    found = list(re.finditer(r"\d+", text))
    if not found:
        return ""
    one = draw.choice(found)
    return text[: one.start()] + str(int(one.group()) + draw.choice((1, 2, 4, 9, 100))) + text[one.end() :]


@contextmanager
def _leg(held: Sequence[Paragraph]) -> Iterator[LexicalLeg]:
    made = []
    for article in articles([Paragraph(p.id, f"{p.title} {p.id[:2]}", p.text) for p in held], titled=False, split=True):
        cut = passages(article.document, 300)
        blank = tuple(np.zeros((len(passage.sentences), 3), np.float32) for passage in cut)
        made.append(Entry(article.document, cut, np.zeros((len(cut), 3), np.float32), blank))
    with temporary_library(made) as library:
        yield LexicalLeg(library, Dictionary.shared(Settings().cache))


def measured(data: Path, part: str, most: int) -> list[Measured]:
    """Every claim with its features."""
    held, made = claims(data, part, most)
    reader = SpanReader.load(Settings(), print)
    found = []
    with _leg(held) as leg:
        for number, claim in enumerate(made):
            text = claim.paragraph.text
            evidence = [CitedPassage((1,), "", text, (), language_of(text))]
            missing = bool(missing_numbers(claim.text, evidence) or missing_names(claim.text, evidence))
            found.append(Measured(claim, tuple(row(claim.text, evidence, leg, reader)), missing))
            if number % 100 == 99:
                print(part, number + 1, "of", len(made), flush=True)
    return found
