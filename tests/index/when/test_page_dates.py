"""Dates that a page says of itself: where each was read, and what is said where they contradict each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.languages.date_form import Moment, span_of
from index.offsets import OffsetMap
from index.records import Document, Section, SectionKind, Source
from index.when.dates import dates_in
from index.when.page_dates import date_warnings, page_dates


def page(head: str, body: str, imprint: str = "", **known: str) -> Document:
    """A document of a head, a body and an imprint, one line each."""
    text = "\n".join([head, body, imprint])
    bounds = [0, len(head) + 1, len(head) + len(body) + 2]
    kinds = (SectionKind.FRONT, SectionKind.BODY, SectionKind.IMPRINT)
    sections = tuple(
        Section(start, start + len(part), kind)
        for start, part, kind in zip(bounds, (head, body, imprint), kinds, strict=True)
        if part
    )
    return Document("d", "d.txt", "", Source(**known), text, "zh", OffsetMap.identity(len(text)), sections)  # type: ignore[arg-type]


def warnings(document: Document) -> tuple[str, ...]:
    return date_warnings(document, page_dates(document, document.text))


def test_each_date_is_kept_with_where_it_was_read() -> None:
    document = page("2025年1月9日 发布", "据《晨报》1月8日报道，大桥已通车。", "本刊于2025年1月出版发行")
    assert [(d.value, d.where, document.text[d.start : d.end]) for d in page_dates(document, document.text)] == [
        ("2025-01-09", "head, line 1", "2025年1月9日"),
        ("2025-01", "imprint, line 3", "2025年1月"),
        ("XXXX-01-08", "dateline, line 2", "1月8日"),
    ]
    assert warnings(document) == ()


def test_a_cover_and_an_imprint_that_contradict_each_other() -> None:
    document = page("2023 年 9 月", "正文。", "由水利学会出版发行，2023 年 6 月")
    assert warnings(document) == ("2023-09 (head, line 1) contradicts 2023-06 (imprint, line 3)",)
    assert warnings(page("2023 年 9 月", "正文。", "2023 年 9 月 30 日印刷")) == ()


@pytest.mark.parametrize(
    ("head", "body", "suits"),
    [
        ("2025-03-14 20:29:29", "据《读卖新闻》7月21日报道，双方将会谈。", False),
        ("2024-07-22 08:00", "据《读卖新闻》7月21日报道，双方将会谈。", True),
        ("2025-01-02 08:00", "新华社北京12月31日电，新年将至。", True),
        ("2025-08-01", "人民网伦敦6月9日电 科技周开幕。", True),
        ("2025-03-14", "博览会将于7月21日开幕。", True),
        ("2025-03-14", "据法新社2019年7月21日报道，那场大火……", True),
        ("March 14, 2025", "GENEVA, July 21 (Newswire) - The talks resumed.", False),
        ("July 22, 2024", "GENEVA, July 21 (Newswire) - The talks resumed.", True),
    ],
)
def test_a_page_date_is_held_against_the_report_that_the_text_opens_with(head: str, body: str, suits: bool) -> None:
    found = warnings(page(head, body))
    assert (found == ()) is suits
    assert all("line 1" in line and "line 2" in line for line in found)


def test_the_date_of_a_repost_is_no_date_of_writing() -> None:
    document = page("2025-03-14", "上周，双方会谈。4月10日再谈。", published="2024-04-03", reposted="2025-03-14")
    assert [date.value for date in dates_in(document.text, document.source.published)] == [
        "2025-03-14",
        "2024-W13",
        "2024-04-10",
    ]
    assert warnings(document) == (
        "2025-03-14 (head, line 1), the date of a repost, is not when the text was published, 2024-04-03 "
        "(as stated for the file)",
    )
    unknown = replace(document, source=Source(reposted="2025-03-14"))
    assert [date.value for date in dates_in(unknown.text, unknown.source.published)] == ["2025-03-14", "", "XXXX-04-10"]


def test_a_day_between_time_zones_is_no_contradiction() -> None:
    assert warnings(page("Wed, 03 Apr 2024 02:07:29 GMT", "正文。", published="2024-04-02")) == ()


def test_moments() -> None:
    assert Moment.parse("2024-04-10T02:07:29Z") == Moment(2024, 4, 10)
    assert [Moment.parse(value) for value in ("", "196X", "2024-13", "2024-W13", "2024-02-30", "spring")] == [None] * 6
    first, last = span_of("2024-02") or (None, None)
    assert (str(first), str(last)) == ("2024-02-01", "2024-02-29")
