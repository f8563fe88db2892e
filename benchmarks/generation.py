"""How well a sentence that its evidence does not say is told from one that it does, before a reader sees either.

    python -m benchmarks.generation --data PATH

The sentences are those of `corpora.claims`, of XQuAD dev.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.curves import area
from corpora.claims import Measured, measured
from corpora.public import LICENCES
from qa.writing.claims import ClaimModel

RESULT = Path("benchmarks/results/generation.json")
KINDS = ("right", "other passage", "number", "name", "same passage")


def figures(found: Sequence[Measured], model: ClaimModel) -> dict[str, Any]:
    """Of each kind how many there are and what share is marked, in one language and across two."""
    table: dict[str, Any] = {}
    for name, across in (("one language", False), ("across two", True)):
        some = [m for m in found if bool(m.row[2]) == across]
        odds = {id(m): 0.0 if m.missing else model.odds(m.row) for m in some}
        table[name] = {}
        right = [odds[id(m)] for m in some if m.claim.kind == "right"]
        for kind in KINDS:
            these = [odds[id(m)] for m in some if m.claim.kind == kind]
            table[name][kind] = {
                "sentences": len(these),
                "marked": round(sum(value < model.threshold for value in these) / max(len(these), 1), 4),
            }
            if kind != "right" and these:
                table[name][kind]["told_apart"] = round(area(right, these), 4)
    return table


def main() -> None:
    """Measure and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--most", type=int, default=60, help="how many questions of XQuAD dev")
    arguments = parser.parse_args()
    found = measured(arguments.data, "dev", arguments.most)
    unread = [Measured(m.claim, (0.0, *m.row[1:]), m.missing) for m in found]
    report = {
        "command": "python -m benchmarks.generation --data PATH",
        "data": [f"{LICENCES['xquad']}, dev, {arguments.most} questions in English and Chinese"],
        "measures": {
            "marked": "share of the sentences that are marked as unsupported: of `right` wrongly, of the others rightly",
            "told_apart": "area under the ROC curve of the odds against those of `right`",
        },
        "with the reader": figures(found, ClaimModel.default(read=True)),
        "without": figures(unread, ClaimModel.default(read=False)),
    }
    RESULT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
