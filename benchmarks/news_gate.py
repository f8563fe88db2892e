"""The gate over parallel news: a hundred questions in five languages over texts in five, held above floors.

    python -m benchmarks.news_gate [--raise-floors] [--lower-floors REASON]

Questions and texts are those of `tests/questions/newsqa`, the floors stand beside them. Exit code 1 where a figure is below.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from benchmarks.newsqa import sample, write
from index.build import build
from index.encoder.embed import Embedder
from index.encoder.load import load_embedder
from index.settings import Settings
from qa.engine import Engine
from qa.evaluation.evaluate import evaluate
from qa.evaluation.floors import below, floors_corpus, read_floors, write_floors
from qa.evaluation.results import Report
from qa.reading.load import load_reader
from qa.reading.reader import Reader
from qa.ui.terminal.evaluations import print_report

__all__ = ["DATA", "FLOORS", "faults", "news_report"]

DATA = Path(__file__).resolve().parent.parent / "tests" / "questions" / "newsqa"
FLOORS = DATA / "floors.json"
_COUNT = 100


def news_report(place: Path, settings: Settings, embedder: Embedder, reader: Reader | None) -> Report:
    """The questions, each asked over the texts in one language, as one report; libraries are made in the folder `place`.

    A result's `language` is that of the question, and its `id` ends with that and the language of the text.
    """
    reports = list(_reports(place, settings, embedder, reader))
    corpus = sha256("".join(report.corpus for report in reports).encode()).hexdigest()[:16]
    results = tuple(result for report in reports for result in report.results)
    return replace(reports[0], results=results, library={"corpus": corpus})


def _reports(place: Path, settings: Settings, embedder: Embedder, reader: Reader | None) -> Iterator[Report]:
    for text, questions in sample(DATA, _COUNT).items():
        folder, library = place / text, place / f"{text}.sqlite"
        write(DATA, text, folder)
        build([folder], library, embedder, settings, strict=True)
        with closing(Engine.open(settings, library, embedder=embedder, reader=reader)) as engine:
            report = evaluate(engine, questions)
        yield replace(report, results=tuple(replace(one, id=f"{one.id} {text}") for one in report.results))


def faults(report: Report, floors: Path = FLOORS) -> list[str]:
    """What is under its floor, a line each; that the floors are of other documents, where they are."""
    if floors_corpus(floors) != report.corpus:
        return [f"the floors in {floors} were measured on other documents; set them anew with --raise-floors"]
    return below(report, read_floors(floors))


def main() -> None:
    """Ask, print, and hold the figures above the floors, or raise these."""
    parser = argparse.ArgumentParser(description="Hold the figures of parallel news above their floors.")
    parser.add_argument("--raise-floors", action="store_true", help="raise the floors to what is reached")
    parser.add_argument("--lower-floors", metavar="REASON", default="", help="let them fall too; the reason is kept")
    given = parser.parse_args()
    settings = Settings.load(os.environ)
    with tempfile.TemporaryDirectory() as place:
        report = news_report(Path(place), settings, load_embedder(settings), load_reader(settings))
    print_report(report, DATA / "questions.jsonl")
    if given.raise_floors or given.lower_floors:
        figures = {"all": report.figures(), **report.by("language")}
        print(*write_floors(FLOORS, figures, report.corpus, given.lower_floors), sep="\n")
    elif found := faults(report):
        sys.exit("\n".join(f"below the floor: {fault}" for fault in found))


if __name__ == "__main__":
    main()
