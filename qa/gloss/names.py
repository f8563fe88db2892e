"""What somebody is called in letters: as a document of the library gives it, else as the characters are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.bridge.dictionary import Dictionary
from index.bridge.readings import pinyin
from index.bridge.sound import latin_forms
from index.text.script import fold, japanese_forms, language_of

__all__ = ["LIBRARY", "Named", "in_letters"]

LIBRARY = "library"
"""What a name is known by that a document of the library itself gives in both scripts."""
Named = Callable[[str], Sequence[str]]
"""What a folded name is in other scripts, as documents have it."""
_HAN = re.compile("[\u4e00-\u9fff]+")
_SURNAME_AND_NAME = 4
"""Characters of a Japanese name, mostly; Chinese ones have two or three."""


def in_letters(name: str, language: str, dictionary: Dictionary, named: Named) -> tuple[tuple[str, ...], str]:
    """A name as letters write it, and by what that is known; nothing where it is not.

    In Chinese two or three characters are read in pinyin, four as a Japanese surname and name; in Japanese as JMnedict reads
    them, the likeliest reading first.
    """
    plain = fold(name)
    if paired := tuple(
        one.title() for one in named(plain) if language_of(one) not in ("zh-Hans", "zh-Hant", "ja", "ko")
    ):
        return paired[:1], LIBRARY
    if not _HAN.fullmatch(plain) or len(plain) < 2:
        return (), ""
    if language != "ja" and len(plain) < _SURNAME_AND_NAME:
        syllables = pinyin(plain)
        return (f"{syllables[0].capitalize()} {''.join(syllables[1:]).capitalize()}",), "KANJIDIC2"
    read = _japanese(plain, dictionary)
    return ((read,), "JMnedict") if read else ((), "")


def _japanese(plain: str, dictionary: Dictionary) -> str:
    """A Japanese name in letters, surname first, as it is written; empty where JMnedict does not have its parts."""
    if len(plain) != _SURNAME_AND_NAME:
        return _latin(_readings(plain, dictionary))
    whole, surnames, given = (_readings(part, dictionary) for part in (plain, plain[:2], plain[2:]))
    if not whole:
        return f"{_latin(surnames)} {_latin(given)}" if surnames and given else ""
    parted = ((one, other) for one in surnames for other in given if one + other in whole)
    return " ".join(_latin([part]) for part in next(parted, (whole[0],)))


def _readings(plain: str, dictionary: Dictionary) -> list[str]:
    """How JMnedict reads a folded name, in kana, the likeliest reading first."""
    return [kana for form in dict.fromkeys((plain, japanese_forms(plain))) for kana in dictionary.readings(form)]


def _latin(kana: Sequence[str]) -> str:
    """The likeliest of some readings in letters; empty where there are none."""
    return min(latin_forms(kana[0]), key=lambda one: (len(one), one)).capitalize() if kana else ""
