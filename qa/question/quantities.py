"""Quantities in a text: numbers with what they count, and not dates, ordinals or "a" and "one"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.languages.english.dates import MONTHS
from index.text.script import width

__all__ = ["Quantity", "quantities"]

_COUNTED = 9.0
"""How much text after a number says what it counts (`index.text.script.width`)."""
_NUMBER = re.compile(
    r"(?:[$€£¥￥₩]\s?)?[0-9０-９]+(?:[,，.][0-9０-９]+)*(?:\s?(?:million|billion|thousand)\b|\s?[万萬亿億千百兆만억](?![克米瓦]))?"
    "|[二三四五六七八九十百千万萬亿億两兩]{1,5}(?=[次枚名个個人艘架项項份张張条條辆輛座家倍年天公米吨噸度岁歲分成])"
    r"|\b(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-)?(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|half)"
    r"(?:[ -](?:hundred|thousand|million|billion))*\b",
    re.IGNORECASE,
)
_NO_QUANTITY = re.compile(
    r"\s?[年月日號号世](?!间|間)|\s?(?:년|월|일|호선|호기)(?!간)|[号號]?[线線](?!路)|[)）]|"
    rf"(?:st|nd|rd|th)\b|\s(?:{'|'.join(MONTHS).title()})\b"
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_ORDINAL = re.compile(
    "[第№#-]\\s?$|[A-Za-z]-?$|[(（]$|\\b(?:line|no\\.|number|article|chapter|section|phase|volume|page|"
    f"{'|'.join(MONTHS)})\\s$",
    re.IGNORECASE,
)
_UNITS = {
    "share": "%|％|百分|per ?cent|パーセント|퍼센트|[成割](?![立員员为為])",
    "money": "(?:美|日|欧|歐|韩|韓|港)?元|[円圓圆]|yuan|yen|dollars?|euros?|pounds?|won\\b|ドル|위안|달러|원(?!칙)|엔",
    "length": "公里|千米|米|公尺|里|km|kilomet|met(?:re|er)s?|miles?|キロ(?!グ)|メートル|センチ|킬로미터|미터|㎞",
    "weight": "公斤|千克|吨|噸|kg|kilogram|tons?\\b|tonnes?|キログラム|トン|킬로그램|톤",
    "people": "人|名|位|people|persons?|passengers?|soldiers?|troops?|members?|residents?|(?:American|US|Japanese) (?:soldiers|troops)|士兵|駐|驻|명(?!령)",
    "time": "年|个月|個月|天|小时|小時|分钟|分鐘|years?|months?|weeks?|days?|hours?|minutes?|か月|ヶ月|日間|時間|년|개월|시간|주(?:간)?",
}
_UNIT = re.compile("|".join(rf"(?P<{name}>\s?(?:{words}))" for name, words in _UNITS.items()), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: where it begins, `number` as it is written, `words` with those that follow it, and what it is
    measured in (a share, money, length, weight, people, time), empty where that cannot be told."""

    start: int
    number: str
    words: str
    unit: str


def quantities(text: str) -> list[Quantity]:
    """The quantities of a text, in its order."""
    found = []
    for match in _NUMBER.finditer(text):
        after, before = text[match.end() :], text[: match.start()]
        bare = match.group().strip()
        if _NO_QUANTITY.match(after) or _ORDINAL.search(before) or (_YEAR.fullmatch(bare) and not after[:1].isdigit()):
            continue
        found.append(Quantity(match.start(), bare, match.group() + _first(after), _unit(before, bare, after)))
    return found


def _unit(before: str, number: str, after: str) -> str:
    """What a number is measured in, by its sign, by what stands before it, or by what follows."""
    if number[0] in "$€£¥￥₩":
        return "money"
    if before.endswith("百分之"):
        return "share"
    unit = _UNIT.match(after)
    return (unit.lastgroup or "") if unit else ""


def _first(text: str) -> str:
    """The first words of a text, about as many as nine Chinese characters say."""
    end = next((n for n in range(len(text)) if width(text[: n + 1]) > _COUNTED), len(text))
    return text[:end]
