"""Which of several figures counts what is asked."""

from __future__ import annotations

import pytest

from qa.answer.ways.ordinary import clause_of
from qa.engine import Engine
from qa.question.quantities import quantities

SENTENCE = "兰德公司表示，韩国驻有约28500名美军，而日本有54,000名；费用是1,200万美元。"


@pytest.mark.parametrize(
    ("number", "clause"),
    [("28500", "韩国驻有约28500名美军"), ("54,000", "而日本有54,000名"), ("1,200万", "费用是1,200万美元")],
)
def test_the_clause_of_a_figure_is_between_two_stops(number: str, clause: str) -> None:
    found = next(quantity for quantity in quantities(SENTENCE) if quantity.number == number)
    assert clause_of(SENTENCE, found) == clause


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("驻日美军有多少人？", "54000"),
        ("How many US troops are stationed in Japan?", "54000"),
        ("驻韩美军有多少人？", "28500"),
    ],
)
def test_of_two_figures_the_one_that_counts_what_is_asked(engine: Engine, question: str, figure: str) -> None:
    assert figure in engine.ask(question).citations[0].quote
