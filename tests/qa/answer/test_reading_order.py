"""What a sentence cannot stand without comes with it, and sentences stand as their documents have them."""

from __future__ import annotations

import pytest

from qa.answer.reading_order import in_reading_order, with_enumeration
from tests.qa.quoted import document, support

RISKS = (
    "日本正在应对以下三大风险：\n",
    "首先，海上活动增加。",
    "第二是台海紧张。",
    "如果开战，航线受阻。",
    "第三是半岛局势。",
    "本文分析后两种。",
)
SHARED = ("那靠什么才能共享安全呢？", "一靠共同的安全观。", "二靠共同承诺。", "三靠遵守准则。")
OPTIONS = ("本报告评估三个方案。", "方案甲造价最高。", "方案乙避开老街。", "方案丙以公车代替。")
PLAIN = ("三号线全长11.6公里。", "市长欢迎这项计划。", "这意味着工期缩短。")


@pytest.mark.parametrize(
    ("sentences", "place", "expected"),
    [
        (RISKS, 0, [0, 1, 2, 4]),  # a colon announces an enumeration
        (RISKS, 2, [1, 2, 4]),  # one member brings the others
        (RISKS, 5, [5]),
        (SHARED, 0, [0, 1, 2, 3]),  # a question that its author asks is answered by what follows
        (OPTIONS, 0, [0, 1, 2, 3]),  # an enumeration follows right after
        (PLAIN, 0, [0]),
    ],
)
def test_an_enumeration_comes_whole(sentences: tuple[str, ...], place: int, expected: list[int]) -> None:
    made = document("a", sentences)
    found = with_enumeration([support(made, sentences, place)])
    assert sorted(item.sentence.text for item in found) == sorted(sentences[n] for n in expected)


def test_where_an_enumeration_answers_unlikely_sentences_are_left_out() -> None:
    made, other = document("a", RISKS), document("b", PLAIN)
    likely, unlikely, near = support(made, RISKS, 0, 0.6), support(other, PLAIN, 0, 0.2), support(other, PLAIN, 1, 0.4)
    assert unlikely not in with_enumeration([likely, unlikely, near])
    assert near in with_enumeration([likely, unlikely, near])
    assert with_enumeration([support(other, PLAIN, 1, 0.6), unlikely])[-1] == unlikely  # none of them counts


def test_sentences_stand_as_in_their_document_that_of_the_likeliest_first() -> None:
    one, other = document("a", PLAIN), document("b", RISKS)
    chosen = [support(other, RISKS, 3, 0.9), support(one, PLAIN, 1, 0.5), support(other, RISKS, 1, 0.4)]
    assert [item.sentence.text for item in in_reading_order(chosen)] == [RISKS[1], RISKS[3], PLAIN[1]]


def test_a_sentence_that_points_back_has_the_one_before_it() -> None:
    made = document("a", PLAIN)
    found = in_reading_order([support(made, PLAIN, 2)])
    assert [item.sentence.text for item in found] == [PLAIN[1] + PLAIN[2]]


def test_a_sentence_that_points_back_to_a_chosen_one_is_joined_with_it() -> None:
    made = document("a", PLAIN)
    found = in_reading_order([support(made, PLAIN, 1), support(made, PLAIN, 2)])
    assert [item.sentence.text for item in found] == [PLAIN[1] + PLAIN[2]]
