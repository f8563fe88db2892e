"""A way to write a concept in passages of a language, and what all the scripts share of finding one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from index.bridge.readings import pairs, same_hangul
from index.text.script import tokens

__all__ = [
    "ALL_HAN",
    "HAN",
    "KANA",
    "KINDS",
    "LONGEST",
    "Cut",
    "Rendering",
    "joined",
    "read_in_korean",
    "tokens_of_name",
    "tokens_of_run",
]

KINDS = frozenset({"same", "number", "kanji", "dictionary", "reading", "sound", "pair"})
"""How words may meet; see `qa.records.Match`."""

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc"
"""The characters, as a class of a regular expression has them."""
ALL_HAN = re.compile(f"[{HAN}]+")
_WORDS = re.compile(r"\w+")
_KEPT = 1 << 14
"""Of how many words and names the tokens are kept."""
LONGEST = 8
"""Characters of the longest word that is looked up."""


class Rendering(NamedTuple):
    """A way to write a concept: folded tokens one after another, how it follows from the question, and how surely.

    With `readings` the tokens are those of `index.bridge.readings`; with `prefix` the only token is the beginning of one:
    a single character, which the pairs of a running text hide.
    """

    words: tuple[str, ...]
    weight: float
    how: str
    readings: bool = False
    prefix: bool = False

    def weighing(self, weight: float) -> Rendering:
        """The same with another weight."""
        return Rendering(self.words, weight, self.how, self.readings, self.prefix)


Cut = tuple[int, int, tuple[Rendering, ...]]
"""Where in a run of characters a word stands, and its renderings."""


@lru_cache(maxsize=_KEPT)
def tokens_of_run(word: str) -> tuple[str, ...]:
    """The tokens of a folded word of the dictionary, without those that number words add."""
    return tuple(token for run in _WORDS.findall(word) for token in (pairs(run) if not run.isascii() else [run]))


@lru_cache(maxsize=_KEPT)
def tokens_of_name(name: str) -> tuple[str, ...]:
    """The tokens of a name."""
    return tuple(tokens(name))


@lru_cache(maxsize=_KEPT)
def read_in_korean(word: str) -> tuple[str, ...]:
    """The pairs of syllables of a word in Hangul, in which the initial-sound law makes no difference."""
    return tuple(pairs(same_hangul(word)))


def joined(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans, those made one that touch."""
    start = end = -1
    for left, right in spans:
        if left != end and end >= 0:
            yield start, end
        start = start if left == end else left
        end = right
    if end >= 0:
        yield start, end
