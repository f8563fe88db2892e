"""Quantities in a text: numbers with what they count, and not dates, ordinals or "a" and "one"."""

from __future__ import annotations

import re

from qa.answer_type import AnswerType, holds

__all__ = ["answers_type", "quantities"]

_COUNTED = 9
"""How many characters after a number say what it counts."""
_NUMBER = re.compile(
    r"[$€£¥￥₩]?\s?[0-9０-９][0-9０-９,，.]*\s?(?:万|萬|亿|億|千|百|兆|만|억|million|billion|thousand)?"
    "|[二三四五六七八九十百千万萬亿億两兩]{1,5}(?=[次枚名个個人艘架项項份张張条條辆輛座家倍年天公米吨噸度岁歲分成])"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million|billion|half)\b",
    re.IGNORECASE,
)
_NO_QUANTITY = re.compile(r"\s?[年月日號号世](?!间|間)|\s?(?:년|월|일)(?!간)|[)）]")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_ORDINAL = re.compile("[第№#-]\\s?$|[A-Za-z]-?$|[(（]$")


def quantities(text: str) -> list[tuple[int, str]]:
    """Where each quantity begins, and the number with the words that follow it."""
    found = []
    for match in _NUMBER.finditer(text):
        after, before = text[match.end() :], text[: match.start()]
        bare = match.group().strip()
        if _NO_QUANTITY.match(after) or _ORDINAL.search(before) or (_YEAR.fullmatch(bare) and not after[:1].isdigit()):
            continue
        found.append((match.start(), text[match.start() : match.end() + _COUNTED]))
    return found


def answers_type(text: str, kind: AnswerType) -> bool:
    """Whether `text` holds what may be the answer to a question for this kind of thing (`qa.answer_type`)."""
    if kind is AnswerType.NUMBER:
        return bool(quantities(text))
    return holds(text, kind)
