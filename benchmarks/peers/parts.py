"""The parts of the comparison: texts and questions, as files for the processes, and what is judged of what they show."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.corpus import entries, questions
from benchmarks.curves import interval
from benchmarks.newsqa import sample, write
from benchmarks.peers import judging
from benchmarks.peers.judging import Text
from benchmarks.scale import RandomVectors
from corpora.news_set import LANGUAGES
from corpora.public import LICENCES, asked, paragraphs
from index.build import make_document
from index.passages import passages
from index.records import Document, Source
from index.settings import Settings
from index.sources import read_sources
from qa.evaluation.question_file import Question, read_questions

__all__ = ["PARTS", "Part", "Shelf", "made"]

ROOT = Path(__file__).resolve().parent.parent.parent
QUESTIONS = ROOT / "tests" / "questions" / "seeds.jsonl"
MANY = 100_000
NEWS = 500
"""How many questions over the news, as many for each pair of languages: those of `benchmarks.newsqa`."""
_ASKED_OF_MANY = 203
Shown = Sequence[Sequence[Sequence[str]]]
"""Of each question in order, the passages shown."""
Texts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One library of a part: what is in its folder, and the judge of what is shown, who is told whether it is the product that shows."""

    name: str
    texts: Texts
    questions: list[str]
    judge: Callable[[Shown, bool], dict[str, Any]]
    files: Path | None = None
    vectors: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """`cut`: all are given the same passages. `rounds`: how often an index is made and asked; `asked` how often that is only asked."""

    make: Callable[[Path, Path, int | None], list[Shelf]]
    data: tuple[str, ...]
    cut: bool = False
    rounds: int = 1
    asked: int = 1
    size: int = 0
    seconds: float = 1e9
    """After so many seconds of processor time no further question is asked."""


# ------------------------------------------------------------------------------------------------------------- paragraphs


def _xquad(data: Path, place: Path, most: int | None) -> list[Shelf]:
    del place
    folder = data / "xquad" / "dev-zh"
    texts = {part.id: part.text for part in paragraphs(folder).values()}
    by_language: dict[str, list[Any]] = {}
    for question in asked(folder):
        by_language.setdefault(question.language, []).append(question)
    chosen = {
        language: inside[:: max(1, len(inside) // most) if most else 1][:most]
        for language, inside in sorted(by_language.items())
    }
    every = [question for inside in chosen.values() for question in inside]
    return [Shelf("", list(texts.items()), [one.text for one in every], partial(_judged_paragraphs, every, texts))]


def _judged_paragraphs(every: Sequence[Any], texts: Mapping[str, str], shown: Shown, _: bool) -> dict[str, Any]:
    places = {name: Text.of(text) for name, text in texts.items()}
    right: dict[str, list[list[bool]]] = {}
    for question, found in zip(every, shown, strict=True):
        inside = judging.found_in(question.paragraph, question.spans, found, places)
        right.setdefault(question.language, []).append(inside)
    rows = []
    for language, answers in right.items():
        first, within = ([float(any(one[:k])) for one in answers] for k in (1, None))
        rows.append(
            {
                "asked in": language,
                "questions": len(first),
                "R@1": round(sum(first) / len(first), 4),
                "R@5": round(sum(within) / len(within), 4),
                "R@1 interval": interval(first),
                "R@5 interval": interval(within),
            }
        )
    return {"rows": rows}


# -------------------------------------------------------------------------------------------------------- five documents


def _seeds(kind: str, data: Path, place: Path, most: int | None) -> list[Shelf]:
    del data, place, most
    paths = sorted((ROOT / "seeds").glob("*.txt"))
    sources = read_sources(ROOT / "seeds")
    made = [make_document(path, path.read_bytes(), sources[path.name]) for path in paths]
    cleaned = {document.id: document.text for document in made}
    raw = {path.stem: path.read_bytes().decode() for path in paths}
    texts = {"files": list(raw.items()), "cleaned": list(cleaned.items()), "passages": _passages(made)}[kind]
    judge = partial(_judged_facts, _each(read_questions(QUESTIONS)), raw if kind == "files" else cleaned, cleaned)
    asked_in_turn = [text for question in read_questions(QUESTIONS) for text in question.texts.values()]
    return [Shelf("", texts, asked_in_turn, judge, files=ROOT / "seeds")]


def _each(every: Sequence[Question]) -> list[tuple[Question, str]]:
    return [(question, language) for question in every for language in question.texts]


def _passages(documents: Sequence[Document]) -> Texts:
    length = Settings().passage_length
    return [(document.id, passage.text) for document in documents for passage in passages(document, length)]


def _judged_facts(
    every: Sequence[tuple[Question, str]],
    texts: Mapping[str, str],
    of_product: Mapping[str, str],
    shown: Shown,
    product: bool,
) -> dict[str, Any]:
    judged = of_product if product else texts
    places = {name: Text.of(text) for name, text in judged.items()}
    counts: dict[str, dict[str, float]] = {}
    for (question, language), found in zip(every, shown, strict=True):
        count = counts.setdefault(language, {"questions": 0, "facts": 0, "found": 0, "found in budget": 0})
        count["questions"] += 1
        count["facts"] += len(question.facts)
        count["found"] += judging.found(question, found, places)
        count["found in budget"] += judging.found(question, judging.within(found), places)
    whole = {name: sum(count[name] for count in counts.values()) for name in next(iter(counts.values()))}
    return {
        "mean characters shown": round(sum(map(judging.length, shown)) / len(shown)),
        "passages shown verbatim": judging.verbatim(shown, judged),
        "all": judging.shares(whole),
        "by language": {language: judging.shares(count) for language, count in counts.items()},
    }


# ------------------------------------------------------------------------------------------------------------------ news


def _news(data: Path, place: Path, most: int | None) -> list[Shelf]:
    folder = data / "newsqa" / "dev"
    drawn = sample(folder, most * len(LANGUAGES) if most else NEWS)
    shelves = []
    for language in LANGUAGES:
        files = place / f"{language} files"
        if not files.is_dir():
            write(folder, language, files)
        made = [make_document(path, path.read_bytes(), Source()) for path in sorted(files.glob("*.md"))]
        texts = {document.id: document.text for document in made}
        every = [one for one in _each(drawn[language]) if one[0].answerable]
        wording = [question.texts[asked_in] for question, asked_in in every]
        judge = partial(_judged_news, every, texts, language)
        shelves.append(Shelf(language, _passages(made), wording, judge, files=files))
    return shelves


def _judged_news(
    every: Sequence[tuple[Question, str]], texts: Mapping[str, str], language: str, shown: Shown, _: bool
) -> dict[str, Any]:
    """Counts, to be added up: of questions in the text's language and of others, all, those with any sentence that answers found, with all."""
    places = {name: Text.of(text) for name, text in texts.items()}
    counts: dict[str, dict[str, int]] = {}
    for (question, asked_in), found in zip(every, shown, strict=True):
        kind = "one language" if asked_in == language else "two languages"
        count = counts.setdefault(kind, {"questions": 0, "any": 0, "all": 0})
        held = judging.found(question, found, places)
        count["questions"] += 1
        count["any"] += held > 0
        count["all"] += held == len(question.facts)
    return {"counts": counts}


# -------------------------------------------------------------------------------------------------------------- many


def _many(data: Path, place: Path, most: int | None) -> list[Shelf]:
    """Passages and vectors are written once: to deal and cut them takes longer than to index them."""
    del most
    texts, vectors = place / "texts.json", place / "texts.npy"
    if not vectors.is_file():
        place.mkdir(parents=True, exist_ok=True)
        given, rows = [], []
        for entry in entries(data, MANY):
            given += [(str(len(given) + at), passage.text) for at, passage in enumerate(entry.passages)]
            rows.append(entry.vectors)
        texts.write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
        np.save(vectors, np.concatenate(rows))
    wording = questions(data, _ASKED_OF_MANY)
    np.save(place / "questions.npy", RandomVectors().questions(wording))
    nearest = partial(_judged_nearest, place)
    return [Shelf("", json.loads(texts.read_text(encoding="utf-8")), wording, nearest, vectors=True)]


def _judged_nearest(place: Path, shown: Shown, product: bool) -> dict[str, Any]:
    """How many of the five nearest vectors a library shows; the product ranks by more than these vectors."""
    if product:
        return {}
    vectors, asked_with = np.load(place / "texts.npy"), np.load(place / "questions.npy")[: len(shown)]
    held = [
        len({int(one[0]) for one in found} & set(np.argpartition(-(vectors @ question), 5)[:5].tolist()))
        for found, question in zip(shown, asked_with, strict=True)
    ]
    return {"nearest shown": round(sum(held) / (5 * len(held)), 4)}


# ---------------------------------------------------------------------------------------------------------------- all

_SEEDS = "the five documents, the fixed questions"
PARTS: Mapping[str, Part] = {
    "xquad zh": Part(_xquad, (f"{LICENCES['xquad']}, dev",)),
    "seeds, files": Part(partial(_seeds, "files"), (_SEEDS,)),
    "seeds, cleaned": Part(partial(_seeds, "cleaned"), (_SEEDS,)),
    "seeds, passages": Part(partial(_seeds, "passages"), (_SEEDS,), cut=True, rounds=3, asked=3),
    "news": Part(_news, ("newsqa, dev: parallel news of NTREX-128, CC BY-SA 4.0",), cut=True),
    "100000": Part(_many, ("paragraphs of public sets (benchmarks.corpus)",), cut=True, asked=3, size=MANY, seconds=60),
}


def made(name: str, data: Path, place: Path, most: int | None) -> list[Shelf]:
    """The libraries of a part, their texts and questions written where a process finds them."""
    shelves = PARTS[name].make(data, place, most)
    for shelf in shelves:
        folder = place / shelf.name
        folder.mkdir(parents=True, exist_ok=True)
        for what, held in (("texts", shelf.texts), ("questions", shelf.questions)):
            (folder / f"{what}.json").write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
    return shelves
