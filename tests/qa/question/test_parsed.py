"""A question is parsed once, with all that its words tell."""

from __future__ import annotations

import pytest

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


def test_the_same_words_are_parsed_once() -> None:
    assert ParsedQuestion.of("Where is it?") is ParsedQuestion.of("Where is it?")
