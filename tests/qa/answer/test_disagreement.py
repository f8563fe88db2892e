"""Which quotations contradict each other: figures and dates alone, of independent sources, where they are what is asked."""

from __future__ import annotations

import pytest

from qa.answer.disagreement import disagree
from tests.qa.quoted import document, group_of, support


def _differ(one: tuple[str, str], other: tuple[str, str], odds: float = 0.5, same: bool = False) -> bool:
    """Each a sentence, and what is read as the answer in it."""
    chosen = [
        support(document("a", (one[0],)), (one[0],), 0, 0.5, one[1]),
        support(document("b", (other[0],)), (other[0],), 0, odds, other[1]),
    ]
    group = group_of("a", "b") if same else {}
    return disagree(chosen, lambda name: group.get(name, (name,)))


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (("市政府估计造价为48亿元。", "48亿元"), ("The line will cost 5.6 billion yuan.", "5.6 billion yuan"), True),
        (("市政府估计造价为48亿元。", "48亿元"), ("It will cost 4.8 billion yuan.", "4.8 billion yuan"), False),
        (("三号线全长11.6公里。", "11.6公里"), ("A tram lasts forty years.", "forty years"), False),  # of two things
        (
            ("2016年通车，长11公里。", "2016年"),
            ("Opened in 2016, it is 12 km long.", "2016"),
            False,
        ),  # not what is asked
        (("二号线于2016年通车。", "2016年"), ("Line 2 opened in 2017.", "2017"), True),
        (("二号线于2016年9月通车。", "2016年9月"), ("Line 2 opened in 2016.", "2016"), False),  # one is less exact
        (("造价为48亿元。", ""), ("It costs 5.6 billion yuan.", ""), False),  # no figure is read as the answer
        (
            ("这将有助于增强同盟。", "有助于增强同盟"),
            ("这会破坏地区和平。", "破坏地区和平"),
            False,
        ),  # shown, and not decided
    ],
)
def test_other_figures_for_what_is_asked_contradict_each_other(
    one: tuple[str, str], other: tuple[str, str], differ: bool
) -> None:
    assert _differ(one, other) is differ


COST = (("造价为48亿元。", "48亿元"), ("It will cost 5.6 billion yuan.", "5.6 billion yuan"))


def test_what_hardly_answers_contradicts_nothing() -> None:
    assert _differ(*COST)
    assert not _differ(*COST, odds=0.01)


def test_a_reprint_does_not_contradict_its_original() -> None:
    assert not _differ(*COST, same=True)
