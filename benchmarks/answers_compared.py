"""Two files of saved answers side by side: which answers are the same, better, worse, or rest on other evidence.

    python -m benchmarks.answers_compared BEFORE.jsonl AFTER.jsonl [--show better,worse,mixed,other] [--json FILE]

An answer is better where a fact more is cited or a verdict is right that was not, and nothing is lost; worse the other way
round; mixed where something is won and something lost. `other` is worth the same and quotes something else, or says it with
another verdict. Exit code 1 where an answer is worse.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.asked import Row, shares
from corpora.rows import rows

__all__ = ["KINDS", "compared", "kind_of"]

KINDS = ("same", "other", "better", "mixed", "worse")
_KEY = ("set", "part", "id", "language", "text_language")
Key = tuple[str, ...]


def kind_of(before: Row, after: Row) -> str:
    """What became of one answer; one of `KINDS`. An error is worth less than any answer."""
    if "error" in before or "error" in after:
        return ("same" if "error" in after else "better") if "error" in before else "worse"
    pairs = list(zip(before["facts_cited"], after["facts_cited"], strict=True))
    pairs.append((before["right"], after["right"]))
    won, lost = (any(new > old for old, new in pairs), any(new < old for old, new in pairs))
    if won or lost:
        return "mixed" if won and lost else "better" if won else "worse"
    return "same" if _evidence(before) == _evidence(after) else "other"


def compared(before: Mapping[Key, Row], after: Mapping[Key, Row]) -> dict[Key, str]:
    """The kind of each answer that both have."""
    return {key: kind_of(before[key], after[key]) for key in before if key in after}


def _evidence(row: Row) -> tuple[Any, ...]:
    return row["verdict"], sorted((one["document"], one["start"], one["end"]) for one in row["citations"])


def _read(path: Path) -> dict[Key, Row]:
    return {tuple(str(row.get(name, "")) for name in _KEY): row for row in rows(path)}


def _described(name: str, row: Row) -> Iterator[str]:
    if "error" in row:
        yield f"  {name}: {row['error']}"
        return
    verdict = f"{row['verdict']}, {'right' if row['right'] else 'wrong'}"
    yield f"  {name}: {verdict}; {row['found']} found, {row['answered']} cited of {row['facts']}"
    for one in row["citations"]:
        yield f"    {one['odds']:.2f} {one['document']} {one['start']}–{one['end']}  {' '.join(one['quote'].split())}"


def main() -> None:
    """Compare, print and say by the exit code whether an answer is worse."""
    parser = argparse.ArgumentParser(description="Compare two files of saved answers.")
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--show", default="better,mixed,worse,other", help="kinds that are shown answer by answer")
    parser.add_argument("--json", type=Path, help="where the kinds and the figures are written")
    arguments = parser.parse_args()
    before, after = _read(arguments.before), _read(arguments.after)
    kinds = compared(before, after)
    for kind in arguments.show.split(","):
        for key in [key for key, found in kinds.items() if found == kind]:
            print(f"\n{kind}: {' '.join(part for part in key if part)}")
            for line in (*_described("before", before[key]), *_described("after", after[key])):
                print(line)
    sets = list(dict.fromkeys(key[:2] for key in kinds))
    report: dict[str, Any] = {}
    for one in [*sets, None]:
        keys = [key for key in kinds if one is None or key[:2] == one]
        count = Counter(kinds[key] for key in keys)
        report[" ".join(filter(None, one)) if one else "all"] = {
            "answers": {kind: count[kind] for kind in KINDS},
            "before": shares([before[key] for key in keys]),
            "after": shares([after[key] for key in keys]),
        }
    missing = {"only before": len(before.keys() - after.keys()), "only after": len(after.keys() - before.keys())}
    print("\n" + json.dumps({**report, **{name: n for name, n in missing.items() if n}}, indent=1))
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    sys.exit("worse" in kinds.values())


if __name__ == "__main__":
    main()
