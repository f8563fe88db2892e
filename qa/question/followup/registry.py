"""Which languages follow-up questions are understood in: those of this package, and those that others add.

A package adds one by an entry point of the group `yinzheng.followups`, called after the language's tag.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from index.errors import PluginError
from index.plugins import plugins
from qa.question.followup.chinese import SIMPLIFIED, TRADITIONAL
from qa.question.followup.english import ENGLISH
from qa.question.followup.grammar import Grammar
from qa.question.followup.japanese import JAPANESE
from qa.question.followup.korean import KOREAN

__all__ = ["GROUP", "alternatives", "grammars"]

GROUP = "yinzheng.followups"
_OWN = {"zh-Hans": SIMPLIFIED, "zh-Hant": TRADITIONAL, "ja": JAPANESE, "ko": KOREAN, "en": ENGLISH}


@cache
def grammars() -> Mapping[str, Grammar]:
    """By language tag. Raises PluginError where one that a package adds cannot be used."""
    known = dict(_OWN)
    for added in plugins(GROUP):
        if added.name in known:
            raise PluginError(f"{added} is of a language that is known already; uninstall {added.package}")
        known[added.name] = added.load(Grammar)
    return MappingProxyType(known)


def alternatives(piece: Callable[[Grammar], str]) -> str:
    """A piece of all languages as one regular expression; one that never matches where there are none."""
    return "|".join(dict.fromkeys(filter(None, map(piece, grammars().values())))) or "(?!)"


@cache
def pattern(piece: Callable[[Grammar], str], around: str) -> re.Pattern[str]:
    """The regular expression `around`, in it, for `{}`, the alternatives of all languages."""
    return re.compile(around.replace("{}", alternatives(piece)))
