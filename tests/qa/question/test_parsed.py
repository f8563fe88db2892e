"""A question is parsed once, with all that its words tell."""

from __future__ import annotations

import pytest

from qa.question.answer_type import AnswerType
from qa.question.intent import AnswerKind
from qa.question.parsed import ParsedQuestion


@pytest.mark.parametrize(
    ("question", "kind", "subject"),
    [
        ("Who is Nobumasa Akiyama?", AnswerKind.PERSON, "Nobumasa Akiyama"),
        ("什么是延伸威慑？", AnswerKind.DEFINITION, "延伸威慑"),
        ("How do the sources differ on the tram?", AnswerKind.COMPARE, "the tram"),
        ("What does Marsh think of the tram?", AnswerKind.VIEW, "the tram"),
        ("When did the line open?", AnswerKind.FACT, "When did the line open?"),
    ],
)
def test_what_a_sentence_must_cover_goes_by_the_kind_of_question(question: str, kind: AnswerKind, subject: str) -> None:
    parsed = ParsedQuestion.of(question)
    assert (parsed.kind, parsed.subject) == (kind, subject)


def test_what_is_asked_for_is_told_with_its_unit() -> None:
    parsed = ParsedQuestion.of("How many soldiers were in Okinawa in 2024, and where did they live?")
    assert parsed.answer_type is AnswerType.NUMBER
    assert (parsed.unit, parsed.twice, parsed.several, parsed.language) == ("people", True, False, "en")


def test_figures_may_be_of_what_a_question_is_about() -> None:
    parsed = ParsedQuestion.of("How do the sources differ on the cost?")
    assert (parsed.unit, parsed.topic_unit, parsed.several) == ("", "money", True)


def test_the_same_words_are_parsed_once() -> None:
    assert ParsedQuestion.of("Where is it?") is ParsedQuestion.of("Where is it?")
