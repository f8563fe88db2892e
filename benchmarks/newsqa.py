"""Questions in five languages over parallel news in five languages: what is found, shown, cited and refused, by pair of languages.

    python -m benchmarks.newsqa --data FOLDER --as LABEL [--count N] [--rows FILE] [--before TREE] [--part dev]

`--data` holds `newsqa/PART`: `documents.jsonl` has the sentences of each article by language, `questions.jsonl` the questions by
language with the indices of the sentences that answer. Every question meets every language of the text, each a library of its
own. Results go into benchmarks/results/newsqa.json under `--as`. `--before` names a checkout of an earlier commit, which is asked
the same first, by this file, its answers kept beside the others as `before-FILE`; its figures stand under `before`. The answers
that `--rows` keeps are for `benchmarks.answers_compared`.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.asked import Row, ask_all, indexed, opened
from benchmarks.news_figures import figures
from corpora.news_set import LANGUAGES, TOGETHER, between, news_questions, news_sentences
from qa.evaluation.question_file import Alternative, Question

__all__ = ["asked", "sample", "stem", "write"]

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "newsqa.json"
COMMAND = "python -m benchmarks.newsqa --data FOLDER --as LABEL"
_AS_THIS_FILE = """
import sys
sys.path[:0] = {paths!r}
import benchmarks, corpora
benchmarks.__path__, corpora.__path__ = [{drivers!r}], [{sets!r}]
from benchmarks.newsqa import main
main()
"""
"""Run in another tree: its packages, and the benchmarks and the question sets of this one."""


def write(data: Path, language: str, folder: Path) -> None:
    """The articles in one language, one Markdown file each: the headline, then paragraphs of four sentences."""
    folder.mkdir(parents=True)
    for document, sentences in news_sentences(data).items():
        headline, *body = sentences[language]
        paragraphs = [between(language).join(body[at : at + TOGETHER]) for at in range(0, len(body), TOGETHER)]
        (folder / f"{stem(document)}.md").write_text("\n\n".join([f"# {headline}", *paragraphs]) + "\n", "utf-8")


def sample(data: Path, count: int, seed: int = 0) -> dict[str, list[Question]]:
    """`count` questions, as many for each of the 25 pairs of languages, by the language of the text.

    Each has one language; its facts are the sentences that answer, one fact each, so that what holds any of them and what
    holds all can be told apart.
    """
    sentences, questions = news_sentences(data), news_questions(data)
    chosen = random.Random(seed)
    found: dict[str, list[Question]] = {text: [] for text in LANGUAGES}
    for text in LANGUAGES:
        for asked in LANGUAGES:
            for one in chosen.sample(questions, count // len(LANGUAGES) ** 2):
                said = sentences[one.document][text]
                facts = tuple((Alternative(stem(one.document), said[place]),) for place in one.evidence)
                texts = {asked: one.texts[asked]}
                found[text].append(Question(f"{one.id} {asked}", one.kind, one.answerable, texts, facts))
    return found


def stem(document: str) -> str:
    """What an article's file is called, without its ending: the id that it has as a document of a library."""
    return document.replace(".", "-")


def asked(data: Path, place: Path, count: int) -> Iterator[Row]:
    """A sample of the questions, each text language a library of its own in the folder `place`."""
    for text, questions in sample(data, count).items():
        write(data, text, place / text)
        for message in indexed(place / text, place / f"{text}.sqlite"):
            print(message)
        with opened(place / f"{text}.sqlite") as engine:
            for row in ask_all(engine, questions, weigh=True):
                yield {"part": "newsqa", **row, "text_language": text}


def _before(tree: Path, given: argparse.Namespace) -> None:
    """The same of another tree, by its own Python where it has one."""
    own = tree / ".venv" / "bin" / "python"
    code = _AS_THIS_FILE.format(
        paths=[str(tree), str(ROOT)], drivers=str(ROOT / "benchmarks"), sets=str(ROOT / "corpora")
    )
    options = ["--data", given.data.resolve(), "--as", "before", "--count", given.count, "--part", given.part]
    if given.rows:
        options += ["--rows", given.rows.resolve().with_name(f"before-{given.rows.name}")]
    python = str(own) if own.is_file() else sys.executable
    subprocess.run([python, "-c", code, *map(str, options)], cwd=tree, check=True)


def main() -> None:
    """Ask, keep the answers, write the result file, print the figures of all together."""
    parser = argparse.ArgumentParser(description="Measure answers over parallel news in five languages.")
    parser.add_argument("--data", type=Path, required=True, help="folder with newsqa")
    parser.add_argument("--as", dest="label", required=True, help="the name that the figures stand under")
    parser.add_argument("--count", type=int, default=500, help="questions, as many for each of 25 pairs of languages")
    parser.add_argument("--part", default="dev", help="folder of newsqa")
    parser.add_argument("--rows", type=Path, help="where the answers are kept, one JSON object a line")
    parser.add_argument(
        "--before", type=Path, metavar="TREE", help="checkout of an earlier commit, asked the same first"
    )
    given = parser.parse_args()
    if given.before:
        _before(given.before.resolve(), given)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        rows = list(asked(given.data / "newsqa" / given.part, Path(folder), given.count))
    if given.rows:
        given.rows.parent.mkdir(parents=True, exist_ok=True)
        given.rows.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
    found = {"part": given.part, **figures(rows)}
    kept: dict[str, Any] = json.loads(RESULT.read_text("utf-8")) if RESULT.is_file() else {}
    runs = {**kept.get("runs", {}), given.label: found}
    result = {"command": COMMAND, "runs": runs}
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(given.label, f"{time.perf_counter() - began:.0f} s", json.dumps(found["all"]))


if __name__ == "__main__":
    main()
