"""Learn `qa/question/kinds.safetensors`: what a question asks for.

    python -m training.kinds --data PATH --cache PATH

On the training part of the questions over parallel news, whose kinds were labelled by those who wrote them, and on
`training/kinds.tsv`, questions about other matters of the kinds that are rare or absent there. The penalty is a round number; none was chosen
on what is reported (`benchmarks/kinds.py`).
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression

from corpora.vectors import VectorCache
from index.arrays import Vectors
from index.encoder.load import load_embedder
from index.settings import Settings
from qa.question.kinds import KindModel, packed, row

MODEL = Path("qa/question/kinds.safetensors")
WRITTEN, HELD_OUT = Path("training/kinds.tsv"), Path("training/kinds_held_out.tsv")
INVERSE_PENALTY = 10.0
ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question, its language, and the kind that it is of."""

    kind: str
    language: str
    text: str


def written(path: Path) -> Iterator[Labelled]:
    """The questions of one of the tables beside this file."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Labelled(row["kind"], row["language"], row["question"])


def asked(path: Path) -> Iterator[Labelled]:
    """The questions of a file with `kind` and `question`, a text for each language."""
    for line in path.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        for language, text in one["question"].items():
            yield Labelled(one["kind"], language, text)


def fit(vectors: Vectors, found: Sequence[Labelled]) -> KindModel:
    """Multinomial logistic regression of the kinds of questions on what is weighed of them; `vectors` are `(n, d)`."""
    mean = vectors.mean(axis=0)
    rows = csr_array(np.stack([row(one.text, own) for one, own in zip(found, vectors - mean, strict=True)]))
    fitted = LogisticRegression(C=INVERSE_PENALTY, max_iter=ROUNDS).fit(rows, [one.kind for one in found])
    weights = np.asarray(fitted.coef_.T, np.float32)
    bias = np.asarray(fitted.intercept_ - mean @ weights[: len(mean)], np.float32)
    return KindModel(tuple(map(str, fitted.classes_)), weights, bias)


def main() -> None:
    """Fit the model and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the vectors")
    arguments = parser.parse_args()
    cache = VectorCache(arguments.cache)
    found = [*asked(arguments.data / "newsqa" / "train" / "questions.jsonl"), *written(WRITTEN)]
    model = fit(cache.questions([one.text for one in found]), found)
    save_file(packed(model, load_embedder(Settings()).fingerprint), MODEL)
    print(f"{MODEL}: {len(model.names)} kinds from {len(found)} questions, {MODEL.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
