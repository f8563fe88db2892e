"""Results and reports made by hand, whose counts can be read off."""

from __future__ import annotations

from typing import Any

from qa.evaluation.results import (
    CitedQuote,
    Expected,
    ExpectedQuote,
    Report,
    Result,
)


def quoted(quote: str = "Ten chars.", **changes: Any) -> CitedQuote:
    values: dict[str, Any] = {
        "document": "one",
        "start": 0,
        "end": len(quote),
        "language": "en",
        "quote": quote,
        "place": "A. Author · Publisher",
        "said": "",
        "odds": 0.5,
        "verified": True,
        "fact": False,
    }
    return CitedQuote(**{**values, **changes})


def expected(quote: str = "A fact.", *, found: bool = True, answered: bool = True) -> Expected:
    return Expected((ExpectedQuote("one", "en", quote),), found, answered)


def facts(count: int, found: int, answered: int) -> tuple[Expected, ...]:
    """So many facts, of which the first are found, the first cited."""
    return tuple(expected(f"Fact {i}.", found=i < found, answered=i < answered) for i in range(count))


def result(**changes: Any) -> Result:
    values: dict[str, Any] = {
        "id": "q",
        "kind": "fact",
        "language": "en",
        "question": "What?",
        "answerable": True,
        "verdict": "answered",
        "expected": facts(1, 1, 1),
        "citations": (quoted(),),
        "statements": 1,
        "seconds": 0.1,
    }
    return Result(**{**values, **changes})


def refused(**changes: Any) -> Result:
    """The same question with a no for an answer."""
    none = {"verdict": "not_in_library", "citations": (), "statements": 0, "expected": facts(1, 1, 0)}
    return result(**{**none, **changes})


def uncertain(**changes: Any) -> Result:
    """The same question, with what may answer it."""
    possible = (Expected((ExpectedQuote("one", "en", "Fact 0."),), found=True, answered=False, possible=True),)
    return result(**{"verdict": "uncertain", "expected": possible, **changes})


def report(*results: Result, **changes: Any) -> Report:
    library = {"path": "/somewhere", "documents": 2, "corpus": "c0ffee"}
    return Report(**{"results": results, "library": library, "model": "by hand", "yinzheng": "1.0", **changes})
