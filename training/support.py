"""Learn `qa/reading/odds.json`: the weights with which a sentence is judged to answer a question.

python -m training.support --data PATH --cache PATH

The encoder and the reader were trained on the training parts, and know their answers too well; so the weights are learnt
on the development parts, and what is reported of them is cross-fitted: each half of the titles is judged by weights
learnt on the other.
"""

from __future__ import annotations

import argparse
import hashlib
import inspect
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import corpora.cases
import corpora.premises
import index.encoder.alignment
import index.store.vector_index
import qa.question.answer_type
import qa.question.premises
import qa.reading.features
import qa.reading.span_reader
import qa.reading.weigh
import qa.reading.written
import qa.retrieval.crossing.bridge
import qa.retrieval.crossing.han
import qa.retrieval.crossing.hangul
import qa.retrieval.crossing.held
import qa.retrieval.crossing.letters
import qa.retrieval.crossing.renderings
import qa.retrieval.dense
import qa.retrieval.fuse
import qa.retrieval.lexical
import qa.retrieval.search
from corpora.cases import (
    LENGTH,
    MISSES,
    Case,
    cases,
    digest,
    pools,
    searched,
    stored,
)
from corpora.public import LICENCES, articles
from corpora.temporary import entries
from corpora.vectors import VectorCache
from index.arrays import Floats
from index.settings import Settings
from qa.reading.features import FEATURES, READER_FEATURES
from qa.reading.odds import OddsModel, lacking
from qa.reading.span_reader import SpanReader

MODEL = Path("qa/reading/odds.json")
CODE = (
    index.encoder.alignment,
    index.store.vector_index,
    qa.question.answer_type,
    qa.reading.weigh,
    qa.reading.written,
    qa.retrieval.crossing.bridge,
    qa.retrieval.crossing.han,
    qa.retrieval.crossing.hangul,
    qa.retrieval.crossing.held,
    qa.retrieval.crossing.letters,
    qa.retrieval.crossing.renderings,
    qa.reading.span_reader,
    qa.retrieval.dense,
    qa.retrieval.fuse,
    qa.retrieval.lexical,
    qa.question.premises,
    qa.retrieval.search,
    qa.reading.features,
    corpora.cases,
    corpora.premises,
)
_TAKEN_FOR_GRANTED = (
    "spread",
    "type_missing",  # a rule: `qa.reading.odds.lacking`
    "words_missing",
    "names_missing",
    "names_missing_other_language",
)
"""Names and rare words of the question that are missing: measured, and not weighed.

A name that no bridge carries over counts as missing, so their weights do not carry over to questions across languages: on
questions about the seeds that were written before any answer was seen .10 of what can be answered was refused with them, .03
without. Missing numbers are the same in every language and are weighed, as are the passage's rank and whether the words alone
have it first: cross-fitted, the odds answer .24 of what cannot be answered where they refuse .05 of what can, and .28 without
the three; with XQuAD left out the area under the curve is .94 with them and .93 without.
"""
UNREAD = tuple(name for name in FEATURES[:-READER_FEATURES] if name not in _TAKEN_FOR_GRANTED)
"""What is weighed without a reader."""
_COVERING = ("sentence_coverage", "passage_coverage", "known_share", "library_size")
NAMES = tuple(name for name in FEATURES if name not in (*_TAKEN_FOR_GRANTED, *_COVERING) and "_known" not in name)
"""What is weighed where a reader has read: how much of the question is covered is not.

Weights of coverage do not carry over to sets that they were not fitted on: with each set left out in turn, the area under
the curve is higher and fewer answerable questions are refused without them (`each set left out` in
`benchmarks/results/support.json`).
"""
NOT_FITTED = "nomiracl"
"""Every passage of its libraries was retrieved for the very question, as in no library of a user's: it is measured alone."""
SEARCHED = ("zh", "ja", "ko", "en")
SETS = {
    "cmrc2018": ("cmrc2018",),
    "drcd": ("drcd",),
    "japanese": ("jsquad", "jaquad"),
    "xquad": ("xquad",),
}
FOLDS = 2
MOST_REFUSED = 0.05
"""A no hides evidence from a reader who could judge it; a quotation that does not answer is at least what the document says."""
PENALTY = 1e-2


def version(*parts: object) -> str:
    """A short name for a set of cases, which changes with the code that measures them."""
    return digest(FEATURES, *parts, code_digest())


@cache
def code_digest() -> str:
    """A short name for the code that measures."""
    return digest(*(inspect.getsource(code) for code in CODE))


def gather(data: Path, folder: Path, part: str = "dev", seeds: Sequence[int] = (1,)) -> list[Case]:
    """The cases of `train` or `dev`, kept in the cache until the code that measures them or a model changes."""
    vectors = VectorCache(folder)
    reader = SpanReader.load(Settings(), print)
    weights = Path("qa/reading/reader.safetensors").read_bytes()
    name = version(part, vectors.identity, hashlib.sha256(weights).hexdigest())
    found: list[Case] = []

    def keep(label: str, make: Callable[[], Iterator[Case]]) -> None:
        made = stored(folder / f"cases-{name}-{label.replace(' ', '-')}.npz", lambda: list(make()))
        print(part, label, len(made), "cases", flush=True)
        found.extend(replace(case, pool=label) if label.startswith("nomiracl") else case for case in made)

    for drawn in pools(data, part):
        pool = drawn if part == "train" else replace(drawn, rounds=1)
        entries(articles(pool.paragraphs, pool.titled, split=True), LENGTH, vectors)
        vectors.questions([question.text for question in pool.questions])
        for seed in seeds:
            keep(f"{pool.name} {seed}", partial(cases, pool, vectors, seed, reader=reader))
    for language in SEARCHED if part == "dev" else ():
        keep(f"nomiracl {language}", partial(searched, data / "nomiracl" / f"dev-{language}", vectors, reader=reader))
    return found


def fold(case: Case) -> int:
    """In which part of the titles the case is."""
    return hashlib.sha256(case.title.encode()).digest()[0] % FOLDS


def crossed(found: Sequence[Case], names: Sequence[str] = NAMES) -> list[OddsModel]:
    """For each fold, the model fitted on the others."""
    return [fit([case for case in found if fold(case) != place], names) for place in range(FOLDS)]


def crossed_chances(models: Sequence[OddsModel], found: Sequence[Case]) -> Floats:
    """For each case, the probability that any sentence answers, by the model that has not seen its title."""
    return np.array([float(models[fold(case)].odds(case.rows).sum()) if len(case.rows) else 0.0 for case in found])


def weigh(found: Sequence[Case]) -> Floats:
    """A weight for each case: every pair of languages counts alike, and in it a half is answerable.

    A language of NoMIRACL counts as a pair of its own: the questions are others than people ask who look at the paragraph.
    """
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, case in enumerate(found):
        groups[(case.pool if case.pool.startswith("nomiracl") else case.pair, case.kind)].append(i)
    weights = np.zeros(len(found))
    for (pair, kind), members in groups.items():
        misses = [k for k in MISSES if (pair, k) in groups]
        weights[members] = 0.5 / (1 if kind == "answerable" else len(misses)) / len(members)
    return np.asarray(weights * len(found) / weights.sum())


class Stack:
    """The rows of many cases end to end, standardised, without those left aside and those that cannot answer."""

    def __init__(self, found: Sequence[Case], mean: Floats | None = None, scale: Floats | None = None) -> None:
        kept = [~np.array(case.aside, dtype=bool) & ~lacking(case.rows) for case in found]
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


def fit(found: Sequence[Case], names: Sequence[str] = NAMES) -> OddsModel:
    """The model that makes the right choices of these cases likeliest; features not in `names` weigh nothing."""
    stack, weights = Stack(found), weigh(found)
    masked = np.array([name in names for name in FEATURES])
    start = np.zeros(len(FEATURES) + 1)
    result = minimize(stack.loss, start, args=(weights, masked), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    slopes = np.where(masked, result.x[:-1], 0.0) / stack.scale
    return OddsModel(tuple(slopes.tolist()), float(result.x[-1] - slopes @ stack.mean), 0.5)


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


def left_out(found: Sequence[Case], names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """For each set, how weights and a threshold that were fitted on the other sets do on it."""
    report = {}
    for name, members in SETS.items():
        others = [case for case in found if not case.pool.startswith(members)]
        own = [case for case in found if case.pool.startswith(members)]
        threshold = threshold_refusing(crossed_chances(crossed(others, names), others), others)
        model = fit(others, names)
        chances = np.array([float(model.odds(case.rows).sum()) if len(case.rows) else 0.0 for case in own])
        told = summary(chances, own)
        report[name] = {"auc": told["auc"], "ece": told["ece"], **rates(chances, own, threshold)}
    return report


def learnt(found: Sequence[Case], names: Sequence[str]) -> dict[str, Any]:
    """The model that ships, with what cross-fitting says of it."""
    chances = crossed_chances(crossed(found, names), found)
    threshold = threshold_refusing(chances, found)
    last = fit(found, names)
    return {
        "cross_fitted": {**summary(chances, found), "at_threshold": rates(chances, found, threshold)},
        "threshold": round(threshold, 3),
        "bias": round(last.bias, 4),
        "weights": {name: round(weight, 4) for name, weight in zip(FEATURES, last.weights, strict=True)},
    }


def main() -> None:
    """Fit with and without a reader, choose the thresholds by cross-fitting, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--cache", type=Path, default=Path("build/vectors"), help="folder for vectors and cases")
    arguments = parser.parse_args()
    found = gather(arguments.data, arguments.cache)
    found = [case for case in found if not case.pool.startswith(NOT_FITTED)]
    values = {
        "made_by": "python -m training.support --data PATH",
        "model": "conditional logit over the sentences read and `none of them`",
        "mix": "half answerable; the other half in three: the article there and its paragraph left out, neither there, "
        "a name, a year or a number of an answerable question exchanged",
        "threshold_chosen": f"cross-fitted: the highest that refuses at most {MOST_REFUSED:.0%} of what can be answered",
        "cases": len(found),
        "data": [f"{LICENCES[name]}, dev" for name in ("xquad", "cmrc2018", "drcd", "jsquad", "jaquad")],
        "read": learnt(found, NAMES),
        "unread": learnt(found, UNREAD),
    }
    for name in ("read", "unread"):
        print(name, values[name]["cross_fitted"], values[name]["threshold"])  # type: ignore[index]
    MODEL.write_text(json.dumps(values, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
