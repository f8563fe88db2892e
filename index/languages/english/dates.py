"""Expressions of time in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from index.languages.date_form import Form

__all__ = ["MONTHS", "english"]

MONTHS = tuple("january february march april may june july august september october november december".split())
"""Their names, in order, in small letters."""
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_ORDINALS = {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21}
_SHIFTS = {"last": -1, "this": 0, "next": 1}
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}

_MONTH = "(?P<month>" + "|".join([*(m.title() for m in MONTHS), *(f"{m[:3].title()}\\.?" for m in MONTHS), "Sept\\.?"])
_MONTH += ")(?![A-Za-z])"
_SURE = "(?P<month>" + "|".join(name.title() for name in MONTHS if name not in ("march", "may")) + ")(?![A-Za-z'’])"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:/%]|[.,]\d)"
_YEAR = r"(?P<year>1[0-9]\d\d|2[01]\d\d)(?![\d\w]|[,.]\d|[-–]\d{1,3}(?!\d))"
_PLACES = ("in", "by", "since", "until", "late", "early", "during", "before", "after", "from", "mid")
_WHICH = r"\b(?:(?:earlier|later|late|early) )?(?P<which>last|this|next) "
_ABOUT = r"(?P<about>(?:around|circa|c\.|about) )?"
_SET = re.compile(
    rf"(?:\b(?:{'|'.join(_PLACES)}|between|to|through|till|year|of)[ -]$|from [12]\d{{3}} to $|\($)", re.I
)
_ALONE = re.compile(rf"(?<![\d\w-])(?<!\d[.,]){_YEAR}")
_PATTERNS = [
    _ALONE,
    re.compile(rf"(?<![\d:/-])(?<!\d[.,]){_ABOUT}{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?"),
    re.compile(rf"{_ABOUT}\b{_MONTH} {_DAY}(?:,? {_YEAR})?"),
    re.compile(rf"{_ABOUT}\b{_MONTH}(?:,? (?:of )?){_YEAR}"),
    re.compile(rf"{_WHICH}(?P<month>{'|'.join(name.title() for name in MONTHS)})\b"),
    re.compile(rf"\b{_SURE}"),
    re.compile(rf"(?:{'|'.join(f'(?<={word}[ -])' for word in _PLACES)})(?P<month>March|May)\b"),
    re.compile(r"(?P<about>\b(?:around|circa|c\.) )(?P<year>1\d{3}|20\d\d)(?![\d\w])"),
    re.compile(r"\b(?P<decade>1\d\d0|20\d0)['’]?s\b"),
    re.compile(rf"\b(?P<century>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(_ORDINALS)})[ -]century\b", re.I),
    re.compile(rf"(?i:{_WHICH}(?P<unit>week|month|year|century))\b"),
    re.compile(rf"{_WHICH}(?P<weekday>{'|'.join(name.title() for name in _DAYS)})\b"),
    re.compile(r"\b(?P<today>[Yy]esterday|[Tt]oday|[Tt]omorrow)\b(?!['’]s)"),
    re.compile(rf"\b(?P<ago>an?|\d{{1,3}}|{'|'.join(_NUMBERS[1:])}) (?P<unit>day|week|month|year|century)s? ago\b", re.I),
    re.compile(rf"\b(?P<quarter>{'|'.join(_QUARTERS)}) quarter of {_YEAR}"),
]  # fmt: skip
_MAY_BE = re.compile(r"[A-Za-z(]")
"""A word, or the bracket that a year stands in."""


def english(text: str) -> Iterator[tuple[int, int, Form]]:
    """Expressions of time in `text` with what each says; they may overlap.

    A bare number is a year only behind a word of time (`in 2024`, `from 2016 to 2018`) or alone in brackets.
    """
    for pattern in _PATTERNS if _MAY_BE.search(text) else ():
        for match in pattern.finditer(text):
            said = {name: value for name, value in match.groupdict().items() if value}
            if match.re is _ALONE and not _is_year(text, match.start(), match.end()):
                continue
            form = _form(said)
            if form.valid and (form != Form()):
                yield match.start(), match.end(), form


def _is_year(text: str, start: int, end: int) -> bool:
    before = _SET.search(text[max(start - 24, 0) : start])
    if not before:
        return False
    if before.group() == "(":
        return text[end : end + 1] in (")", ",", ";")
    return before.group() not in ("of ", "to ") or text[end : end + 1] in ("", ".", ",", ";", ")")


def _form(said: Mapping[str, str]) -> Form:
    month = _month(said["month"]) if "month" in said else 0
    day = int(said.get("day", "0"))
    about = "about" in said
    if "decade" in said:
        return Form(fixed=f"{said['decade'][:3]}X")
    if "century" in said:
        number = _ORDINALS.get(said["century"].lower()) or int(said["century"][:-2])
        return Form(fixed=f"{number - 1:02}XX") if number else Form()
    if "quarter" in said:
        return Form(year=int(said["year"]), month=20 + _QUARTERS[said["quarter"]])
    if "year" in said:
        return Form(year=int(said["year"]), month=month, day=day, approximate=about)
    if "ago" in said:
        count = said["ago"].lower()
        number = int(count) if count.isdecimal() else max(_NUMBERS.index(count) if count in _NUMBERS else 1, 1)
        return Form(unit=said["unit"].lower(), shift=-number)
    if "today" in said:
        return Form(unit="day", shift=("yesterday", "today", "tomorrow").index(said["today"].lower()) - 1)
    shift = _SHIFTS.get(said.get("which", "").lower(), 0)
    if "weekday" in said:
        return Form(unit="week", shift=shift, weekday=_DAYS.index(said["weekday"].lower()) + 1)
    if "unit" in said:
        return Form(unit=said["unit"].lower(), shift=shift)
    return Form(month=month, day=day, toward=shift, approximate=about)


def _month(name: str) -> int:
    return next(i for i, month in enumerate(MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))
