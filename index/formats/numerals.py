"""Numbers as lists write them: 12, l, XII, 十二, ⑫."""

from __future__ import annotations

from collections.abc import Callable, Mapping

__all__ = ["FORMS", "MOST"]

MOST = 9999
"""The largest number that is written."""
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_ONES = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_HAN = "零一二三四五六七八九"


def _roman(number: int) -> str:
    found = ""
    for size, letters in (*_ROMAN, *_ROMAN_ONES):
        found += letters * (number // size)
        number %= size
    return found


def _letters(number: int) -> str:
    """a, b, …, z, aa, bb, as Word and LibreOffice go on."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _han(number: int) -> str:
    """二百零五; ten by itself is 十."""
    found, gap = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            found += (
                ("零" if gap and found else "") + ("" if (digit, size) == (1, 10) and not found else _HAN[digit]) + unit
            )
            gap = False
        elif found:
            gap = True
    return found


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else f"({number})"


FORMS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": "{:02}".format,
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda number: str(number).translate({ord("0") + n: 0xFF10 + n for n in range(10)}),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "chineseCounting": _han,
    "chineseCountingThousand": _han,
    "taiwaneseCounting": _han,
    "taiwaneseCountingThousand": _han,
    "japaneseCounting": lambda number: _han(number).replace("零", ""),
    "koreanCounting": lambda number: _han(number).translate(
        str.maketrans("零一二三四五六七八九十百千", "영일이삼사오육칠팔구십백천")
    ),
    "ganada": lambda number: "가나다라마바사아자차카타파하"[(number - 1) % 14],
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": "({})".format,
    "decimalEnclosedFullstop": "{}.".format,
}
"""How a number is written (ECMA-376, 17.18.59); what is not here, bullets among it, is left out."""
