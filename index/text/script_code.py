"""The script that a text is written in, by its code in ISO 15924."""

from __future__ import annotations

import unicodedata
from collections import Counter

from index.languages.registry import languages
from index.text.script import language_of

__all__ = ["script_code"]

_LANGUAGES = {
    "zh": "Hani",
    **dict.fromkeys(("ru", "uk", "bg"), "Cyrl"),
    **dict.fromkeys(("ar", "fa"), "Arab"),
    "el": "Grek",
    "he": "Hebr",
    "th": "Thai",
    "hi": "Deva",
    **dict.fromkeys("fr de es pt it nl sv da nb fi pl cs ro hu tr vi id".split(), "Latn"),
}
_LETTERS = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "THAI": "Thai",
    "DEVANAGARI": "Deva",
    "CJK": "Hani",
    "HANGUL": "Kore",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
}
_UNKNOWN = "Zyyy"
"""ISO 15924 for an undetermined script."""


def script_code(language: str, text: str) -> str:
    """`Hans`, `Hant`, `Jpan`, `Kore`, `Latn`, …: as the language says, or, where it says nothing (`mixed`), the text.

    A text whose language is not known has the script of most of its letters; one without letters has `Zyyy`.
    """
    for told in (language, language_of(text)):
        if script := languages().of(told).tags.get(told) or _LANGUAGES.get(told):
            return script
    letters = (unicodedata.name(char, "").partition(" ")[0].partition("-")[0] for char in text if char.isalpha())
    counts = Counter(_LETTERS[name] for name in letters if name in _LETTERS)
    return counts.most_common(1)[0][0] if counts else _UNKNOWN
