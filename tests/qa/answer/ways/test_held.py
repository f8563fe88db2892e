"""Whose words answer where somebody's are asked for, by name or not."""

from __future__ import annotations

from dataclasses import replace

from qa.answer.answering import answering
from qa.answer.ways.held import held, told_by_others
from qa.engine import Engine
from qa.question.intent import AnswerKind, Intent
from qa.question.parsed import ParsedQuestion
from qa.retrieval.finding import Need, find, found_for
from qa.retrieval.people import Holders, holders_of


def test_whoever_speaks_may_answer_where_the_question_does_not_say_whose_view_it_asks_for(engine: Engine) -> None:
    asked = ParsedQuestion.of("What did Kissinger say deterrence requires?")
    with engine._snapshots.newest() as desk:
        found = find(desk, desk.query(asked), 5, None)
        given = desk.read(found_for(desk, found, Need.LIKELIEST, None), Need.LIKELIEST)
    theirs = held(asked, given)
    assert theirs is not None
    assert theirs.chosen
    silent = replace(given, holders=Holders(("nobody of these",)))
    refused = held(replace(asked, intent=replace(asked.intent, kind=AnswerKind.VIEW)), silent)
    assert refused is not None
    assert not refused.chosen
    assert not refused.yields
    for intent in (Intent(AnswerKind.VIEW, asked.intent.topic), replace(asked.intent, kind=AnswerKind.SPEECH)):
        gives_way = held(replace(asked, intent=intent), silent)
        assert gives_way is not None
        assert gives_way.yields
        assert not gives_way.to_be_shown(0.1)


def test_what_others_say_is_uncertain_where_somebody_is_asked_for_by_name(engine: Engine) -> None:
    words = "What did the spokesman say about the deployment of nuclear weapons in South Korea?"
    asked = replace(ParsedQuestion.of(words), intent=Intent(AnswerKind.SPEECH, words, "the spokesman"))
    with engine._snapshots.newest() as desk:
        made = answering(desk, desk.query(asked), 5, None)
    assert not made.certain


def test_what_somebody_else_says_is_not_told_for_whom_the_question_names(engine: Engine) -> None:
    asked = ParsedQuestion.of("What did Kissinger say deterrence requires?")
    with engine._snapshots.newest() as desk:
        found = find(desk, desk.query(asked), 5, None)
        given = desk.read(found_for(desk, found, Need.LIKELIEST, None), Need.LIKELIEST)
        others = {item.known.speech.innermost for item in given.every} - {()}
        assert others
        nobody = replace(given, holders=Holders(("nobody of these",), frozenset({"nobody"})))
        told = told_by_others(asked, nobody)
        assert all(not item.known.speech.innermost for item in told.chosen)
        assert told.odds <= given.odds
        assert told_by_others(asked, replace(given, holders=Holders())).odds == given.odds


def test_the_middle_of_a_korean_word_names_nobody(engine: Engine) -> None:
    asked = ParsedQuestion.of("그들은 무엇을 비판했나요?")
    with engine._snapshots.newest() as desk:
        assert not holders_of(desk.query(asked), (), desk.catalogue()).names
