"""How well the support model tells what is answered, and which sentence answers, on titles it was not fitted to.

python -m benchmarks.support --data PATH --cache PATH

Cross-fitted, as `training/support.py` says. NoMIRACL, which nothing was fitted to, is in `benchmarks/retrieval.py`.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpora.cases import LENGTH, Case, read
from corpora.public import (
    LICENCES,
    articles,
    asked,
    paragraphs,
)
from corpora.temporary import entries, temporary_library
from corpora.vectors import VectorCache
from index.arrays import Floats
from index.encoder.alignment import question_means
from index.settings import Settings
from qa.answer.choose import choose
from qa.reading.candidate import Candidate
from qa.reading.evidence import Evidence
from qa.reading.features import FEATURES
from qa.reading.odds import OddsModel
from qa.reading.span_reader import SpanReader
from training.support import (
    BESIDE_EACH_OTHER,
    NAMES,
    NOT_FITTED,
    RELEVANCE,
    UNREAD,
    area,
    crossed,
    crossed_chances,
    fold,
    gather,
    left_out,
    rates,
    summary,
    threshold_refusing,
    weigh,
)

RESULT = Path("benchmarks/results/support.json")
MOST, KEEP = (1, 2, 3, 4, 5), (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7)
Score = Callable[[Floats], Floats]


def column(name: str) -> Score:
    """A baseline: one feature alone."""
    at = FEATURES.index(name)
    return lambda rows: np.asarray(rows[:, at])


BASELINES = {
    name: column(name)
    for name in (
        "sentence_cosine",
        "passage_cosine",
        "sentence_coverage",
        "passage_coverage",
        "relevance",
        "answer_inside",
        "evidence",
    )
}


def errors(chances: Floats, found: Sequence[Case], threshold: float) -> dict[str, float]:
    """Shares of questions wrongly refused and wrongly answered, the latter by kind."""
    said: dict[str, list[bool]] = defaultdict(list)
    for chance, case in zip(chances, found, strict=True):
        said[case.kind].append(bool(chance >= threshold))
    rates = {
        f"wrongly_answered_{kind}": round(float(np.mean(v)), 4) for kind, v in said.items() if kind != "answerable"
    }
    refused = {"wrongly_refused": round(1 - float(np.mean(said["answerable"])), 4)} if said["answerable"] else {}
    return {**refused, **rates}


def ranking(scores: Sequence[Floats], found: Sequence[Case]) -> dict[str, float]:
    """Of the answerable: how often the first sentence, and one of the first three, holds the answer.

    Empty where no sentence is known to answer.
    """
    first, third = [], []
    for case, score in zip(found, scores, strict=True):
        if case.answerable and len(case.rows):
            order = np.argsort(-score, kind="stable")
            right = np.array(case.right)[order]
            first.append(bool(right[0]))
            third.append(bool(right[:3].any()))
    return (
        {"precision_1": round(float(np.mean(first)), 4), "recall_3": round(float(np.mean(third)), 4)}
        if any(third)
        else {}
    )


def by_pair(models: Sequence[OddsModel], threshold: float, found: Sequence[Case]) -> list[dict[str, Any]]:
    """For each pool and pair of languages: separation, errors at the threshold, and the choice of the sentence."""
    groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in found:
        groups[(case.pool, case.pair)].append(case)
    report = []
    for (pool, pair), members in sorted(groups.items()):
        if len(members) < 30:
            continue
        chances = crossed_chances(models, members)
        truth, weights = np.array([c.answerable for c in members]), weigh(members)
        most = {
            name: np.array([float(score(c.rows).max(initial=-9)) for c in members]) for name, score in BASELINES.items()
        }
        report.append(
            {
                "pool": pool,
                "pair": pair,
                "cases": {k: sum(c.kind == k for c in members) for k in ("answerable", "near", "far")},
                "auc": round(area(chances, truth, weights), 4),
                "auc_of_baselines": {n: round(area(v, truth, weights), 4) for n, v in most.items()},
                **errors(chances, members, threshold),
                "choice": ranking([models[fold(case)].odds(case.rows) for case in members], members),
                "choice_of_baselines": {
                    n: ranking([score(case.rows) for case in members], members) for n, score in BASELINES.items()
                },
            }
        )
    return report


def expmrc(data: Path, cache: VectorCache, model: OddsModel, reader: SpanReader) -> dict[str, Any]:
    """Marked evidence, in libraries of a dozen paragraphs: the trade-off of how many sentences to quote."""
    parts, questions = list(paragraphs(data / "expmrc" / "dev").values()), asked(data / "expmrc" / "dev")
    cells: dict[tuple[int, float], list[tuple[float, float, float, int]]] = defaultdict(list)
    for at in range(0, len(parts), 12):
        made = articles(parts[at : at + 12], split=True)
        inside = [(q, a) for q in questions for a in made if q.paragraph in a.starts]
        with temporary_library(entries(made, LENGTH, cache), question_means(cache.questions)) as library:
            readings = read(library, [q for q, _ in inside], cache, reader)
            for (question, article), (found, rows) in zip(inside, readings, strict=True):
                odds = model.odds(rows).tolist()
                evidence = [Evidence(Candidate(hit, s), o) for (hit, s), o in zip(found, odds, strict=True)]
                evidence.sort(key=lambda item: -item.odds)
                marked = article.spans(question, evidence=True)
                for most in MOST:
                    for keep in KEEP:
                        chosen = choose(evidence, most, keep)
                        cells[(most, keep)].append((*overlap(chosen, marked, article.document.id), len(chosen)))
    names = ("precision", "recall", "f1", "sentences")
    table = [
        {"most": most, "keep": keep}
        | {n: round(float(v), 4) for n, v in zip(names, np.mean(cell, axis=0), strict=True)}
        for (most, keep), cell in cells.items()
    ]
    return {"questions": len(next(iter(cells.values()))), "quoting": table}


def told_apart(model: OddsModel, found: Sequence[Case]) -> dict[str, Any]:
    """How the model that ships does on these cases."""
    chances = np.array([float(model.odds(case.rows).sum()) if len(case.rows) else 0.0 for case in found])
    return {
        "cases": len(found),
        **summary(chances, found),
        "at_threshold": rates(chances, found, model.threshold),
    }


def overlap(chosen: Sequence[Evidence], marked: Sequence[tuple[int, int]], document: str) -> tuple[float, float, float]:
    """Precision, recall and F1 in characters of the sentences chosen, against the alternative they fit best."""
    said = {i for c in chosen if c.hit.passage.document == document for i in range(c.sentence.start, c.sentence.end)}
    length = sum(c.sentence.end - c.sentence.start for c in chosen)
    scores = [(0.0, 0.0, 0.0)]
    for start, end in marked:
        common = sum(start <= i < end for i in said)
        if common:
            precision, recall = common / length, common / (end - start)
            scores.append((precision, recall, 2 * precision * recall / (precision + recall)))
    return max(scores, key=lambda score: score[2])


def main() -> None:
    """Measure and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--cache", type=Path, default=Path("build/vectors"), help="folder for vectors and cases")
    arguments = parser.parse_args()
    reader, cache = SpanReader.load(Settings(), print), VectorCache(arguments.cache)
    every = gather(arguments.data, arguments.cache)
    found = [case for case in every if not case.pool.startswith((NOT_FITTED, BESIDE_EACH_OTHER))]
    searched = [case for case in every if case.pool.startswith(NOT_FITTED)]
    models, without = crossed(found), crossed(found, UNREAD)
    model = OddsModel.default()
    chances, unread = crossed_chances(models, found), crossed_chances(without, found)
    report: dict[str, Any] = {
        "command": "python -m benchmarks.support --data PATH",
        "measures": {
            "auc": "area under the ROC curve of `the library holds the answer`, answerable and unanswerable weighing alike",
            "wrongly_refused, wrongly_answered": "shares at the threshold of qa/reading/odds.json; near: other paragraphs of "
            "the article are in the library; far: none is",
            "precision_1, recall_3": "of the answerable: the first sentence, one of the first three holds the answer",
            "quoting": "overlap in characters with the evidence that people marked, at most `most` sentences of at least "
            "`keep` times the best one's odds",
        },
        "data": [f"{name}, dev" for name in LICENCES.values()],
        "threshold": model.threshold,
        "least": model.least,
        "all": {**summary(chances, found), "at_threshold": rates(chances, found, model.threshold)},
        "without a reader": {
            **summary(unread, found),
            "at_threshold": rates(unread, found, threshold_refusing(unread, found)),
        },
        "nomiracl, which nothing was fitted to": told_apart(model, searched),
        "each set left out": {
            "what is weighed": left_out(found, NAMES),
            "with coverage": left_out(found, FEATURES),
            "without marked evidence": left_out(found, RELEVANCE),
            "without a reader": left_out(found, UNREAD),
        },
        "pairs": by_pair(models, model.threshold, found),
        "expmrc": expmrc(arguments.data, cache, model, reader),
    }
    RESULT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
