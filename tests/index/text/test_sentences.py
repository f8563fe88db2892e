"""Where sentences end, by punctuation alone, in four languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import CELL_MARK, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他来了。她走了！真的？是的", ["他来了。", "她走了！", "真的？", "是的"]),
        ("他说：“不。我不去。”然后走了。", ["他说：“不。我不去。”", "然后走了。"]),
        ("「核威脅上升,」他說。「這不奇怪。」她說。", ["「核威脅上升,」他說。", "「這不奇怪。」", "她說。"]),
        ("（他来了。）她走了。", ["（他来了。）", "她走了。"]),
        ("真的吗？！是的。", ["真的吗？！", "是的。"]),
        ("他说‘不。’”然后。", ["他说‘不。’”", "然后。"]),
        ("One. Two? Three! Four", ["One.", "Two?", "Three!", "Four"]),
        ("Dr. Smith met Mr. J. Doe. They spoke.", ["Dr. Smith met Mr. J. Doe.", "They spoke."]),
        ("See pp. 3-5 and e.g. this. Next.", ["See pp. 3-5 and e.g. this.", "Next."]),
        ("It rose 3.5 percent. Then fell.", ["It rose 3.5 percent.", "Then fell."]),
        ('He said "Stop." Then left.', ['He said "Stop."', "Then left."]),
        ("See https://a.org/?q=1. Next", ["See https://a.org/?q=1.", "Next"]),
        ("日本は「非核三原則」を掲げる。しかし…と言う。", ["日本は「非核三原則」を掲げる。", "しかし…と言う。"]),
        ("한국은 말했다. 미국도 말했다.", ["한국은 말했다.", "미국도 말했다."]),
        ("詹姆斯.肖夫(James Schoff)指出。好", ["詹姆斯.肖夫(James Schoff)指出。", "好"]),
        ("标题\n  第一句。 第二句。\n\n", ["标题", "第一句。", "第二句。"]),
        ("架构......自1960年代以来没有改变。", ["架构......自1960年代以来没有改变。"]),
        ("BERLIN, Sept. 30 (AB) - It rained. Then", ["BERLIN, Sept. 30 (AB) - It rained.", "Then"]),
        ("Sen. Ann Lee met Gen. Bo. They ate.", ["Sen. Ann Lee met Gen. Bo.", "They ate."]),
        (
            "A merger of Foo Corp. into Bar Ltd. was blocked. Good.",
            ["A merger of Foo Corp. into Bar Ltd. was blocked.", "Good."],
        ),
        ("The D.C. Circuit met at 9 p.m. on Friday.", ["The D.C. Circuit met at 9 p.m. on Friday."]),
        ("He left at 9 p.m. The others stayed.", ["He left at 9 p.m.", "The others stayed."]),
        ('"Where to?" he asked. "Home." And she went.', ['"Where to?" he asked.', '"Home."', "And she went."]),
        ("so i went. then i left.", ["so i went.", "then i left."]),
        ("She said no. It was late.", ["She said no.", "It was late."]),
        ("「反対だ。」と市長は言った。次。", ["「反対だ。」と市長は言った。", "次。"]),
        ('"왜 왔나?"라고 물었다. 답은 없었다.', ['"왜 왔나?"라고 물었다.', "답은 없었다."]),
        ("「我反對。」，他說。好。", ["「我反對。」，他說。", "好。"]),
        ("", []),
        (" \n\u3000\n", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in sentences(text)] == expected


def test_a_quotation_of_a_few_sentences_stays_with_who_says_it() -> None:
    text = "小谷说：“这很重要。我们在做准备。这是第一步。”后来他走了。"
    assert [s.text for s in sentences(text)] == ["小谷说：“这很重要。我们在做准备。这是第一步。”", "后来他走了。"]


def test_a_long_quotation_is_cut() -> None:
    text = "他说：“" + "这是很长的一句话没错。" * 30 + "”"
    found = sentences(text)
    assert len(found) > 1
    assert all(len(sentence.text) <= 200 for sentence in found)


CHARS = st.sampled_from(list("天地人。！？!?.,，、“”「」『』()（）…\n \u3000aB1é가の"))


@given(st.lists(CHARS, max_size=200).map("".join), st.data())
def test_sentences_cover_everything_but_white_space_in_order(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = sentences(text, start, end)
    at = start
    for sentence in found:
        assert text[at : sentence.start].strip() == ""
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        at = sentence.end
    assert at <= end
    assert text[at:end].strip() == ""
    assert not any("\n" in sentence.text for sentence in found)


@pytest.mark.parametrize(
    "text", ["1. rafts", "(2). boats without lamps", "a. one", "iv. four", "2.1. A heading", "12. Zwölf", "　3. 三"]
)
def test_a_number_is_no_sentence(text: str) -> None:
    assert [sentence.text for sentence in sentences(text)] == [text.strip()]


def test_a_row_of_a_table_is_one_sentence() -> None:
    row = f"Ann{CELL_MARK}Said: Yes. No. 是的。{CELL_MARK}Year: 2020"
    assert [sentence.text for sentence in sentences(f"Before it. And on.\n{row}\nAfter.")] == [
        "Before it.",
        "And on.",
        row,
        "After.",
    ]


def test_marks_alone_end_the_sentence_before_them() -> None:
    text = "See “What is it for?” . It is a gate. …\n***\nA wall."
    assert [one.text for one in sentences(text)] == ["See “What is it for?” .", "It is a gate. …", "***", "A wall."]
