"""Turns of transcripts, whatever marks them; lists and records that only look like turns are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import make_document
from index.offsets import OffsetMap
from index.passages import passages
from index.records import Block, Document, Extracted, SectionKind, Source, above, in_context
from index.speech.said import speech
from index.store.codec import read_document, write_document
from index.structure.clean import clean
from index.structure.outline import outline


def document(text: str, name: str = "talk.txt") -> Document:
    return make_document(Path(name), text.encode(), Source())


def turns(made: Document) -> list[tuple[str, bool, str]]:
    return [
        (s.turn.speaker, s.turn.asks, made.text[s.start : s.end].strip()) for s in made.sections if s.turn is not None
    ]


LIGHT = "The light was lit in 1902. My grandfather kept it."
TRANSCRIPTS = {
    "headings with a colon": (
        "talk.md",
        "# Visit to the light\n\n### 蘇美玲：\n請問燈塔是什麼時候點亮的？\n\n### 何守仁：\n一九〇二年。我祖父守過它。\n\n"
        "### 蘇美玲：\n現在由誰來守？\n\n### 何守仁：\n我們三個人輪流。\n",
        [("蘇美玲", True), ("何守仁", False), ("蘇美玲", True), ("何守仁", False)],
    ),
    "headings that are names": (
        "talk.md",
        f"# The light\n\n## Ada Kerr\n\nWhen was it lit?\n\n## Jon Vale\n\n{LIGHT}\n\n## Ada Kerr\n\nWho keeps it now?\n\n"
        "## Jon Vale\n\nWe are three. I have the nights.\n",
        [("Ada Kerr", True), ("Jon Vale", False), ("Ada Kerr", True), ("Jon Vale", False)],
    ),
    "bold labels": (
        "talk.md",
        f"# The light\n\n**Interviewer:** When was it lit?\n\n**Jon Vale:** {LIGHT}\n\n**Interviewer:** And now?\n\n"
        "**Jon Vale:** We are three.\n",
        [("Interviewer", True), ("Jon Vale", False), ("Interviewer", True), ("Jon Vale", False)],
    ),
    "capitals and Q": (
        "talk.txt",
        f"Remarks at the light\n\nKEEPER VALE:  Good morning.  {LIGHT}\n\nWe keep it still.\n\nQ    Who pays for it?\n\n"
        "KEEPER VALE:  You do, and I thank you for it.\n",
        [("KEEPER VALE", False), ("Q", True), ("KEEPER VALE", False)],
    ),
    "question and answer in Chinese": (
        "talk.txt",
        "灯塔发布会实录\n\n问：灯塔是哪一年点亮的？\n答：灯塔是1902年点亮的。\n问：谁在看守？\n答：由三个人轮流看守。\n",
        [("问", True), ("答", False), ("问", True), ("答", False)],
    ),
    "a reporter": (
        "talk.txt",
        "專訪守燈人\n\n記者：您守了幾年？\n\n何守仁：我守了四十年。\n\n記者：還要守多久？\n\n何守仁：守到走不動。\n",
        [("記者", True), ("何守仁", False), ("記者", True), ("何守仁", False)],
    ),
    "Japanese minutes": (
        "talk.txt",
        "町議会会議録\n\n○議長（北野守君）　ただいまから会議を開きます。\n\n○灯台課長（南浦光君）　お答えいたします。灯台は三人で守っております。\n",
        [("議長（北野守君）", False), ("灯台課長（南浦光君）", False)],
    ),
    "Korean minutes": (
        "talk.txt",
        "등대 위원회 회의록\n\n○위원장 노하늘  회의를 개의하겠습니다.\n\n○구름 위원  저는 등대를 지켜야 한다고 봅니다. 예산은 얼마입니까?\n\n"
        "○등대국장 표바다  예산은 삼억 원입니다.\n\n○위원장 노하늘  수고하셨습니다.\n",
        [("위원장 노하늘", False), ("구름 위원", True), ("등대국장 표바다", False), ("위원장 노하늘", False)],
    ),
    "dashes before questions": (
        "talk.txt",
        "灯台守に聞く\n\n――灯台はいつ点灯したのですか。\n\n一九〇二年です。祖父が守っていました。\n\n――いまは何人で守っていますか。\n\n三人です。\n",
        [("――", True), ("", False), ("――", True), ("", False)],
    ),
    "chevrons": (
        "talk.txt",
        f">> ADA KERR: When was it lit?\n>> JON VALE: {LIGHT}\n>> ADA KERR: And now?\n>> JON VALE: We are three.\n",
        [("ADA KERR", True), ("JON VALE", False), ("ADA KERR", True), ("JON VALE", False)],
    ),
    "two voices, once each": (
        "talk.txt",
        "At the light\n\nMODERATOR: Mr. Vale, will you leave?\n\nVALE: I will not leave before there is another keeper.\n",
        [("MODERATOR", True), ("VALE", False)],
    ),
}


@pytest.mark.parametrize(("name", "text", "wanted"), TRANSCRIPTS.values(), ids=TRANSCRIPTS)
def test_turns_are_known_whatever_marks_them(name: str, text: str, wanted: list[tuple[str, bool]]) -> None:
    made = document(text, name)
    assert [(speaker, asks) for speaker, asks, _ in turns(made)] == wanted
    assert read_document(write_document(made)) == made


@pytest.mark.parametrize(("name", "text", "wanted"), TRANSCRIPTS.values(), ids=TRANSCRIPTS)
def test_who_says_it_is_whose_turn_it_is(name: str, text: str, wanted: list[tuple[str, bool]]) -> None:
    made = document(text, name)
    for section in made.sections:
        if section.turn:
            said = speech(made, section.start, section.start + len(made.text[section.start : section.end].rstrip()))
            assert said.innermost == ((section.turn.speaker,) if section.turn.speaker.strip("―") else ())


NO_TRANSCRIPTS = {
    "terms": "Glossary\n\nQuay: A wall at which ships lie. You can walk on it.\n\nBerth: The place of a ship. It is let by the day.\n\nMole: A wall in the sea.\n",
    "a record": "Meeting\n\nDate: 12 May 2031\nTime: 10:00\nPlace: Town hall\n\nThe council spoke of the light and agreed to keep it for a year.\n",
    "mails": "From: Ada Kerr\nTo: Jon Vale\nSubject: the light\n\nDo you keep the light tonight? I cannot come.\n\nFrom: Jon Vale\nTo: Ada Kerr\nSubject: Re: the light\n\nI do. Thank you.\n",
    "notes in a guide": "# The lamp\n\nYou light the lamp with a match, and you see that it burns.\n\nNote: You need oil.\n\nThen you close the glass and go down the stairs again.\n\nWarning: You burn your hand.\n\nAll the rest is easy, and you know it.\n\nNote: You need a match.\n",
    "a reference": "# API\n\n## open\n\n### Parameters\n\nYou pass the name.\n\n### Returns\n\nYou get a file.\n\n## close\n\n### Parameters\n\nYou pass your file.\n\n### Returns\n\nYou get nothing.\n",
    "points": "工作要点\n\n第一：守好灯塔。我们要轮流值班。\n第二：修好楼梯。我们要在春天动工。\n原因：风浪很大。\n结果：我们守住了它。\n",
}


@pytest.mark.parametrize("text", NO_TRANSCRIPTS.values(), ids=NO_TRANSCRIPTS)
def test_what_only_looks_like_turns_is_none(text: str) -> None:
    assert turns(document(text, "text.md" if text.startswith("#") else "text.txt")) == []


def test_a_label_that_comes_again_goes_on() -> None:
    made = document(
        "# Talk\n\n### Ada Kerr:\nWelcome, all of you.\n\n### Ada Kerr:\nWhen was it lit?\n\n### Jon Vale:\nIn 1902. I was not there.\n",
        "talk.md",
    )
    assert turns(made) == [
        ("Ada Kerr", False, "Welcome, all of you."),
        ("Ada Kerr", True, "When was it lit?"),
        ("Jon Vale", False, "In 1902. I was not there."),
    ]
    assert [d.reason for d in made.dropped] == ["label of a turn that goes on"]


def test_talk_in_a_longer_text_ends_with_its_last_paragraph() -> None:
    made = document(
        "# The light\n\nLucy: Hello, can you hear me?\n\nKeeper Vale: Yes, I can hear you.\n\nLucy: Is the lamp lit?\n\n"
        "Keeper Vale: It is, and I watch it.\n\nThe lamp was the first in the country, and its history fills the next chapter.\n",
        "talk.md",
    )
    assert len(turns(made)) == 4
    assert made.sections[-1].turn is None


def test_the_question_stands_over_the_passage_that_answers() -> None:
    made = document(TRANSCRIPTS["a reporter"][1])
    answer = next(p for p in passages(made, 200) if "四十年" in p.text)
    assert above(made, answer) == "何守仁 您守了幾年？"
    assert in_context(made, answer) == "何守仁 您守了幾年？\n我守了四十年。"


def test_what_is_quoted_in_a_turn_is_told_by_its_speaker() -> None:
    made = document(TRANSCRIPTS["a reporter"][1].replace("守到走不動。", "鎮長林國雄說，「燈塔明年就要關閉了」。"))
    at = made.text.index("燈塔明年")
    assert speech(made, at, at + 9).chains == (("何守仁", "林國雄"),)


def test_names_and_offices_come_from_where_they_are_given() -> None:
    made = document(
        "会議録\n\n○議長（北野守君）　これより会議を開きます。浜辺光一君。\n\n○浜辺（光）委員　灯台はだれが守るのでしょうか。\n\n"
        "○灯台大臣　お答えいたします。三人で守ります。\n\n○浜辺（光）委員　少なすぎます。\n"
    )
    assert {(s.turn.speaker, s.turn.name, s.turn.role) for s in made.sections if s.turn} == {
        ("議長（北野守君）", "北野守", "議長"),
        ("浜辺（光）委員", "浜辺光一", "委員"),
        ("灯台大臣", "", "大臣"),
    }


def test_labels_are_sections_of_their_own_and_not_searched() -> None:
    made = document(TRANSCRIPTS["a reporter"][1])
    labels = [made.text[s.start : s.end] for s in made.sections if s.kind is SectionKind.SPEAKER]
    assert labels == ["記者：", "何守仁：", "記者：", "何守仁："]
    assert not any("記者" in p.text for p in passages(made, 200))


def test_a_reader_of_a_format_may_say_who_speaks() -> None:
    text = "NARRATOR\nThe engineer was wrong.\n"
    marked = (Block(0, 8, SectionKind.SPEAKER),)
    lines, _ = clean(Extracted(text, OffsetMap.identity(len(text)), marked), Source())
    assert [(line.text, line.spoken and line.spoken.speaker) for line in lines] == [
        ("NARRATOR", None),
        ("The engineer was wrong.", "NARRATOR"),
    ]


def test_a_text_of_nothing_has_no_turns() -> None:
    nothing = Extracted(" ", OffsetMap.identity(1))
    assert outline(nothing, clean(nothing, Source())[0], Source()).sections == ()
