"""What a language model writes, on a terminal: below the quotations, marked in place, with why."""

from __future__ import annotations

import pytest

from qa.records import Generated, GeneratedSentence
from qa.ui.terminal.answers import print_written
from qa.ui.terminal.cli import main
from tests.answers import answered

TALL = GeneratedSentence("It is tall.", (1,), 0.9, supported=True)
BLUE = GeneratedSentence("It is blue.", (1,), 0.1, supported=False)
OLD = GeneratedSentence("It is old.", (), 0.0, supported=False)
FAR = GeneratedSentence("It is far.", (9,), 0.0, supported=False)


def test_each_sentence_is_printed_once_and_marked_with_why(capsys: pytest.CaptureFixture[str]) -> None:
    every = (TALL, BLUE, OLD, FAR)
    growing = [Generated("m", every[:n]) for n in range(1, 5)]
    print_written(answered("It is tall."), [*growing, Generated("m", every, "m broke off; ask again")])
    assert capsys.readouterr().out.splitlines() == [
        "",
        "Written by m, a language model. Not evidence; check it against the quotations:",
        "",
        "  It is tall. [1]",
        "✗ unsupported: It is blue. [1] (its evidence does not say it)",
        "✗ unsupported: It is old. (cites nothing)",
        "✗ unsupported: It is far. [9] (cites what there is not)",
        "! m broke off; ask again; the quotations above stand",
    ]


def test_nothing_is_printed_where_nothing_was_asked(capsys: pytest.CaptureFixture[str]) -> None:
    print_written(answered(), [])
    assert capsys.readouterr().out == ""


def test_a_failure_alone_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    print_written(answered("It is tall."), [Generated("m", (), "m cannot be reached; start it")])
    assert capsys.readouterr().out.splitlines()[-1] == "! m cannot be reached; start it; the quotations above stand"


def test_without_a_model_the_command_says_how_to_name_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("YINZHENG_GENERATOR_URL", raising=False)
    assert main(["ask", "When was it built?", "--write"]) == 5
    assert "no language model is set; set YINZHENG_GENERATOR_URL" in capsys.readouterr().err
