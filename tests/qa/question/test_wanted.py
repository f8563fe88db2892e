"""What a text must hold to answer a question for a date, a number or an amount."""

from __future__ import annotations

import pytest

from qa.question.answer_type import holds
from qa.question.wanted import Wanted

MISSILES = "据报道，该岛还在研发射程达 1,200 公里的地对地导弹，并计划引进 AGM-158 远程导弹。"


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        # a range is no count, and 158 is the question's own
        ("要购买多少枚AGM-158导弹？", MISSILES, False),
        ("How many AGM-158 missiles does the island want to buy?", MISSILES, False),
        ("AGM-158 미사일을 몇 발 구매합니까?", MISSILES, False),
        ("ミサイルを何発購入しますか？", MISSILES.replace("158", "X"), False),
        ("要购买多少枚AGM-158导弹？", "该岛计划引进 220 枚 AGM-158 导弹。", True),
        ("射程有多远？", MISSILES, True),  # what is measured, not counted
        ("多少公里？", MISSILES, True),
        # dates and money are no counts, a share is as good as one
        ("有多少人参加？", "会议于2019年5月3日举行。", False),
        ("有多少人参加？", "会议于2019年举行，有三百人参加。", True),
        ("有多少人参加？", "费用为20亿元，由市里承担。", False),
        ("有多少人参加？", "百分之四十的市民参加了。", True),
        ("哪一年有多少人参加？", "会议于2019年举行。", True),  # asks for a year
        ("How many people came?", "They came in 1990 and stayed for three years.", False),
        ("How many guests came?", "2000 guests came.", True),
        ("有多少宾客出席？", "2000 名嘉宾出席。", True),
        ("How many years did they stay?", "They came in 1990 and stayed for three years.", True),
        ("How old was he?", "He was 54.", True),
        ("他们统一行动，进一步合作，有几个国家？", "各国统一行动，进一步加强合作。", False),
        ("排第几名？", "全球第二大生产国。", True),
        # a year, a day
        ("条约哪一年签署？", "条约于七月签署。", False),
        ("条约哪一年签署？", "条约于1951年7月签署。", True),
        ("条约哪一年签署？", "条约去年签署。", True),
        ("In what year was it signed?", "It was signed in July.", False),
        ("In what year was it signed?", "It was signed in 1951.", True),
        ("몇 년에 체결되었습니까?", "조약은 7월에 체결되었다.", False),
        ("条約が署名されたのは何月何日ですか？", "条約は七月に署名された。", False),
        ("条約が署名されたのは何月何日ですか？", "条約は七月三日に署名された。", True),
        ("条约几月几日签署？", "条约于1951年签署。", False),
        ("什么时候签署？", "条约于七月签署。", True),
        ("任期は何年ですか？", "任期は5年である。", True),
        # of other kinds nothing can be told
        ("谁签署了条约？", "条约有九条。", True),
        ("Why was it signed?", "For peace.", True),
    ],
)
def test_what_a_text_must_hold(question: str, text: str, held: bool) -> None:
    assert Wanted.of(question).held_by(text) is held


@pytest.mark.parametrize(
    "question", ["有多少枚导弹？", "条约哪一年签署？", "百分之几的人支持？", "費用はいくらですか？", "谁来了？"]
)
@pytest.mark.parametrize("text", [MISSILES, "", "条约于1951年签署。", "有54%的人支持。", "三人。"])
def test_it_asks_for_no_less_than_the_kind(question: str, text: str) -> None:
    wanted = Wanted.of(question)
    assert not wanted.held_by(text) or holds(text, wanted.kind)
