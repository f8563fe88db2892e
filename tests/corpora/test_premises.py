"""Questions with another name or number than the text has, and questions for what a thing is."""

from __future__ import annotations

import random

import pytest

from corpora.premises import (
    Names,
    defined,
    definition_question,
    shared,
)

QUESTIONS = ["When did the Panthers win in 1996?", "How many did the Broncos win in 2003?", "Who beat the Steelers?"]


@pytest.mark.parametrize("seed", range(20))
def test_what_is_exchanged_stands_in_the_text_and_what_it_becomes_does_not(seed: int) -> None:
    question, text = QUESTIONS[0], "The Panthers won in 1996, and lost to the Broncos."
    found = Names([*QUESTIONS, "Who beat the Cowboys?"], []).exchange(question, text, "", random.Random(seed))
    if found is None:  # eight draws found nothing of the kind
        return
    old, new = found
    assert old in ("Panthers", "1996")
    assert new not in text
    assert new not in question
    assert new in ("Steelers", "Cowboys") if old == "Panthers" else new.isdigit()


def test_nothing_is_exchanged_that_the_text_does_not_name() -> None:
    assert Names(QUESTIONS, []).exchange(QUESTIONS[0], "Somebody won.", "", random.Random(0)) is None


def test_titles_are_exchanged_for_titles() -> None:
    names = Names(["硫醚是什么"], ["硫醚", "津蓟铁路"])
    assert names.exchange("硫醚有什么气味", "硫醚有气味", "硫醚", random.Random(0)) == ("硫醚", "津蓟铁路")


@pytest.mark.parametrize(
    ("text", "title", "language", "said"),
    [
        ("硫醚是有机硫化合物的一种，通式为R。", "硫醚", "zh", "有机硫化合物的一种，通式为R"),
        ("《張居正》（小說）為熊召政的小說。", "張居正", "zh", "熊召政的小說"),
        ("フェズ(Fez)はモロッコの都市である。", "フェズ", "ja", "モロッコの都市"),
        ("スズキ\nスズキとは海にすむ魚です。", "スズキ", "ja", "海にすむ魚"),
        ("很久以前，硫醚是有用的。", "硫醚", "zh", None),
        ("フェズでは人が多い。", "フェズ", "ja", None),
    ],
)
def test_what_a_text_says_that_its_title_is(text: str, title: str, language: str, said: str | None) -> None:
    span = defined(text, title, language)
    assert (text[slice(*span)] if span else None) == said


def test_a_definition_is_asked_for_by_name_without_its_explanation() -> None:
    assert "フェズ" in definition_question("フェズ_(都市)", "ja", random.Random(0))
    assert "都市" not in definition_question("フェズ_(都市)", "ja", random.Random(0))


def test_words_in_common() -> None:
    assert shared("fleet returns", "The fleet is here.") == 0.5
    assert shared("", "text") == 1.0
