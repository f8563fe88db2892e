"""The page's five languages, and which of them a browser prefers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from qa.ui.web.words.en import ENGLISH
from qa.ui.web.words.ja import JAPANESE
from qa.ui.web.words.ko import KOREAN
from qa.ui.web.words.strings import PageStrings
from qa.ui.web.words.zh_hans import SIMPLIFIED
from qa.ui.web.words.zh_hant import TRADITIONAL

__all__ = ["DEFAULT", "LANGUAGES", "preferred"]

DEFAULT = "en"


LANGUAGES: Mapping[str, PageStrings] = MappingProxyType(
    {strings.tag: strings for strings in (ENGLISH, SIMPLIFIED, TRADITIONAL, JAPANESE, KOREAN)}
)
"""By language tag, in the order the page offers them."""


def preferred(accept: str) -> str:
    """The tag of the language that an Accept-Language header asks for first among those the page has; else English.

    Chinese for Taiwan, Hong Kong and Macau, or marked Hant, is Traditional; any other Chinese is Simplified.
    """
    wanted: list[tuple[float, int, str]] = []
    for order, item in enumerate(accept.split(",")):
        name, _, weight = item.strip().partition(";q=")
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            quality = 0.0
        wanted.append((-quality, order, name.strip().lower()))
    for negative, _, name in sorted(wanted):
        parts = name.replace("_", "-").split("-")
        if negative < 0 and parts[0] == "zh":
            return "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(parts[1:]) and "hans" not in parts else "zh-Hans"
        if negative < 0 and parts[0] in LANGUAGES:
            return parts[0]
    return DEFAULT
