"""Train what tells a sentence that is only polite from a question and from what people say of its matter.

    python -m training.courtesy --data DATA

`qa/about/courtesy.safetensors` holds one vector of weights over a sentence's hashed words and runs of characters
(`qa.about.subjects.hashed`): logistic regression. Polite are training/courtesies.tsv and the small talk of
training/library_questions.tsv, each as it is written, as people type it and after another; the others are the questions of that file, those of the public sets'
training parts, whole, in their clauses and what they open with, the titles of these, and the sentences of the news. The threshold is the least at which, in cross-validation over wordings, no more
than `FALSE_ALARMS` of the others are taken for polite: a word of the question that is lost costs more than a greeting that is kept.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save
from scipy.sparse import csr_matrix

from corpora.news_set import news_sentences
from index.text.script import traditional
from qa.about.courtesy import openings
from qa.about.subjects import BUCKETS, Subject, hashed
from training.about import FOLDS, ROOT, as_typed, public, titles, written

COURTESIES = ROOT / "training" / "courtesies.tsv"
TARGET = ROOT / "qa" / "about" / "courtesy.safetensors"
FALSE_ALARMS = 0.01
_MARKS = {"zh-Hans": "，", "ja": "、"}
_TOGETHER = 4
"""With how many others each is taken together, as people write several in a row."""
_SCRIPTS = {"zh-Hans": ("zh-Hans", "zh-Hant")}
_CLAUSE = re.compile("(?<=[,.;:?!，。；：？！、])")
Example = tuple[str, bool, str]
"""A sentence, whether it is polite and no more, and the wording that it is one of."""


def main() -> None:
    """Train, and write the file."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", type=Path, required=True, help="the folder of the public question sets")
    examples = list(dict.fromkeys(read(arguments.parse_args().data)))
    weights, bias, threshold = trained(examples)
    tensors = {"weights": weights.astype(np.float16), "bias": np.array([bias], np.float32)}
    TARGET.write_bytes(save(tensors, {"threshold": f"{threshold:.4f}"}))
    print(TARGET.name, TARGET.stat().st_size, "bytes,", len(examples), "sentences")


def read(data: Path) -> Iterator[Example]:
    """All the sentences."""
    chosen = random.Random(0)
    lines = COURTESIES.read_text("utf-8").splitlines()
    polite = [line.split("\t") for line in lines if not line.startswith("#")]
    for language, text in polite:
        others = [other for spoken, other in polite if spoken == language and other != text]
        together = [f"{other}{_MARKS.get(language, ', ')}{text}" for other in chosen.sample(others, _TOGETHER)]
        for one in (text, *as_typed(text, chosen), *together):
            for script in _SCRIPTS.get(language, (language,)):
                yield traditional(one) if script == "zh-Hant" else one, True, text
    for asked in written(titles(data)):
        yield asked.text, asked.subject is Subject.TALK, asked.wording
    for asked in public(data):
        yield asked.text, False, asked.wording
        clauses = [one for one in _CLAUSE.split(asked.text) if one.strip()]
        yield from ((one, False, asked.wording) for one in clauses if len(clauses) > 1)
        yield from ((one, False, asked.wording) for one in openings(asked.text))
    for those in titles(data).values():
        yield from ((f"{one}{colon}", False, one) for one in those for colon in ("", ":"))
    for article, sentences in news_sentences(data / "newsqa" / "train").items():
        for some in sentences.values():
            yield from ((sentence, False, article) for sentence in some)


def trained(examples: Sequence[Example]) -> tuple[Any, float, float]:
    """`(BUCKETS,)` weights and the bias of all examples, and the threshold on the odds, by cross-validation."""
    from sklearn.model_selection import GroupKFold

    found = [hashed(text) for text, _, _ in examples]
    rows = np.repeat(np.arange(len(found)), [len(places) for places, _ in found])
    columns = np.concatenate([places for places, _ in found])
    values = np.concatenate([values for _, values in found])
    features = csr_matrix((values, (rows, columns)), shape=(len(found), BUCKETS))
    polite = np.array([one for _, one, _ in examples])
    groups = np.array([wording for _, _, wording in examples])
    odds = np.zeros(len(examples))
    for learn, judge in GroupKFold(FOLDS, shuffle=True, random_state=0).split(features, polite, groups):
        odds[judge] = _fitted(features[learn], polite[learn]).predict_proba(features[judge])[:, 1]
    others = np.sort(odds[~polite])[::-1]
    threshold = max(float(others[int(FALSE_ALARMS * len(others))]), 0.5)
    print(f"  threshold {threshold:.3f}: {(odds[polite] > threshold).mean():.3f} of {polite.sum()} polite sentences")
    print(f"  and {(others > threshold).sum()} of {len(others)} others")
    whole = _fitted(features, polite)
    return whole.coef_[0], float(whole.intercept_[0]), threshold


def _fitted(features: Any, polite: Any) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=30.0, max_iter=150, tol=1e-3).fit(features, polite)


if __name__ == "__main__":
    main()
