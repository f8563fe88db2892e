"""Numbers that a question takes for granted."""

from __future__ import annotations

import pytest

from qa.question.premises import missing_numbers


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("Who won in France in 2024?", "France voted in 2024.", 0.0),
        ("Who won in France in 2024?", "Germany voted in 2021.", 1.0),
        ("Did France and Germany agree in 1999 or 2001?", "In 1999 France", 0.5),
        ("二〇一〇年发生了什么", "In 2010 it happened", 0.0),
        ("미국은 2010년에", "2011년", 1.0),
        ("什么是威慑", "天气", 0.0),
        ("", "", 0.0),
    ],
)
def test_what_a_text_lacks(question: str, text: str, missing: float) -> None:
    assert missing_numbers(question, text) == missing
