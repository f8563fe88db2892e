"""What a sentence does, by its words, in five languages."""

from __future__ import annotations

import pytest

from qa.reading.cues import (
    announces,
    continues,
    numbering,
    ordinal,
    points_back,
)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("一靠共同、综合、合作、可持续的全球安全观。", 1),
        ("在政策行动上,首先,地区国家需要共同捍卫多边主义框架。", 1),
        ("首先，中国在东海的强硬活动", 1),
        ("其次,地区国家要创新合作模式。", 2),
        ("方案乙繞行鹽倉路。", 2),
        ("二是中国始终反对核扩散。", 2),
        ("第三に、費用が高い。", 3),
        ("셋째, 상인에게 보상한다.", 3),
        ("Secondly, it is dear.", 2),
        ("Option B avoids the old town.", 2),
        ("（七）清污。", 7),
        ("十二、其他事项。", 12),
        ("12. dead horses", 12),
        ("第二条 港口可以收费：", 0),
        ("제2조 요금은 다음과 같다.", 0),
        ("1.5 metres are enough.", 0),
        ("一些分析人士表示反对。", 0),
        ("三国同意采取措施。", 0),
        ("Two bus lanes would do.", 0),
    ],
)
def test_a_member_of_an_enumeration_is_told_with_its_place(text: str, place: int) -> None:
    assert ordinal(text) == place


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("She nevertheless considers it worth building.", True),
        ("他说,商会调查了沿街商户。", True),
        ("그는 반쪽짜리 노선이라고 말했다.", True),
        ("他们签署了协议。", False),
        ("他国也有类似安排。", False),
        ("The mayor declined.", False),
    ],
)
def test_a_sentence_goes_on_with_a_person(text: str, yes: bool) -> None:
    assert continues(text) is yes


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("日本正在做出安排，以应对以下三大外部安全风险：", True),
        ("那靠什么才能共享安全呢?", True),
        ("The reasons are these:", True),
        ("三号线:全长11.6公里。", False),
    ],
)
def test_a_sentence_that_only_says_what_comes_next_announces(text: str, yes: bool) -> None:
    assert announces(text) is yes


def test_a_pronoun_points_back() -> None:
    assert points_back("这意味着中国入台部队可达到4.6倍。")
    assert points_back("That is true.")
    assert points_back("この制度は新しい。")
    assert not points_back("台军兵力约有 9 万人。")
    assert not points_back("此外，日本也反对。")


def test_members_of_one_enumeration_are_counted_alike() -> None:
    ways = [numbering(text)[0] for text in ("（二）装卸；", "(2) two", "2. two", "2) two", "二、装卸", "其次，装卸")]
    assert len(set(ways)) == len(ways)
