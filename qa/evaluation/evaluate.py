"""Question set → report: which facts were found, which were cited, whether the verdict was right. Returns, never prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version

from index.errors import LibraryError
from index.faults import Fault
from index.store.library import Library
from qa.engine import Engine
from qa.errors import EvaluationError
from qa.evaluation.facts import FactPlace, Shown, places_of
from qa.evaluation.question_file import Question
from qa.evaluation.results import (
    CitedQuote,
    Expected,
    ExpectedQuote,
    Report,
    Result,
)
from qa.records import Answer, Citation, Verdict
from qa.wording import place_in

__all__ = ["Report", "Result", "evaluate", "evaluate_one", "judge", "report_of", "results_of"]

FOUND_WITHIN = 5
"""A fact is found when it lies within the first five passages."""
_ANSWERED_SHARE = 0.5


def evaluate(
    engine: Engine, questions: Sequence[Question], progress: Callable[[int, int], None] | None = None
) -> Report:
    """Ask every question in each of its languages and count facts.

    Raises EvaluationError where a fact, or a quotation called wrong, is not in its document, before anything is asked.
    """
    total = sum(len(question.texts) for question in questions)
    results: list[Result] = []
    for result in results_of(engine, questions):
        results.append(result)
        if progress:
            progress(len(results), total)
    return report_of(engine, results)


def results_of(engine: Engine, questions: Sequence[Question], name: str = "") -> Iterator[Result]:
    """Ask every question in each of its languages, one after another.

    Raises EvaluationError where a fact is not in its document, before the first is asked; with the `name` of the file that
    they are from, it names the line.
    """
    places = [_placed(one, engine.library, name) if name else _places(one, engine.library) for one in questions]
    for question, placed in zip(questions, places, strict=True):
        for language in question.texts:
            yield _asked(engine, question, placed, language)


def report_of(engine: Engine, results: Sequence[Result]) -> Report:
    """What these results say of the engine that gave them."""
    return Report(tuple(results), engine.describe(), engine.embedder.name, _version())


def evaluate_one(engine: Engine, question: Question, language: str) -> Result:
    """Ask one question in one of its languages; counts and raises as `evaluate` does."""
    return _asked(engine, question, _places(question, engine.library), language)


def judge(question: Question, language: str, answer: Answer, library: Library, seconds: float = 0.0) -> Result:
    """What an answer to `question` in one of its languages is worth.

    A fact is found when one of its alternatives lies within the spans of the first five passages, answered when it
    lies within, or overlaps by at least half with, the cited quotations; white space and footnote marks do not count.
    What an uncertain answer cites is shown, not answered. A fact that stands in a reference list, which is never retrieved as content, counts where a passage or a citation
    carries the footnote that resolves to it. Every quotation is compared with its document anew. Raises EvaluationError
    where a fact is not in its document.
    """
    return _judge(question, _places(question, library), language, answer, library, seconds)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the facts of a question stand, and what is not to be cited for it."""

    facts: tuple[tuple[FactPlace, ...], ...]
    wrong: tuple[tuple[FactPlace, ...], ...]


def _asked(engine: Engine, question: Question, places: _Places, language: str) -> Result:
    """What is found is counted in the passages as they are retrieved: an answer shows those that it cites at any rank."""
    answer, ranked = engine.ask_and_retrieve(question.texts[language], FOUND_WITHIN)
    retrieved = replace(answer, passages=tuple(ranked))
    return _judge(question, places, language, retrieved, engine.library, answer.seconds)


def _places(question: Question, library: Library) -> _Places:
    return _Places(
        tuple(places_of(fact, library, question.id) for fact in question.facts),
        tuple(places_of((quotation,), library, question.id) for quotation in question.wrong),
    )


def _placed(question: Question, library: Library, name: str) -> _Places:
    try:
        return _places(question, library)
    except EvaluationError as error:
        told = f"{name}, line {question.line}: {error}"
        raise EvaluationError(told, Fault.QUESTION_LINE, str(question.line)) from error


def _judge(
    question: Question,
    places: _Places,
    language: str,
    answer: Answer,
    library: Library,
    seconds: float,
) -> Result:
    shown = Shown.of([(hit.document, hit.passage.start, hit.passage.end) for hit in answer.passages[:FOUND_WITHIN]])
    cited = Shown.of([(citation.document, citation.start, citation.end) for citation in answer.citations])
    possible = answer.verdict is Verdict.UNCERTAIN
    expected = (
        Expected(
            tuple(
                ExpectedQuote((held := library.document(option.document)).id, held.language, option.quote)
                for option in fact
            ),
            shown.holds(at, 1.0),
            (held_by := cited.holds(at, _ANSWERED_SHARE)) and not possible,
            held_by and possible,
        )
        for fact, at in zip(question.facts, places.facts, strict=True)
    )
    return Result(
        id=question.id,
        kind=question.kind,
        language=language,
        question=question.texts[language],
        answerable=question.answerable,
        verdict=answer.verdict.value,
        expected=tuple(expected),
        citations=tuple(_quotation(citation, places, library) for citation in answer.citations),
        nearest=tuple(_quotation(citation, places, library) for citation in answer.nearest),
        statements=len(answer.statements),
        seconds=seconds,
    )


def _quotation(citation: Citation, places: _Places, library: Library) -> CitedQuote:
    """As a report keeps it; its place without the file, which is another on every computer."""
    document, start, end = citation.document, citation.start, citation.end
    alone = Shown.of([(document, start, end)])
    return CitedQuote(
        document=document.id,
        start=start,
        end=end,
        language=citation.passage.language,
        quote=citation.quote,
        place=place_in(replace(document, file=""), citation.passage, start, end),
        said=citation.speech.line(),
        odds=citation.score,
        verified=_stands(citation, library),
        fact=any(alone.holds(fact, _ANSWERED_SHARE) for fact in places.facts),
        wrong=any(alone.holds(quotation, _ANSWERED_SHARE) for quotation in places.wrong),
    )


def _stands(citation: Citation, library: Library) -> bool:
    """Whether the document, asked for again, has the quotation at its place."""
    try:
        text = library.document(citation.document.id).text
    except LibraryError:
        return False
    return bool(citation.quote) and text[citation.start : citation.end] == citation.quote


def _version() -> str:
    try:
        return version("yinzheng")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return ""
