"""Are people told from organisations: `python -m benchmarks.name_kinds --data DATA` writes benchmarks/results/name_kinds.json.

The speakers of the marked news sentences (`tests/golden/name_kinds.jsonl`: a person, an organisation, somebody without a name; none of
which was learnt from, though that only names of several words are likelier people's was settled with these in view), by what the page's groups are made with, and by the rules that tell people whom a question names
(`index.speech.names.is_person`). And the speakers of corpus B, who are all people.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from corpora.rows import rows
from index.speech.name_kinds import is_persons
from index.speech.names import is_person

ROOT = Path(__file__).resolve().parent.parent
MARKED = ROOT / "tests" / "golden" / "name_kinds.jsonl"
RESULT = ROOT / "benchmarks" / "results" / "name_kinds.json"


def measure(told: Callable[[str], bool], marked: Iterable[tuple[str, bool]]) -> dict[str, object]:
    """Of the names with whether each is a person's: how many of those told to be people's are, and of those that are are told."""
    found = [(person, told(name)) for name, person in marked]
    right = sum(person and said for person, said in found)
    return {
        "names": len(found),
        "people": sum(person for person, _ in found),
        "precision": round(right / max(sum(said for _, said in found), 1), 4),
        "recall": round(right / sum(person for person, _ in found), 4),
    }


def main() -> None:
    """Measure, write the result file and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with corpus-b")
    given = parser.parse_args()
    news = [(str(row["name"]), row["kind"] == "person") for row in rows(MARKED)]
    other = dict.fromkeys(str(row["speaker"]) for row in rows(given.data / "corpus-b" / "speakers.jsonl"))
    result: dict[str, object] = {"command": "python -m benchmarks.name_kinds --data DATA"}
    for name, marked in (("news", news), ("corpus-b", [(name, True) for name in other])):
        result[name] = {"learnt": measure(is_persons, marked), "by rules": measure(is_person, marked)}
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
