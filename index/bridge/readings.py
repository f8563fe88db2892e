"""How Chinese characters are read: in Korean, and in Chinese, each as one syllable; and the forms that passages list.

From KANJIDIC2. Characters of Japan and Simplified ones are read as the Traditional character that they stand for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from index.bridge.english import lemmas
from index.bridge.packed import Packed
from index.text.script import fold

__all__ = ["hangul", "korean_syllables", "pairs", "pinyin", "pinyin_syllables", "reading_tokens", "same_hangul"]

_RUN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff]+")
_HANGUL_RUN = re.compile("[\uac00-\ud7a3]+")
_I_AND_Y = frozenset((2, 3, 6, 7, 12, 17, 20))
"""Places of the vowels i and y… among the 21, before which the initial-sound law makes n and l silent."""
_NIEUN, _RIEUL, _IEUNG = 2, 5, 11


def same_hangul(text: str) -> str:
    """Hangul in which the initial-sound law makes no difference: 녀 and 여, 로 and 노, 률 and 율 are the same."""
    return "".join(map(_same, text))


@cache
def _same(char: str) -> str:
    if char == "김":
        return "금"  # the same character, as a surname
    code = ord(char) - 0xAC00
    if not 0 <= code <= 11171:
        return char
    first, rest = divmod(code, 588)
    if first in (_NIEUN, _RIEUL):
        first = _IEUNG if rest // 28 in _I_AND_Y else _NIEUN
    return chr(0xAC00 + first * 588 + rest)


@cache
def _table(kind: str) -> dict[str, str]:
    """One reading of each folded character."""
    return Packed().readings(kind)


def hangul(text: str) -> str:
    """Folded characters as Korean reads them, without the initial-sound law; what has no reading is left as it is."""
    table = _table("hangul")
    return "".join(table.get(char, char) for char in text)


def pinyin(text: str) -> list[str]:
    """The syllables of folded characters, without tones; a character that has none stands for itself."""
    table = _table("pinyin")
    return [table.get(char, char) for char in text]


def pairs(parts: Sequence[str]) -> list[str]:
    """Overlapping pairs of syllables; a single one alone."""
    return ["".join(parts[i : i + 2]) for i in range(len(parts) - 1)] or ["".join(parts)]


def reading_tokens(text: str, language: str) -> list[str]:
    """Tokens under which a passage is found from other languages.

    Of Chinese characters the Korean readings and pinyin, in pairs; of Hangul the pairs in which the initial-sound law
    makes no difference; of English the lemmas.
    """
    if language == "en":
        return lemmas(text)
    plain = fold(text)
    found: list[str] = []
    runs = [run for run in _RUN.findall(plain) if len(run) > 1]
    for run in runs:
        found += pairs(hangul(run))
    for run in runs:
        found += pairs(pinyin(run))
    for run in _HANGUL_RUN.findall(plain):
        found += pairs(same_hangul(run))
    return found


@cache
def pinyin_syllables() -> frozenset[str]:
    """Every syllable that a character has in pinyin."""
    return frozenset(_table("pinyin").values())


@cache
def korean_syllables() -> tuple[str, ...]:
    """Every syllable that a character has in Korean, the initial-sound law applied and not, sorted."""
    read = set(_table("hangul").values())
    return tuple(char for char in map(chr, range(0xAC00, 0xD7A4)) if same_hangul(char) in read)
