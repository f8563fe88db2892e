"""How well a sentence that its evidence does not say is told from one that it does, before a reader sees either.

    python -m benchmarks.generation --data PATH

Sentences are made of the two parallel languages of XQuAD dev, English and Chinese: the sentence of the other language's
paragraph that holds an answer, and a question with its answer. Each is held against the paragraph that says it
(`right`), against another one of the same article (`other passage`: the one that shares most words), and, altered, against
its own: with another number, with a name or phrase from elsewhere in the article, and with one from the same paragraph.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.curves import area
from corpora.public import (
    LICENCES,
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
    ClaimModel,
    missing_names,
    missing_numbers,
    row,
)
from qa.writing.prompt import CitedPassage

RESULT = Path("benchmarks/results/generation.json")
KINDS = ("right", "other passage", "number", "name", "same passage")
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


def figures(found: Sequence[Measured], model: ClaimModel) -> dict[str, Any]:
    """Of each kind how many there are and what share is marked, in one language and across two."""
    table: dict[str, Any] = {}
    for name, across in (("one language", False), ("across two", True)):
        some = [m for m in found if bool(m.row[2]) == across]
        odds = {id(m): 0.0 if m.missing else model.odds(m.row) for m in some}
        table[name] = {}
        right = [odds[id(m)] for m in some if m.claim.kind == "right"]
        for kind in KINDS:
            these = [odds[id(m)] for m in some if m.claim.kind == kind]
            table[name][kind] = {
                "sentences": len(these),
                "marked": round(sum(value < model.threshold for value in these) / max(len(these), 1), 4),
            }
            if kind != "right" and these:
                table[name][kind]["told_apart"] = round(area(right, these), 4)
    return table


def main() -> None:
    """Measure and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--most", type=int, default=60, help="how many questions of XQuAD dev")
    arguments = parser.parse_args()
    found = measured(arguments.data, "dev", arguments.most)
    unread = [Measured(m.claim, (0.0, *m.row[1:]), m.missing) for m in found]
    report = {
        "command": "python -m benchmarks.generation --data PATH",
        "data": [f"{LICENCES['xquad']}, dev, {arguments.most} questions in English and Chinese"],
        "measures": {
            "marked": "share of the sentences that are marked as unsupported: of `right` wrongly, of the others rightly",
            "told_apart": "area under the ROC curve of the odds against those of `right`",
        },
        "with the reader": figures(found, ClaimModel.default(read=True)),
        "without": figures(unread, ClaimModel.default(read=False)),
    }
    RESULT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
