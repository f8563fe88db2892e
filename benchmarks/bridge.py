"""The lexical leg alone, within a language and over the bridge, and what each kind of match is worth.

    python -m benchmarks.bridge --data PATH

Questions of XQuAD asked of Chinese and of English paragraphs, cut as the product cuts them, without any vectors. Settings
were chosen on its train articles; the dev articles are only reported.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpora.public import (
    LICENCES,
    Article,
    Asked,
    articles,
    asked,
    paragraphs,
    parallel,
)
from corpora.temporary import temporary_library
from index.bridge.dictionary import Dictionary
from index.passages import passages
from index.records import Passage
from index.settings import Settings
from index.store.entries import Entry
from qa.retrieval.crossing.renderings import KINDS
from qa.retrieval.lexical import LexicalLeg

RESULT = Path("benchmarks/results/bridge.json")
LENGTH = 300
STEPS = {
    "same words and numbers": frozenset({"same", "number", "kanji"}),
    "and dictionary": frozenset({"same", "number", "kanji", "dictionary"}),
    "and readings": frozenset({"same", "number", "kanji", "dictionary", "reading"}),
    "and names": KINDS,
    "all but numbers": KINDS - {"number"},
}


def main() -> None:
    """Measure and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--parts", nargs="+", default=["dev", "train"], help="train, dev or both")
    parser.add_argument("--most", type=int, default=700, help="how many questions of each language")
    arguments = parser.parse_args()
    dictionary = Dictionary.open(Settings.load(os.environ).cache)
    results: list[dict[str, Any]] = []
    for part in arguments.parts:
        for language in ("zh", "en"):
            made, questions = _collection(arguments.data / "xquad", part, language)
            with temporary_library(_entries(made)) as library:
                places = {number: library.passage(number) for number in library.passage_numbers()}
                for asked_in in ("en", "zh"):
                    chosen = [q for q in questions if q.language == asked_in and q.spans][: arguments.most]
                    for name, kinds in STEPS.items() if asked_in != language else [("and names", KINDS)]:
                        leg = LexicalLeg(library, dictionary, kinds)
                        row = {"part": part, "questions in": asked_in, "passages in": language, "matches": name}
                        results.append({**row, "passages": len(places), **_measure(leg, chosen, made, places)})
                        print(results[-1], flush=True)
    report = {
        "command": "python -m benchmarks.bridge --data PATH",
        "measures": "share of questions with an answer span in the first passage, or in one of the first five; "
        "share of the score of the first passage by kind of match; milliseconds of processor time a question",
        "data": [LICENCES["xquad"]],
        "passage_length": LENGTH,
        "results": results,
    }
    RESULT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _collection(folder: Path, part: str, language: str) -> tuple[list[Article], list[Asked]]:
    if part == "dev":
        parts = paragraphs(folder / f"dev-{language}")
        return articles(parts.values(), titled=False, split=True), asked(folder / f"dev-{language}")
    chosen = [p for i, p in paragraphs(folder / "train").items() if i.startswith(f"{language}-")]
    return articles(chosen, titled=False, split=True), parallel(asked(folder / "train"), language)


def _entries(made: Sequence[Article]) -> list[Entry]:
    """The documents cut into passages, with vectors that say nothing."""
    cut = [(article.document, passages(article.document, LENGTH)) for article in made]
    return [
        Entry(
            document,
            pieces,
            np.zeros((len(pieces), 1), dtype=np.float32),
            tuple(np.zeros((len(piece.sentences), 1), dtype=np.float32) for piece in pieces),
        )
        for document, pieces in cut
    ]


def _measure(
    leg: LexicalLeg, chosen: Sequence[Asked], made: Sequence[Article], places: dict[int, Passage]
) -> dict[str, Any]:
    of = {paragraph: article for article in made for paragraph in article.starts}
    first = within = 0
    shares: Counter[str] = Counter()
    began = time.process_time()
    for question in chosen:
        concepts = leg.concepts(question.text)
        found = [number for number, _ in leg.leg(concepts, 5).found]
        article = of[question.paragraph]
        right = [
            places[number].document == article.document.id
            and any(places[number].start <= a and b <= places[number].end for a, b in article.spans(question))
            for number in found
        ]
        first, within = first + any(right[:1]), within + any(right)
        for match in leg.matches(concepts, found[0]) if found else ():
            shares[match.how] += match.weight
    spent = 1000 * (time.process_time() - began) / len(chosen)
    whole = sum(shares.values()) or 1.0
    return {
        "questions": len(chosen),
        "top_1": round(first / len(chosen), 3),
        "top_5": round(within / len(chosen), 3),
        "shares": {how: round(share / whole, 3) for how, share in sorted(shares.items())},
        "milliseconds": round(spent, 1),
    }


if __name__ == "__main__":
    main()
