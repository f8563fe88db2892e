"""Expressions of time in Chinese (both scripts), Japanese and Korean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from re import Match

from index.languages.date_form import Form
from index.languages.eras import ERA, era_year

__all__ = ["eastern"]

_YEARS = {
    "今年": 0, "本年度": 0, "本年": 0, "去年": -1, "昨年": -1, "前年": -2, "一昨年": -2, "明年": 1, "来年": 1, "來年": 1,
    "后年": 2, "後年": 2, "올해": 0, "금년": 0, "작년": -1, "지난해": -1, "재작년": -2, "내년": 1, "내후년": 2,
}  # fmt: skip
_MONTHS = {
    "本月": 0, "这个月": 0, "這個月": 0, "今月": 0, "上个月": -1, "上個月": -1, "上月": -1, "先月": -1, "下个月": 1, "下個月": 1,
    "下月": 1, "来月": 1, "이번 달": 0, "이번달": 0, "이달": 0, "지난달": -1, "지난 달": -1, "다음 달": 1, "다음달": 1, "내달": 1,
}  # fmt: skip
_WEEKS = {
    "本": 0, "这": 0, "這": 0, "这个": 0, "這個": 0, "今": 0, "上": -1, "上个": -1, "上個": -1, "先": -1, "下": 1, "下个": 1,
    "下個": 1, "이번 ": 0, "이번": 0, "금": 0, "지난 ": -1, "지난": -1, "다음 ": 1, "다음": 1, "내": 1,
}  # fmt: skip
_DAYS = {
    "今天": 0, "今日": 0, "本日": 0, "昨天": -1, "昨日": -1, "明天": 1, "明日": 1, "前天": -2, "后天": 2, "後天": 2,
    "오늘": 0, "어제": -1, "내일": 1, "그저께": -2, "모레": 2,
}  # fmt: skip
_UNITS = {"年": "year", "년": "year", "月": "month", "월": "month", "달": "month", "週": "week", "周": "week", "주": "week",
          "星": "week", "天": "day", "日": "day", "일": "day"}  # fmt: skip
_WEEKDAYS = {
    name: i for row in ("一二三四五六日", "月火水木金土日", "월화수목금토일") for i, name in enumerate(row, 1)
} | {"天": 7}
_HALVES = {"上": 16, "前": 16, "상": 16, "下": 17, "後": 17, "하": 17}
_DIGITS = {char: i for row in ("〇一二三四五六七八九", "零壹两", "○ 兩") for i, char in enumerate(row)}
_KOREAN = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "열": 10}

_S = "[ \u3000\xa0]?"
_NUMERAL = "〇○零一二三四五六七八九十"
_TWO = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_TAIL = (
    f"(?:{_S}年?的?{_S}(?:初|底|末|中旬|上旬|下旬|晚些[时時]候|稍[晚早]些?[时時]候|早些[时時]候|초|말|중순|하순|상순))?"
    f"(?P<about>{_S}(?:左右|前[后後]|头尾|頃|ごろ|경(?![가-힣])|쯤))?"
)
_PART = (
    f"(?:{_S}的?(?:(?P<half>[上下前後]|상|하)(?:半年|半期|반기)"
    f"|第?(?P<quarter>[一二三四1-4１-４])(?:{_S}季度?|{_S}四半期|{_S}분기)))"
)
_DAY = f"(?:{_S}(?P<day>{_TWO}){_S}(?:[日号號](?![本元])|일))"
_MONTH = f"(?P<month>{_TWO}){_S}[月월]份?"
_YEAR = (
    f"(?:(?<![\\d〇一二三四五六七八九])(?<!\\d[.,])(?P<year>[12１２]\\d{{3}}|[一二][{_NUMERAL[:-1]}]{{3}}){_S}(?:年度?|년)(?!代|대|[间間来來])"
    f"|(?P<era>{ERA}){_S}(?P<count>\\d{{1,4}}|元|[{_NUMERAL}百]{{1,5}}){_S}[年년]度?"
    f"|(?<![\\d.,])(?P<minguo>1[0-2]\\d){_S}年(?={_S}\\d{{1,2}}{_S}月)"
    f"|(?P<that>{_any(_YEARS)}))"
)
_PATTERNS = [
    re.compile(f"{_YEAR}(?:{_S}的?{_S}{_MONTH}{_DAY}?|{_PART})?{_TAIL}"),
    re.compile(f"(?<!\\d)(?<!\\d[.,])(?P<year>[12]\\d{{3}})(?={_S}[-–—~～至到から]{{1,2}}{_S}[12]\\d{{3}}{_S}[年년])"),
    re.compile(f"(?<!\\d[.,])(?<![\\d第每数幾几{_NUMERAL}]){_MONTH}(?![间間]|之?[内內])(?:{_DAY})?{_TAIL}"),
    re.compile(f"(?<![以之])(?P<this>{_any(_MONTHS)})(?:的?{_DAY})?{_TAIL}"),
    re.compile(f"(?<![以之])(?P<week>{_any(_WEEKS)})(?:周(?![边邊围圍期年身])|週(?![辺期年])|星期|[礼禮]拜|주(?![가-힣]*년))"
               "(?:の|的| )?(?:(?P<weekday>[一二三四五六日天](?!本)|[月火水木金土日월화수목금토일](?=曜|요일))(?:曜日?|요일)?)?末?"),
    re.compile("(?P<week>[来來])(?=週)週(?:の?(?P<weekday>[月火水木金土日])曜日?)?"),
    re.compile(f"(?<![发發说說声聲《])(?P<today>{_any(_DAYS)})(?![性头頭线線])"),
    re.compile(f"(?<!\\d[.,])(?<![\\d几幾数數多余{_NUMERAL}百千])(?P<ago>\\d{{1,3}}|[1-9]\\d?00|[一二三四五六七八九十百两兩]{{1,4}}|{_any(_KOREAN)}){_S}"
               f"(?P<unit>年|[个個ヶか]月|[周週]間?|星期|天|日|년|개월|달|주일?|일){_S}(?:[前](?![后後夕进進])|전)"),
    re.compile(f"(?P<century>{_TWO}){_S}(?:世[纪紀]|세기)(?:{_S}(?P<decade>\\d0|[一二三四五六七八九]十){_S}(?:年代|년대)"
               f"|的?第(?P<nth>[一二三四五六七八九十])[个個]十年)?{_TAIL}"),
    re.compile(f"(?P<age>[上本])个?個?世[纪紀](?:{_S}(?P<decade>\\d0|[一二三四五六七八九]十){_S}年代)?{_TAIL}"),
    re.compile(f"(?<!\\d)(?P<decade>[12]\\d\\d0){_S}(?:年代|년대){_TAIL}"),
    re.compile(f"(?<![\\d{_NUMERAL}])(?P<decade>[2-9]0|[二三四五六七八九]十){_S}(?:年代|년대){_TAIL}"),
    re.compile("(?:(?<=[在到于於至前，,、。 将將预預计計])|^)(?P<inside>年)(?:[内內](?!部)|底|初|末)"),
    re.compile(f"(?<!\\d[.,])(?<![\\d第每约約近于於了月월제{_NUMERAL}])(?P<day>\\d{{1,2}}){_S}(?:日(?![间間内內后後前本元式])|일(?![간째만전후이]| 동안| 만에| 전))"),
]  # fmt: skip

_EASTERN = re.compile("[\u3041-\u9fff\uac00-\ud7a3]")
"""What each of these holds."""


def _number(text: str) -> int:
    """A number in digits, in Chinese numerals up to 999, or a Korean one."""
    if text.isdecimal():
        return int(text)
    if text in _KOREAN:
        return _KOREAN[text]
    if not set(text) & set("十百"):
        return int("".join(str(_DIGITS[char]) for char in text))
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    found = _DIGITS.get(hundreds[-1:], 1) * 100 if "百" in text else 0
    return found + (_DIGITS.get(tens[-1:], 1) * 10 if ten else 0) + _DIGITS.get(ones[-1:], 0)


def eastern(text: str) -> Iterator[tuple[int, int, Form]]:
    """Expressions of time in `text` with what each says; they may overlap."""
    for pattern in _PATTERNS if _EASTERN.search(text) else ():
        for match in pattern.finditer(text):
            form = _form(match, {name: value for name, value in match.groupdict().items() if value})
            if form and form.valid:
                yield match.start(), match.end(), form


def _form(match: Match[str], said: Mapping[str, str]) -> Form | None:
    month = _number(said["month"]) if "month" in said else _part(said)
    day = _number(said["day"]) if "day" in said else 0
    about = "about" in said
    if ("month" in said and not 1 <= month <= 12) or ("day" in said and not day):
        return None
    if "year" in said or "era" in said or "minguo" in said:
        if "year" in said:
            year: int | None = _number(said["year"])
        else:
            year = era_year(said.get("era", "民國"), _count(said["count"] if "era" in said else said["minguo"]))
        if year is None:
            return None
        ago = not month and not year % 100 and match.string[match.end() :].lstrip()[:1] == "前"
        return None if ago else Form(year=year, month=month, day=day, approximate=about)
    if "that" in said:
        return Form(unit="year", shift=_YEARS[said["that"]], month=month, day=day, approximate=about)
    if "this" in said:
        return Form(unit="month", shift=_MONTHS[said["this"]], day=day, approximate=about)
    if "week" in said:
        return Form(unit="week", shift=_WEEKS.get(said["week"], 1), weekday=_WEEKDAYS.get(said.get("weekday", ""), 0))
    if "today" in said:
        return Form(unit="day", shift=_DAYS[said["today"]])
    if "ago" in said:
        unit = said["unit"].lstrip("个個ヶか개")
        number = _number(said["ago"])
        return Form(unit=_UNITS[unit[0]], shift=-number, approximate=number >= 100)
    if "inside" in said:
        return Form(unit="year")
    if {"century", "age", "decade"} & set(said):
        return _age(said, approximate=about)
    return Form(month=month, day=day, approximate=about)


def _count(text: str) -> int:
    return 1 if text == "元" else _number(text)


def _part(said: Mapping[str, str]) -> int:
    """The half or the quarter of a year, as `Form.month` counts them."""
    if "half" in said:
        return _HALVES[said["half"]]
    return 20 + _number(said["quarter"]) if "quarter" in said else 0


def _age(said: Mapping[str, str], *, approximate: bool) -> Form | None:
    """A century or a decade."""
    decade = _number(said["decade"]) if "decade" in said else -1
    if "century" in said:
        hundreds = _number(said["century"]) - 1
        tens = decade // 10 if decade >= 0 else _number(said["nth"]) - 1 if "nth" in said else -1
        return (
            Form(fixed=f"{hundreds:02}{tens if tens >= 0 else 'X'}X", approximate=approximate)
            if hundreds >= 0
            else None
        )
    if "age" in said:
        return Form(unit="century", shift=-1 if said["age"] == "上" else 0, month=max(decade // 10, 0))
    return (
        Form(fixed=f"{decade // 10}X", approximate=approximate)
        if decade > 99
        else Form(unit="decade", shift=decade // 10)
    )
