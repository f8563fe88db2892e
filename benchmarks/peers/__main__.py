"""Measure what is not measured yet, judge it, and write benchmarks/results/peers.json."""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import benchmarks.peers as about
from benchmarks.machine import described
from benchmarks.peers.costs import MEASURES, costs, together
from benchmarks.peers.parts import PARTS, ROOT
from benchmarks.peers.product import quotations
from benchmarks.peers.rows import PRODUCT, ROWS
from benchmarks.peers.runs import Runs
from benchmarks.result_files import dumped
from corpora.vectors import default_folder, identity

RESULT = ROOT / "benchmarks" / "results" / "peers.json"
COMMAND = "python -m benchmarks.peers --data DATA --environments FOLDER --work FOLDER"
_SAID = {
    "R@1, R@5": "share of questions with the answer inside the first passage, or one of the five",
    "found": "share of facts that lie within the five passages, whatever their length",
    "found in budget": "the same within the first 1500 characters of them, white space not counted",
    "found, any; found, all": "news: share of questions of whose sentences that answer any, or all, lie within the five passages",
    "passages shown verbatim": "share of passages shown that stand in their text character by character, white space too",
    "nearest shown": "of the five nearest vectors, the share that is shown: less than all where only a part of them is looked at",
    **MEASURES,
}


def rows_of(part: str, only: Sequence[str]) -> list[str]:
    """The rows that take part, of those whose names begin as said: BM25 where texts are searched as libraries cut them.

    Where all are given the same passages, those with the prompts of E5; the product's seeds are files, whatever the others get.
    """
    cut = PARTS[part].cut
    found = [name for name, row in ROWS.items() if not (cut and (row.plain or row.words))]
    if part.startswith("seeds") and not cut:
        found = [name for name in found if ROWS[name].cuts]
    if part == "seeds, cleaned":
        found.remove(PRODUCT)
    return [name for name in found if not only or any(name.startswith(start) for start in only)]


def judged(runs: Runs, row: str) -> dict[str, Any]:
    """All figures of a row in a part."""
    taken, said = [], []
    for shelf in runs.shelves:
        made, asked = runs.found(row, shelf, "index"), runs.found(row, shelf, "ask")
        taken.append(costs(made, asked))
        said.append(shelf.judge(next(one["shown"] for one in asked if one["shown"]), row == PRODUCT))  # once is enough
    figures = taken[0] if len(taken) == 1 else together(taken)
    if "counts" not in said[0]:
        return {**figures, **said[0]}
    return {**figures, **_pairs([one["counts"] for one in said])}


def _pairs(shelves: Sequence[Mapping[str, Mapping[str, int]]]) -> dict[str, Any]:
    added: dict[str, Counter[str]] = {}
    for shelf in shelves:
        for kind, counts in shelf.items():
            for name in ("all questions", kind):
                added.setdefault(name, Counter()).update(counts)
    return {
        kind: {
            "questions": count["questions"],
            **{f"found, {name}": round(count[name] / count["questions"], 4) for name in ("any", "all")},
        }
        for kind, count in added.items()
    }


def measure(runs: Runs, only: Sequence[str], report: dict[str, Any]) -> None:
    """Run a part and put what came of it into the report."""
    rows = rows_of(runs.name, only)
    failed = runs.run(rows)
    for row in rows:
        kept = report.setdefault(row, {})
        if row in failed:
            kept[runs.name] = {"missing": failed[row]}
            continue
        first = runs.found(row, runs.shelves[0], "ask")[0]
        kept |= {"defaults": first["defaults"], "versions": first["versions"]}
        kept[runs.name] = judged(runs, row)
        if row == PRODUCT and runs.name == "seeds, files":
            kept["seeds, cleaned"] = kept[runs.name]
            shelf = runs.shelves[0]
            kept["quotations"] = quotations(runs.library(row, shelf) / "library.sqlite", shelf.questions)


def main() -> None:
    """Every part that is asked for, the result written after each."""
    parser = argparse.ArgumentParser(description=about.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--environments", type=Path, required=True, help="folder of the libraries' environments")
    parser.add_argument("--work", type=Path, required=True, help="where texts, indexes and what was measured are kept")
    parser.add_argument("--most", type=int, help="how many questions of each language, where there are many")
    parser.add_argument(
        "--rounds", type=int, default=9, help="at most so many rounds; a later run goes on with the others"
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help="these alone")
    parser.add_argument("--only", nargs="+", default=[], help=f"rows, by how they begin: {', '.join(ROWS)}")
    parser.add_argument("--out", type=Path, default=RESULT, help="another result file, for a trial")
    given = parser.parse_args()
    folders = {name: getattr(given, name).resolve() for name in ("data", "environments", "work")}
    model = default_folder()
    encoder = identity(model)
    before = os.getloadavg()
    for name in given.parts:
        runs = Runs(name, model=model, encoder=encoder, most=given.most, rounds=given.rounds, **folders)
        report = json.loads(given.out.read_text(encoding="utf-8")) if given.out.is_file() else {}
        rows = report.get("runs", {}).get(encoder, {})
        measure(runs, given.only, rows)
        report = {
            "command": COMMAND,
            "measures": _SAID,
            "data": [said for part in PARTS.values() for said in part.data],
            "machine": described(),
            "load before": round(before[0], 1),
            "load after": round(os.getloadavg()[0], 1),
            "runs": {encoder: {row: _ordered(rows[row]) for row in ROWS if row in rows}},
        }
        given.out.write_text(dumped(report), encoding="utf-8")


def _ordered(row: Mapping[str, Any]) -> dict[str, Any]:
    first = ("defaults", "versions", *PARTS)
    return {name: row[name] for name in (*first, *(name for name in row if name not in first)) if name in row}


if __name__ == "__main__":
    main()
