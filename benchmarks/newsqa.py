"""Questions in five languages over parallel news in five languages: what is found, shown, cited and refused, by pair of languages.

    python -m benchmarks.newsqa --data FOLDER --as LABEL [--count N] [--rows FILE] [--before TREE] [--part dev] [--mixed]

`--data` holds `newsqa/PART`: `documents.jsonl` has the sentences of each article by language, `questions.jsonl` the questions by
language with the indices of the sentences that answer. Every question meets every language of the text, each a library of its
own; with `--mixed` all articles are one library, each in one language, drawn by its name. Results go into benchmarks/results/newsqa.json under `--as`. `--before` names a checkout of an earlier commit, which is asked
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
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

from benchmarks.asked import Row, ask_all, indexed, opened
from benchmarks.news_figures import figures
from corpora.news_set import LANGUAGES, TOGETHER, NewsQuestion, between, news_questions, news_sentences
from qa.evaluation.question_file import Alternative, Question

__all__ = ["MIXED", "asked", "asked_mixed", "sample", "sample_mixed", "stem", "write"]

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "newsqa.json"
COMMAND = "python -m benchmarks.newsqa --data FOLDER --as LABEL"
MIXED = "mixed"
"""What stands for a language of its own for each article."""
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
    """The articles in one language, or each in its own where that is `MIXED`, one Markdown file each: the headline, then paragraphs of four sentences."""
    folder.mkdir(parents=True)
    for document, sentences in news_sentences(data).items():
        own = drawn(document) if language == MIXED else language
        headline, *body = sentences[own]
        paragraphs = [between(own).join(body[at : at + TOGETHER]) for at in range(0, len(body), TOGETHER)]
        (folder / f"{stem(document)}.md").write_text("\n\n".join([f"# {headline}", *paragraphs]) + "\n", "utf-8")


def drawn(document: str) -> str:
    """The language in which an article stands among those in others."""
    return LANGUAGES[crc32(document.encode()) % len(LANGUAGES)]


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
                found[text].append(_question(one, asked, sentences[one.document][text]))
    return found


def sample_mixed(data: Path, count: int, seed: int = 0) -> Iterator[tuple[str, Question]]:
    """`count` questions, as many in each language, each with the language that its article stands in."""
    sentences, questions = news_sentences(data), news_questions(data)
    chosen = random.Random(seed)
    for asked in LANGUAGES:
        for one in chosen.sample(questions, count // len(LANGUAGES)):
            text = drawn(one.document)
            yield text, _question(one, asked, sentences[one.document][text])


def _question(one: NewsQuestion, asked: str, said: Sequence[str]) -> Question:
    facts = tuple((Alternative(stem(one.document), said[place]),) for place in one.evidence)
    return Question(f"{one.id} {asked}", one.kind, one.answerable, {asked: one.texts[asked]}, facts)


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


def asked_mixed(data: Path, place: Path, count: int) -> Iterator[Row]:
    """A sample of the questions, asked of one library in the folder `place` whose articles are in five languages."""
    write(data, MIXED, place / MIXED)
    for message in indexed(place / MIXED, place / "mixed.sqlite"):
        print(message)
    texts, questions = zip(*sample_mixed(data, count), strict=True)
    with opened(place / "mixed.sqlite") as engine:
        for text, row in zip(texts, ask_all(engine, questions, weigh=True), strict=True):
            yield {"part": MIXED, **row, "text_language": text}


def _before(tree: Path, given: argparse.Namespace) -> None:
    """The same of another tree, by its own Python where it has one."""
    own = tree / ".venv" / "bin" / "python"
    code = _AS_THIS_FILE.format(
        paths=[str(tree), str(ROOT)], drivers=str(ROOT / "benchmarks"), sets=str(ROOT / "corpora")
    )
    options = ["--data", given.data.resolve(), "--as", "before", "--count", given.count, "--part", given.part]
    options += ["--mixed"] if given.mixed else []
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
    parser.add_argument("--mixed", action="store_true", help="one library, each article in one of the languages")
    parser.add_argument("--rows", type=Path, help="where the answers are kept, one JSON object a line")
    parser.add_argument(
        "--before", type=Path, metavar="TREE", help="checkout of an earlier commit, asked the same first"
    )
    given = parser.parse_args()
    if given.before:
        _before(given.before.resolve(), given)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        ask = asked_mixed if given.mixed else asked
        rows = list(ask(given.data / "newsqa" / given.part, Path(folder), given.count))
    if given.rows:
        given.rows.parent.mkdir(parents=True, exist_ok=True)
        given.rows.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
    found = {"part": given.part, **figures(rows)}
    kept: dict[str, Any] = json.loads(RESULT.read_text("utf-8")) if RESULT.is_file() else {}
    name = MIXED if given.mixed else "runs"
    result = {**kept, "command": COMMAND, name: {**kept.get(name, {}), given.label: found}}
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(given.label, f"{time.perf_counter() - began:.0f} s", json.dumps(found["all"]))


if __name__ == "__main__":
    main()
