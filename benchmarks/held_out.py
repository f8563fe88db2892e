"""Questions written before any answer to them was seen, on the seeds and on a small corpus of another matter.

    python -m benchmarks.held_out [--first] [--only SET]

`first reading` is the figure from before anything was mended on them, and is kept; `now` is measured anew, and is no
longer held out. Facts cited, verdicts right, by language and by kind.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from index.build import build
from index.encoder.embed import Embedder
from index.encoder.load import load_embedder
from index.settings import Settings
from qa.engine import Engine
from qa.evaluation.evaluate import evaluate
from qa.evaluation.question_file import read_questions

_HERE = Path(__file__).resolve().parent
_TESTS = _HERE.parent / "tests"
RESULT = _HERE / "results" / "held-out.json"
SETS = {
    "seeds": (_HERE.parent / "seeds", _TESTS / "questions" / "held-out-seeds.jsonl"),
    "another corpus": (_TESTS / "data" / "answers" / "documents", _TESTS / "data" / "answers" / "questions.jsonl"),
    "seeds, second batch": (_HERE.parent / "seeds", _TESTS / "questions" / "second-held-out-seeds.jsonl"),
    "another corpus, second batch": (
        _TESTS / "data" / "answers" / "documents",
        _TESTS / "data" / "answers" / "second-questions.jsonl",
    ),
}


def measure(folder: Path, questions: Path, settings: Settings, embedder: Embedder) -> dict[str, Any]:
    """The figures of the questions asked of a library of `folder`."""
    with tempfile.TemporaryDirectory() as place:
        library = Path(place) / "library.sqlite"
        build([folder], library, embedder, settings, strict=True)
        engine = Engine.open(settings, library, embedder=embedder)
        try:
            report = evaluate(engine, read_questions(questions)).to_dict()
        finally:
            engine.close()
    return {name: report[name] for name in ("all", "by_language", "by_kind", "seconds")}


def main() -> None:
    """Measure, write the result file and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--first", action="store_true", help="Keep the figures as the first reading.")
    parser.add_argument("--only", choices=SETS, action="append", help="These sets alone.")
    arguments = parser.parse_args()
    reading = "first reading" if arguments.first else "now"
    settings = Settings.load(os.environ)
    embedder = load_embedder(settings)
    result: dict[str, Any] = json.loads(RESULT.read_text("utf-8")) if RESULT.exists() else {}
    result["command"] = "python -m benchmarks.held_out"
    for name in arguments.only or SETS:
        result.setdefault(reading, {})[name] = measure(*SETS[name], settings, embedder)
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result[reading], ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
