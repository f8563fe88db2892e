"""What somebody recommends is told, not asked."""

from __future__ import annotations

import pytest

from index.text.asking import is_question
from qa.engine import Engine


@pytest.mark.parametrize("question", ["What does Akiyama recommend Japan do?", "秋山信将向日本提出了哪些建议？"])
def test_a_question_to_the_reader_is_no_advice(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert len({statement.topic for statement in answer.statements}) == 3
    assert not [statement.text for statement in answer.statements if is_question(statement.text)]
