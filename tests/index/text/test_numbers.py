"""Numbers of five scripts: what is the same number is the same token, and ordinary words stay words."""

from __future__ import annotations

import calendar

import pytest

from index.text.numbers import FIGURE, MONTHS, numbers_in
from index.text.script import tokens


@pytest.mark.parametrize(
    ("token", "texts"),
    [
        ("54000", ["５４０００", "54,000", "5.4万", "5.4 万", "5.4萬", "五万四千", "54 thousand", "5만4천", "5.4만"]),
        (
            "54%",
            [
                "54%",
                "５４％",
                "百分之五十四",
                "54 percent",
                "54 per cent",
                "54퍼센트",
                "54パーセント",
                "fifty-four percent",
            ],
        ),
        ("120000000", ["1億2000万", "1.2亿", "120 million", "1억2000만"]),
        ("2024", ["2024年", "二〇二四年", "令和6年"]),
        (
            "2028",
            [
                "2028年",
                "民國117年",
                "民国一百一十七年",
                "民國一一七年",
                "117年3月",
                "令和10年",
                "R10年",
                "檀紀4361年",
                "단기 4361년",
            ],
        ),
        ("1959", ["昭和三十四年", "昭和34年", "民國四十八年"]),
        (
            "41700000000",
            ["四百一十七億", "417億", "41.7 billion", "41.7bn", "4백17억", "417억", "사백십칠억 원", "肆佰壹拾柒億元"],
        ),
        ("6305800000000", ["6兆3,058億円", "６兆３，０５８億円", "6.3058万亿", "6조 3058억", "6.3058 trillion"]),
        ("185200000000", ["１，８５２億円", "1,852億", "1852億", "185.2 billion"]),
        ("2400000", ["240多万", "2.4 million", "240여만", "二百四十万", "24 lakh"]),
        ("350000", ["35万", "350 thousand", "three hundred and fifty thousand"]),
        ("500000", ["half a million", "50万", "五十万"]),
        ("24", ["two dozen", "24"]),
        ("1000000", ["a million", "百万", "100万"]),
        ("30%", ["3割", "三割", "30％"]),
        ("4月", ["4月", "４月", "四月", "April", "4월"]),
        ("35", ["三十五", "35", "thirty-five"]),
        ("3", ["第三", "third", "3"]),
    ],
)
def test_one_number_is_one_token(token: str, texts: list[str]) -> None:
    assert {text: token in tokens(text) for text in texts} == dict.fromkeys(texts, True)


@pytest.mark.parametrize(
    "text",
    [
        "一些",
        "三明治",
        "万一",
        "统一",
        "十分",
        "数十万",
        "march on",
        "they may",
        "千万别来",
        "오만하다",
        "이사 명단",
        "half a mile",
    ],
)
def test_words_are_not_numbers(text: str) -> None:
    assert not [token for token in tokens(text) if token[0].isdigit()]


def test_characters_of_numbers_stay_searchable() -> None:
    assert tokens("三十五个") == ["三十", "十五", "五个", "35"]
    assert tokens("\ue00054\ue001") == ["54"]


def test_a_comma_of_the_text_is_none_of_thousands() -> None:
    assert numbers_in("截至2021，300人") == ("2021", "300")
    assert [token for token in tokens("截至2021，300人") if token.isdigit()] == ["2021", "300"]


def test_the_numbers_of_a_text_stand_once_in_its_order() -> None:
    assert numbers_in("In 2010 五万四千 left, 54,000 came back in 2010; 百分之五十四.") == ("2010", "54000", "54%")
    assert numbers_in("Nothing.") == ()


@pytest.mark.parametrize(
    ("text", "has"), [("line 3", True), ("３号线", True), ("两国", True), ("two", False), ("", False)]
)
def test_a_figure_is_a_digit_or_a_chinese_numeral(text: str, has: bool) -> None:
    assert (FIGURE.search(text) is not None) is has


def test_months_are_written_out() -> None:
    assert MONTHS.split("|") == [name.lower() for name in calendar.month_name if name]
