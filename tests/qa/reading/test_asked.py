"""What asks answers nothing, unless the question is what was asked."""

from __future__ import annotations

import pytest

from index.records import Section, SectionKind, Turn
from qa.reading.asked import may_answer


@pytest.mark.parametrize(
    ("speaker", "asks", "sentence", "question", "may"),
    [
        ("Q", True, "Texas drops the masks.", "What does Texas do?", False),
        ("記者", True, "聽說燈塔要關了。", "燈塔怎麼了？", False),
        ("記者", True, "聽說燈塔要關了。", "記者問了什麼？", True),
        ("Q", True, "Texas drops the masks.", "What was he asked about Texas?", True),
        ("Q", True, "Texas drops the masks.", "What did she answer when asked about Texas?", False),
        ("記者", True, "聽說燈塔要關了。", "被問到燈塔時，部長怎麼回答？", False),
        ("記者", True, "灯台は閉まるそうですね。", "灯台について問われ、どう答えたか。", False),
        ("기자", True, "등대가 닫힌다고 들었습니다.", "등대에 관한 질문에 뭐라고 답했나요?", False),
        ("三島委員", True, "私は整備を先に進めるべきだと考えます。", "三島委員の考えは？", True),
        ("三島委員", True, "何日かかるのでしょうか。", "何日かかりますか？", False),
        ("Jon Vale", False, "We are three.", "How many are they?", True),
    ],
)
def test_what_may_answer(speaker: str, asks: bool, sentence: str, question: str, may: bool) -> None:
    section = Section(0, 9, SectionKind.BODY, turn=Turn(speaker, asks=asks))
    assert may_answer(section, sentence, question) is may
    assert may_answer(Section(0, 9, SectionKind.BODY), sentence, question)
