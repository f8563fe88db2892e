"""Every answer to the fixed and the held-out questions, saved whole, to lay beside those of another tree.

    python -m benchmarks.answers FILE.jsonl [--only SET]

An earlier commit is asked with the same questions from its own folder, by its own Python (see `benchmarks.asked`).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from pathlib import Path

from benchmarks.asked import Row, ask_all, indexed, opened, shares
from qa.evaluation.question_file import read_questions

_ROOT = Path(__file__).resolve().parent.parent
_SEEDS, _OTHER = _ROOT / "seeds", _ROOT / "tests" / "data" / "answers"
SETS = {
    "seeds": (_SEEDS, _ROOT / "tests" / "questions" / "seeds.jsonl"),
    "held-out-seeds": (_SEEDS, _ROOT / "tests" / "questions" / "held-out-seeds.jsonl"),
    "second-held-out-seeds": (_SEEDS, _ROOT / "tests" / "questions" / "second-held-out-seeds.jsonl"),
    "another-corpus": (_OTHER / "documents", _OTHER / "questions.jsonl"),
    "another-corpus-second": (_OTHER / "documents", _OTHER / "second-questions.jsonl"),
}
"""The documents and the questions of each set."""


def main() -> None:
    """Ask, save and print the figures."""
    parser = argparse.ArgumentParser(description="Save every answer to the fixed and the held-out questions.")
    parser.add_argument("file", type=Path, help="where the answers are saved, one JSON object a line")
    parser.add_argument("--only", choices=SETS, action="append", help="these sets alone")
    arguments = parser.parse_args()
    chosen = {name: SETS[name] for name in arguments.only or SETS}
    by_folder: dict[Path, list[str]] = defaultdict(list)
    for name, (folder, _) in chosen.items():
        by_folder[folder].append(name)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as place, arguments.file.open("w", encoding="utf-8") as file:
        for number, (folder, names) in enumerate(by_folder.items()):
            library = Path(place) / f"{number}.sqlite"
            for message in indexed(folder, library):
                print(message)
            with opened(library) as engine:
                for name in names:
                    for row in ask_all(engine, read_questions(chosen[name][1])):
                        rows.append({"set": name, **row})
                        file.write(json.dumps(rows[-1], ensure_ascii=False) + "\n")
                    file.flush()
    for name in chosen:
        print(name, json.dumps(shares([row for row in rows if row["set"] == name])))


if __name__ == "__main__":
    main()
