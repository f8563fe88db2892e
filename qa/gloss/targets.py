"""The languages that words are put in by the dictionaries read backwards: what they list, how usual it is, how it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from index.bridge.dictionary import Dictionary, Meaning
from index.encoder.alignment import family
from index.languages.chinese.words import frequency
from index.text.script import japanese_forms, traditional

__all__ = ["VECTORS", "Target", "target"]

VECTORS: Literal["vectors"] = "vectors"
"""What Korean words are told by: the likeness of their vectors to those of English ones (`training/korean.py`)."""


@dataclass(frozen=True, slots=True)
class Target:
    """A language into which words are put: under which `kinds` the dictionary lists its words, and how it writes them.

    `source` is what says so: a dictionary, or the likeness of vectors.
    """

    kinds: Sequence[str]
    write: Callable[[str], str]
    source: Literal["CC-CEDICT", "JMdict", "vectors"]

    def words(self, dictionary: Dictionary, glosses: Iterable[str]) -> dict[str, list[Meaning]]:
        """Its words that have one of these glosses, by gloss."""
        every = list(glosses)
        found: dict[str, list[Meaning]] = {}
        for kind in self.kinds:
            for gloss, words in dictionary.words(kind, every).items():
                found.setdefault(gloss, []).extend(words)
        return found

    def usual(self, dictionary: Dictionary, words: Iterable[str]) -> Mapping[str, float]:
        """How many times likelier each of some words is than one that hardly anybody uses: the root of how often it is used."""
        listed = list(words)
        if self.kinds == _CHINESE:
            return {word: sqrt(frequency(word)) for word in listed}
        told = [dictionary.usual(kind, listed) for kind in self.kinds]
        return {word: 10 ** (max(some.get(word, 0.0) for some in told) / 2) for word in listed}


def target(into: str) -> Target:
    """The target for the tag `zh-Hans`, `zh-Hant`, `ja` or `ko`."""
    return _TARGETS[into if into in _TARGETS else family(into)]


_CHINESE = ("zh",)
_TARGETS: Mapping[str, Target] = {
    "zh": Target(_CHINESE, str, "CC-CEDICT"),
    "zh-Hant": Target(_CHINESE, traditional, "CC-CEDICT"),
    "ja": Target(("ja",), japanese_forms, "JMdict"),
    "ko": Target(("korean", "ko"), str, VECTORS),
}
