"""Questions asked of a folder's documents, each answer with what it is worth: whole, as JSON, and none lost to an error.

Of the tree that is measured it uses the command that indexes and `Engine`, `read_questions` and `judge` alone, so that an
earlier commit is measured by the same file:

    cd THE_OTHER_TREE && PYTHONPATH=THIS_TREE ITS_PYTHON -m benchmarks.answers OUT
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import benchmarks.earlier  # noqa: F401 - before what an earlier commit has elsewhere
from index.errors import YinzhengError
from index.settings import Settings
from index.store.library import Library
from qa.engine import Engine
from qa.errors import EvaluationError
from qa.evaluation.evaluate import judge
from qa.evaluation.facts import places_of
from qa.evaluation.question_file import Alternative, Question
from qa.records import Answer

__all__ = ["FAULTS", "Row", "ask_all", "indexed", "opened", "shares"]

Row = dict[str, Any]
"""What one question in one language brought: `error`, or an answer and what it is worth."""
FOUND_WITHIN = 5
_READ = 8
"""How many passages are read for an answer."""
_JUDGED = ("verdict", "right", "found", "answered", "quotations", "verified", "statements", "seconds")
FAULTS = (
    YinzhengError,
    subprocess.SubprocessError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a question may end with in the place of an answer."""


def indexed(folder: Path, library: Path) -> list[str]:
    """Make a library of the folder's documents by the command line; the messages about files that could not be used.

    Raises CalledProcessError where there is no library afterwards.
    """
    command = [sys.executable, "-m", "qa", "index", "--library", str(library), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not library.exists():
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
    return done.stderr.strip().splitlines() if done.returncode else []


@contextmanager
def opened(library: Path) -> Iterator[Engine]:
    """An engine over the library, with the settings of the environment."""
    with closing(Engine.open(Settings.load(os.environ), library)) as engine:
        yield engine


def ask_all(
    engine: Engine, questions: Sequence[Question], progress: Callable[[int], None] | None = None, *, weigh: bool = False
) -> Iterable[Row]:
    """Each question in each of its languages: the answer, and what it is worth as `yinzheng evaluate` counts it.

    With `weigh` also the odds that the library answers, of passages read anew where the answer does not say them.
    """
    kept = {
        question.id: [_stands(fact, question.id, engine.library) for fact in question.facts] for question in questions
    }
    asked = [(question, language) for question in questions for language in question.texts]
    for number, (question, language) in enumerate(asked, start=1):
        standing = kept[question.id]
        known = replace(question, facts=tuple(fact for fact in standing if fact))
        row: Row = {
            "id": question.id,
            "kind": question.kind,
            "language": language,
            "answerable": question.answerable,
            "facts": len(standing),
            "lost": standing.count(()),
        }
        began = time.perf_counter()
        try:
            answer = engine.ask(question.texts[language], FOUND_WITHIN)
            seconds = time.perf_counter() - began
            found = engine.retrieve(question.texts[language], FOUND_WITHIN, read=False)
            worth = judge(known, language, replace(answer, passages=tuple(found)), engine.library, seconds)
        except FAULTS as error:
            yield {**row, "error": f"{type(error).__name__}: {error}"}
        else:
            beside = iter(judge(known, language, answer, engine.library, seconds).expected)
            judged, counted = worth.to_dict(), iter(worth.expected)
            facts = [next(counted) if fact else None for fact in standing]
            seen = [next(beside) if fact else None for fact in standing]
            yield {
                **row,
                **{name: judged[name] for name in _JUDGED},
                "facts_found": [fact is not None and fact.found for fact in facts],
                "facts_beside": [fact is not None and fact.found for fact in seen],
                "facts_cited": [fact is not None and fact.answered for fact in facts],
                "facts_shown": [fact is not None and (fact.answered or _possible(fact)) for fact in facts],
                "citation_holds": any(quotation.fact for quotation in worth.citations),
                "nearest_holds": any(quotation.fact for quotation in worth.nearest),
                "passages": [[hit.document.id, hit.passage.start, hit.passage.end] for hit in found],
                **({"odds": _odds(engine, answer)} if weigh else {}),
                **_words(answer),
            }
        if progress:
            progress(number)


def _possible(fact: object) -> bool:
    """Whether a fact is cited in an uncertain answer, which an earlier commit knows nothing of."""
    return bool(getattr(fact, "possible", False))


def _odds(engine: Engine, answer: Answer) -> float:
    """The probability that the library answers: that of the answer, or the sum over the passages read, as `Product.odds` has it."""
    said: float | None = getattr(answer, "odds", None)
    if said is None:
        said = sum(hit.odds or 0.0 for hit in engine.retrieve(answer.question, _READ))
    return round(min(said, 1.0), 4)


def _stands(fact: Sequence[Alternative], question: str, library: Library) -> tuple[Alternative, ...]:
    """The alternatives that stand in the documents as they were read; a fact without any is lost, and counts as not found."""
    found: list[Alternative] = []
    for option in fact:
        with suppress(EvaluationError):
            places_of([option], library, question)
            found.append(option)
    return tuple(found)


def _words(answer: Answer) -> Row:
    return {
        "said": [{"text": one.text, "citations": list(one.citations), "topic": one.topic} for one in answer.statements],
        **{
            name: [
                {
                    "document": one.document.id,
                    "start": one.start,
                    "end": one.end,
                    "quote": one.quote,
                    "odds": round(one.score, 4),
                }
                for one in quotations
            ]
            for name, quotations in (("citations", answer.citations), ("nearest", answer.nearest))
        },
    }


def shares(rows: Sequence[Row]) -> dict[str, float | int | None]:
    """Counts and shares over rows; a question that ended with an error has found, cited, answered and refused nothing."""
    facts = sum(row["facts"] for row in rows)
    answerable = [row for row in rows if row["answerable"]]
    others = [row for row in rows if not row["answerable"]]
    whole = [row for row in answerable if row.get("answered") == row["facts"]]
    return {
        "questions": len(rows),
        "errors": sum("error" in row for row in rows),
        "facts": facts,
        "facts_lost": sum(row.get("lost", 0) for row in rows),
        "facts_found": _share(sum(row.get("found", 0) for row in rows), facts),
        "facts_beside": _share(sum(sum(row.get("facts_beside", ())) for row in rows), facts),
        "facts_cited": _share(sum(row.get("answered", 0) for row in rows), facts),
        "facts_shown": _share(sum(sum(row.get("facts_shown", row.get("facts_cited", ()))) for row in rows), facts),
        "every_fact_cited": _share(len(whole), len(answerable)),
        "answerable_answered": _share(sum(row.get("right", False) for row in answerable), len(answerable)),
        "answerable_uncertain": _share(sum(row.get("verdict") == "uncertain" for row in answerable), len(answerable)),
        "unanswerable_refused": _share(sum(row.get("right", False) for row in others), len(others)),
        "unanswerable_uncertain": _share(sum(row.get("verdict") == "uncertain" for row in others), len(others)),
        "quotations_verified": _share(
            sum(row.get("verified", 0) for row in rows), sum(row.get("quotations", 0) for row in rows)
        ),
        "statements": _share(
            sum(row.get("statements", 0) for row in rows), sum(row.get("statements", 0) > 0 for row in rows)
        ),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None
