"""Which languages there are: those of this package, and those that others add (`yinzheng.languages`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import TypeVar

from index.errors import PluginError
from index.languages.chinese.language import CHINESE
from index.languages.english.language import ENGLISH
from index.languages.japanese.language import JAPANESE
from index.languages.korean.language import KOREAN
from index.languages.language import Language
from index.plugins import plugins

__all__ = ["GROUP", "Languages", "composed", "languages", "pattern"]

GROUP = "yinzheng.languages"
_PLAIN = Language(tags={"und": "Zyyy"}, name="any other")
_Made = TypeVar("_Made")


class Languages:
    """Some languages, in their order."""

    def __init__(self, known: Sequence[Language]) -> None:
        self._known = tuple(known)
        self._by_tag = {tag: language for language in known for tag in language.tags}

    def __iter__(self) -> Iterator[Language]:
        return iter(self._known)

    def of(self, tag: str) -> Language:
        """The language of a tag; one without any parts where it is not known."""
        return self._by_tag.get(tag, _PLAIN)

    def joined(self, piece: Callable[[Language], str]) -> str:
        """The alternatives of all languages as one regular expression; one that never matches where there are none."""
        return "|".join(filter(None, map(piece, self._known))) or "(?!)"

    def words(self, piece: Callable[[Language], frozenset[str]]) -> frozenset[str]:
        """The words of all languages."""
        return frozenset().union(*map(piece, self._known))


@cache
def languages() -> Languages:
    """All that there are. Raises PluginError where one that a package adds cannot be used."""
    known = [CHINESE, ENGLISH, JAPANESE, KOREAN]
    for added in plugins(GROUP):
        language: Language = added.load(Language)
        taken = {tag for one in known for tag in one.tags}
        if added.name not in language.tags or taken & set(language.tags):
            raise PluginError(
                f"{added} is of {', '.join(language.tags)}; it must be called after one of these tags, and all of them "
                f"must be new (known: {', '.join(taken)}); mend or uninstall {added.package}"
            )
        known.append(language)
    return Languages(known)


def composed(make: Callable[[Languages], _Made]) -> Callable[[], _Made]:
    """What `make` makes of all languages, made at first use and kept."""
    held = lru_cache(maxsize=2)(make)
    return lambda: held(languages())


def pattern(piece: Callable[[Language], str], around: str = "{}", flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """The regular expression `around`, in it, for `{}`, the alternatives of all languages; compiled at first use."""
    return composed(lambda known: re.compile(around.replace("{}", known.joined(piece)), flags))
