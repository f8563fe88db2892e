"""What the dense leg compares: a passage's own vector, that of its best sentence, and a question moved between languages.

    python -m benchmarks.dense --data PATH

Questions of XQuAD dev in several languages against Chinese paragraphs (its own and, as distractors, those of CMRC 2018 dev),
cut as the product cuts them. English is moved by the product's forty parallel questions; other languages, which the
product does not move, by forty questions of XQuAD train in each, to see what so few are worth.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from corpora.public import (
    LICENCES,
    Article,
    Asked,
    articles,
    asked,
    paragraphs,
)
from corpora.temporary import entries
from corpora.vectors import VectorCache
from index.arrays import Vectors
from index.encoder.alignment import QuestionVectors, question_means
from index.store.entries import Entry
from index.store.vector_index import FlatIndex, PassageIndex, VectorIndex

LENGTH = 300
LANGUAGES = ("zh", "en", "vi", "ru", "th", "ar", "de", "es")
PARALLEL = 40


def main() -> None:
    """Measure and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--cache", type=Path, default=Path("build/vectors"), help="folder for vectors")
    parser.add_argument("--most", type=int, default=258, help="how many questions of each language")
    arguments = parser.parse_args()
    cache = VectorCache(arguments.cache)
    parts = paragraphs(arguments.data / "xquad" / "dev-zh")
    others = paragraphs(arguments.data / "cmrc2018" / "dev")
    made = articles([*parts.values(), *others.values()], titled=False, split=True)
    held = entries(made, LENGTH, cache)
    questions = asked(arguments.data / "xquad" / "dev-zh")
    train = asked(arguments.data / "xquad" / "train")
    indexes = _indexes(held)
    results = []
    for language in LANGUAGES:
        chosen = [q for q in questions if q.language == language and q.spans][: arguments.most]
        vectors = cache.questions([q.text for q in chosen])
        moved = _moved(language, chosen, vectors, train, cache)
        for name, index in indexes.items():
            results.append({"questions in": language, "compared": name, **_measure(index, chosen, vectors, made, held)})
        if language != "zh":
            row = _measure(indexes["passage and best sentence"], chosen, moved, made, held)
            results.append({"questions in": language, "compared": "passage and best sentence, moved", **row})
    report = {
        "command": "python -m benchmarks.dense --data PATH",
        "measures": "share of questions with an answer span inside the first passage, or one of the first five",
        "data": [LICENCES["xquad"], LICENCES["cmrc2018"]],
        "passages": sum(len(entry.passages) for entry in held),
        "passage_length": LENGTH,
        "results": results,
    }
    Path("benchmarks/results/dense.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    for row in results:
        print(row)


def _indexes(held: Sequence[Entry]) -> dict[str, VectorIndex]:
    vectors = np.concatenate([entry.vectors for entry in held])
    inside = [rows for entry in held for rows in entry.sentence_vectors]
    best = np.array([rows.mean(axis=0) for rows in inside], dtype=np.float32)
    numbers = range(len(vectors))
    return {
        "passage alone": FlatIndex(numbers, vectors),
        "mean of its sentences": FlatIndex(numbers, best / np.linalg.norm(best, axis=1, keepdims=True)),
        "passage and best sentence": PassageIndex.of(numbers, vectors, inside),
    }


def _moved(
    language: str, chosen: Sequence[Asked], vectors: Vectors, train: Sequence[Asked], cache: VectorCache
) -> Vectors:
    """The questions' vectors against Chinese passages."""
    if language in ("zh", "en"):
        means: Mapping[str, Vectors] = question_means(cache.questions)
        asked_of = [QuestionVectors.of(q.text, v, means) for q, v in zip(chosen, vectors, strict=True)]
        return np.array([question.against("zh") for question in asked_of], dtype=np.float32)
    by = {q.id: q.text for q in train}
    ids = sorted(i.partition("-")[2] for i in by if i.startswith("zh-"))
    picked = [i for i in random.Random(0).sample(ids, PARALLEL) if f"{language}-{i}" in by]
    own = cache.questions([by[f"{language}-{i}"] for i in picked]).mean(axis=0)
    there = cache.questions([by[f"zh-{i}"] for i in picked]).mean(axis=0)
    shifted = vectors - own + there
    return np.asarray(shifted / np.linalg.norm(shifted, axis=1, keepdims=True), dtype=np.float32)


def _measure(
    index: VectorIndex, chosen: Sequence[Asked], vectors: Vectors, made: Sequence[Article], held: Sequence[Entry]
) -> dict[str, float | int]:
    places = [passage for entry in held for passage in entry.passages]
    first = within = 0
    for question, vector in zip(chosen, vectors, strict=True):
        spans = {
            article.document.id: article.spans(question) for article in made if question.paragraph in article.starts
        }
        found = [places[number] for number, _ in index.search(vector, 5)]
        right = [any(p.start <= a and b <= p.end for a, b in spans.get(p.document, ())) for p in found]
        first, within = first + right[0], within + any(right)
    return {"questions": len(chosen), "top_1": round(first / len(chosen), 3), "top_5": round(within / len(chosen), 3)}


if __name__ == "__main__":
    main()
