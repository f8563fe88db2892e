"""Dates that a text speaks of: the golden ones of the seeds, the forms of four languages, and what must never happen."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import make_document
from index.records import SEARCHED
from index.sources import read_sources
from index.when.dates import dates_in
from tests.conftest import ROOT, SEEDS

GOLDEN = [json.loads(line) for line in (ROOT / "tests/golden/dates.jsonl").read_text(encoding="utf-8").splitlines()]
WRITTEN = "2024-07-10"
"""A Wednesday."""


def said(text: str, written: str = WRITTEN) -> list[tuple[str, str]]:
    return [(text[found.start : found.end], found.value) for found in dates_in(text, written)]


def values(text: str, written: str = WRITTEN) -> list[str]:
    return [value for _, value in said(text, written)]


@pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"])
def test_dates_of_a_seed(seed: str) -> None:
    path = next(SEEDS.glob(f"{seed}_*.txt"))
    document = make_document(path, path.read_bytes(), read_sources(SEEDS)[path.name])
    searched = [(section.start, section.end) for section in document.sections if section.kind in SEARCHED]
    found = [
        {"doc": seed, "text": document.text[d.start : d.end], "value": d.value, "relative": d.relative}
        for d in dates_in(document.text, document.source.published)
        if any(start <= d.start < end for start, end in searched)
    ]
    assert found == [row for row in GOLDEN if row["doc"] == seed]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二〇一九年三月动工", [("二〇一九年三月", "2019-03")]),
        ("民國113年4月10日三讀", [("民國113年4月10日", "2024-04-10")]),
        ("預計民國116年啟用，一百零九年底停用", [("民國116年", "2027")]),
        ("民國一〇九年八月二日", [("民國一〇九年八月二日", "2020-08-02")]),
        ("於111年9月7日公告", [("111年9月7日", "2022-09-07")]),
        ("昭和四十一年と平成元年、R3年度", [("昭和四十一年", "1966"), ("平成元年", "1989"), ("R3年度", "2021")]),
        ("단기 4281년 8월 15일", [("단기 4281년 8월 15일", "1948-08-15")]),
        ("２０２４年４月１０日に", [("２０２４年４月１０日", "2024-04-10")]),
        ("去年底延宕", [("去年底", "2023")]),
        ("上週三舉行", [("上週三", "2024-07-03")]),
        ("下星期", [("下星期", "2024-W29")]),
        ("下個月15日再開", [("下個月15日", "2024-08-15")]),
        ("今年的四月五号", [("今年的四月五号", "2024-04-05")]),
        ("2023年第三季度", [("2023年第三季度", "2023-07/2023-09")]),
        ("今年上半年", [("今年上半年", "2024-01/2024-06")]),
        ("20世纪60年代初", [("20世纪60年代初", "196X")]),
        ("上世纪八十年代", [("上世纪八十年代", "198X")]),
        ("80年代末", [("80年代末", "198X")]),
        ("二十世纪", [("二十世纪", "19XX")]),
        ("2027 年前后", [("2027 年前后", "2027~")]),
        ("两天前", [("两天前", "2024-07-08")]),
        ("三个月前", [("三个月前", "2024-04")]),
        ("大约二十年前", [("二十年前", "2004")]),
        ("4月10日至12日", [("4月10日", "2024-04-10"), ("12日", "2024-04-12")]),
        ("2016—2018年", [("2016", "2016"), ("2018年", "2018")]),
        ("令和6年4月10日、昨年12月と来月3日", [("令和6年4月10日", "2024-04-10"), ("昨年12月", "2023-12"), ("来月3日", "2024-08-03")]),
        ("先週金曜日に開催、1980年代から", [("先週金曜日", "2024-07-05"), ("1980年代", "198X")]),
        ("지난해 12월 3일, 지난주 금요일", [("지난해 12월 3일", "2023-12-03"), ("지난주 금요일", "2024-07-05")]),
        ("2024년 4월 10일 1990년대 3년 전", [("2024년 4월 10일", "2024-04-10"), ("1990년대", "199X"), ("3년 전", "2021")]),
        ("on April 10, 2024, and 3 May", [("April 10, 2024", "2024-04-10"), ("3 May", "2024-05-03")]),
        ("Wed, 03 Apr 2024 02:07:29 GMT", [("03 Apr 2024", "2024-04-03")]),
        ("April 2024; in 2019; the 1960s", [("April 2024", "2024-04"), ("2019", "2019"), ("1960s", "196X")]),
        ("from 2016 to 2018, the twentieth century", [("2016", "2016"), ("2018", "2018"), ("twentieth century", "19XX")]),
        ("last week, later this month", [("last week", "2024-W27"), ("later this month", "2024-07")]),
        ("last December, next March", [("last December", "2023-12"), ("next March", "2025-03")]),
        ("three years ago, around 1900", [("three years ago", "2021"), ("around 1900", "1900~")]),
        ("2025-03-14 20:29:29 and 2024.4.10", [("2025-03-14", "2025-03-14"), ("2024.4.10", "2024-04-10")]),
    ],
)  # fmt: skip
def test_forms(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "近年来，一段时间以来，最近，目前，数十年来",
        "五年内，30日内，3日間，两个月，第3月台，10号楼",
        "以上周边国家发明天线，少年内部刊物",
        "版本 3.14.15，2024年13月32日".partition("，")[0],
        "https://example.org/2023/08/18/statement-2023-08-18",
        "May I march on? They may. A March of time.",
        "2000 people, room 1984, 1,234年",
    ],
)
def test_no_dates(text: str) -> None:
    assert said(text) == []


def test_a_month_is_of_the_year_just_named() -> None:
    assert values("2019年的发射有迹可循。从1月到9月，每月一次。") == ["2019", "2019-01", "2019-09"]
    assert values("这是2019年3月的宣言。双方七月会谈。") == ["2019-03", "2024-07"]
    assert values("In 2019 it began in April.") == ["2019", "2019-04"]


def test_a_month_far_ahead_is_of_the_year_before() -> None:
    assert values("12月，双方会谈", "2024-01-20") == ["2023-12"]
    assert values("美國11月總統大選", "2024-10-05") == ["2024-11"]


def test_what_cannot_be_known_stays_open() -> None:
    assert said("上周，今年四月，本月晚些时候，7月21日", "") == [
        ("上周", ""), ("今年四月", ""), ("本月晚些时候", ""), ("7月21日", "XXXX-07-21"),
    ]  # fmt: skip
    assert values("上周，本月，去年", "2024-07") == ["", "2024-07", "2023"]
    assert values("上周，本月，去年。7月21日", "2024") == ["", "", "2023", "2024-07-21"]
    assert not any(found.resolved for found in dates_in("上周，7月21日"))


@given(st.dates(date(1100, 1, 1), date(2199, 12, 31)))
def test_every_form_of_a_day_is_that_day(day: date) -> None:
    forms = (
        f"{day.year}年{day.month}月{day.day}日", f"{day.year} 年 {day.month} 月 {day.day} 日",
        f"{day.year}년 {day.month}월 {day.day}일", f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%b} {day.year}",
    )  # fmt: skip
    for form in forms:
        assert said(f"，{form}。", "") == [(form, day.isoformat())]


@given(st.text(alphabet="0123456789年月日上周去今世纪代第前내년월일April May2024ago ,.-，。\n", max_size=60))
def test_spans_are_in_order_and_apart(text: str) -> None:
    found = dates_in(text, WRITTEN)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= d.start < d.end <= len(text) for d in found)
    for known, unknown in zip(found, dates_in(text), strict=True):
        assert (known.start, known.end, known.relative) == (unknown.start, unknown.end, unknown.relative)
        if not known.relative:
            assert known.value == unknown.value
