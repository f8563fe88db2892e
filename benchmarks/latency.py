"""How long a user waits, and what it costs: this tree against commit 23bd2b1, in turn, in one run on one machine.

    python benchmarks/latency.py [--documents FOLDER]     # writes benchmarks/results/latency.json
    python benchmarks/latency.py --avx2                   # both as on a processor with AVX2 alone; its own part of the file
    python benchmarks/latency.py --quick                  # fewer runs and questions; prints, writes nothing
    python benchmarks/latency.py --only "warm ask"         # one measure; prints, writes nothing
    python benchmarks/latency.py --tests                  # the test suites of both as well: an hour
    python benchmarks/latency.py --base FOLDER --base-python PYTHON    # a checkout that is there already

Each process and each question is run on one tree, then on the other, so that what else the machine does meets both. Ratios
are this tree's figure divided by the other's, of medians where there are several runs. Of seconds those of the processor
(all threads and child processes) are less disturbed than those of the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run as a file

from benchmarks.both import SEEDS, Both
from benchmarks.latency_figures import goals
from benchmarks.machine import as_ordinary, described
from benchmarks.trees import BASE, ROOT, Tree, checked_out, this_tree
from corpora.rows import rows

RESULT = ROOT / "benchmarks" / "results" / "latency.json"
QUESTIONS = ROOT / "tests" / "questions" / "seeds.jsonl"
OTHERS = ROOT / "tests" / "questions" / "held-out-seeds.jsonl"
MEASURES = (
    "set up",
    "help",
    "cold ask",
    "modules of a cold ask",
    "index of the seeds",
    "index of a larger folder",
    "embedding",
    "warm ask",
    "warm retrieve without reading",
    "retrieve beside an ask",
    "eight clients at once",
    "tests",
)
_REFUSED = (3,)
"""Exit code of `index` where a file could not be used; the others are in the library."""


def measure(both: Both, documents: str, *, quick: bool, only: Sequence[str]) -> dict[str, Any]:
    """The measures by name in `only`, after what the others need has been made."""
    asked = [text for line in rows(QUESTIONS) for text in line["question"].values()]
    others = [text for line in rows(OTHERS) for text in line["question"].values()]
    times = 1 if quick else 5
    some = asked[:: max(len(asked) // 16, 1)][:16] if quick else asked
    crowd = asked[:: len(asked) // 24][:24]
    steps: dict[str, Any] = {
        "set up": lambda: both.set_up(others[0], 1 if quick else 2),
        "first": lambda: both.run([["index", SEEDS], ["ask", others[0]]]),  # makes what the others need
        "help": lambda: both.run([["--help"]] * times),
        "cold ask": lambda: both.run([["ask", question] for question in others[1 : 1 + times]]),
        "modules of a cold ask": lambda: both.modules(others[1]),
        "index of the seeds": lambda: both.run([["index", "--rebuild", SEEDS]] * (1 if quick else 3)),
        "index of a larger folder": lambda: both.run([["index", "--rebuild", documents]], _REFUSED, "larger"),
        "embedding": lambda: both.embedding(documents),
        "warm ask": lambda: both.calls("ask", others[6:12], some),
        "warm retrieve without reading": lambda: both.calls("retrieve", others[6:12], some),
        "retrieve beside an ask": lambda: both.beside(others[6:9], some[:20], others[9:29]),
        "eight clients at once": lambda: both.clients(others[6:9], crowd),
        "tests": both.tests,
    }
    found: dict[str, Any] = {}
    for name, step in steps.items():
        if name == "first" or name in only:
            print(f"{name} …", file=sys.stderr, flush=True)
            found[name] = step()
            print(f"  {found[name].get('ratio', '')}", file=sys.stderr, flush=True)
    del found["first"]
    return found


def _precision(tree: Tree) -> dict[str, str]:
    """Where a tree has the setting, float32: it would look for bfloat16 in /proc/cpuinfo."""
    has = tree.run("-c", "from index.settings import Settings; print('precision' in Settings.model_fields)")[1]
    return {"YINZHENG_PRECISION": "float32"} if has.strip() == "True" else {}


def main() -> None:
    """Measure, and write the result or print it."""
    parser = argparse.ArgumentParser(description="Measure this tree against an earlier commit.")
    parser.add_argument("--quick", action="store_true", help="a first look; nothing is written")
    parser.add_argument("--avx2", action="store_true", help="both trees see a processor with AVX2 alone")
    parser.add_argument("--tests", action="store_true", help="the test suites too")
    parser.add_argument("--only", choices=MEASURES, action="append", default=[], help="these alone; nothing is written")
    parser.add_argument("--documents", default=str(ROOT / "tests" / "data" / "answers" / "documents"))
    parser.add_argument(
        "--base", type=Path, help="a checkout of the commit; made in the user's cache where it is missing"
    )
    parser.add_argument("--base-python", type=Path, help="the Python of its environment; made where none is named")
    given = parser.parse_args()
    only = given.only or (MEASURES if given.tests else MEASURES[:-1])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        variables, restricted = as_ordinary(folder) if given.avx2 else ({}, "nothing")
        base = checked_out(given.base, given.base_python, variables, "[dev]" if "tests" in only else "")
        trees = {"base": base, "tree": this_tree(variables)}
        if given.avx2:
            trees = {name: tree.at(**_precision(tree)) for name, tree in trees.items()}
        before = os.getloadavg()
        documents = str(Path(given.documents).resolve())
        found = measure(Both(trees, folder), documents, quick=given.quick, only=only)
    head = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    result = {
        "base": BASE,
        "tree": head.strip(),
        "larger folder": f"{Path(documents).parent.name}/{Path(documents).name}",
        "restricted": restricted,
        "machine": described(),
        "load before": [round(value, 1) for value in before],
        "load after": [round(value, 1) for value in os.getloadavg()],
        "goals": goals(found),
        "measures": found,
    }
    if given.quick or given.only:
        print(json.dumps(result, indent=1))
        return
    name = "AVX2 alone" if given.avx2 else "as the processor is"
    kept = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.is_file() else {}
    parts = {key: kept[key] for key in ("as the processor is", "AVX2 alone") if key in kept}
    whole = {"command": "python benchmarks/latency.py", **parts, name: result}
    text = re.sub(r"\[[^\[\]{}]*\]", lambda row: " ".join(row[0].split()), json.dumps(whole, indent=1))
    RESULT.write_text(text + "\n", encoding="utf-8")
    print(json.dumps({name: result["goals"]}, indent=1))


if __name__ == "__main__":
    main()
