"""What a sentence does, by its words, in five languages."""

from __future__ import annotations

import pytest

from qa.reading.cues import (
    advises,
    announces,
    career,
    continues,
    defining_subject,
    introduced,
    judges,
    ordinal,
    points_back,
)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("延伸威懾是指美方作出的一個承諾。", "延伸威懾"),
        ("日本国策之一的“无核三原则”,即“不拥有、不制造、不运进核武器”,已名存实亡。", "无核三原则"),
        ("超低床車両とは、床面の高さを抑えた車両をいう。", "超低床車両"),
        ("수요 위험 분담제란 손실을 나누는 제도를 말한다.", "수요 위험 분담제"),
        ("The audit office is an independent body.", "audit office"),
        ('The "grey zone", that is, acts short of war, grows.', "grey zone"),
    ],
)
def test_a_definition_names_its_subject(text: str, subject: str) -> None:
    assert subject in [found for found, _ in defining_subject(text)]


@pytest.mark.parametrize("text", ['"Meiwan is not an exception; it is the rule," Marsh said.', "三号线全长11.6公里。"])
def test_a_sentence_without_the_form_of_a_definition_defines_nothing(text: str) -> None:
    assert defining_subject(text) == []


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
        ("市議會應設立獨立的監督委員會。", True),
        ("必须开展战略对话。", True),
        ("The council should vote no.", True),
        ("対話が必要だ。", True),
        ("상인에게 보상해야 한다.", True),
        ("二號線於2016年通車。", False),
        ("The line opened in 2016.", False),
    ],
)
def test_advice_is_told_from_a_report(text: str, yes: bool) -> None:
    assert advises(text) is yes


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


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("佐伯氏は2011年に入社し、2019年から社長を務める。", True),
        ("Daniel Okafor taught urban planning until 2020.", True),
        ("他曾担任公使衔参赞。", True),
        ("그는 서울에서 태어났다.", True),
        ("The tram lasts forty years.", False),
    ],
)
def test_a_life_is_told(text: str, yes: bool) -> None:
    assert career(text) is yes


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("海港街商会会长何志远认为", True),
        ("a transport economist at the University of Leeds", True),
        ("地元の証券アナリスト、三好香織氏は", True),
        ("'걷는도시'의 오민석 대표는", True),
        ("海港街宽24米。", False),
    ],
)
def test_an_office_or_a_profession_is_told(text: str, yes: bool) -> None:
    assert introduced(text) is yes


def test_a_judgement_is_told_from_a_figure() -> None:
    assert judges("这只会加剧地区安全风险")
    assert judges("It is a danger to peace")
    assert judges("危険だと批判した")
    assert not judges("海港街宽24米")
    assert not judges("The street is 24 metres wide")


def test_a_pronoun_points_back() -> None:
    assert points_back("这意味着中国入台部队可达到4.6倍。")
    assert points_back("That is true.")
    assert points_back("この制度は新しい。")
    assert not points_back("台军兵力约有 9 万人。")
    assert not points_back("此外，日本也反对。")
