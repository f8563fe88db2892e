"""How much of the evidence that people marked is among all evidence, and of what is given how much was marked.

    python -m benchmarks.all_evidence --data PATH

In words, as the index cuts them, each counted in its document; what bears on a question and was not marked counts as wrong, as
marks are of one document alone. Beside it the plain answer, and what each rule for the end of reading costs.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.newsqa import stem, write
from benchmarks.product import Product, product_of, product_of_files
from corpora.news_set import LANGUAGES, news_questions, news_sentences
from corpora.public import articles, paragraphs
from corpora.rows import rows
from index.encoder.load import load_embedder
from index.settings import Settings
from index.text.script import tokens
from qa.answer.collecting import batches

RESULT = Path("benchmarks/results/all_evidence.json")
AT_LEAST = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7)
LIKELY = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
Words = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Marked:
    """A question, and the sentences that a person or the makers of the set marked, each with its document."""

    text: str
    language: str
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A sentence that was given: its document, its words, its probability, and the rank of its passage, from 0."""

    document: str
    text: str
    score: float
    rank: int


def newsqa(data: Path, text: str, count: int, seed: int = 0) -> list[Marked]:
    """Questions with two or more evidence sentences, `count` in each language, over the articles in the language `text`."""
    sentences = news_sentences(data)
    several = [one for one in news_questions(data) if one.answerable and len(one.evidence) > 1]
    chosen = random.Random(seed)
    found: list[Marked] = []
    for asked in LANGUAGES:
        for one in chosen.sample(several, min(count, len(several))):
            said = sentences[one.document][text]
            marked = tuple((stem(one.document), said[place]) for place in one.evidence)
            found.append(Marked(one.texts[asked], asked, marked))
    return found


def clapnq(data: Path, documents: Mapping[str, str], count: int, seed: int = 0) -> list[Marked]:
    """Answerable questions; `documents` are the ids of the documents of passages."""
    found = [one for one in rows(data / "queries.jsonl") if one["answerable"] and one["evidences"]]
    return [
        Marked(one["text"], "en", tuple((documents[one["doc"]], text) for text in one["evidences"]))
        for one in random.Random(seed).sample(found, min(count, len(found)))
    ]


def words(sentences: Sequence[tuple[str, str]]) -> Words:
    """The words of sentences, each with its document."""
    return Counter((document, word) for document, text in sentences for word in tokens(text))


def overlap(given: Words, marked: Words) -> tuple[float, float, float]:
    """Precision, recall and F1 in words; the precision of nothing is 0."""
    common = sum((given & marked).values())
    precision, recall = common / max(given.total(), 1), common / max(marked.total(), 1)
    return precision, recall, 2 * precision * recall / (precision + recall) if common else 0.0


def collected(product: Product, question: str, most: int) -> list[Given]:
    """Every sentence of the first `most` passages, however likely."""
    found = product.engine.all_evidence(question, at_least=0.0, most=most)
    ranks: dict[tuple[str, int], int] = {}
    for citation in found.citations:
        ranks.setdefault((citation.document.id, citation.passage.start), len(ranks))
    return [Given(c.document.id, c.quote, c.score, ranks[c.document.id, c.passage.start]) for c in found.citations]


def cut(given: Sequence[Given], likely: float, at_least: float) -> tuple[list[Given], int]:
    """What is given where reading ends after a batch in which nothing is as likely as `likely`, and how many passages are read."""
    count = max((one.rank for one in given), default=-1) + 1
    for part in batches(count):
        inside = [one.score for one in given if part.start <= one.rank < part.stop]
        if part.stop - part.start > 4 and max(inside, default=0.0) < likely:
            count = part.stop
            break
    return [one for one in given if one.rank < count and one.score >= at_least], count


Case = tuple[Marked, list[Given], list[tuple[str, str]]]


def summary(cases: Sequence[Case], at_least: float) -> dict[str, Any]:
    """For each value of `at_least` and for the plain answer: precision, recall, F1, and how many sentences are given."""

    def told(given: Sequence[Sequence[tuple[str, str]]]) -> dict[str, float]:
        scores = [overlap(words(some), words(case[0].evidence)) for some, case in zip(given, cases, strict=True)]
        precision, recall, f1 = (round(fmean(values), 4) for values in zip(*scores, strict=True))
        many = round(fmean(len(some) for some in given), 2)
        return {"precision": precision, "recall": recall, "f1": f1, "sentences": many}

    ends = []
    for likely in (0.0, *LIKELY):
        kept = [cut(case[1], likely, at_least) for case in cases]
        inside = [[(one.document, one.text) for one in some] for some, _ in kept]
        ends.append({"likely": likely, "passages": round(fmean(read for _, read in kept), 1), **told(inside)})
    return {
        "questions": len(cases),
        "at_least": {
            str(value): told([[(one.document, one.text) for one in case[1] if one.score >= value] for case in cases])
            for value in AT_LEAST
        },
        "answer": told([case[2] for case in cases]),
        f"end of reading, at_least {at_least}": ends,
    }


def measured(product: Product, questions: Sequence[Marked], most: int) -> Iterator[Case]:
    """Each question with all that is found, and with what the plain answer quotes."""
    for question in questions:
        answer = product.answer(question.text)
        quoted = [(citation.document.id, citation.quote) for citation in answer.citations]
        yield question, collected(product, question.text, most), quoted


def measure(
    data: Path, texts: Sequence[str], count: int, most: int, at_least: float, real_searches: bool = True
) -> dict[str, Any]:
    """All of it, by set and pair of languages."""
    embedder = load_embedder(Settings())
    news: dict[str, list[Case]] = defaultdict(list)
    for text in texts:
        with tempfile.TemporaryDirectory() as folder:
            write(data / "newsqa" / "dev", text, Path(folder) / "articles")
            with product_of_files([Path(folder) / "articles"], embedder) as product:
                for case in measured(product, newsqa(data / "newsqa" / "dev", text, count), most):
                    news[f"{case[0].language} on {text}"].append(case)
    real: list[Case] = []
    made = articles(paragraphs(data / "clapnq" / "dev").values()) if real_searches else []
    places = {name: article.document.id for article in made for name in article.starts}
    if made:
        with product_of(made, embedder) as product:
            real += measured(product, clapnq(data / "clapnq" / "dev", places, count * len(LANGUAGES)), most)
    every = {"newsqa, dev": [case for some in news.values() for case in some], "clapnq, dev": real}
    return {
        **{name: summary(cases, at_least) for name, cases in every.items() if cases},
        "newsqa, dev, by pair": {pair: summary(some, at_least) for pair, some in news.items()},
    }


def main() -> None:
    """Measure and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--texts", nargs="*", default=LANGUAGES, help="languages of the news; none leaves the news out")
    parser.add_argument("--news-alone", action="store_true", help="without CLAPNQ")
    parser.add_argument("--questions", type=int, default=20, help="for each pair of languages")
    parser.add_argument("--most", type=int, default=64, help="passages read for a question")
    parser.add_argument("--at-least", type=float, default=0.3, help="at which the ends of reading are compared")
    parser.add_argument("--out", type=Path, default=RESULT)
    given = parser.parse_args()
    made = {
        "command": "python -m benchmarks.all_evidence --data PATH",
        "data": ["newsqa, dev, CC BY-SA 4.0", "CLAPNQ (Rosenthal et al., 2025), Apache-2.0, text from Wikipedia, dev"],
        "measures": "words of sentences, each in its document, against the marked ones; passages: read on the average",
        "read at most": given.most,
        **measure(given.data, given.texts, given.questions, given.most, given.at_least, not given.news_alone),
    }
    given.out.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
