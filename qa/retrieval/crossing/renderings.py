"""A way to write a concept in passages of a language, and what all the scripts share of finding one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.bridge.readings import pairs

__all__ = [
    "ALL_HAN",
    "HAN",
    "KANA",
    "KINDS",
    "LONGEST",
    "Cut",
    "Rendering",
    "joined",
    "substrings",
    "tokens_of_run",
]

KINDS = frozenset({"same", "number", "kanji", "dictionary", "reading", "sound", "pair"})
"""How words may meet; see `qa.records.Match`."""

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc"
"""The characters, as a class of a regular expression has them."""
ALL_HAN = re.compile(f"[{HAN}]+")
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


Cut = tuple[int, int, tuple[Rendering, ...]]
"""Where in a run of characters a word stands, and its renderings."""


def tokens_of_run(word: str) -> list[str]:
    """The tokens of a folded word of the dictionary, without those that number words add."""
    return [token for run in re.findall(r"\w+", word) for token in (pairs(list(run)) if not run.isascii() else [run])]


def substrings(run: str) -> list[str]:
    """Every part of a run that may be a word, of two characters and more."""
    return [run[i:j] for i in range(len(run)) for j in range(i + 2, min(len(run), i + LONGEST) + 1)]


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
