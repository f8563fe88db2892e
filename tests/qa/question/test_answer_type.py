"""What a question asks for, in five written languages, and what a text holds of that kind."""

from __future__ import annotations

import pytest

from qa.question.answer_type import (
    TOLD,
    AnswerType,
    asked_for,
    holds,
)


@pytest.mark.parametrize(
    ("kind", "questions"),
    [
        (
            AnswerType.PERSON,
            ["谁提出了这个概念？", "這本書的作者是誰", "Who wrote the report?", "提案したのは誰ですか", "누가 이 계획을 제안했습니까?"],
        ),
        (
            AnswerType.DATE,
            ["条约何时签订", "條約是哪一年簽訂的？", "In what year did it begin?", "When was it signed", "いつ始まりましたか", "언제 시작되었습니까?"],
        ),
        (
            AnswerType.NUMBER,
            ["有多少艘潜艇", "共有幾個島嶼？", "How many submarines are there?", "何隻ありますか", "島はいくつありますか", "잠수함은 몇 척입니까?"],
        ),
        (
            AnswerType.MONEY,
            ["这项计划要花多少钱？", "預算是多少", "How much will the programme cost?", "費用はいくらですか", "비용은 얼마입니까?"],
        ),
        (
            AnswerType.PERCENTAGE,
            ["占百分之几？", "佔百分之幾", "What percentage of the budget is it?", "何パーセントですか", "몇 퍼센트입니까?"],
        ),
        (
            AnswerType.PLACE,
            ["会议在哪里举行？", "會議在哪裡舉行", "Where was it held?", "どこで開かれましたか", "어디에서 열렸습니까?"],
        ),
        (
            AnswerType.DEFINITION,
            ["延伸威慑是什么", "什麼是延伸威懾？", "What is extended deterrence?", "拡大抑止とは何ですか", "확장억제란 무엇입니까?"],
        ),
        (
            AnswerType.REASON,
            ["为什么日本反对？", "為何日本反對", "Why does Japan object?", "なぜ日本は反対するのですか", "왜 일본은 반대합니까?"],
        ),
        (
            AnswerType.OTHER,
            ["日本对此有何态度", "日本採取了哪些措施？", "What did the minister say about it?", "日本はどう考えていますか", "일본의 입장을 설명하세요"],
        ),
    ],
)  # fmt: skip
def test_what_is_asked_for(kind: AnswerType, questions: list[str]) -> None:
    assert {question: asked_for(question) for question in questions} == dict.fromkeys(questions, kind)


@pytest.mark.parametrize(
    ("kind", "some", "none"),
    [
        (
            AnswerType.DATE,
            ["条约于1996年签订", "二〇一〇年", "昭和六十年", "on 3 May", "in the last century", "令和5年に", "2010년"],
            ["条约已经签订", "It was signed.", "署名した", "서명했다"],
        ),
        (
            AnswerType.NUMBER,
            ["有18艘潜艇", "三座岛屿", "five islands", "十二隻", "잠수함 열두 척"],
            ["有许多潜艇", "many islands", "多くの潜水艦", "많은 잠수함"],
        ),
        (
            AnswerType.MONEY,
            ["预算为5亿美元", "三百萬元", "It cost $5 million.", "費用は100億円", "비용은 10억 원이다"],
            ["共18艘", "It has 18 ships.", "18隻ある", "18척이 있다"],
        ),
        (
            AnswerType.PERCENTAGE,
            ["占百分之五", "54%", "54 percent", "三割が", "퍼센트"],
            ["有许多", "a part of it", "国が", "나라"],
        ),
    ],
)
def test_what_a_text_holds(kind: AnswerType, some: list[str], none: list[str]) -> None:
    assert {text: holds(text, kind) for text in some} == dict.fromkeys(some, True)
    assert {text: holds(text, kind) for text in none} == dict.fromkeys(none, False)


@pytest.mark.parametrize("kind", sorted(set(AnswerType) - TOLD))
def test_what_cannot_be_told_may_be_anywhere(kind: AnswerType) -> None:
    assert holds("", kind)
