"""The words of a quotation on a terminal: a line under it, headed once as no translation."""

from __future__ import annotations

from dataclasses import replace

import click
import pytest

from qa.records import Gloss, Glosses
from qa.ui.terminal.answers import print_answer
from qa.ui.terminal.cli import commands
from tests.answers import answered

STRATEGY = Gloss(0, 2, "战略", ("strategy",), "CC-CEDICT")
TALK = Gloss(2, 4, "对话", ("talk", "dialogue"), "CC-CEDICT")


def test_the_words_stand_under_the_quotation_they_are_of(capsys: pytest.CaptureFixture[str]) -> None:
    answer = answered("战略对话。", "전략 대화.")
    first, second = answer.citations
    korean = replace(second, passage=replace(second.passage, language="ko"), glosses=Glosses("en", covered=False))
    print_answer(replace(answer, citations=(replace(first, glosses=Glosses("en", (STRATEGY, TALK))), korean)))
    lines = capsys.readouterr().out.splitlines()
    assert lines.count("gloss: words from dictionaries, no translation (CC-CEDICT)") == 1
    assert lines[lines.index("[1] 战略对话。") + 1] == "    gloss: 战略 strategy · 对话 talk / dialogue"
    assert lines[lines.index("[2] 전략 대화.") + 1] == "    gloss: no dictionary for ko → en here"


def test_nothing_is_said_of_words_that_were_not_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(answered("战略对话。"))
    assert "gloss" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "into"), [([], None), (["--gloss"], ""), (["--gloss", "en"], "en"), (["--gloss", "--json"], "")]
)
def test_the_language_may_be_left_to_the_question(given: list[str], into: str | None) -> None:
    ask = commands.commands["ask"]
    assert ask.make_context("ask", ["When?", *given], parent=click.Context(commands)).params["gloss"] == into
