"""Where the way to a fact ends: for each fact of each question, the stage at which it was lost, or that it was cited.

    python -m benchmarks.misses --data FOLDER --as LABEL [--part PART] [--count N]

Parts are `corpus-a` and `corpus-b` of `benchmarks.corpora` and `newsqa`, the development part of `benchmarks.newsqa`, of which
`--count` questions are asked. Results go into benchmarks/results/misses.json under `--as`. Of facts that are not within the first five
passages it says besides whether another passage of their document is, and which leg alone would have had them there.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from benchmarks.asked import indexed
from benchmarks.newsqa import sample, write
from index.settings import Settings
from index.store.library import Library
from qa.engine import Engine
from qa.errors import EvaluationError
from qa.evaluation.facts import FactPlace, Shown, places_of
from qa.evaluation.question_file import Question, read_questions
from qa.reading.load import load_reader
from qa.reading.reader import Reader, Reading
from qa.reading.written import to_read
from qa.records import Answer, Hit, Verdict
from qa.verdict import SURE

RESULT = Path(__file__).resolve().parent / "results" / "misses.json"
PARTS = ("corpus-a", "corpus-b", "newsqa")
COMMAND = "python -m benchmarks.misses --data FOLDER --as LABEL"
FIRST, WIDE = 5, 50
_CITED_SHARE = 0.5


class Ended(StrEnum):
    """Where the way to a fact ended, from the documents to the answer."""

    CITED = "cited"
    UNCERTAIN = "shown as uncertain"
    CUT = "in no passage whole"
    NOT_FOUND = "not among fifty passages"
    NOT_READ = "among fifty, not read"
    REFUSED = "read, and the answer is no"
    ANOTHER = "read, and other sentences quoted"


@dataclass
class Watched:
    """A reader that keeps which texts it was given."""

    reader: Reader
    given: set[str] = field(default_factory=set)
    marks_evidence = True

    @property
    def name(self) -> str:
        """What the user calls it."""
        return self.reader.name

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """One reading for each passage."""
        self.given.update(passages)
        return self.reader.read(question, passages)


@dataclass(frozen=True, slots=True)
class Way:
    """What became of one fact; ranks count from 1, 0 where there is none.

    `read` where it is within the five passages that are retrieved and read, `beside` within the first five that come with the answer.
    """

    kind: str
    crosses: bool
    ended: Ended
    rank: int
    document_rank: int
    leg_ranks: Mapping[str, int]
    read: bool
    beside: bool


def ways(engine: Engine, watched: Watched, questions: Sequence[Question]) -> Iterator[Way]:
    """What becomes of each fact of each question, in each of its languages."""
    whole = _passages(engine.library)
    for question in questions:
        facts = [_standing(question, engine.library, place) for place in range(len(question.facts))]
        for language, text in question.texts.items():
            watched.given.clear()
            answer, hits = engine.ask_and_retrieve(text, WIDE)
            given, read = frozenset(watched.given), engine.retrieve(text, FIRST)
            for fact in filter(None, facts):
                yield _way(question, language, fact, _Found(answer, hits, read, given), whole)


@dataclass(frozen=True, slots=True)
class _Found:
    """The answer to a question, the passages as they rank, the first as they are read, and the texts that were read for the answer."""

    answer: Answer
    hits: Sequence[Hit]
    read: Sequence[Hit]
    given: frozenset[str]


def _way(question: Question, language: str, fact: Sequence[FactPlace], found: _Found, whole: Sequence[Shown]) -> Way:
    hits = found.hits
    holding = [rank for rank, hit in enumerate(hits, 1) if _held(fact, [hit])]
    documents = {place.document for place in fact}
    texts = {hit.passage.language[:2] for hit in hits if hit.document.id in documents}
    own = [rank for rank, hit in enumerate(hits, 1) if hit.document.id in documents]
    somewhere = any(one.holds(fact, 1.0) for one in whole)
    return Way(
        question.kind,
        bool(texts) and language[:2] not in texts,
        _ended(fact, found.answer, [hits[rank - 1] for rank in holding], found.given, somewhere),
        holding[0] if holding else 0,
        own[0] if own else 0,
        hits[holding[0] - 1].ranks if holding else {},
        _held(fact, found.read),
        _held(fact, found.answer.passages[:FIRST]),
    )


def _held(fact: Sequence[FactPlace], hits: Sequence[Hit]) -> bool:
    return Shown.of([(hit.document, hit.passage.start, hit.passage.end) for hit in hits]).holds(fact, 1.0)


def _ended(
    fact: Sequence[FactPlace], answer: Answer, holding: Sequence[Hit], read: Collection[str], cut_whole: bool
) -> Ended:
    cited = Shown.of([(one.document, one.start, one.end) for one in answer.citations])
    if cited.holds(fact, _CITED_SHARE):
        return Ended.UNCERTAIN if answer.verdict is Verdict.UNCERTAIN else Ended.CITED
    if not cut_whole:
        return Ended.CUT
    if not holding:
        return Ended.NOT_FOUND
    if not any(to_read(hit) in read for hit in holding):
        return Ended.NOT_READ
    return Ended.ANOTHER if answer.verdict in SURE or answer.citations else Ended.REFUSED


def _passages(library: Library) -> list[Shown]:
    """Each passage of the library by itself."""
    return [
        Shown.of([(library.document(one.document), one.start, one.end)])
        for one in library.passages(library.passage_numbers())
    ]


def _standing(question: Question, library: Library, place: int) -> tuple[FactPlace, ...]:
    """The places of a fact's alternatives that stand in the documents."""
    found: list[FactPlace] = []
    for option in question.facts[place]:
        with suppress(EvaluationError):
            found += places_of([option], library, question.id)
    return tuple(found)


def table(some: Sequence[Way]) -> dict[str, Any]:
    """How many facts ended where, and of those beyond the first five passages what was there in their place."""
    ended = Counter(way.ended for way in some)
    beyond = [way for way in some if not 0 < way.rank <= FIRST]
    return {
        "facts": len(some),
        "ended": {one.value: ended[one] for one in Ended},
        "not within five passages": len(beyond),
        "not within five that are read": sum(not way.read for way in some),
        "not within five beside the answer": sum(not way.beside for way in some),
        "of them at rank 6 to 20": sum(FIRST < way.rank <= 20 for way in beyond),
        "of them at rank 21 to 50": sum(20 < way.rank <= WIDE for way in beyond),
        "of them with another passage of the document within five": sum(0 < w.document_rank <= FIRST for w in beyond),
        "of them within five of the dense leg": sum(0 < way.leg_ranks.get("dense", 0) <= FIRST for way in beyond),
        "of them within five of the lexical leg": sum(0 < way.leg_ranks.get("lexical", 0) <= FIRST for way in beyond),
    }


def figures(some: Sequence[Way]) -> dict[str, Any]:
    """All together, by whether question and text are of two languages, and by kind."""
    kinds = sorted({way.kind for way in some})
    return {
        "all": table(some),
        "one language": table([way for way in some if not way.crosses]),
        "two languages": table([way for way in some if way.crosses]),
        "by kind": {kind: table([way for way in some if way.kind == kind])["ended"] for kind in kinds},
    }


def libraries(part: str, data: Path, place: Path, count: int) -> Iterator[tuple[Path, Sequence[Question]]]:
    """The libraries of a part, made in the folder `place`, each with its questions."""
    if part != "newsqa":
        indexed(data / part / "docs", place / "library.sqlite")
        yield place / "library.sqlite", read_questions(data / part / "questions.jsonl")
        return
    news = data / "newsqa" / "dev"
    for text, questions in sample(news, count).items():
        write(news, text, place / text)
        indexed(place / text, place / f"{text}.sqlite")
        yield place / f"{text}.sqlite", questions


def main() -> None:
    """Ask, write the result file, print the figures of all together."""
    parser = argparse.ArgumentParser(description="Where the way to each fact ended.")
    parser.add_argument("--data", type=Path, required=True, help="folder with corpus-a, corpus-b and newsqa")
    parser.add_argument("--as", dest="label", required=True, help="the name that the figures stand under")
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--count", type=int, default=100, help="questions over the news")
    given = parser.parse_args()
    settings = Settings.load(os.environ)
    reader = load_reader(settings)
    if reader is None:
        parser.error("the settings name no reader, and what is read is what this measures")
    watched = Watched(reader)
    for part in given.part or PARTS:
        found: list[Way] = []
        with tempfile.TemporaryDirectory() as place:
            for library, questions in libraries(part, given.data, Path(place), given.count):
                with closing(Engine.open(settings, library, reader=watched)) as engine:
                    found += ways(engine, watched, questions)
        kept: dict[str, Any] = json.loads(RESULT.read_text("utf-8")) if RESULT.is_file() else {}
        runs = {**kept.get("runs", {})}
        runs[given.label] = {**runs.get(given.label, {}), part: figures(found)}
        RESULT.write_text(json.dumps({"command": COMMAND, "runs": runs}, ensure_ascii=False, indent=1) + "\n", "utf-8")
        print(part, json.dumps(runs[given.label][part]["all"]))


if __name__ == "__main__":
    main()
