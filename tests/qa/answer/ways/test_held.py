"""Whose words answer where somebody's are asked for, and where nobody's are."""

from __future__ import annotations

from dataclasses import replace

from qa.answer.ways.held import held
from qa.engine import Engine
from qa.question.parsed import ParsedQuestion
from qa.retrieval.finding import Need, find, found_for
from qa.retrieval.people import Holders


def test_whoever_speaks_may_answer_where_the_question_does_not_say_whose_view_it_asks_for(engine: Engine) -> None:
    asked = ParsedQuestion.of("What did Kissinger say deterrence requires?")
    with engine._snapshots.newest() as desk:
        found = find(desk, desk.query(asked), 5, None)
        given = desk.read(found_for(desk, found, Need.LIKELIEST, None), Need.LIKELIEST)
    theirs = held(asked, given)
    assert theirs is not None
    assert theirs.chosen
    silent = replace(given, holders=Holders(("nobody of these",)))
    refused = held(asked, silent)
    assert refused is not None
    assert not refused.chosen
    assert held(replace(asked, intent=replace(asked.intent, holder="")), silent) is None
