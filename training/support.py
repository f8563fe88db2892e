"""Learn `qa/support.json`: the weights with which a sentence is judged to answer a question.

python -m training.support --data PATH --cache PATH
"""

from __future__ import annotations

import argparse
import hashlib
import inspect
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import qa.support
import training.cases
from benchmarks.public import LICENCES, articles
from benchmarks.temporary import entries
from benchmarks.vectors import VectorCache
from index.alignment import QuestionVectors
from index.vectors import PassageIndex
from qa.compose import measure, question_words
from qa.dense import Dense
from qa.retrieval import retrieve_hits
from qa.support import FEATURES, Background, SupportModel, Words
from training.cases import LENGTH, Case, cases, digest, pools, stored

MODEL = Path("qa/support.json")
CODE = (
    qa.support.features,
    Words,
    Background,
    measure,
    question_words,
    retrieve_hits,
    PassageIndex,
    Dense,
    QuestionVectors,
    training.cases,
)
MOST_REFUSED = 0.1
"""A no hides evidence from a reader who could judge it; a quotation that does not answer is at least what the document says."""
PENALTY = 1e-3
Floats = NDArray[np.float64]


def version(*parts: object) -> str:
    """A short name for a set of cases, which changes with the code that measures them."""
    return digest(FEATURES, *parts, code_digest())


@cache
def code_digest() -> str:
    """A short name for the code that measures."""
    return digest(*(inspect.getsource(code) for code in CODE))


def gather(data: Path, folder: Path, part: str, seeds: Sequence[int] = (1, 2)) -> list[Case]:
    """The cases of `train` or `dev`, kept in the cache until the code that measures them changes."""
    vectors = VectorCache(folder)
    found: list[Case] = []
    for drawn in pools(data, part):
        pool = drawn if part == "train" else replace(drawn, rounds=min(drawn.rounds, 2))
        entries(articles(pool.paragraphs, pool.titled, split=True), LENGTH, vectors)
        vectors.questions([question.text for question in pool.questions])
        for seed in seeds:
            path = folder / f"cases-{version(part)}-{pool.name.replace(' ', '-')}-{seed}.npz"
            made = stored(path, lambda pool=pool, seed=seed: list(cases(pool, vectors, seed)))  # type: ignore[misc]
            print(part, pool.name, seed, len(made), "cases", flush=True)
            found += made
    return found


def held_out(case: Case) -> bool:
    """Whether the case is kept from fitting, by its title."""
    return hashlib.sha256(case.title.encode()).digest()[0] % 5 == 0


def weigh(found: Sequence[Case]) -> Floats:
    """A weight for each case: every pair of languages counts alike, and in it a half is answerable."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, case in enumerate(found):
        groups[(case.pair, case.kind)].append(i)
    weights = np.zeros(len(found))
    for (pair, kind), members in groups.items():
        misses = [k for k in ("near", "far") if (pair, k) in groups]
        weights[members] = 0.5 / (1 if kind == "answerable" else len(misses)) / len(members)
    return np.asarray(weights * len(found) / weights.sum())


class Stack:
    """The rows of many cases end to end, standardised, without those left aside."""

    def __init__(self, found: Sequence[Case], mean: Floats | None = None, scale: Floats | None = None) -> None:
        kept = [~np.array(case.aside, dtype=bool) for case in found]
        rows = np.concatenate([case.rows[keep] for case, keep in zip(found, kept, strict=True)])
        self.right = np.concatenate([np.array(c.right, dtype=bool)[keep] for c, keep in zip(found, kept, strict=True)])
        counts = np.array([int(keep.sum()) for keep in kept])
        self.case = np.repeat(np.arange(len(found)), counts)
        self.count = len(found)
        self.mean = rows.mean(axis=0) if mean is None else mean
        self.scale = np.maximum(rows.std(axis=0), 1e-6) if scale is None else scale
        self.rows = (rows - self.mean) / self.scale

    def loss(self, parameters: Floats, weights: Floats, masked: NDArray[np.bool_]) -> tuple[float, Floats]:
        """Weighted mean negative log-likelihood of the right choice, with its gradient."""
        active = np.where(masked, parameters[:-1], 0.0)
        raw = np.clip(self.rows @ active + parameters[-1], -30, 30)
        chances = np.exp(raw)
        total = 1.0 + np.bincount(self.case, chances, self.count)
        good = np.bincount(self.case, chances * self.right, self.count)
        nothing = good == 0
        wanted = np.where(nothing, 1.0, good)
        value = float((weights * (np.log(total) - np.log(wanted))).sum() / weights.sum())
        pull = chances / total[self.case] - np.where(self.right, chances / wanted[self.case], 0.0)
        pull *= weights[self.case] / weights.sum()
        slope = np.append(np.where(masked, pull @ self.rows, 0.0), pull.sum())
        slope[:-1] += 2 * PENALTY * active
        return value + PENALTY * float((active**2).sum()), slope


def fit(found: Sequence[Case], names: Sequence[str] = FEATURES) -> SupportModel:
    """The model that makes the right choices of these cases likeliest; features not in `names` weigh nothing."""
    stack, weights = Stack(found), weigh(found)
    masked = np.array([name in names for name in FEATURES])
    start = np.zeros(len(FEATURES) + 1)
    result = minimize(stack.loss, start, args=(weights, masked), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    slopes = np.where(masked, result.x[:-1], 0.0) / stack.scale
    return SupportModel(tuple(slopes.tolist()), float(result.x[-1] - slopes @ stack.mean), 0.5)


def answered(model: SupportModel, found: Sequence[Case]) -> Floats:
    """For each case, the probability that any sentence answers."""
    return np.array([float(model.odds(case.rows).sum()) if len(case.rows) else 0.0 for case in found])


def threshold_refusing(chances: Floats, found: Sequence[Case], most: float = MOST_REFUSED) -> float:
    """The highest threshold that refuses at most this share of what can be answered."""
    weights = weigh(found)
    truth = np.array([case.answerable for case in found])
    order = np.argsort(chances)
    refused = np.cumsum(weights[order] * truth[order]) / weights[truth].sum()
    return float(chances[order][int(np.searchsorted(refused, most, side="right"))])


def rates(chances: Floats, found: Sequence[Case], threshold: float) -> dict[str, float]:
    """Of what can be answered the share refused, and of what cannot the share answered, at a threshold."""
    weights, truth = weigh(found), np.array([case.answerable for case in found])
    said = chances >= threshold
    return {
        "wrongly_refused": round(float(weights[truth & ~said].sum() / weights[truth].sum()), 4),
        "wrongly_answered": round(float(weights[~truth & said].sum() / weights[~truth].sum()), 4),
    }


def area(chances: Floats, truth: NDArray[np.bool_], weights: Floats) -> float:
    """Area under the ROC curve, weighted; equal chances count half."""
    order = np.argsort(chances, kind="stable")
    values, starts = np.unique(chances[order], return_index=True)
    good = np.add.reduceat((weights * truth)[order], starts)
    bad = np.add.reduceat((weights * ~truth)[order], starts)
    below = np.cumsum(bad) - bad
    return float((good * (below + bad / 2)).sum() / (good.sum() * bad.sum())) if len(values) else 0.5


def calibration(chances: Floats, truth: NDArray[np.bool_], weights: Floats, bins: int = 10) -> dict[str, Any]:
    """Expected calibration error (Naeini et al. 2015) over bins of equal width, and the reliability table."""
    which = np.minimum((chances * bins).astype(int), bins - 1)
    table, error = [], 0.0
    for b in range(bins):
        here = which == b
        if not here.any():
            continue
        share = weights[here].sum() / weights.sum()
        said = float(np.average(chances[here], weights=weights[here]))
        was = float(np.average(truth[here], weights=weights[here]))
        error += share * abs(said - was)
        table.append({"predicted": round(said, 3), "observed": round(was, 3), "share": round(float(share), 3)})
    return {"ece": round(float(error), 4), "reliability": table}


def summary(chances: Floats, found: Sequence[Case]) -> dict[str, Any]:
    """How well the chances separate and how well they are calibrated."""
    truth, weights = np.array([case.answerable for case in found]), weigh(found)
    return {"auc": round(area(chances, truth, weights), 4), **calibration(chances, truth, weights)}


def main() -> None:
    """Fit, choose the threshold on titles held out, fit again on all, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--cache", type=Path, default=Path("build/vectors"), help="folder for vectors and cases")
    arguments = parser.parse_args()
    found = gather(arguments.data, arguments.cache, "train")
    fitted, aside = [c for c in found if not held_out(c)], [c for c in found if held_out(c)]
    first = fit(fitted)
    chances = answered(first, aside)
    threshold = threshold_refusing(chances, aside)
    last = fit(found)
    measured = summary(chances, aside)
    print(measured, threshold)
    values = {
        "made_by": "python -m training.support --data PATH",
        "model": "conditional logit over the sentences read and `none of them`",
        "mix": "half answerable; of the other half, half with the article there and its paragraph left out",
        "threshold_chosen": f"on titles held out of fitting: the highest that refuses at most {MOST_REFUSED:.0%} of what can be answered",
        "held_out": {"cases": len(aside), **measured, "at_threshold": rates(chances, aside, threshold)},
        "cases": len(found),
        "data": [f"{LICENCES[name]}, train" for name in ("xquad", "cmrc2018", "drcd", "jsquad", "jaquad")],
        "threshold": round(threshold, 3),
        "bias": round(last.bias, 4),
        "weights": {name: round(weight, 4) for name, weight in zip(FEATURES, last.weights, strict=True)},
    }
    MODEL.write_text(json.dumps(values, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
