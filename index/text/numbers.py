"""Numbers, percentages and months of a text in one form, however five scripts write them.

`５４０００`, `54,000`, `5.4万`, `五万四千`, `5만 4천`, `오만사천 원` and `54 thousand` are all `54000`; `7兆9,496億`, `7.9496兆` and
`7.9496 trillion` are one number; `令和6年`, `民國113年` and `2024年` are one year; `百分之五十四`, `54 percent` and
`54퍼센트` are `54%`; `四月` and `April` are `4月`. For matching only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from index.languages.eras import ERA, era_year

__all__ = ["DIGIT", "FIGURE", "HAN_NUMERAL", "LOWERED", "MONTHS", "NUMERAL", "RAISED", "number_tokens", "numbers_in"]

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Digits to superscript ones, as the mark of a note is kept in a text; `LOWERED` the other way."""
LOWERED = {raised: digit for digit, raised in RAISED.items()}
_DIGITS = {
    char: value
    for value, chars in enumerate(
        ("〇零영", "一壹일", "二两兩貳贰이", "三參叁叄삼", "四肆사", "五伍오", "六陸陆육", "七柒칠", "八捌팔", "九玖구")
    )
    for char in chars
}
_SMALL = {**dict.fromkeys("十拾십", 10), **dict.fromkeys("百佰백", 100), **dict.fromkeys("千仟천", 1000)}
_GREAT = {
    **dict.fromkeys("万萬만", 10**4),
    **dict.fromkeys("亿億억", 10**8),
    **dict.fromkeys("兆조", 10**12),
}
_ENGLISH = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
_SHORT = {"mn": 10**6, "mln": 10**6, "bn": 10**9, "bln": 10**9, "tn": 10**12, "trn": 10**12}
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
_PLAIN = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|[０-９]{1,3}(?:，[０-９]{3})+(?:．[０-９]+)?|\d+(?:[.．]\d+)?"
_HAN_DIGITS = "〇零一二两兩三四五六七八九"
_HAN_UNITS = "十百千万萬亿億兆"
_FORMAL = "壹貳贰參叁叄肆伍陸陆柒捌玖零拾佰仟"
"""The numerals of contracts and banknotes."""
_UNITS = "[十百千万萬亿億兆만억조천백]+"
_COUNTED = "个個名年月日位人枚种種项項届屆次份条條天岁歳つ本回点台艘架颗顆州国國倍割"
_HANGUL = "일이삼사오육칠팔구십백천"
_HANGUL_COUNTED = "원|명|개|달러|위안|엔|유로|톤|년|대|가구|미터|킬로|헥타르|제곱|퍼센트|배|건|장"
_UP_TO_99 = rf"(?:{'|'.join(_TEENS[9:])}|(?:{'|'.join(word for word in _WORDS if _WORDS[word] > 19)})(?:[-\s](?:{'|'.join((*_TEENS[:9], *_ORDINALS))})\b)?|{'|'.join((*_ORDINALS, *_TEENS[:9]))})"
_GREAT_ENGLISH = rf"(?:{'|'.join(word for word in _ENGLISH if word != 'hundred')})"
_UP_TO_999 = rf"(?:{_UP_TO_99}[-\s]hundred(?:(?:\sand)?\s{_UP_TO_99}\b)?|{_UP_TO_99})"
NUMERAL = re.compile(
    rf"(?P<era>{ERA})\s?(?P<of>\d{{1,4}}|元|[{_HAN_DIGITS}十百]{{1,5}})\s?(?:年|년)"
    r"|(?<![\d.,])(?P<minguo>1[0-2]\d)年(?=\s?\d{1,2}月)"
    rf"|百分之(?P<share>(?:{_PLAIN})|[{_HAN_DIGITS}{_HAN_UNITS}点點]+)"
    rf"|(?<![A-Za-z\d.,])(?P<digits>(?:{_PLAIN})(?:\s?[余餘多数數여]?{_UNITS}(?:\s?(?:{_PLAIN}){_UNITS})*(?:\d+(?!\d))?)?)"
    rf"(?:[-\s]?(?P<unit>{'|'.join((*_ENGLISH, *_SHORT))})s?\b)?(?P<ordinal>st|nd|rd|th)?"
    r"(?P<percent>\s?(?:%|％|percent\b|per cent\b|퍼센트|パーセント|個百分點|个百分点))?(?P<tenth>割)?(?P<month>月|월)?(?![A-Za-z\d]|[.,]\d)"
    rf"|(?<![数數几幾多{_HAN_DIGITS}])(?P<han>[{_HAN_DIGITS}十百千][{_HAN_DIGITS}{_HAN_UNITS}]*[点點][{_HAN_DIGITS}]+[万萬亿億兆]+"
    rf"|[{_HAN_DIGITS}十百](?:[{_HAN_DIGITS}{_HAN_UNITS}])+|[{_HAN_DIGITS}十](?=[{_COUNTED}])|(?<=第)[{_HAN_DIGITS}十])(?P<of_year>月)?(?P<of_ten>割(?![りるれ]))?"
    rf"|(?<![{_FORMAL}])(?P<formal>[{_FORMAL}]{{1,30}}(?<=[拾佰仟])[{_FORMAL}万萬亿億]{{0,30}}|[{_FORMAL}]{{1,30}}[万萬亿億][{_FORMAL}万萬亿億]{{0,30}})(?=[元圆圓整两兩円])"
    rf"|(?<![가-힣])(?P<hangul>[{_HANGUL}]{{1,30}}[만억조][{_HANGUL}만억조]{{0,30}}|[{_HANGUL}]{{0,30}}[십백천][{_HANGUL}]{{1,30}})(?=\s?(?:여\s?)?(?:{_HANGUL_COUNTED}))"
    rf"|\b(?P<half>half)\sa\s(?P<half_of>{_GREAT_ENGLISH})\b|\ba\s(?P<one>{'|'.join(_ENGLISH)})\b"
    rf"|\b(?P<words>{_UP_TO_999}(?:[-\s]{_GREAT_ENGLISH}\b(?:(?:,?\sand)?\s{_UP_TO_999}(?=[-\s]{_GREAT_ENGLISH}\b|(?![-\s]{_GREAT_ENGLISH})\b))?)*)\b(?P<share_of>\s(?:percent|per cent))?"
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
    if found["era"] or found["minguo"]:
        count = Decimal(1) if found["of"] == "元" else _value(found["of"] or found["minguo"])
        year = None if count is None else era_year(found["era"] or "民國", int(count))
        if year is not None:
            yield str(year)
    elif found["digits"]:
        yield from _of_digits(found)
    elif found["named"]:
        yield f"{_MONTHS[found['named'].lower()]}月"
    else:
        value = _in_words(found)
        if value is not None:
            yield _with_sign(value, found)


def _in_words(found: re.Match[str]) -> Decimal | None:
    """The value of a number that is written without digits, but for `百分之54`."""
    if numerals := found["share"] or found["han"] or found["formal"] or found["hangul"]:
        return _value(numerals)
    if found["words"]:
        return _english(found["words"])
    great = Decimal(_ENGLISH[(found["half_of"] or found["one"]).lower()])
    return great / 2 if found["half"] else great


def _with_sign(value: Decimal, found: re.Match[str]) -> str:
    if found["of_ten"]:
        return f"{_plain(value * 10)}%"
    if found["share"] or found["share_of"]:
        return f"{_plain(value)}%"
    return f"{_plain(value)}月" if found["of_year"] and value <= 12 else _plain(value)


def _of_digits(found: re.Match[str]) -> Iterator[str]:
    value = _value(found["digits"])
    if value is None:
        return
    if found["unit"]:
        value *= (_ENGLISH | _SHORT)[found["unit"].lower()]
    if found["percent"]:
        yield f"{_plain(value)}%"
    elif found["tenth"]:
        yield f"{_plain(value * 10)}%"
    elif found["month"] and value in range(1, 13):
        yield f"{_plain(value)}月"
    else:
        yield _plain(value)


def _value(text: str) -> Decimal | None:
    """The value of digits or numerals with Chinese or Korean units: `5.4万`, `7兆9,496億`, `五万四千`, `三点五万`."""
    text = re.sub(r"[,，\s余餘多数數여]", "", text).replace("．", ".")
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return Decimal(text)
    whole, mark, rest = text.replace("點", "点").partition("点")
    if mark:
        digits = re.match(f"[{''.join(_DIGITS)}]*", rest)
        fraction = "".join(str(_DIGITS[char]) for char in digits.group()) if digits else ""
        left = _han(whole)
        if left is None or not fraction:
            return None
        value = left + Decimal(f"0.{fraction}")
        for unit in rest[len(fraction) :]:
            value *= _GREAT.get(unit, 1)
        return value
    return _han(text)


def _han(text: str) -> Decimal | None:
    """The value of numerals: `三百二十六億`, `3.26万亿`, `二〇二四`."""
    if len(text) > 1 and all(char in _DIGITS for char in text):  # a year, digit by digit
        return Decimal("".join(str(_DIGITS[char]) for char in text)) if len(text) > 2 else None
    terms: list[tuple[Decimal, int]] = []
    section = Decimal(0)
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
            unit, counted = _GREAT[part], section + (number or Decimal(0))
            while terms and terms[-1][1] < unit:  # 万亿 is ten thousand times 亿
                counted += terms.pop()[0]
            terms.append(((counted or Decimal(1)) * unit, unit))
            section, number, last = Decimal(0), None, 10**16
        else:
            try:
                number = Decimal(part)
            except InvalidOperation:
                return None
    return sum((value for value, _ in terms), Decimal(0)) + section + (number or Decimal(0))


def _english(text: str) -> Decimal | None:
    total = section = 0
    for word in re.split(r"[-\s]", text.lower().replace(",", "")):
        if word == "and":
            continue
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
