"""The dates that a page says of itself: read from its head, its dateline and its imprint, and held against each other.

Nothing is decided here: dates that contradict each other are all kept, and a warning says where each was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from index.languages.date_form import Moment, span_of
from index.languages.registry import pattern
from index.records import SEARCHED, Document, PageDate, SectionKind
from index.when.dates import TextDate, dates_in

__all__ = ["date_warnings", "page_dates"]

_PLACES = {SectionKind.FRONT: "head", SectionKind.IMPRINT: "imprint"}
_reported = pattern(lambda one: one.page.reported, r"[ \u3000]?(?:{})")
_DAY = re.compile(r"^[\dX]{4}-\d\d-\d\d$")
_DATELINE_REACH = 240
_SLACK = timedelta(days=2)
"""Pages are dated in the reader's time zone or the writer's."""
_FRESH = timedelta(days=92)
"""How long before its page's date a report may have appeared that an article opens with and gives no year for."""


def page_dates(document: Document, decoded: str = "") -> tuple[PageDate, ...]:
    """Dates in the document's head and imprint, and that of the report which it opens with.

    With `decoded`, the file's text, each has its line (or its page, where the file has pages).
    """
    found = [
        _page_date(document, date, _PLACES[section.kind], section.start, decoded)
        for section in document.sections
        if section.kind in _PLACES
        for date in dates_in(document.text[section.start : section.end])
        if not date.relative and span_of(date.value)
    ]
    body = next((section for section in document.sections if section.kind in SEARCHED), None)
    if body:
        opening = document.text[body.start : min(body.end, body.start + _DATELINE_REACH)]
        told = dates_in(opening, document.source.published) if _reported().search(opening) else ()
        for date in told:
            if date.relative and _DAY.search(date.value) and _reported().match(opening, date.end):
                found.append(_page_date(document, date, "dateline", body.start, decoded))
                break
    return tuple(found)


def _page_date(document: Document, date: TextDate, place: str, shift: int, decoded: str) -> PageDate:
    start, end = date.start + shift, date.end + shift
    printed = document.printed(start, end)
    line = 0 if printed or not decoded else decoded.count("\n", 0, document.source_span(start, end).start) + 1
    return PageDate(date.value, place, document.text[start:end], start, end, printed[0].page if printed else 0, line)


def date_warnings(document: Document, found: tuple[PageDate, ...]) -> tuple[str, ...]:
    """One line for each pair of dates that cannot both be the document's, with where each was read."""
    return tuple(_warnings(document, found))


def _warnings(document: Document, found: tuple[PageDate, ...]) -> Iterator[str]:
    stated = [date for date in found if date.place != "dateline"]
    head = [date for date in stated if date.place == "head"]
    published = document.source.published
    for date in head:
        if published and _apart(published, date.value):
            repost = ", the date of a repost," if document.source.reposted == date.value else ""
            yield f"{date.value} ({date.where}){repost} is not when the text was published, {published} (as stated for the file)"
    for one, other in pairwise(stated):
        if _apart(one.value, other.value):
            yield f"{one.value} ({one.where}) contradicts {other.value} ({other.where})"
    for dateline in (date for date in found if date.place == "dateline"):
        for date in head:
            if not _fresh(dateline.value, date.value):
                yield f"{date.value} ({date.where}) does not suit the text, which opens with a report of {dateline.text} ({dateline.where})"


def _apart(one: str, other: str) -> bool:
    """Whether two dates, as exact as they are, have no day in common."""
    first, second = span_of(one), span_of(other)
    if not first or not second:
        return False
    return first[0] > second[1] + _SLACK or second[0] > first[1] + _SLACK


def _fresh(reported: str, page: str) -> bool:
    """Whether a report of this month and day, in any year, can be what a page of this date opens with."""
    span = span_of(page)
    if not span:
        return True
    years = [span[0].year, span[0].year - 1] if reported.startswith("XXXX") else [int(reported[:4])]
    days = [days for year in years if (days := span_of(f"{year:04}{reported[4:]}"))]
    return any(span[0] - _FRESH <= day <= span[1] + _SLACK for day, _ in days) or not Moment.parse(
        f"2024{reported[4:]}"
    )
