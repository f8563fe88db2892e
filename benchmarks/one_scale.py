"""Libraries of several languages: whether scores are measured among the passages of one language or among all.

    python -m benchmarks.one_scale --data FOLDER [--cache FOLDER]

The news' development part, each article in one language: of the five *even*, of *two*, or *mostly one*; and XQuAD in Chinese and English, half of
the articles each, asked in twelve languages. Every passage is scored by both legs, as the product scores it, and the legs are fused with the weights
of the product. R@1 and R@5 of a passage with a sentence that answers go into benchmarks/results/one-scale.json, by whether it is in the question's language.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpora.cases import LENGTH, pools
from corpora.news import news_articles
from corpora.news_set import LANGUAGES, news_questions
from corpora.public import Article, Asked, articles
from corpora.temporary import entries, temporary_library
from corpora.vectors import VectorCache
from index.arrays import Floats
from index.bridge.dictionary import Dictionary
from index.encoder.alignment import family, question_means
from index.text.script import language_of
from qa.retrieval.dense import Dense
from qa.retrieval.lexical import LexicalLeg
from qa.retrieval.search import LEXICAL_SHARE, Query

RESULT = Path("benchmarks/results/one-scale.json")
ROUNDS, ASKED = 6, 100
"""How many libraries are drawn of the news in each way, and how many questions each is asked; of XQuAD so many in each language."""
SCALES: dict[str, float | None] = {"a scale for each language": 0, "few leaning on all": 10, "one scale": None}
"""The second is as it was: a language with few passages, about ten, leans on the scores of all."""
_LEAST_DEVIATION = 0.005
_MAIN = 0.6
Spans = dict[str, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Scored:
    """One question: every passage's score in each leg, `(n,)`, its language, how far the lexical leg is trusted there, and which answer."""

    dense: Floats
    lexical: Floats
    families: NDArray[np.str_]
    trust: Floats
    gold: NDArray[np.bool_]
    same: bool

    def rank(self, few: float | None) -> int:
        """The rank of the first passage that answers: scores on one scale or, with `few`, on one for each language (`_standard`)."""
        total = _standard(self.dense, self.families, few, _LEAST_DEVIATION)
        total += LEXICAL_SHARE * self.trust * _standard(self.lexical, self.families, few, 1e-9)
        return 1 + int((total > total[self.gold].max()).sum())


def _standard(scores: Floats, families: NDArray[np.str_], few: float | None, least: float) -> Floats:
    """Standard scores among all or, with `few`, among those of one language, half of whose mean and variance are those of all where it has `few` passages."""
    mean, variance = float(scores.mean()), float(scores.var())
    found = (scores - mean) / max(variance**0.5, least)
    for name in np.unique(families) if few is not None else ():
        own = scores[families == name]
        share = len(own) ** 2 / (len(own) ** 2 + few**2)
        middle = share * float(own.mean()) + (1 - share) * mean
        spread = share * (float(own.var()) + (float(own.mean()) - middle) ** 2) + (1 - share) * (
            variance + (mean - middle) ** 2
        )
        found[families == name] = (own - middle) / max(spread**0.5, least)
    return np.asarray(found)


def scored(made: Sequence[Article], asked: Sequence[tuple[Asked, Spans]], cache: VectorCache) -> Iterator[Scored]:
    """Each question of a library of these articles, with where its answers stand; those whose answer no passage holds are left out."""
    with temporary_library(entries(made, LENGTH, cache, sentences=False), question_means(cache.questions)) as library:
        dense, lexical = Dense.of(library), LexicalLeg(library, Dictionary.shared())
        held = [library.passage(number) for number in library.passage_numbers()]
        numbers, families = list(library.passage_numbers()), np.array([family(one.language) for one in held])
        for (question, spans), vector in zip(asked, cache.questions([q.text for q, _ in asked]), strict=True):
            gold = np.array([any(p.start <= at < p.end for at, _ in spans.get(p.document, ())) for p in held])
            if not gold.any():
                continue
            query = Query.of(question.text, dense.question(question.text, vector), lexical)
            legs = dense.leg(query.vectors, len(numbers)), lexical.leg(query.words.asked, len(numbers))
            for leg in legs:
                leg.prepare(numbers)
            by_vector, by_words = (np.array([leg.score(number) for number in numbers]) for leg in legs)
            known = {name: query.words.known_share(name) ** 2 for name in set(families.tolist())}
            trust = np.array([known[name] for name in families])
            same = family(language_of(question.text)) in families[gold]
            yield Scored(by_vector, by_words, families, trust, gold, bool(same))


def news(folder: Path, how: str, cache: VectorCache) -> Iterator[Scored]:
    """Libraries of all articles, each in a language drawn for it in the way `how` says."""
    every = {language: news_articles(folder, language) for language in LANGUAGES}
    documents = sorted(set.intersection(*map(set, every.values())))
    questions = [q for q in news_questions(folder) if q.answerable and q.document in documents][::2]
    for turn in range(ROUNDS):
        dice = random.Random(f"{how} {turn}")
        main, other = dice.sample(LANGUAGES, 2)
        while family(main) == family(other):
            main, other = dice.sample(LANGUAGES, 2)
        drawn: dict[str, str] = {}
        for name in documents:
            drawn[name] = dice.choice((main, other) if how == "two" else LANGUAGES)
            if how == "mostly one" and dice.random() < _MAIN:
                drawn[name] = main
        asked = []
        for q in dice.sample(questions, ASKED):
            own = dice.choice(LANGUAGES)
            article, places = every[drawn[q.document]][q.document]
            spans = [places[at] for at in q.evidence if at]
            asked.append((Asked(q.id, q.texts[own], own, "", ()), {article.document.id: spans}))
        yield from scored([every[drawn[name]][name][0] for name in documents], asked, cache)


def encyclopedia(data: Path, cache: VectorCache) -> Iterator[Scored]:
    """XQuAD's Chinese and English side by side, asked in all its languages."""
    pool = next(pool for pool in pools(data, "dev") if pool.name == "xquad mixed")
    made = articles(pool.paragraphs, pool.titled, split=True)
    dice = random.Random(0)
    for language in sorted({q.language for q in pool.questions}):
        own = [q for q in pool.questions if q.language == language]
        asked = [
            (q, {a.document.id: a.spans(q) for a in made if a.spans(q)}) for q in dice.sample(own, min(ASKED, len(own)))
        ]
        yield from scored(made, asked, cache)


def figures(found: Sequence[Scored]) -> dict[str, Any]:
    """R@1 and R@5 by either scale, of all and by whether the answer is in the question's language."""
    parts = {
        "all": list(found),
        "in the question's language": [one for one in found if one.same],
        "in another": [one for one in found if not one.same],
    }
    told: dict[str, Any] = {}
    for name, some in parts.items():
        told[name] = {"questions": len(some)}
        for scale, few in SCALES.items():
            ranks = [one.rank(few) for one in some]
            told[name][scale] = {
                f"r@{k}": round(sum(rank <= k for rank in ranks) / len(ranks), 3) if ranks else None for k in (1, 5)
            }
    return told


def main() -> None:
    """Measure, write the result file, print the figures."""
    parser = argparse.ArgumentParser(description="One scale for all languages, or one for each.")
    parser.add_argument("--data", type=Path, required=True, help="folder with newsqa and xquad")
    parser.add_argument("--cache", type=Path, default=Path("build/vectors"), help="folder for vectors")
    given = parser.parse_args()
    cache, folder = VectorCache(given.cache), given.data / "newsqa" / "dev"
    result: dict[str, Any] = {"command": "python -m benchmarks.one_scale --data FOLDER"}
    for how in ("even", "two", "mostly one"):
        result[f"news, {how}"] = figures(list(news(folder, how, cache)))
    result["XQuAD, Chinese and English"] = figures(list(encyclopedia(given.data, cache)))
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
