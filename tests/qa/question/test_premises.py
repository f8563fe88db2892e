"""Names and numbers that a question takes for granted."""

from __future__ import annotations

import pytest

from qa.question.premises import Premises


@pytest.mark.parametrize(
    ("question", "names", "numbers"),
    [
        ("Who won the 2024 election in France?", ["france"], ["2024"]),
        ("What did Xqzptv say?", ["xqzptv"], []),
        ("《核态势评估》何时发表", ["核态势评估"], []),
        ("「拡大抑止」とアメリカ", ["扩大抑止", "アメリカ"], []),
        ("AUKUS是什么", ["aukus"], []),
        ("二〇一〇年发生了什么", [], ["2010"]),
        ("미국은 2010년에", [], ["2010"]),
        ("What is deterrence?", [], []),
        ("", [], []),
    ],
)
def test_what_a_question_names(question: str, names: list[str], numbers: list[str]) -> None:
    found = Premises.of(question)
    assert (list(found.names), list(found.numbers)) == (names, numbers)


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("Who won in France in 2024?", "France voted in 2024.", (0.0, 0.0)),
        ("Who won in France in 2024?", "Germany voted in 2021.", (1.0, 1.0)),
        ("Did France and Germany agree in 1999 or 2001?", "In 1999 France", (0.5, 0.5)),
        ("二〇一〇年发生了什么", "In 2010 it happened", (0.0, 0.0)),
        ("什么是威慑", "天气", (0.0, 0.0)),
    ],
)
def test_what_a_text_lacks(question: str, text: str, missing: tuple[float, float]) -> None:
    assert Premises.of(question).missing(text, ()) == missing


def test_a_name_is_met_in_another_language_or_in_what_is_known_of_the_document() -> None:
    named = Premises.of("What did France do in 1996?")
    assert named.missing("法国做了什么", ()) == (1.0, 1.0)
    assert named.missing("法国做了什么", ["France"]) == (0.0, 1.0)
    assert named.missing("", (), "France in 1996-03") == (0.0, 0.0)
