"""Readings in a plain text: out of it, in the report, and only where 《》 are for readings."""

from __future__ import annotations

from index.formats import read
from tests.index.documents import document

NOVEL = """水車小屋

　峠《とうげ》を越えると、小川の｜向う岸《むこうぎし》に水車小屋があった。［＃「小屋」に傍点］
　老人は黙って縁側《えんがわ》に座り、遠くの山脈《やまなみ》を眺めていた。
"""


def test_readings_are_no_words_of_the_text() -> None:
    read_text = read(NOVEL.encode(), "n.txt")
    assert (
        "　峠を越えると、小川の向う岸に水車小屋があった。\n　老人は黙って縁側に座り、遠くの山脈を眺めていた。"
        in read_text.text
    )
    readings = [one.text for one in read_text.dropped if one.reason == "reading of the characters before it"]
    assert readings == ["《とうげ》", "｜", "《むこうぎし》", "《えんがわ》", "《やまなみ》"]
    assert all(NOVEL[one.source_start : one.source_end] == one.text for one in read_text.dropped)


def test_every_character_that_is_left_leads_back_to_the_file() -> None:
    made = document(NOVEL)
    for i, char in enumerate(made.text.rstrip("\n")):
        span = made.source_span(i, i + 1)
        assert char == "\n" or NOVEL[span.start : span.end] == char


def test_titles_in_the_same_brackets_stay() -> None:
    for text in (
        "他读了《水车小屋》和《山中书》，又读《河》。\n" * 3,
        "映画《かぐや》と小説《こころ》、詩《春と修羅》、随筆《陰翳礼讃》を見た。",
    ):
        assert read(text.encode(), "t.txt").text == text


def test_headings_keep_their_place() -> None:
    text = "# 峠《とうげ》の小川《おがわ》\n\n山脈《やまなみ》が見えた。\n\n## 縁側《えんがわ》\n\n誰もいない。\n"
    read_text = read(text.encode(), "n.md")
    assert [read_text.text[one.start : one.end] for one in read_text.marked] == ["峠の小川", "縁側"]
