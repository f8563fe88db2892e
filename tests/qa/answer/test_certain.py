"""What is not certain is quoted all the same, and called so; a contradiction stays one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from qa import composing as module
from qa.answer.answering import Made, answering
from qa.engine import Engine
from qa.proof.saved import check_answer
from qa.proof.verification import verify_in
from qa.records import Answer, Verdict

KISSINGER = "What did Kissinger say deterrence requires?"
ODDS = 0.4


@pytest.fixture
def uncertain(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The engine, every choice of which is uncertain."""

    def doubting(*given: Any) -> Made:
        return replace(answering(*given), certain=False, odds=ODDS)

    monkeypatch.setattr(module, "answering", doubting)
    return engine


def evidence(answer: Answer) -> tuple[Any, ...]:
    return answer.statements, answer.citations, answer.passages


def test_an_uncertain_answer_is_quoted_and_certified_like_any(
    uncertain: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubted = uncertain.ask(KISSINGER)
    assert (doubted.verdict, doubted.odds) == (Verdict.UNCERTAIN, ODDS)
    monkeypatch.undo()
    sure = uncertain.ask(KISSINGER)
    assert sure.verdict in (Verdict.ANSWERED, Verdict.UNCERTAIN)
    assert evidence(doubted) == evidence(sure)
    assert all(citation.certificate for citation in doubted.citations)
    saved = check_answer(doubted.to_dict())
    assert (saved["verdict"], saved["odds"]) == ("uncertain", ODDS)
    assert verify_in(uncertain.library, saved).holds
    assert "uncertain; what may answer:" in doubted._repr_html_()


def test_what_is_asked_within_filters_is_uncertain_there(uncertain: Engine) -> None:
    assert uncertain.ask(KISSINGER, sources=["002"]).verdict is Verdict.UNCERTAIN
    outside = uncertain.ask(KISSINGER, sources=["004"])
    assert outside.verdict in (Verdict.UNCERTAIN, Verdict.OUTSIDE_FILTERS)
    assert bool(outside.citations) == (outside.verdict is Verdict.UNCERTAIN)


def test_nothing_chosen_is_a_no_however_uncertain() -> None:
    made = Made([], [], certain=False)
    assert made.verdict is Verdict.NOT_IN_LIBRARY
    assert replace(made, disagree=True).verdict is Verdict.NOT_IN_LIBRARY
