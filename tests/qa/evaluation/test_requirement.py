"""What passes, and what is said of what does not."""

from __future__ import annotations

import pytest

from qa.evaluation.requirement import (
    Require,
    explained,
    shortfall,
)
from qa.evaluation.results import Result
from tests.qa.evaluations import expected, facts, quoted, refused, result, uncertain


@pytest.mark.parametrize(
    ("given", "verdict", "found", "cited"),
    [
        (result(), "", "", ""),
        (result(expected=facts(3, 2, 1)), "", "2 of 3 facts found", "1 of 3 facts cited"),
        (result(expected=facts(1, 0, 1)), "", "0 of 1 fact found", ""),
        (refused(), *["verdict not_in_library, expected an answer"] * 3),
        (refused(answerable=False, expected=()), "", "", ""),
        (uncertain(), *["verdict uncertain, expected an answer"] * 3),
        (uncertain(answerable=False, expected=()), *["verdict uncertain, expected a no"] * 3),
        (result(answerable=False, expected=()), *["verdict answered, expected a no"] * 3),
        (result(citations=(quoted(verified=False),)), *["1 quotation not in its document"] * 3),
    ],
)
def test_what_is_required(given: Result, verdict: str, found: str, cited: str) -> None:
    assert [shortfall(given, level) for level in Require] == [verdict, found, cited]


def test_what_was_expected_and_what_came() -> None:
    quotation = quoted("Else.", said="said by B", verified=False)
    assert explained(result(expected=(expected(answered=False),), citations=(quotation,))) == [
        "question: What?",
        "verdict:  answered, expected an answer",
        "fact found, not cited:",
        "    A fact. (one)",
        "cited:",
        "    Else.",
        "    one 0–5 · A. Author · Publisher",
        "    said by B",
        "    NOT IN THE DOCUMENT at this place",
    ]
    assert explained(uncertain())[1:5] == [
        "verdict:  uncertain, expected an answer",
        "fact found, shown:",
        "    Fact 0. (one)",
        "shown as what may answer:",
    ]
    assert explained(refused(expected=()))[-1] == "nothing was cited"
