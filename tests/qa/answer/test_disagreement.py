"""Which quotations contradict each other: plain cases alone, of independent sources."""

from __future__ import annotations

import pytest

from qa.answer.disagreement import disagree
from qa.question.parsed import ParsedQuestion
from tests.qa.quoted import document, group_of, support

COST = "How much will the line cost?"


def _differ(question: str, one: str, other: str, sides: bool = False, odds: float = 0.5, same: bool = False) -> bool:
    chosen = [
        support(document("a", (one,)), (one,), 0, odds),
        support(document("b", (other,)), (other,), 0, odds),
    ]
    group = group_of("a", "b") if same else {}
    return disagree(ParsedQuestion.of(question), chosen, lambda name: group.get(name, (name,)), sides)


@pytest.mark.parametrize(
    ("question", "one", "other", "differ"),
    [
        (COST, "市政府估计造价为48亿元。", "The line will cost 5.6 billion yuan.", True),
        (COST, "市政府估计造价为48亿元。", "It will cost 4.8 billion yuan.", False),
        ("三号线的造价是多少？", "造价为48亿元。", "約6億元と発表した。", True),
        ("3호선의 길이는 몇 킬로미터입니까?", "三号线全长11.6公里。", "12일 트램 3호선의 구간을 승인했다.", False),
        ("How long is line 3?", "三号线全长11.6公里。", "A tram lasts forty years.", False),  # two things measured
        ("何人ですか？", "日均客流可达9万人次。", "日均客流為5.4萬人次。", True),
        ("When did it open?", "二号线于2016年通车。", "Line 2 opened in 2017.", True),
        ("When did it open?", "二号线于2016年9月通车。", "Line 2 opened in 2016.", False),  # one is less exact
        ("Who is the mayor?", "造价为48亿元。", "It costs 5.6 billion yuan.", False),  # no figure is asked for
    ],
)
def test_other_figures_for_one_thing_contradict_each_other(question: str, one: str, other: str, differ: bool) -> None:
    assert _differ(question, one, other) is differ


def test_what_hardly_answers_contradicts_nothing() -> None:
    assert _differ(COST, "造价为48亿元。", "It will cost 5.6 billion yuan.")
    assert not _differ(COST, "造价为48亿元。", "It will cost 5.6 billion yuan.", odds=0.01)


def test_a_reprint_does_not_contradict_its_original() -> None:
    assert not _differ(COST, "造价为48亿元。", "It will cost 5.6 billion yuan.", same=True)


@pytest.mark.parametrize(
    ("question", "one", "other", "differ"),
    [
        ("How do the sources see it?", "We welcome it.", "中方表示坚决反对。", False),  # shown side by side, not judged
        ("How do the sources differ on the cost?", "造价为48亿元。", "It will cost 5.6 billion yuan.", True),
        ("How do the sources differ on the mayor?", "造价为48亿元。", "It will cost 5.6 billion yuan.", False),
    ],
)
def test_sides_contradict_each_other_in_figures_alone(question: str, one: str, other: str, differ: bool) -> None:
    assert _differ(question, one, other, sides=True) is differ
