"""Question set → report: which facts were found, which were cited, whether the verdict was right. Returns, never prints."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from index.errors import LibraryError
from index.library import Library
from index.offsets import Span
from index.records import Document, Note
from qa.engine import Engine
from qa.errors import EvaluationError
from qa.metrics import covered, mean, percentile
from qa.questions import Alternative, Question
from qa.records import Answer, Verdict

__all__ = ["Report", "Result", "below", "evaluate", "judge"]

FOUND_WITHIN = 5
"""A fact is found when it lies within the first five passages."""
_ANSWERED_SHARE = 0.5
_NOTHING = re.compile(r"\s+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


@dataclass(frozen=True, slots=True)
class Result:
    """One question in one language."""

    id: str
    kind: str
    language: str
    answerable: bool
    verdict: str
    facts: int
    found: int
    answered: int
    seconds: float

    @property
    def right(self) -> bool:
        """Whether what can be answered was, and what cannot was refused."""
        return (self.verdict in (Verdict.ANSWERED, Verdict.DISAGREE)) == self.answerable

    def to_dict(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "id": self.id,
            "kind": self.kind,
            "language": self.language,
            "answerable": self.answerable,
            "verdict": self.verdict,
            "right": self.right,
            "facts": self.facts,
            "found": self.found,
            "answered": self.answered,
            "seconds": round(self.seconds, 3),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All results, with the library and the model they were got with."""

    results: tuple[Result, ...]
    library: Mapping[str, Any]
    model: str

    def figures(self, results: Sequence[Result] | None = None) -> dict[str, float | int | None]:
        """Shares from 0 to 1, None where nothing counts: of facts found and answered, and of verdicts right."""
        chosen = self.results if results is None else results
        facts = sum(r.facts for r in chosen)
        return {
            "questions": len(chosen),
            "facts": facts,
            "found": sum(r.found for r in chosen) / facts if facts else None,
            "answered": sum(r.answered for r in chosen) / facts if facts else None,
            "answerable_answered": mean([float(r.right) for r in chosen if r.answerable]),
            "unanswerable_refused": mean([float(r.right) for r in chosen if not r.answerable]),
            "verdicts_right": mean([float(r.right) for r in chosen]),
        }

    def by(self, key: str) -> dict[str, dict[str, float | int | None]]:
        """Figures for each `language` or `kind`, in the order of first appearance."""
        values = dict.fromkeys(getattr(r, key) for r in self.results)
        return {value: self.figures([r for r in self.results if getattr(r, key) == value]) for value in values}

    def to_dict(self) -> dict[str, Any]:
        """JSON form, shares rounded to three places."""
        seconds = [r.seconds for r in self.results]
        return {
            "library": {name: value for name, value in self.library.items() if name != "path"},
            "model": self.model,
            "all": _rounded(self.figures()),
            "by_language": {name: _rounded(figures) for name, figures in self.by("language").items()},
            "by_kind": {name: _rounded(figures) for name, figures in self.by("kind").items()},
            "seconds": {"median": round(percentile(seconds, 0.5), 3), "p95": round(percentile(seconds, 0.95), 3)},
            "results": [result.to_dict() for result in self.results],
        }


def _rounded(figures: Mapping[str, float | int | None]) -> dict[str, float | int | None]:
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}


def evaluate(
    engine: Engine, questions: Sequence[Question], progress: Callable[[int, int], None] | None = None
) -> Report:
    """Ask every question in each of its languages and count facts.

    What is found is counted in the passages as they are retrieved: an answer shows those that it cites whatever their rank.

    Raises EvaluationError where a fact is not in its document, before anything is asked.
    """
    total = sum(len(question.texts) for question in questions)
    places = [[_places(fact, engine.library, question.id) for fact in question.facts] for question in questions]
    results: list[Result] = []
    for question, facts in zip(questions, places, strict=True):
        for language, text in question.texts.items():
            began = time.perf_counter()
            answer = engine.ask(text, FOUND_WITHIN)
            seconds = time.perf_counter() - began
            retrieved = replace(answer, passages=tuple(engine.retrieve(text, FOUND_WITHIN)))
            results.append(_judge(question, facts, language, retrieved, seconds))
            if progress:
                progress(len(results), total)
    return Report(tuple(results), engine.describe(), engine.embedder.name)


def judge(question: Question, language: str, answer: Answer, library: Library, seconds: float = 0.0) -> Result:
    """What an answer to `question` in one of its languages is worth.

    A fact is found when one of its alternatives lies within the spans of the first five passages, answered when it
    lies within, or overlaps by at least half with, the cited quotations; white space and footnote marks do not count.
    A fact that stands in a reference list, which is never retrieved as content, counts where a passage or a citation
    carries the footnote that resolves to it. Raises EvaluationError where a fact is not in its document.
    """
    facts = [_places(fact, library, question.id) for fact in question.facts]
    return _judge(question, facts, language, answer, seconds)


def _judge(
    question: Question, facts: Sequence[Sequence[_Place]], language: str, answer: Answer, seconds: float
) -> Result:
    shown = _Shown.passages(answer)
    cited = _Shown.citations(answer)
    return Result(
        question.id,
        question.kind,
        language,
        question.answerable,
        answer.verdict.value,
        len(facts),
        sum(any(shown.holds(place, 1.0) for place in fact) for fact in facts),
        sum(any(cited.holds(place, _ANSWERED_SHARE) for place in fact) for fact in facts),
        seconds,
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a fact stands: the parts of document.text that are neither white space nor footnote marks.

    `quote` is the fact without those, to look for it in footnotes.
    """

    document: str
    spans: tuple[Span, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class _Shown:
    """What an answer shows: spans by document, and the footnotes in them."""

    spans: Mapping[str, tuple[Span, ...]]
    notes: Mapping[str, tuple[Note, ...]]

    @classmethod
    def passages(cls, answer: Answer) -> _Shown:
        hits = answer.passages[:FOUND_WITHIN]
        return cls._of([(hit.document, hit.passage.start, hit.passage.end) for hit in hits])

    @classmethod
    def citations(cls, answer: Answer) -> _Shown:
        return cls._of([(citation.document, citation.start, citation.end) for citation in answer.citations])

    @classmethod
    def _of(cls, parts: Sequence[tuple[Document, int, int]]) -> _Shown:
        spans: dict[str, tuple[Span, ...]] = {}
        notes: dict[str, tuple[Note, ...]] = {}
        for document, start, end in parts:
            spans[document.id] = (*spans.get(document.id, ()), Span(start, end))
            notes[document.id] = (*notes.get(document.id, ()), *document.notes_in(start, end))
        return cls(spans, notes)

    def holds(self, place: _Place, share: float) -> bool:
        """Whether `share` of the fact is shown, or a footnote shown resolves to it."""
        if covered(place.spans, self.spans.get(place.document, ()), share):
            return True
        return any(place.quote in _bare(note.text)[0] for note in self.notes.get(place.document, ()))


def _places(fact: Sequence[Alternative], library: Library, question: str) -> list[_Place]:
    """Every place at which an alternative of the fact stands."""
    found: list[_Place] = []
    for option in fact:
        try:
            document = library.document(option.document)
        except LibraryError as error:
            raise EvaluationError(f"question {question}: {error}") from error
        bare, offsets = _bare(document.text)
        quote = _bare(option.quote)[0]
        at = bare.find(quote) if quote else -1
        if at < 0:
            raise EvaluationError(f"question {question}: {option.quote!r} is not in {document.id}; correct the quote")
        while at >= 0:
            found.append(_Place(document.id, _runs(offsets[at : at + len(quote)]), quote))
            at = bare.find(quote, at + 1)
    return found


def _runs(offsets: Sequence[int]) -> tuple[Span, ...]:
    """Rising offsets as spans without gaps."""
    starts = [at for at, before in zip(offsets, [None, *offsets], strict=False) if before is None or at != before + 1]
    ends = [at + 1 for at, after in zip(offsets, [*offsets[1:], None], strict=True) if after != at + 1]
    return tuple(Span(start, end) for start, end in zip(starts, ends, strict=True))


def _bare(text: str) -> tuple[str, list[int]]:
    """`text` without white space and footnote marks, and the offset in `text` of each character left."""
    gone = {i for match in _NOTHING.finditer(text) for i in range(match.start(), match.end())}
    kept = [i for i in range(len(text)) if i not in gone]
    return "".join(text[i] for i in kept), kept


def below(report: Report, floors: Mapping[str, Mapping[str, float]]) -> list[str]:
    """What is under its floor, a line each; `floors` gives, for `all` or a language, the least share of each figure.

    Raises EvaluationError where a floor names a language or a figure that there is not.
    """
    groups = {"all": report.figures(), **report.by("language")}
    faults: list[str] = []
    for group, wanted in floors.items():
        for figure, floor in wanted.items():
            if group not in groups or figure not in groups[group]:
                raise EvaluationError(f"floor {group}.{figure} names nothing that is measured; correct the floors file")
            value = groups[group][figure]
            if value is None or value < floor - 0.0005:
                shown = "nothing" if value is None else f"{value:.3f}"
                faults.append(f"{group}: {figure} is {shown}, the floor is {floor:.3f}")
    return faults
