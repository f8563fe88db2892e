"""The words of a quotation with what they mean in another language, where the dictionaries go from the one to the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from index.bridge.dictionary import Dictionary, Meaning
from index.bridge.packed import Packed
from index.encoder.alignment import family
from qa.gloss.korean import korean
from qa.gloss.names import Named, in_letters
from qa.gloss.pivot import LONG, Pivot
from qa.gloss.reverse import from_english
from qa.gloss.targets import target
from qa.gloss.words import Word, chinese, folded, japanese
from qa.records import Gloss

__all__ = ["covered", "gloss", "ordered"]

_MOST = 3
"""Meanings of a word that are shown."""
_CUT: Mapping[str, Callable[[str, Dictionary], Iterator[Word]]] = {"zh": chinese, "ja": japanese, "ko": korean}


def covered(language: str, into: str) -> bool:
    """Whether the dictionaries go from one language (`zh-Hans`, `zh-Hant`, `ja`, `ko`, `en`) to the other."""
    own, other = family(language), family(into)
    return own != other and {own, other} <= {*_CUT, "en"}


def gloss(
    text: str, language: str, into: str, dictionary: Dictionary, named: Named = lambda _: ()
) -> tuple[Gloss, ...]:
    """The words of `text` that mean something by themselves, in order, each with its meanings in the language `into`.

    `named` says what a folded name is in other scripts, where the documents of a library do. Nothing for languages between
    which the dictionaries do not go (`covered`).
    """
    if not covered(language, into):
        return ()
    if family(language) == "en":
        return tuple(from_english(text, target(into), dictionary))
    words = _CUT[family(language)](text, dictionary)
    if family(into) == "en":
        return tuple(_into_english(text, language, words, dictionary, named))
    return tuple(_through_english(text, [word for word in words if word.meanings], into, dictionary))


def _into_english(
    text: str, language: str, words: Iterator[Word], dictionary: Dictionary, named: Named
) -> Iterator[Gloss]:
    for word in words:
        term = text[word.start : word.end]
        if word.name:
            read, source = in_letters(term, language, dictionary, named)
            if read and (source == "library" or not word.meanings):
                yield Gloss(word.start, word.end, term, read, source)
                continue
        if word.meanings:
            shown = dict.fromkeys(dictionary.shown(one.gloss) for one in ordered(word.meanings))
            yield Gloss(word.start, word.end, term, tuple(shown)[:_MOST], _source(term, language))


def _through_english(text: str, words: Sequence[Word], into: str, dictionary: Dictionary) -> Iterator[Gloss]:
    way = Pivot.of([word.meanings for word in words], target(into), dictionary)
    for word in words:
        if meanings := way.words(word.meanings):
            yield Gloss(word.start, word.end, text[word.start : word.end], meanings, way.target.source)


def ordered(meanings: Sequence[Meaning], long: float = LONG) -> list[Meaning]:
    """Meanings, the most usual and the shortest first."""
    return sorted(meanings, key=lambda one: -one.weight / (1 + long * one.gloss.count(" ")))


def _source(term: str, language: str) -> str:
    """The dictionary that a word of a language is from."""
    if folded([term])[term] in _territories(family(language)):
        return "CLDR"
    return target(language).source


@cache
def _territories(own: str) -> frozenset[str]:
    """Names of territories in a language, folded."""
    listed = Packed().territories()
    return frozenset(folded(name for tag in listed if family(tag) == own for name in listed[tag]).values())
