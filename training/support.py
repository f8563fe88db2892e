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
import corpora.news
import corpora.news_set
import corpora.premises
import index.encoder.alignment
import index.store.vector_index
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
    marked,
    pools,
    searched,
    stored,
)
from corpora.news import LICENCE, MIXED, POOL, news_cases
from corpora.news_set import LANGUAGES
from corpora.public import LICENCES, articles
from corpora.temporary import entries
from corpora.vectors import VectorCache
from index.arrays import Floats
from index.settings import Settings
from qa.answer.choose import LEAST, MOST_STATEMENTS, quotes
from qa.reading.features import FEATURES, READER_FEATURES
from qa.reading.odds import OddsModel
from qa.reading.span_reader import SpanReader

MODEL = Path("qa/reading/odds.json")
CODE = (
    index.encoder.alignment,
    index.store.vector_index,
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
    corpora.news,
    corpora.news_set,
    corpora.premises,
)
_COVERING = ("sentence_coverage", "passage_coverage", "known_share", "library_size")
_EVIDENCE = ("evidence", "evidence_other_language")
UNREAD = FEATURES[:-READER_FEATURES]
"""What is weighed without a reader."""
NAMES = tuple(name for name in FEATURES if name not in _COVERING and "_known" not in name)
"""What is weighed where a reader has read: how much of the question is covered is not.

Weights of coverage do not carry over to sets that they were not fitted on: with each set left out in turn, the area under
the curve is higher and fewer answerable questions are refused without them (`each set left out` in
`benchmarks/results/support.json`).
"""
RELEVANCE = tuple(name for name in NAMES if name not in _EVIDENCE)
"""What is weighed where the reader marks no evidence."""
NOT_FITTED = "nomiracl"
"""Every passage of its libraries was retrieved for the very question, as in no library of a user's: it is measured alone."""
BESIDE_EACH_OTHER = f"{POOL}-{MIXED}"
"""Libraries of several languages: what is fitted where each is a library of its own holds there too, and is measured there."""
SEARCHED = ("zh", "ja", "ko", "en")
SETS = {
    "cmrc2018": ("cmrc2018",),
    "drcd": ("drcd",),
    "japanese": ("jsquad", "jaquad"),
    "xquad": ("xquad",),
    "newsqa": ("newsqa",),
    "clapnq": ("clapnq",),
}
POOLS = ("cmrc2018", "drcd")
"""Of the sets for reading comprehension those that are used: the others are read for minutes, and ask in the same way."""
NEWS, NEWS_MIXED, DEPTH = 100, 300, 12
"""How many questions over the news of each language and of all side by side, and how many passages are read for each."""
AS_ASKED = ("newsqa", BESIDE_EACH_OTHER, "clapnq")
FOLDS = 2
SETS_USED = ("clapnq", "cmrc2018", "drcd")
MOST_WRONGLY, LEAST_SHOWN = 0.2, 0.92
MOST_REFUSED = 0.05
"""A no hides evidence from a reader who could judge it; a quotation that does not answer is at least what the document says."""
PENALTY = 1e-2
PENALTY_EACH = 1e-4
SOLVER: dict[str, Any] = {"jac": True, "method": "L-BFGS-B", "options": {"maxiter": 500}}


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

    for drawn in (pool for pool in pools(data, part) if pool.name in POOLS):
        pool = drawn if part == "train" else replace(drawn, rounds=1)
        entries(articles(pool.paragraphs, pool.titled, split=True), LENGTH, vectors)
        vectors.questions([question.text for question in pool.questions])
        for seed in seeds:
            keep(f"{pool.name} {seed}", partial(cases, pool, vectors, seed, reader=reader))
    for language in (*LANGUAGES, MIXED):
        news, most = data / "newsqa" / part, NEWS_MIXED if language == MIXED else NEWS
        keep(f"newsqa {language}", partial(news_cases, news, language, vectors, most, 1, reader, DEPTH))
    keep("clapnq", partial(marked, data / "clapnq" / part, vectors, reader, DEPTH))
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
    """A weight for each case: every pair of languages of a set counts alike.

    In the sets that were made for reading comprehension, whose questions all have answers, half are answerable and the kinds of
    misses share the rest; in those where people wrote unanswerable questions too (`AS_ASKED`) it is as they were asked. A language
    of NoMIRACL counts as a pair of its own.
    """
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for i, case in enumerate(found):
        pool = case.pool.partition(" ")[0]
        name = pool if pool.startswith(NOT_FITTED) or pool in AS_ASKED else ""
        groups[(name, "" if name.startswith(NOT_FITTED) else case.pair, case.kind)].append(i)
    weights = np.zeros(len(found))
    for (name, pair, kind), members in groups.items():
        of_pair = {k: len(groups[(name, pair, k)]) for k in (*MISSES, "answerable") if (name, pair, k) in groups}
        share = 1 / (len(of_pair) - ("answerable" in of_pair)) if kind != "answerable" else 1.0
        own = len(members) / sum(of_pair.values()) if name in AS_ASKED else 0.5 * share
        weights[members] = own / len(members)
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

    def loss_each(self, parameters: Floats, weights: Floats, masked: NDArray[np.bool_]) -> tuple[float, Floats]:
        """Weighted mean negative log-likelihood of what each sentence is, evidence or not, with its gradient."""
        active = np.where(masked, parameters[:-1], 0.0)
        raw = np.clip(self.rows @ active + parameters[-1], -30, 30)
        own = weights[self.case] / weights[self.case].sum()
        value = float((own * (np.logaddexp(0.0, raw) - raw * self.right)).sum())
        pull = own * (1 / (1 + np.exp(-raw)) - self.right)
        slope = np.append(np.where(masked, pull @ self.rows, 0.0), pull.sum())
        slope[:-1] += 2 * PENALTY_EACH * active
        return value + PENALTY_EACH * float((active**2).sum()), slope

    def solved(self, parameters: Floats, masked: NDArray[np.bool_]) -> tuple[tuple[float, ...], float]:
        """Weights and bias for rows as they are measured, from those of standardised ones."""
        slopes = np.where(masked, parameters[:-1], 0.0) / self.scale
        return tuple(slopes.tolist()), float(parameters[-1] - slopes @ self.mean)


def fit(found: Sequence[Case], names: Sequence[str] = NAMES) -> OddsModel:
    """The model that makes the right choices of these cases likeliest; features not in `names` weigh nothing."""
    stack, weights = Stack(found), weigh(found)
    masked = np.array([name in names for name in FEATURES])
    start = np.zeros(len(FEATURES) + 1)
    slopes, bias = stack.solved(minimize(stack.loss, start, args=(weights, masked), **SOLVER).x, masked)
    bearing, bearing_bias = stack.solved(minimize(stack.loss_each, start, args=(weights, masked), **SOLVER).x, masked)
    return OddsModel(slopes, bias, 0.5, 0.5, bearing, bearing_bias)


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


def right_shares(models: Sequence[OddsModel], found: Sequence[Case]) -> NDArray[np.bool_]:
    """For each case, whether any sentence that would be quoted (`qa.answer.choose`) is evidence."""
    held = []
    for case in found:
        odds = models[fold(case)].odds(case.rows)
        chosen = _chosen(odds, models[fold(case)].each(case.rows))
        held.append(any(case.right[i] for i in chosen))
    return np.array(held)


def collecting(models: Sequence[OddsModel], found: Sequence[Case]) -> list[dict[str, float]]:
    """Of what can be answered, and is found, how well the sentences that are likely, each for itself, to be evidence are the evidence."""
    asked = [case for case in found if case.pool.startswith(AS_ASKED) and any(case.right)]
    table = []
    for least in (0.02, 0.05, 0.1, 0.2, 0.3, 0.5):
        marks = []
        for case in asked:
            given = models[fold(case)].each(case.rows) >= least
            hits = float((given & np.array(case.right)).sum())
            marks.append((hits / max(int(given.sum()), 1), hits / sum(case.right)))
        precision, recall = (float(value) for value in np.mean(marks, axis=0))
        score = 5 * precision * recall / (4 * precision + recall)
        told = {"at_least": least, "precision": precision, "recall": recall, "f2": score}
        table.append({name: round(value, 4) for name, value in told.items()})
    return table


def _chosen(odds: Floats, each: Floats) -> list[int]:
    """What `qa.answer.choose` would quote, by number; nothing of nothing."""
    order = np.argsort(-odds, kind="stable").tolist()
    chosen: list[int] = []
    for i in order:
        if quotes(odds[i], each[i], (odds[order[0]], each[order[0]]), len(chosen), LEAST):
            chosen.append(i)
    return chosen[:MOST_STATEMENTS]


def at(chances: Floats, held: NDArray[np.bool_], found: Sequence[Case], threshold: float) -> dict[str, float]:
    """What is answered from a threshold on: shares of what can be answered (right ones), of what cannot, and right of all that is."""
    weights, truth = weigh(found), np.array([case.answerable for case in found])
    said = chances >= threshold
    return {
        "answerable answered": round(float(weights[truth & said].sum() / weights[truth].sum()), 4),
        "answerable answered rightly": round(float(weights[held & said].sum() / weights[truth].sum()), 4),
        "unanswerable answered": round(float(weights[~truth & said].sum() / weights[~truth].sum()), 4),
        "right of what is answered": round(float(weights[held & said].sum() / weights[said].sum()), 4),
    }


def thresholds(models: Sequence[OddsModel], found: Sequence[Case]) -> dict[str, Any]:
    """From which odds on to answer, and from which to show what may answer, on the sets whose misses people wrote; cross-fitted."""
    asked = [case for case in found if case.pool.startswith(AS_ASKED)]
    chances, held = crossed_chances(models, asked), right_shares(models, asked)
    weights, truth = weigh(asked), np.array([case.answerable for case in asked])
    steps = np.arange(0.01, 1.0, 0.005)
    wrongly = np.array([weights[~truth & (chances >= t)].sum() / weights[~truth].sum() for t in steps])
    shown = np.array([weights[held & (chances >= t)].sum() / weights[held].sum() for t in steps])
    sure = float(steps[int(np.argmax(wrongly <= MOST_WRONGLY))])
    least = float(steps[max(0, int((shown >= LEAST_SHOWN).sum()) - 1)])
    return {
        "threshold": round(sure, 3),
        "least": round(min(least, sure), 3),
        "at_threshold": at(chances, held, asked, sure),
        "at_least": at(chances, held, asked, least),
        "collecting": collecting(models, found),
        "risk_coverage": [
            {"threshold": round(float(t), 2), **at(chances, held, asked, float(t))} for t in steps[8::20]
        ],
        **summary(chances, asked),
    }


def several_languages(found: Sequence[Case], model: OddsModel) -> dict[str, Any]:
    """What the model that ships makes of libraries in several languages, none of which it was fitted to."""
    held = right_shares([model] * FOLDS, found)
    chances = crossed_chances([model] * FOLDS, found)
    return {"cases": len(found), "at_threshold": at(chances, held, found, model.threshold), **summary(chances, found)}


def learnt(found: Sequence[Case], names: Sequence[str]) -> dict[str, Any]:
    """The model that ships, with what cross-fitting says of it."""
    models = crossed(found, names)
    chosen, last = thresholds(models, found), fit(found, names)
    return {
        "cross_fitted": summary(crossed_chances(models, found), found),
        "as_asked": chosen,
        "threshold": chosen["threshold"],
        "least": chosen["least"],
        "bias": round(last.bias, 4),
        "weights": weighed(last.weights),
        "bearing_bias": round(last.bearing_bias, 4),
        "bearing": weighed(last.bearing),
    }


def weighed(weights: Sequence[float]) -> dict[str, float]:
    """The weights by name, those that are none left out."""
    return {name: round(weight, 4) for name, weight in zip(FEATURES, weights, strict=True) if weight}


def main() -> None:
    """Fit for each kind of reader and without one, choose the thresholds by cross-fitting, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--cache", type=Path, default=Path("build/vectors"), help="folder for vectors and cases")
    arguments = parser.parse_args()
    found = gather(arguments.data, arguments.cache)
    mixed = [case for case in found if case.pool.startswith(BESIDE_EACH_OTHER)]
    found = [case for case in found if not case.pool.startswith((NOT_FITTED, BESIDE_EACH_OTHER))]
    values: dict[str, Any] = {
        "made_by": "python -m training.support --data PATH",
        "model": "conditional logit over the sentences read and `none of them`; `bearing`: logistic regression, each sentence for itself",
        "mix": "news and real searches as they were asked; of the others half answerable, the other half in three: the article "
        "there and its paragraph left out, neither there, a name, a year or a number of an answerable question exchanged",
        "thresholds_chosen": f"cross-fitted, on the news and the searches: the lowest at which at most {MOST_WRONGLY:.0%} of what "
        f"cannot be answered is, and the highest that shows {LEAST_SHOWN:.0%} of what is found",
        "cases": len(found),
        "data": [LICENCE, *(f"{LICENCES[name]}, dev" for name in SETS_USED)],
        "evidence": learnt(found, NAMES),
        "relevance": learnt(found, RELEVANCE),
        "nothing": learnt(found, UNREAD),
    }
    values["several languages"] = several_languages(mixed, OddsModel.of(values["evidence"]))
    for name in ("evidence", "relevance", "nothing"):  # by what a reader tells
        told = values[name]
        print(name, told["cross_fitted"]["auc"], told["as_asked"]["ece"], told["threshold"], told["least"])
        print(told["as_asked"]["at_threshold"], told["as_asked"]["at_least"])
    MODEL.write_text(json.dumps(values, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
