"""Answers on documents as people have them, which no rule was made for: what is found, cited, refused, and what fails.

    python -m benchmarks.corpora --data FOLDER --as LABEL [--part PART] [--rows FOLDER]

`--data` holds `corpus-a` and `corpus-b` (`docs/`, `questions.jsonl` as in tests/questions) and `probes`; not in this repository.
The news has a benchmark of its own (`benchmarks.newsqa`). Results go into benchmarks/results/corpora.json under `--as`. An
earlier commit is measured from its own folder (see `benchmarks.asked`). A question that ends with an error counts as
answered, found and refused by nobody. Some of the documents are among those that the reader was trained on; the answerable questions of the
others have a figure of their own. `--rows` keeps every answer, for `benchmarks.answers_compared`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.asked import Row, ask_all, indexed, opened, shares
from benchmarks.probes import probe
from qa.evaluation.question_file import read_questions

RESULT = Path(__file__).resolve().parent / "results" / "corpora.json"
PARTS = ("corpus-a", "corpus-b", "probes")
TRAINED = Path(__file__).resolve().parent.parent / "training" / "questions"
COMMAND = "python -m benchmarks.corpora --data FOLDER --as LABEL"


def corpus(data: Path, place: Path) -> Iterator[Row]:
    """The questions of a corpus, in all their languages, asked of all its documents."""
    for message in indexed(data / "docs", place / "library.sqlite"):
        print(message)
    with opened(place / "library.sqlite") as engine:
        yield from ask_all(engine, read_questions(data / "questions.jsonl"))


def figures(rows: Sequence[Row]) -> dict[str, Any]:
    """All together, by language of the question and by kind, and what the errors were."""
    errors = Counter(_without_names(row["error"]) for row in rows if "error" in row)
    result: dict[str, Any] = {"all": shares(rows)}
    for key in ("language", "kind"):
        values = dict.fromkeys(row[key] for row in rows)
        result[f"by {key}"] = {value: shares([row for row in rows if row[key] == value]) for value in values}
    return {**result, "errors": dict(errors.most_common()), "ids with errors": _named(rows)}


def unseen(rows: Sequence[Row], data: Path) -> list[Row]:
    """The answerable questions of a corpus all of whose facts are in documents that no training question was written over."""
    lines = (TRAINED / f"{data.name}.jsonl").read_text(encoding="utf-8").splitlines()
    trained = {json.loads(line)["doc"] for line in lines}
    places = {
        question.id: {alternative.document for fact in question.facts for alternative in fact}
        for question in read_questions(data / "questions.jsonl")
    }
    return [row for row in rows if places[row["id"]] and not places[row["id"]] & trained]


def probe_figures(rows: Sequence[Row]) -> dict[str, Any]:
    """How many are right, by kind."""
    kinds = dict.fromkeys(row["kind"] for row in rows)
    return {
        "questions": len(rows),
        "errors": sum("error" in row for row in rows),
        "right": sum(row["right"] for row in rows),
        "by kind": {
            kind: f"{sum(r['right'] for r in rows if r['kind'] == kind)} of {sum(r['kind'] == kind for r in rows)}"
            for kind in kinds
        },
    }


def _without_names(error: str) -> str:
    """The message without what differs from question to question."""
    head, _, tail = error.partition(" in ")
    return f"{head} in …{tail[tail.find(';') :]}" if ";" in tail else error


def _named(rows: Sequence[Row]) -> list[str]:
    return [f"{row['id']} {row['language']}" for row in rows if "error" in row]


def main() -> None:
    """Measure the parts, write the result file, print the figures."""
    parser = argparse.ArgumentParser(description="Measure answers on documents that nobody here has seen.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--as", dest="label", required=True, help="the name that the figures stand under")
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--rows", type=Path, help="a folder where the answers are kept, a file for each part")
    given = parser.parse_args()
    for part in given.part or PARTS:
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            place, data = Path(folder), given.data / part
            if part == "probes":
                rows = list(probe(data, place))
                found = probe_figures(rows)
            else:
                rows = list(corpus(data, place))
                found = figures(rows) | {"of documents that nothing was trained on": shares(unseen(rows, data))}
        if given.rows:
            given.rows.mkdir(parents=True, exist_ok=True)
            lines = [json.dumps({"part": part, **row}, ensure_ascii=False) for row in rows]
            (given.rows / f"{part}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        kept: dict[str, Any] = json.loads(RESULT.read_text("utf-8")) if RESULT.is_file() else {}
        result = {**kept, "command": COMMAND, given.label: {**kept.get(given.label, {}), part: found}}
        RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(part, f"{time.perf_counter() - began:.0f} s", json.dumps(found.get("all", found)))


if __name__ == "__main__":
    main()
