"""What is known of a sentence is told of the sentence, and told once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.records import Source
from tests.qa.quoted import document, support

SENTENCES = ("甲说：“我们宁愿晚三个月。”", "她认为造价为48亿元。", "首先，应该先建北段。")
SAID = (("我们宁愿晚三个月", "甲", True),)
MADE = document("d", SENTENCES, SAID, Source(authors=("丁",)))


def test_it_is_told_once_and_travels_with_the_odds() -> None:
    item = support(MADE, SENTENCES, 0)
    likelier = replace(item, odds=0.9)
    assert item.known.speech.innermost == ("甲",)
    assert likelier.known.speech is item.known.speech
    assert likelier.known.cues is item.known.cues


def test_it_is_of_the_sentence() -> None:
    item = support(MADE, SENTENCES, 1)
    assert (item.known.cues.continues, item.known.cues.ordinal) == (True, 0)
    assert item.known.authors == ("丁",)


def test_its_neighbours_stand_before_and_after_it() -> None:
    known = support(MADE, SENTENCES, 1).known
    assert [one.text for one in known.before] == [SENTENCES[0]]
    assert known.after is not None
    assert known.after.text == SENTENCES[2]
    assert support(MADE, SENTENCES, 2).known.after is None
    assert [one.text for one in known.in_section] == list(SENTENCES)


@pytest.mark.parametrize("place", range(3))
def test_another_sentence_in_its_place_is_known_anew(place: int) -> None:
    item = support(MADE, SENTENCES, 0)
    moved = item.moved(support(MADE, SENTENCES, place).sentence)
    assert moved == item if place == 0 else moved.sentence.text == SENTENCES[place]
    assert moved.hit == item.hit
    assert moved.known.cues.ordinal == (place == 2)


def test_a_sentence_beyond_the_passage_has_a_passage_of_its_own() -> None:
    item = support(MADE, SENTENCES, 0)
    short = MADE.passage(0, item.sentence.end, MADE.sections[0], "zh-Hans", (item.sentence,))
    near = replace(item, known=replace(item.known, hit=replace(item.hit, passage=short)))
    last = support(MADE, SENTENCES, 2).sentence
    moved = near.moved(last)
    assert (moved.hit.passage.start, moved.hit.passage.end) == (last.start, last.end)
    assert moved.odds == near.odds


def test_with_no_question_nothing_is_met() -> None:
    known = support(MADE, SENTENCES, 0).known
    assert known.met("造价") == frozenset()
