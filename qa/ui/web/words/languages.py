"""The page's languages, and which of them a browser prefers.

A package adds one by an entry point of the group `yinzheng.page_words`, called after the language's tag.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from index.errors import PluginError
from index.plugins import plugins
from qa.ui.web.words.en import ENGLISH
from qa.ui.web.words.ja import JAPANESE
from qa.ui.web.words.ko import KOREAN
from qa.ui.web.words.strings import PageStrings
from qa.ui.web.words.zh_hans import SIMPLIFIED
from qa.ui.web.words.zh_hant import TRADITIONAL

__all__ = ["DEFAULT", "GROUP", "page_languages", "preferred"]

GROUP = "yinzheng.page_words"
DEFAULT = "en"

_OWN = (ENGLISH, SIMPLIFIED, TRADITIONAL, JAPANESE, KOREAN)


@cache
def page_languages() -> Mapping[str, PageStrings]:
    """By language tag, in the order the page offers them. Raises PluginError where one that a package adds cannot be used."""
    known = {strings.tag: strings for strings in _OWN}
    for added in plugins(GROUP):
        strings: PageStrings = added.load(PageStrings)
        if strings.tag != added.name or strings.tag in known:
            raise PluginError(
                f"{added} is the page in {strings.tag}; it must be called so, and the page may not have that language yet; "
                f"mend or uninstall {added.package}"
            )
        known[strings.tag] = strings
    return MappingProxyType(known)


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
        if negative < 0 and parts[0] in page_languages():
            return parts[0]
    return DEFAULT
