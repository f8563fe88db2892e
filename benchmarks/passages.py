"""How long passages should be, whether their title is embedded with them, and how the two legs are fused.

python -m benchmarks.passages --data PATH --cache PATH
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence, ValuesView
from dataclasses import dataclass
from functools import partial
from math import log
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.orderings import Searched, fusions, legs
from corpora.public import (
    LICENCES,
    Article,
    Asked,
    articles,
    asked,
    paragraphs,
)
from corpora.temporary import entries, temporary_library
from corpora.vectors import VectorCache
from index.encoder.alignment import question_means
from index.records import Passage
from index.store.entries import Entry
from index.text.script import tokens, width

RESULT = Path("benchmarks/results/passages.json")
LENGTHS: tuple[int, ...] = (200, 300, 400)
BUDGET = 1500


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents with the questions that are asked of them."""

    name: str
    articles: list[Article]
    questions: list[Asked]


def titled_collections(data: Path, titled: bool) -> list[Collection]:
    """Two scripts of Chinese, and Japanese, each asked in its own language."""
    folders = {"cmrc zh-Hans": "cmrc2018/dev", "drcd zh-Hant": "drcd/dev", "jsquad ja": "jsquad/dev"}
    return [
        Collection(name, articles(paragraphs(data / folder).values(), titled), asked(data / folder))
        for name, folder in folders.items()
    ]


def crossed_collections(data: Path) -> list[Collection]:
    """Chinese documents, and Chinese and English ones side by side, asked in several languages.

    Without titles, which are in English there whatever the document is in.
    """
    chinese, english = paragraphs(data / "xquad" / "dev-zh"), paragraphs(data / "xquad" / "dev-en")
    questions = asked(data / "xquad" / "dev-zh")
    made = articles(chinese.values(), titled=False)
    groups = {"zh": {"zh"}, "en": {"en"}, "other": {"ar", "de", "el", "es", "hi", "ro", "ru", "th", "tr", "vi"}}
    found = []
    for name, languages in groups.items():
        inside = [q for q in questions if q.language in languages]
        found.append(Collection(f"xquad {name}→zh", made, inside[:: 5 if name == "other" else 1]))
    mixed = articles([part for part in chinese.values() if _even(part.id)], titled=False)
    mixed += articles([part for part in english.values() if not _even(part.id)], titled=False)
    held = {start for article in mixed for start in article.starts}
    pool = [q for q in asked(data / "xquad" / "dev-en") + questions if q.paragraph in held]
    for language in ("en", "zh"):
        for home in ("en", "zh"):
            inside = [q for q in pool if q.language == language and q.paragraph.startswith(home)]
            found.append(Collection(f"xquad {language}→{home}, mixed library", mixed, inside))
    return found


def _even(identifier: str) -> bool:
    return int(identifier.partition("-a")[2][:2]) // 4 % 2 == 0


def found(ranking: Sequence[int], passages: dict[int, Passage], gold: dict[str, list[tuple[int, int]]]) -> list[bool]:
    """For each passage of a ranking, whether a span of the answer lies within it."""
    return [
        any(passages[n].start <= a and b <= passages[n].end for a, b in gold.get(passages[n].document, ()))
        for n in ranking
    ]


def within_budget(ranking: Sequence[int], passages: dict[int, Passage], budget: float) -> int:
    """How many of the first passages come closest to `budget` Chinese characters, at least one."""
    total = 0.0
    for count, number in enumerate(ranking):
        size = width(passages[number].text)
        if total + size / 2 > budget:
            return max(count, 1)
        total += size
    return len(ranking)


def _weights(question: str, held: ValuesView[frozenset[str]]) -> dict[str, float]:
    """The question's tokens, each with its inverse document frequency among passages that hold these tokens."""
    counts = {word: sum(word in words for words in held) for word in dict.fromkeys(tokens(question))}
    return {word: log(1.0 + (len(held) - count + 0.5) / (count + 0.5)) for word, count in counts.items()}


def measure(collection: Collection, made: Sequence[Entry], cache: VectorCache) -> dict[str, dict[str, float]]:
    """For each ordering, the share of questions whose answer lies in the first passages."""
    places: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    vectors = cache.questions([q.text for q in collection.questions])
    means = question_means(cache.questions)
    with temporary_library(made) as library:
        passages = {n: library.passage(n) for n in library.passage_numbers()}
        held = {n: frozenset(tokens(passage.text)) for n, passage in passages.items()}
        searched = Searched(library, passages, made, held, means)
        for question, vector in zip(collection.questions, vectors, strict=True):
            gold = {a.document.id: spans for a in collection.articles if (spans := a.spans(question))}
            if not gold:
                continue
            words = _weights(question.text, held.values())
            home = next(a.document.language for a in collection.articles if a.document.id in gold)
            same = home[:2] == question.language[:2]
            by_leg = legs(searched, question, vector)
            for name, ranking in fusions(by_leg, partial(searched.coverage, words), same).items():
                right = found(ranking, passages, gold)
                cell = places[name]
                cell["top_1"].append(any(right[:1]))
                cell["top_5"].append(any(right[:5]))
                cell["budget"].append(any(right[: within_budget(ranking, passages, BUDGET)]))
                cell["reciprocal_rank"].append(next((1 / r for r, hit in enumerate(right[:10], 1) if hit), 0.0))
    return {n: {m: round(float(np.mean(v)), 4) for m, v in cell.items()} for n, cell in places.items()}


def run(data: Path, cache: VectorCache) -> dict[str, Any]:
    """Every setting on every collection."""
    plans = [(True, collection, LENGTHS) for collection in titled_collections(data, True)]
    plans += [(False, collection, LENGTHS[1:2]) for collection in titled_collections(data, False)]
    plans += [(False, collection, LENGTHS) for collection in crossed_collections(data)]
    results = []
    for titled, collection, lengths in plans:
        for length in lengths:
            made = entries(collection.articles, length, cache)
            sizes = [width(p.text) for entry in made for p in entry.passages]
            results.append(
                {
                    "collection": collection.name,
                    "passage_length": length,
                    "title_embedded": titled,
                    "questions": len(collection.questions),
                    "documents": len(made),
                    "passages": len(sizes),
                    "mean_width": round(float(np.mean(sizes)), 1),
                    "orderings": measure(collection, made, cache),
                }
            )
            print(collection.name, length, titled, len(sizes), flush=True)
    return {
        "command": "python -m benchmarks.passages --data PATH",
        "measures": {
            "top_1, top_5": "share of questions with an answer span inside one of the first 1, 5 passages",
            "budget": f"the same among the first passages that make about {BUDGET} Chinese characters",
            "lexical if same language": "an oracle: the language of the passage that answers is not known beforehand",
            "reciprocal_rank": "mean of 1 / rank of the first passage that holds an answer span, 0 beyond rank 10",
        },
        "data": [LICENCES[name] for name in ("cmrc2018", "drcd", "jsquad", "xquad")],
        "results": results,
    }


def main() -> None:
    """Measure and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--cache", type=Path, default=Path("build/vectors"), help="folder for vectors")
    arguments = parser.parse_args()
    report = run(arguments.data, VectorCache(arguments.cache))
    RESULT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
