"""Which of the sentences that are read are quoted: how much of the evidence, and how many sentences that are none, by each rule.

    python -m benchmarks.quoting --data FOLDER --cache FOLDER [--count N] [--part PART]

Of the development parts of the news, all articles as one library, and of CLAPNQ, whose evidence people marked as sets of sentences. Twenty passages
are read for each question; what is read is kept in `--cache`, so that a run that is stopped goes on. Questions that need several sentences are drawn
oftener than they are asked and weighed as they are.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.asked import indexed
from benchmarks.newsqa import MIXED, drawn, stem, write
from benchmarks.product import product_of
from corpora.news_set import LANGUAGES, NewsQuestion, news_questions, news_sentences
from corpora.public import articles, paragraphs
from corpora.rows import rows
from index.arrays import Floats
from index.encoder.load import load_embedder
from index.settings import Settings
from qa.answer.choose import BEARS, KEEP, LEAST, LEAST_OF_SEVERAL, MOST_STATEMENTS, quotes, worth
from qa.composing import matched
from qa.engine import Engine
from qa.question.kinds import KindModel
from qa.reading.desk import Desk
from qa.reading.evidence import Evidence
from qa.retrieval.finding import Need, find, found_for

RESULT = Path(__file__).resolve().parent / "results" / "quoting.json"
COMMAND = "python -m benchmarks.quoting --data FOLDER --cache FOLDER"
PARTS = ("newsqa", "clapnq")
DRAWN = (120, 80, 30)
"""How many questions over the news that several sentences answer, one does, none does."""
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and what people marked: by document, the places of each sentence of the evidence."""

    id: str
    text: str
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: of each sentence, the likeliest first, its odds, its own probability, and which of the `facts` marked ones it is, `(n, facts)`."""

    id: str
    facts: int
    odds: Floats
    each: Floats
    marked: Floats


Rule = Callable[[Floats, Floats], Sequence[int]]
"""From odds and own probabilities, the likeliest first, the numbers of the sentences quoted."""


def news(data: Path, count: int) -> list[Asked]:
    """`count` questions over the articles, each in the language that its name draws."""
    dice, sentences = random.Random(7), news_sentences(data)
    every = news_questions(data)
    several = [one for one in every if one.answerable and len(one.evidence) > 1]
    one_alone = [one for one in every if one.answerable and len(one.evidence) == 1]
    found: list[Asked] = []
    for group, (some, size) in enumerate(
        zip((several, one_alone, [one for one in every if not one.answerable]), DRAWN, strict=True)
    ):
        dice.shuffle(some)
        for place, one in enumerate(itertools.islice(itertools.cycle(some), size)):
            language = dice.choice(LANGUAGES)
            said = sentences[one.document][drawn(one.document)]
            evidence = tuple((stem(one.document), said[at]) for at in one.evidence)
            found.append(
                Asked(
                    f"{_name(one, language)} {group} {place}", one.texts[language], evidence if one.answerable else ()
                )
            )
    dice.shuffle(found)
    return found[:count]


def _name(one: NewsQuestion, language: str) -> str:
    return f"{one.id} {language} {drawn(one.document)}"


def searches(data: Path, documents: dict[str, str], count: int) -> list[Asked]:
    """`count` answerable questions of CLAPNQ; `documents` are the ids of the documents of its passages."""
    some = [one for one in rows(data / "queries.jsonl") if one["answerable"] and one["evidences"]]
    some = random.Random(7).sample(some, min(count, len(some)))
    return [
        Asked(one["id"], one["text"], tuple((documents[one["doc"]], text) for text in one["evidences"])) for one in some
    ]


def read(desk: Desk, kinds: KindModel | None, question: Asked) -> Read:
    """Every sentence of the twenty best passages, weighed."""
    query = matched(desk, question.text, kinds)
    found = found_for(desk, find(desk, query, 5, None), Need.LIKELIEST, None)
    evidence: list[Evidence] = []
    for item in desk.weighed(found.query, found.passages)[0]:
        if all(item.place != other.place for other in evidence):
            evidence.append(item)
    marked = [[float(_is(item, *one)) for one in question.evidence] for item in evidence]
    return Read(
        question.id,
        len(question.evidence),
        np.array([item.odds for item in evidence]),
        np.array([item.bearing for item in evidence]),
        np.array(marked).reshape(len(evidence), -1),
    )


def _is(item: Evidence, document: str, text: str) -> bool:
    """Whether half of a marked sentence or more is in the sentence."""
    if item.hit.document.id != document:
        return False
    at = item.hit.document.text.find(text)
    return at >= 0 and min(at + len(text), item.sentence.end) - max(at, item.sentence.start) >= _HALF * len(text)


def shipped(least: float) -> Rule:
    """The rule that ships (`qa.answer.choose`), with another bar for what a further sentence must be worth."""

    def rule(odds: Floats, each: Floats) -> Sequence[int]:
        best, chosen = (float(odds[0]), float(each[0])), list[int]()
        for place in range(len(odds)):
            if quotes(float(odds[place]), float(each[place]), best, len(chosen), least):
                chosen.append(place)
        return chosen[:MOST_STATEMENTS]

    return rule


def by_worth(least: float) -> Rule:
    """By what each is worth alone."""

    def rule(odds: Floats, each: Floats) -> Sequence[int]:
        best = (float(odds[0]), float(each[0]))
        return [i for i in range(len(odds)) if not i or worth(odds[i], each[i], best) >= least][:MOST_STATEMENTS]

    return rule


def by_share(keep: float, most: int) -> Rule:
    """By a share of the best one's odds, or a probability of its own, and no more than so many."""
    return lambda odds, each: [i for i in range(len(odds)) if odds[i] >= odds[0] * keep or each[i] >= BEARS][:most]


RULES: dict[str, Rule] = {
    **{f"share or worth {least}": shipped(least) for least in (LEAST_OF_SEVERAL, 0.05, 0.06, LEAST, 0.1, 0.12)},
    **{f"worth {least}": by_worth(least) for least in (0.03, 0.04, 0.05, 0.06, 0.08)},
    **{f"share {keep}, at most {most}": by_share(keep, most) for most in (4, 6, 8) for keep in (0.05, KEEP, 0.2)},
}


def told(some: Sequence[Read], rule: Rule, as_asked: float | None) -> dict[str, float]:
    """Of the evidence how much is quoted, whether any and all of it is, how many sentences are, and how many of them are evidence.

    `as_asked` is the share of the questions that several sentences answer, as they are asked; None where they are drawn so.
    """
    several = np.array([one.facts > 1 for one in some])
    weights = np.ones(len(some))
    if as_asked is not None:
        weights = np.where(several, as_asked / several.mean(), (1 - as_asked) / (1 - several.mean()))
    quoted = [one.marked[list(rule(one.odds, one.each))] for one in some]
    facts = np.array([one.facts for one in some])
    met, good = np.array([one.any(0).sum() for one in quoted]), np.array([one.any(1).sum() for one in quoted])
    count = np.array([len(one) for one in quoted])
    recall, precision = (weights @ met) / (weights @ facts), (weights @ good) / (weights @ count)
    figures = {
        "evidence quoted": recall,
        "any": weights @ (met > 0) / weights.sum(),
        "all": weights @ (met == facts) / weights.sum(),
        "sentences": weights @ count / weights.sum(),
        "precision": precision,
        "f1": 2 * precision * recall / (precision + recall),
        "f2": 5 * precision * recall / (4 * precision + recall),
    }
    return {name: round(float(value), 4) for name, value in figures.items()}


@contextmanager
def opened(data: Path, part: str) -> Iterator[tuple[Engine, list[Asked]]]:
    """A part's library and all its questions."""
    if part == "newsqa":
        with tempfile.TemporaryDirectory() as place:
            write(data, MIXED, Path(place) / MIXED)
            indexed(Path(place) / MIXED, Path(place) / "library.sqlite")
            with closing(Engine.open(Settings.load(os.environ), Path(place) / "library.sqlite")) as engine:
                yield engine, news(data, sum(DRAWN))
    else:
        made = articles(paragraphs(data).values())
        documents = {name: article.document.id for article in made for name in article.starts}
        with product_of(made, load_embedder(Settings())) as product:
            yield product.engine, searches(data, documents, sum(DRAWN))


def measured(data: Path, part: str, cache: Path, count: int) -> list[Read]:
    """The first `count` questions of a part, as read; kept in `cache` one by one."""
    kept = cache / f"quoting-{part}.jsonl"
    kept.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.loads(line) for line in kept.read_text("utf-8").splitlines()] if kept.is_file() else []
    if len(lines) < count:
        with opened(data, part) as (engine, questions), kept.open("a", encoding="utf-8") as file:
            for question in questions[len(lines) : count]:
                with engine._snapshots.newest() as desk:
                    one = read(desk, engine._kinds, question)
                lines.append(
                    {
                        "id": one.id,
                        "facts": one.facts,
                        **{n: getattr(one, n).round(6).tolist() for n in ("odds", "each", "marked")},
                    }
                )
                file.write(json.dumps(lines[-1]) + "\n")
                file.flush()
    return [
        Read(one["id"], one["facts"], *(np.array(one[name]) for name in ("odds", "each")), np.array(one["marked"]))
        for one in lines[:count]
    ]


def main() -> None:
    """Read, write the result file, print the rule that ships."""
    parser = argparse.ArgumentParser(description="Which of the sentences that are read are quoted.")
    parser.add_argument("--data", type=Path, required=True, help="folder with newsqa and clapnq")
    parser.add_argument("--cache", type=Path, required=True, help="where what is read is kept")
    parser.add_argument("--count", type=int, default=sum(DRAWN), help="questions of each part")
    parser.add_argument("--part", choices=PARTS, action="append")
    given = parser.parse_args()
    answered = [one for one in news_questions(given.data / "newsqa" / "dev") if one.answerable]
    as_asked = sum(len(one.evidence) > 1 for one in answered) / len(answered)
    kept: dict[str, Any] = json.loads(RESULT.read_text("utf-8")) if RESULT.is_file() else {}
    result = {**kept, "command": COMMAND, "at most": MOST_STATEMENTS, "least": LEAST}
    for part in given.part or PARTS:
        every = measured(given.data / part / "dev", part, given.cache, given.count)
        some = [one for one in every if one.facts and len(one.odds)]
        share = as_asked if part == "newsqa" else None
        result[part] = {"questions": len(some), **{name: told(some, rule, share) for name, rule in RULES.items()}}
        print(part, len(some), result[part][f"share or worth {LEAST}"])
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
