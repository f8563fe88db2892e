"""Names of a document by their sound: names in letters, in katakana, and in Chinese characters with a dot between.

Chinese writes Luke Kuechly 卢克·坎克利, and nothing marks where such a name begins and ends but the dot; so every short
end before it and beginning after it is listed, and a question's name is held against all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.bridge.sound import kana_key, key, pinyin_key
from index.script import fold

__all__ = ["heard_names", "strong"]

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_DOTTED = re.compile(f"(?<=[{_HAN}])[·・‧•.．](?=[{_HAN}])")
_BEFORE = re.compile(f"[{_HAN}]{{2,6}}$")
_AFTER = re.compile(f"[{_HAN}]{{2,6}}")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]{2,12}")
_LATIN = re.compile(r"\b[A-Z][a-z\u00df-\u024f]{2,}\b")


def heard_names(text: str) -> list[tuple[str, str]]:
    """Folded names that occur in `text`, each with its key, sorted; a word that is also written small is no name."""
    return sorted(set(_names(text)))


def _names(text: str) -> Iterator[tuple[str, str]]:
    small = set(re.findall(r"\b[a-z]{3,}\b", text))
    for word in set(_LATIN.findall(text)):
        if word.lower() not in small:
            yield from _keyed(fold(word), key(word))
    for word in set(_KATAKANA.findall(text)):
        yield from _keyed(fold(word), kana_key(word))
    plain = fold(text)
    for dot in _DOTTED.finditer(plain):
        before, after = _BEFORE.search(plain[max(0, dot.start() - 6) : dot.start()]), _AFTER.match(plain, dot.end())
        for name in (before.group()[at:] for at in range(len(before.group()) - 1)) if before else ():
            yield from _keyed(name, pinyin_key(name))
        for name in (after.group()[:end] for end in range(2, len(after.group()) + 1)) if after else ():
            yield from _keyed(name, pinyin_key(name))


def _keyed(name: str, kinds: str) -> Iterator[tuple[str, str]]:
    if strong(kinds):
        yield name, kinds


def strong(kinds: str) -> str:
    """The consonants of a key that every script keeps."""
    return "".join(kind for kind in kinds if kind.isupper())
