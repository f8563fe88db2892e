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
        ("4月", ["4月", "４月", "四月", "April", "4월"]),
        ("35", ["三十五", "35", "thirty-five"]),
        ("3", ["第三", "third", "3"]),
    ],
)
def test_one_number_is_one_token(token: str, texts: list[str]) -> None:
    assert {text: token in tokens(text) for text in texts} == dict.fromkeys(texts, True)


@pytest.mark.parametrize("text", ["一些", "三明治", "万一", "统一", "十分", "数十万", "march on", "they may"])
def test_words_are_not_numbers(text: str) -> None:
    assert not [token for token in tokens(text) if token[0].isdigit()]


def test_characters_of_numbers_stay_searchable() -> None:
    assert tokens("三十五个") == ["三十", "十五", "五个", "35"]
    assert tokens("\ue00054\ue001") == ["54"]


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
