"""A question is text with something in it, and k a whole number from 1 to 100."""

from __future__ import annotations

import pytest

from qa.errors import QuestionError
from qa.question.check import (
    LONGEST_QUESTION,
    MOST_PASSAGES,
    checked_count,
    checked_question,
)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("What is the NCG?", "What is the NCG?"),
        ("  两行\n的问题 ", "两行 的问题"),
        ("3.11?", "3.11?"),
        ("？NCG　とは\t何", "？NCG とは 何"),
        ("Ｗｈａｔ　ｉｓ　ｔｈｅ　ＮＣＧ？ ２０２４年，ﾄﾏﾎｰｸ", "What is the NCG？ 2024年，トマホーク"),
        ("x" * LONGEST_QUESTION, "x" * LONGEST_QUESTION),
        ('a "quoted" AND (broken* NEAR/2 query', 'a "quoted" AND (broken* NEAR/2 query'),
    ],
)
def test_questions(given: str, asked: str) -> None:
    assert checked_question(given) == asked


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ("", "empty"),
        (" \n\t　", "empty"),
        ("？！…", "empty"),
        ("🙂", "empty"),
        ("x" * (LONGEST_QUESTION + 1), r"has 2,001 characters; ask in at most 2,000"),
        ("問" * 100_000, r"has 100,000 characters"),
        (" " * 100_000, r"has 100,000 characters"),
        ("NCG\x00", "not text"),
        ("\x1b[31mNCG", "not text"),
        ("caf\udce9", "not text"),  # what an undecodable argument becomes
        ("\x9b31mNCG", "not text"),
        (b"NCG", "is bytes, not text"),
        (None, "is NoneType, not text"),
    ],
)
def test_what_is_no_question(given: object, fault: str) -> None:
    with pytest.raises(QuestionError, match=fault) as caught:
        checked_question(given)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200  # what was given is not repeated


@pytest.mark.parametrize("k", [1, 5, MOST_PASSAGES])
def test_counts(k: int) -> None:
    assert checked_count(k) == k


@pytest.mark.parametrize("k", [0, -1, MOST_PASSAGES + 1, 10_000, "5", "x", 2.0, True, None])
def test_what_is_no_count(k: object) -> None:
    with pytest.raises(QuestionError, match="whole number from 1 to 100"):
        checked_count(k)
