"""Learn `qa/writing/claims.json`: the weights with which a sentence is judged to be said by its evidence.

    python -m training.claims --data PATH

On XQuAD train: sentences against the paragraph that says them and against another one of the same article. Altered
sentences are left to the rules for numbers and names; in a linear model they would only teach it to doubt.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from corpora.claims import Measured, measured
from index.arrays import Floats
from qa.writing.claims import FEATURES, ClaimModel

MODEL = Path("qa/writing/claims.json")
MOST_MARKED = 0.08
"""Share of supported sentences that may be marked: a mark too many costs a look at a quotation, one too few a false belief."""
PENALTY = 1e-3


def fit(found: Sequence[Measured], read: bool) -> ClaimModel:
    """Logistic regression, both kinds weighing alike, and the threshold that marks `MOST_MARKED` of what is right."""
    rows = np.array([m.row for m in found if m.claim.kind in ("right", "other passage")])
    right = np.array([m.claim.kind == "right" for m in found if m.claim.kind in ("right", "other passage")])
    rows[:, 0] *= read
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    weights = np.where(right, 0.5 / right.sum(), 0.5 / (~right).sum())
    plain = (rows - mean) / scale

    def loss(values: Floats) -> float:
        margins = np.where(right, 1, -1) * (plain @ values[:-1] + values[-1])
        return float((weights * np.logaddexp(0, -margins)).sum() + PENALTY * (values[:-1] ** 2).sum())

    best = minimize(loss, np.zeros(len(FEATURES) + 1)).x
    slopes = best[:-1] / scale * np.array([read, True, True])
    model = ClaimModel(tuple(slopes.tolist()), float(best[-1] - slopes @ mean), 0.5)
    odds = [model.odds(row) for row in rows[right]]
    return ClaimModel(model.weights, model.bias, float(np.quantile(odds, MOST_MARKED)))


def main() -> None:
    """Fit both models and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--most", type=int, default=60, help="how many questions of XQuAD train")
    arguments = parser.parse_args()
    found = measured(arguments.data, "train", arguments.most)
    models = {name: fit(found, read) for name, read in (("read", True), ("unread", False))}
    written = {
        name: {
            "weights": {f: round(w, 5) for f, w in zip(FEATURES, model.weights, strict=True)},
            "bias": round(model.bias, 5),
            "threshold": round(model.threshold, 4),
        }
        for name, model in models.items()
    }
    MODEL.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(written, indent=1))


if __name__ == "__main__":
    main()
