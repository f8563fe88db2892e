"""What an evaluation brings back: a result for each question in each language, with its evidence, and their report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from qa.evaluation.metrics import mean, percentile
from qa.verdict import SURE, Verdict

__all__ = ["CitedQuote", "Expected", "ExpectedQuote", "Figures", "Report", "Result"]

Figures = Mapping[str, float | int | None]
"""Shares from 0 to 1, and counts; None where nothing counts."""


@dataclass(frozen=True, slots=True)
class ExpectedQuote:
    """One quote that satisfies a fact, with the id and the language of its document."""

    document: str
    language: str
    quote: str


@dataclass(frozen=True, slots=True)
class Expected:
    """A fact that a full answer rests on: any of its alternatives will do. Whether it was found, and whether cited.

    `possible` where it is cited in an uncertain answer, which counts as shown and not as cited.
    """

    alternatives: tuple[ExpectedQuote, ...]
    found: bool
    answered: bool
    possible: bool = False

    @property
    def shown(self) -> bool:
        """Whether it is cited, surely or as what may answer."""
        return self.answered or self.possible

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """What tells the fact from others, in this evaluation and in another."""
        return tuple((option.document, option.quote) for option in self.alternatives)


@dataclass(frozen=True, slots=True)
class CitedQuote:
    """A citation as an evaluation keeps it: document.text[start:end] and where it comes from, in words.

    `odds` are those that it answers, `verified` whether the document, read again, has these characters there, `fact`
    whether it holds, alone, one of the facts expected, `wrong` whether one of the quotations that must not be cited.
    """

    document: str
    start: int
    end: int
    language: str
    quote: str
    place: str
    said: str
    odds: float
    verified: bool
    fact: bool
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """One question in one language. `nearest` are the quotations that come with a no; `statements` counts the answer's.

    `answerable` is None where nothing is known but what must not be cited.
    """

    id: str
    kind: str
    language: str
    question: str
    answerable: bool | None
    verdict: str
    expected: tuple[Expected, ...] = ()
    citations: tuple[CitedQuote, ...] = ()
    nearest: tuple[CitedQuote, ...] = ()
    statements: int = 0
    seconds: float = 0.0

    @property
    def said(self) -> bool:
        """Whether the verdict is an answer, right or wrong."""
        return self.verdict in SURE

    @property
    def uncertain(self) -> bool:
        """Whether the verdict is neither an answer nor a no."""
        return self.verdict == Verdict.UNCERTAIN

    @property
    def right(self) -> bool:
        """Whether what can be answered was, and what cannot was refused, and nothing is cited that must not be. An uncertain answer is neither."""
        if self.wrong or self.answerable is None:
            return not self.wrong
        return not self.uncertain and self.said == self.answerable

    @property
    def wrong(self) -> int:
        """How many of the citations must not be cited."""
        return sum(quotation.wrong for quotation in self.citations)

    @property
    def worth(self) -> int:
        """Of the verdict: 2 where it is right, 1 where it is uncertain, 0 where it is wrong."""
        return 2 if self.right else 1 if self.uncertain else 0

    @property
    def cites_right(self) -> bool:
        """Whether it is called answered, rightly, and cites a fact expected, where any is."""
        return self.said and self.right and (self.answered > 0 or not self.facts)

    @property
    def facts(self) -> int:
        """How many facts are expected."""
        return len(self.expected)

    @property
    def found(self) -> int:
        """How many of them lie within the first five passages."""
        return sum(fact.found for fact in self.expected)

    @property
    def answered(self) -> int:
        """How many of them are cited."""
        return sum(fact.answered for fact in self.expected)

    @property
    def shown(self) -> int:
        """How many of them are cited, surely or in an uncertain answer."""
        return sum(fact.shown for fact in self.expected)

    @property
    def quotations(self) -> tuple[CitedQuote, ...]:
        """The citations, and what is nearest."""
        return (*self.citations, *self.nearest)

    @property
    def verified(self) -> int:
        """How many of the quotations are in their documents, character for character."""
        return sum(quotation.verified for quotation in self.quotations)

    def to_dict(self) -> dict[str, Any]:
        """JSON form, with what is counted beside what it is counted from."""
        return {
            "id": self.id,
            "kind": self.kind,
            "language": self.language,
            "question": self.question,
            "answerable": self.answerable,
            "verdict": self.verdict,
            "right": self.right,
            "facts": self.facts,
            "found": self.found,
            "answered": self.answered,
            "shown": self.shown,
            "wrong": self.wrong,
            "quotations": len(self.quotations),
            "verified": self.verified,
            "statements": self.statements,
            "seconds": round(self.seconds, 3),
            "expected": [asdict(fact) for fact in self.expected],
            "citations": [_quotation(item) for item in self.citations],
            "nearest": [_quotation(item) for item in self.nearest],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All results, with the library, the model and the version of Yinzheng that they were got with."""

    results: tuple[Result, ...]
    library: Mapping[str, Any]
    model: str
    yinzheng: str = ""

    @property
    def corpus(self) -> str:
        """The digest of the documents."""
        return str(self.library.get("corpus", ""))

    def figures(self, results: Sequence[Result] | None = None) -> dict[str, float | int | None]:
        """Shares: of facts found, answered and shown, of quotations verified, of verdicts right; statements for each answer.

        A fact is *shown* where it is answered, or cited in an uncertain answer; what is uncertain has figures of its own.
        `answers_right` is, of what is called answered, the share that cites a fact expected.
        """
        chosen = self.results if results is None else results
        facts = sum(r.facts for r in chosen)
        quotations = sum(len(r.quotations) for r in chosen)
        return {
            "questions": len(chosen),
            "facts": facts,
            "found": sum(r.found for r in chosen) / facts if facts else None,
            "answered": sum(r.answered for r in chosen) / facts if facts else None,
            "shown": sum(r.shown for r in chosen) / facts if facts else None,
            "verified": sum(r.verified for r in chosen) / quotations if quotations else None,
            "statements": mean([float(r.statements) for r in chosen if r.said]),
            "answers_right": mean([float(r.cites_right) for r in chosen if r.said and r.answerable is not None]),
            "answerable_answered": mean([float(r.right) for r in chosen if r.answerable]),
            "answerable_uncertain": mean([float(r.uncertain) for r in chosen if r.answerable]),
            "unanswerable_refused": mean([float(r.right) for r in chosen if r.answerable is False]),
            "unanswerable_unanswered": mean([float(not r.said) for r in chosen if r.answerable is False]),
            "unanswerable_uncertain": mean([float(r.uncertain) for r in chosen if r.answerable is False]),
            "verdicts_right": mean([float(r.right) for r in chosen]),
        }

    def by(self, key: str) -> dict[str, dict[str, float | int | None]]:
        """Figures for each `language` or `kind`, in the order of first appearance."""
        values = dict.fromkeys(getattr(r, key) for r in self.results)
        return {value: self.figures([r for r in self.results if getattr(r, key) == value]) for value in values}

    def seconds(self) -> dict[str, float]:
        """Of an answer: the median, and what 95 % do not exceed."""
        taken = [r.seconds for r in self.results]
        return {"median": percentile(taken, 0.5), "p95": percentile(taken, 0.95)}

    def to_dict(self) -> dict[str, Any]:
        """JSON form, shares rounded to three places; the same on every computer, but for the seconds."""
        return {
            "yinzheng": self.yinzheng,
            "library": {name: value for name, value in self.library.items() if name != "path"},
            "model": self.model,
            "all": _rounded(self.figures()),
            "by_language": {name: _rounded(figures) for name, figures in self.by("language").items()},
            "by_kind": {name: _rounded(figures) for name, figures in self.by("kind").items()},
            "seconds": {name: round(value, 3) for name, value in self.seconds().items()},
            "results": [result.to_dict() for result in self.results],
        }


def _quotation(quotation: CitedQuote) -> dict[str, Any]:
    return {**asdict(quotation), "odds": round(quotation.odds, 4)}


def _rounded(figures: Figures) -> dict[str, float | int | None]:
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}
