"""Words of one eastern language in another, by the English that dictionaries give both.

A word means its glosses, and a gloss is a meaning of words in the other language: what leads there by the most and the
likeliest ways is the likeliest (Utiyama and Isahara, "A Comparison of Pivot Methods for Phrase-based Statistical Machine
Translation", 2007). Of what is equally likely the more usual word comes first, and one that is written with a character of
the word itself before one that is not, as both languages took these from one stock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.bridge.dictionary import Dictionary, Meaning
from qa.gloss.targets import Target

__all__ = ["LONG", "Pivot"]

LONG = 0.25
"""What each further word of a meaning takes from its weight: what is longer explains more than it translates."""
_MOST = 3
_SHARED = 4.0
"""How many times likelier a word is that shares a character; the same word, so many times more again."""
_LEAST = 0.2
"""The share that the likeliest word must have of all that a word may be: with it a word from Chinese into Japanese stands in the parallel
sentence of the news' training part as often as one from English does."""


@dataclass(frozen=True, slots=True)
class Pivot:
    """The way into a language from words whose meanings were looked up: `listed` has its words by gloss."""

    target: Target
    listed: Mapping[str, Sequence[Meaning]]
    usual: Mapping[str, float]

    @classmethod
    def of(cls, every: Iterable[Sequence[Meaning]], target: Target, dictionary: Dictionary) -> Pivot:
        """All that the meanings of some words may lead to, looked up together."""
        listed = target.words(dictionary, {one.gloss for some in every for one in some})
        return cls(target, listed, target.usual(dictionary, {one.word for some in listed.values() for one in some}))

    def words(self, meanings: Sequence[Meaning]) -> tuple[str, ...]:
        """The likeliest words for one that has these meanings, as the language writes them; none where none is likely enough."""
        share, words = self.likeliest(meanings)
        return words if share >= _LEAST else ()

    def likeliest(self, meanings: Sequence[Meaning]) -> tuple[float, tuple[str, ...]]:
        """The likeliest words, and the share that the first of them has of all that it may be; none where nothing leads there."""
        chances: dict[str, float] = defaultdict(float)
        for one, share in zip(meanings, _shares(_weight(one) for one in meanings), strict=True):
            found = self.listed.get(one.gloss, ())
            for other, part in zip(found, _shares(other.weight for other in found), strict=True):
                chances[other.word] += share * part * self.usual[other.word] * _kinship(one.word, other.word)
        likely = sorted(chances, key=lambda word: (-chances[word], word))[:_MOST]
        every = sum(chances.values())
        if not every:
            return 0.0, ()
        return chances[likely[0]] / every, tuple(dict.fromkeys(map(self.target.write, likely)))


def _weight(meaning: Meaning) -> float:
    return meaning.weight / (1 + LONG * meaning.gloss.count(" "))


def _shares(weights: Iterable[float]) -> list[float]:
    every = list(weights)
    return [weight / sum(every) for weight in every]


def _kinship(word: str, other: str) -> float:
    """How many times likelier `other` is for the characters, folded, that it shares with `word`."""
    if word == other:
        return _SHARED**2
    return _SHARED if set(word) & set(other) else 1.0
