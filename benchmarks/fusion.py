"""How the dense and the lexical leg are best made into one ranking: reciprocal rank, or weighted standard scores.

    python -m benchmarks.fusion --data PATH

Libraries of XQuAD dev in Chinese, in English and in both side by side (half of the articles each), and of the monolingual
sets; questions in the languages of the product and, for XQuAD, in ten others.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.reciprocal_ranks import reciprocal_rank_fusion
from corpora.cases import LENGTH, Pool, pools
from corpora.public import (
    LICENCES,
    Article,
    Asked,
    articles,
)
from corpora.temporary import entries, temporary_library
from corpora.vectors import VectorCache
from index.bridge.dictionary import Dictionary
from index.encoder.alignment import question_means
from qa.retrieval.dense import Dense
from qa.retrieval.fuse import Leg, fused
from qa.retrieval.lexical import LexicalLeg

RESULT = Path("benchmarks/results/fusion.json")
DEPTH = 50
Ranking = Callable[[Leg, Leg], Sequence[int]]


def standard(weight: float) -> Ranking:
    """Weighted standard scores, 1 : `weight`."""
    return lambda dense, lexical: [number for number, _ in fused((dense, lexical), (1.0, weight))]


def reciprocal(dense: Leg, lexical: Leg) -> Sequence[int]:
    """Reciprocal ranks."""
    legs = {leg.name: [number for number, _ in leg.found] for leg in (dense, lexical)}
    return [number for number, _ in reciprocal_rank_fusion(legs)]


WAYS: dict[str, Ranking] = {
    "dense": lambda dense, _: [number for number, _ in dense.found],
    "lexical": lambda _, lexical: [number for number, _ in lexical.found],
    "reciprocal rank": reciprocal,
    **{f"standard 1 : {weight}": standard(weight) for weight in (0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0)},
}


def measure(pool: Pool, cache: VectorCache, most: int, languages: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Shares of the questions of a pool, by language, with an answer in the first passage and in the first five."""
    made = articles(pool.paragraphs, pool.titled, split=True)
    home = {part: article for article in made for part in article.starts}
    groups: dict[str, list[Asked]] = defaultdict(list)
    for question in pool.questions:
        if question.spans and question.paragraph in home and (not languages or question.language in languages):
            groups[f"{question.language}→{home[question.paragraph].document.language[:2]}"].append(question)
    rows = []
    with temporary_library(entries(made, LENGTH, cache), question_means(cache.questions)) as library:
        dense, lexical = Dense.of(library), LexicalLeg(library, Dictionary.shared())
        for pair, questions in sorted(groups.items()):
            chosen = questions[:: max(1, len(questions) // most)][:most]
            vectors = cache.questions([question.text for question in chosen])
            counts = {way: [0, 0] for way in WAYS}
            for question, vector in zip(chosen, vectors, strict=True):
                query = dense.question(question.text, vector)
                legs = dense.leg(query, DEPTH), lexical.leg(lexical.concepts(question.text), DEPTH)
                for way, ranking in WAYS.items():
                    best = [library.passage(number) for number in ranking(*legs)[:5]]
                    spans = _spans(home[question.paragraph], question)
                    right = [
                        p.document == home[question.paragraph].document.id
                        and any(p.start <= a and b <= p.end for a, b in spans)
                        for p in best
                    ]
                    counts[way][0] += bool(right and right[0])
                    counts[way][1] += any(right)
            for way, (first, five) in counts.items():
                rows.append(
                    {
                        "library": pool.name,
                        "pair": pair,
                        "questions": len(chosen),
                        "way": way,
                        "top_1": round(first / len(chosen), 3),
                        "top_5": round(five / len(chosen), 3),
                    }
                )
            shown = {r["way"]: (r["top_1"], r["top_5"]) for r in rows[-len(WAYS) :]}
            print(pool.name, pair, len(chosen), shown, flush=True)
    return rows


def _spans(article: Article, question: Asked) -> list[tuple[int, int]]:
    return article.spans(question)


def main() -> None:
    """Measure and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--cache", type=Path, default=Path("build/vectors"), help="folder for vectors")
    parser.add_argument("--most", type=int, default=258, help="how many questions of each pair of languages")
    parser.add_argument("--languages", default="", help="of the questions, with commas; none: all")
    parser.add_argument("--only", default="", help="pools, by the beginning of their name, with commas")
    arguments = parser.parse_args()
    cache = VectorCache(arguments.cache)
    wanted = tuple(arguments.only.split(","))
    rows = [
        row
        for pool in pools(arguments.data, "dev")
        if pool.name.startswith(wanted)
        for row in measure(pool, cache, arguments.most, tuple(filter(None, arguments.languages.split(","))))
    ]
    report = {
        "command": "python -m benchmarks.fusion --data PATH",
        "measures": "share of questions with an answer span inside the first passage, or one of the first five",
        "data": [LICENCES[name] for name in ("xquad", "cmrc2018", "drcd", "jsquad", "jaquad")],
        "model": cache.identity,
        "results": rows,
    }
    RESULT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
