"""Libraries of any size out of public paragraphs: real texts, and unit vectors at random, for what only takes time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

import numpy as np

import benchmarks.earlier  # noqa: F401 - before what an earlier commit has elsewhere
from corpora.public import (
    Paragraph,
    articles,
    paragraphs,
    rows,
)
from index.arrays import Vectors
from index.encoder.alignment import family
from index.passages import passages
from index.store.entries import Entry
from index.text.script import language_of
from index.text.sentences import sentences

__all__ = ["FOLDERS", "entries", "questions"]

FOLDERS = (
    "clapnq/dev",
    "clapnq/train",
    "cmrc2018/dev",
    "cmrc2018/train",
    "drcd/dev",
    "drcd/train",
    "jaquad/dev",
    "jaquad/train",
    "jsquad/dev",
    "jsquad/train",
    "nomiracl/dev-en",
    "nomiracl/dev-ja",
    "nomiracl/dev-ko",
    "nomiracl/dev-zh",
    "xquad/dev-en",
    "xquad/dev-zh",
)
"""Where questions and paragraphs in English, both Chinese scripts, Japanese and Korean are, under the folder of the data."""
_DIMENSION = 384
_IN_A_DOCUMENT = 20
_SEED = 7


def questions(data: Path, number: int) -> list[str]:
    """So many questions of the sets, dealt at random."""
    found = [str(row["text"]) for folder in FOLDERS for row in rows(data / folder / "queries.jsonl")]
    return random.Random(_SEED).sample(found, number)


def entries(data: Path, number: int) -> Iterator[Entry]:
    """Documents of `number` passages in all; a smaller number gives the first of those of a greater one."""
    rng = np.random.default_rng(_SEED)
    for parts in _dealt(data):
        for article in articles(parts, longest=_IN_A_DOCUMENT):
            cut = passages(article.document, 300)[:number]
            number -= len(cut)
            inside = tuple(_unit(rng, len(passage.sentences)) for passage in cut)
            yield Entry(article.document, cut, _unit(rng, len(cut)), inside)
            if not number:
                return


def _dealt(data: Path) -> Iterator[list[Paragraph]]:
    """Every paragraph, and when they are used up their sentences, dealt anew within each language, without end."""
    rng = random.Random(_SEED)
    held = {part.text: part for folder in FOLDERS for part in paragraphs(data / folder).values()}
    parts = list(held.values())
    rng.shuffle(parts)
    yield parts
    languages = [family(language_of(part.text)) for part in parts]
    counts = [len(sentences(part.text)) for part in parts]
    single: dict[str, list[str]] = {}
    for part, language in zip(parts, languages, strict=True):
        single.setdefault(language, []).extend(sentence.text for sentence in sentences(part.text))
    for again in count(2):
        for some in single.values():
            rng.shuffle(some)
        left = {language: iter(some) for language, some in single.items()}
        yield [
            replace(
                part,
                id=f"{part.id} {again}",
                title=f"{part.title} {again}",
                text=("" if language in ("zh", "ja") else " ").join(islice(left[language], size)),
            )
            for part, language, size in zip(parts, languages, counts, strict=True)
        ]


def _unit(rng: np.random.Generator, size: int) -> Vectors:
    made = rng.standard_normal((size, _DIMENSION), dtype=np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)
