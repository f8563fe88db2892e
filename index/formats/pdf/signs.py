"""Signs that fonts of PDF files name in place of the characters that were written: radicals, ligatures, stops and brackets of vertical text."""

from __future__ import annotations

import unicodedata

__all__ = ["as_written"]

_KANGXI = range(0x2F00, 0x2FD6)
_LIGATURES = range(0xFB00, 0xFB07)
_RADICALS = (
    "⺁厂⺄乙⺈刀⺌小⺍小⺎兀⺒巳⺓幺⺗㣺⺛旡⺜日⺝月⺞歺⺟母⺠民⺤爫⺥爫⺧牛⺨犭⺩王⺪疋⺬示⺭礻⺮竹⺰纟⺱罓⺲罒⺳㓁⺴冗⺶羊⺹耂⺻聿⺼肉⺽臼"
    "⺾艹⻀艹⻁虎⻂衤⻄西⻅见⻆角⻈讠⻉贝⻋车⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤"
    "⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_VERTICAL = "<vertical> "
_FORMS = (*range(0xFE10, 0xFE20), *range(0xFE30, 0xFE50))
_WRITTEN = str.maketrans(
    dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))
    | {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in (*_KANGXI, *_LIGATURES)}
    | {
        chr(code): chr(int(form.removeprefix(_VERTICAL), 16))
        for code in _FORMS
        if (form := unicodedata.decomposition(chr(code))).startswith(_VERTICAL)
    }
)
"""Unicode's EquivalentUnifiedIdeograph for what has no compatibility decomposition, that for the rest."""


def as_written(text: str) -> str:
    """`text` with the ideographs for their radicals (⽔, ⻋), the letters for their ligatures (ﬁ) and the signs for their vertical forms (︒)."""
    return text.translate(_WRITTEN)
