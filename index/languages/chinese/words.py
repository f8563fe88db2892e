"""Words of Chinese, by the dictionary and the model of jieba (MIT), in its Rust form; loaded when the first text is cut."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

__all__ = ["frequency", "listed", "tagged", "word_ends"]


@lru_cache(maxsize=8192)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a short text with their parts of speech (`n`, `nr`, `v`, `d`, …), in its own script.

    Chinese in Traditional characters is read as Simplified: jieba knows few words of the other script.
    """
    import rjieba  # its dictionary takes a tenth of a second

    plain = str(_simplifier().convert(text.encode("utf-8", "replace").decode()))
    read = plain if len(plain) == len(text) else text
    found: list[tuple[str, str]] = []
    at = 0
    for word, tag in rjieba.tag(read):
        found.append((text[at : at + len(word)], tag))
        at += len(word)
    return tuple(found)


@lru_cache(maxsize=4096)
def listed(text: str) -> tuple[str, ...]:
    """The words of a short text that jieba lists, in its own script; whatever it does not list is cut into characters."""
    import rjieba

    plain = str(_simplifier().convert(text.encode("utf-8", "replace").decode()))
    found: list[str] = []
    at = 0
    for word in rjieba.cut(plain if len(plain) == len(text) else text, False):
        found.append(text[at : at + len(word)])
        at += len(word)
    return tuple(found)


@lru_cache(maxsize=8192)
def word_ends(text: str) -> frozenset[int]:
    """Where in a short text words begin or end, its own ends among them."""
    found = {0}
    at = 0
    for word, _ in tagged(text):
        at += len(word)
        found.add(at)
    return frozenset(found)


@lru_cache(maxsize=65536)
def frequency(word: str) -> int:
    """How often jieba's texts have a word in Simplified characters; of one that it does not list, how often that would be.

    It is the count at which jieba would keep the word whole: its own, where that is more than its parts say.
    """
    import rjieba

    return int(rjieba.suggest_freq(word))


@cache
def _simplifier() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")
