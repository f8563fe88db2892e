"""Numbers, percentages and months of a text in one form, however five scripts write them.

`５４０００`, `54,000`, `5.4万`, `五万四千`, `5만4천` and `54 thousand` are all `54000`; `百分之五十四`, `54 percent` and
`54퍼센트` are `54%`; `四月` and `April` are `4月`. For matching only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

__all__ = ["DIGIT", "FIGURE", "HAN_NUMERAL", "MONTHS", "NUMERAL", "number_tokens", "numbers_in"]

_DIGITS = {
    char: value
    for value, chars in enumerate(("〇零", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_SMALL = {"十": 10, "百": 100, "千": 1000, "백": 100, "천": 1000}
_GREAT = {
    **dict.fromkeys("万萬만", 10**4),
    **dict.fromkeys("亿億억", 10**8),
    **dict.fromkeys("兆조", 10**12),
}
_ENGLISH = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march|april apr|may|june jun|july jul|august aug|september sept sep|october oct|"
        "november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
_TEENS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_WORDS = {word: value for value, word in enumerate(_TEENS, start=1)} | {
    word: value * 10
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), start=1
    )
}
_PLAIN = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN_DIGITS = "〇零一二两兩三四五六七八九"
_HAN_UNITS = "十百千万萬亿億兆"
_COUNTED = "个個名年月日位人枚种種项項届屆次份条條天岁歳つ本回点台艘架颗顆州国國倍"
NUMERAL = re.compile(
    rf"(?P<era>明治|大正|昭和|平成|令和|民[國国])(?P<of>\d{{1,2}}|元|[{_HAN_DIGITS}十]{{1,3}})年"
    rf"|百分之(?P<share>(?:{_PLAIN})|[{_HAN_DIGITS}{_HAN_UNITS}点點]+)"
    rf"|(?<![A-Za-z\d.,])(?P<digits>(?:{_PLAIN})(?:\s?[十百千万萬亿億兆만억조천백]+(?:\d+(?:\.\d+)?[十百千万萬亿億兆만억조천백]+)*(?:\d+(?!\d))?)?)"
    r"(?:[-\s]?(?P<unit>hundred|thousand|million|billion|trillion)\b)?(?P<ordinal>st|nd|rd|th)?"
    r"(?P<percent>\s?(?:%|％|percent\b|per cent\b|퍼센트|パーセント|個百分點|个百分点))?(?P<month>月|월)?(?![A-Za-z\d]|[.,]\d)"
    rf"|(?<![数數几幾多{_HAN_DIGITS}])(?P<han>[{_HAN_DIGITS}十百](?:[{_HAN_DIGITS}{_HAN_UNITS}])+|[{_HAN_DIGITS}十](?=[{_COUNTED}])|(?<=第)[{_HAN_DIGITS}十])(?P<of_year>月)?"
    rf"|\b(?P<words>(?:{'|'.join(sorted((*_WORDS, *_ORDINALS), key=len, reverse=True))})(?:[-\s](?:{'|'.join((*_TEENS[:9], *_ENGLISH, *_ORDINALS))}))*)\b(?P<share_of>\s(?:percent|per cent))?"
    rf"|(?P<named>\b(?:{'|'.join(name for name in _MONTHS if name not in ('march', 'may'))})\b|\b(?:march|may)(?=\.?\s\d)|(?<=\d\s)(?:march|may)\b)",
    re.IGNORECASE,
)


DIGIT = "[0-9０-９]"
"""A digit, as part of a pattern."""
HAN_NUMERAL = "[一二三四五六七八九十百千万萬億亿两兩]"
"""A Chinese numeral of one character, as part of a pattern: of a number, or of a word that merely holds one."""
FIGURE = re.compile(f"{DIGIT}|{HAN_NUMERAL}")
"""The least that a text with a number in figures has."""
MONTHS = "|".join(name for name in _MONTHS if len(name) > 4 or name in ("may", "june", "july"))
"""The English months in full, as part of a pattern."""


def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers of a text, each once, in its order."""
    return tuple(dict.fromkeys(token for found in NUMERAL.finditer(text) for token in number_tokens(found)))


def number_tokens(found: re.Match[str]) -> tuple[str, ...]:
    """What a match of `NUMERAL` is written as; nothing where it is no number after all."""
    return tuple(dict.fromkeys(_tokens(found)))


def _tokens(found: re.Match[str]) -> Iterator[str]:
    if found["era"]:
        year = 1 if found["of"] == "元" else _han(found["of"]) if not found["of"].isdigit() else int(found["of"])
        if year is not None:
            yield str(_ERAS[found["era"]] + int(year))
    elif found["share"]:
        value = _value(found["share"])
        if value is not None:
            yield f"{_plain(value)}%"
    elif found["digits"]:
        yield from _of_digits(found)
    elif found["han"]:
        value = _value(found["han"])
        if value is not None and found["of_year"] and value <= 12:
            yield f"{_plain(value)}月"
        elif value is not None:
            yield _plain(value)
    elif found["words"]:
        value = _english(found["words"])
        if value is not None:
            yield f"{_plain(value)}%" if found["share_of"] else _plain(value)
    elif found["named"]:
        yield f"{_MONTHS[found['named'].lower()]}月"


def _of_digits(found: re.Match[str]) -> Iterator[str]:
    value = _value(found["digits"])
    if value is None:
        return
    if found["unit"]:
        value *= _ENGLISH[found["unit"].lower()]
    if found["percent"]:
        yield f"{_plain(value)}%"
    elif found["month"] and value in range(1, 13):
        yield f"{_plain(value)}月"
    else:
        yield _plain(value)


def _value(text: str) -> Decimal | None:
    """The value of digits or numerals with Chinese or Korean units: `5.4万`, `1億2000万`, `五万四千`, `三点五`."""
    text = re.sub(r"[,\s]", "", text)
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return Decimal(text)
    whole, mark, rest = text.replace("點", "点").partition("点")
    if mark:
        digits = "".join(str(_DIGITS[char]) for char in rest if char in _DIGITS)
        left = _han(whole)
        return None if left is None or not digits else left + Decimal(f"0.{digits}")
    return _han(text)


def _han(text: str) -> Decimal | None:
    if len(text) > 1 and all(char in _DIGITS for char in text):  # a year, digit by digit
        return Decimal("".join(str(_DIGITS[char]) for char in text)) if len(text) > 2 else None
    total = section = Decimal(0)
    number: Decimal | None = None
    last = 10**16
    for part in re.findall(r"\d+(?:\.\d+)?|.", text):
        if part in _DIGITS:
            number = Decimal(_DIGITS[part])
        elif part in _SMALL:
            if _SMALL[part] >= last and number is None:
                return None
            section += (Decimal(1) if number is None else number) * _SMALL[part]
            number, last = None, _SMALL[part]
        elif part in _GREAT:
            section = (section + (number or Decimal(0))) or Decimal(1)
            total += section * _GREAT[part]
            section, number, last = Decimal(0), None, 10**16
        else:
            try:
                number = Decimal(part)
            except InvalidOperation:
                return None
    return total + section + (number or Decimal(0))


def _english(text: str) -> Decimal | None:
    total = section = 0
    for word in re.split(r"[-\s]", text.lower()):
        if word in _WORDS or word in _ORDINALS:
            section += _WORDS.get(word, 0) + _ORDINALS.get(word, 0)
        elif word == "hundred":
            section *= 100
        else:
            total, section = total + section * _ENGLISH[word], 0
    value = total + section
    return Decimal(value) if value else None


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
