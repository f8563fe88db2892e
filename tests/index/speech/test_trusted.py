"""Which words may name a speaker, and names of Chinese that an adverb's character begins or stands in."""

from __future__ import annotations

import pytest

from benchmarks.attributions import plain
from index.languages.chinese.words import tagged, word_ends
from index.speech.speakers import attributions
from index.speech.trusted import may_speak


def speakers(text: str) -> list[tuple[str, ...]]:
    return [said.speakers for said in attributions(plain(text))]


@pytest.mark.parametrize(
    "name",
    ["反对党", "也门政府", "消费者协会", "多名知情人士", "《海边日报》", "气象学家", "漁業署", "一项研究", "三国", "気象庁", "노동당 대변인",
     "기상청", "Ada Kerr", "the mayor of St. Ives", "Two officials", "The Evening Post", "the ministry", "shop owners", "BBC"],
)  # fmt: skip
def test_people_offices_and_groups_may_speak(name: str) -> None:
    assert may_speak(name)


@pytest.mark.parametrize(
    "name",
    ["我", "我如果用一般白話", "舍不得", "历史的经验", "這個計畫", "So I", "But burial operations have increased", "The storm", "The bridge",
     "This report gives what was", "it", "기자들이 또한 \ue000\ue000\ue000 덧붙인 후", ""],
)  # fmt: skip
def test_clauses_things_and_pronouns_may_not(name: str) -> None:
    assert not may_speak(name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("反对派表示，法案不公平。", "反对派"),
        ("领导人陈立新说：“我们不去。”", "陈立新"),
        ("教授曾国栋表示，水位下降了两米。", "曾国栋"),
        ("也门大使馆表示，渡轮照常开行。", "也门大使馆"),
        ("让·皮埃尔·杜邦说，会谈已经结束。", "让·皮埃尔·杜邦"),
        ("即墨区政府表示，浴场关闭两周。", "即墨区政府"),
        ("市就业局表示，失业率下降了。", "市就业局"),
        ("但丁学会表示，展览推迟一年。", "但丁学会"),
        ("应对小组表示，药品下周到货。", "应对小组"),
        ("最后一任馆长表示，图书馆不会关闭。", "最后一任馆长"),
        ("但外交部随后表示，会谈没有取消。", "外交部"),
        ("主教练罗德·里德告诉记者，比赛推迟了。", "罗德·里德"),
    ],
)
def test_chinese_names_are_cut_at_words(text: str, name: str) -> None:
    assert speakers(text)[:1] == [(name,)]


@pytest.mark.parametrize(
    "text",
    [
        "违反本条例规定，造成损失的，依法承担责任。",
        "舍不得说再见的人们站了很久。",
        "The flood claimed nine lives in the valley on Sunday night.",
        "The bridge suggested by the engineers was never built.",
        "The club announced its lineup late on Thursday evening.",
        "This page gives what was said there.",
    ],
)
def test_what_reports_nothing_has_no_speaker(text: str) -> None:
    assert speakers(text) == []


def test_english_speakers_behind_a_quotation_beside_another_and_by_office() -> None:
    assert speakers('"I have never seen such a light," Jon Vale, a keeper, said on Monday.') == [("Jon Vale",)]
    assert speakers("According to the keeper of St. Agnes, the lamp will be lit again.") == [
        ("the keeper of St. Agnes",)
    ]
    both = speakers('Mayor Kerr said, "We keep the light," but her deputy, Jon Vale, said the money was gone.')
    assert both == [("Kerr",), ("Jon Vale",)]


def test_japanese_answers_and_thus_says() -> None:
    assert [names[0] for names in speakers("北野首相は「検討する」と答弁した。")] == ["北野首相"]
    assert [names[0] for names in speakers("「灯台を守りたい」と南浦さんはこう話す。")] == ["南浦さん"]


def test_words_of_either_script_with_their_ends() -> None:
    assert [word for word, _ in tagged("反对党表示")] == ["反对党", "表示"]
    assert word_ends("反對黨表示") == {0, 3, 5}
