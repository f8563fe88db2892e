"""English words in Chinese, Japanese or Korean, by the same dictionaries read backwards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from index.bridge.dictionary import Dictionary, Meaning
from index.bridge.english import lemma
from index.text.script import content_words, fold
from qa.gloss.targets import Target
from qa.records import Gloss

__all__ = ["from_english"]

_MOST = 3
_PHRASE = 4
"""Words of the longest phrase that is looked up."""
_WORD = re.compile(r"[^\W\d_]+")


def from_english(text: str, into: Target, dictionary: Dictionary) -> Iterator[Gloss]:
    """The longest phrases of `text` that are a meaning of words in the language `into`, with the likeliest of these."""
    spans = [found.span() for found in _WORD.finditer(text) if content_words(found.group())]
    forms = [lemma(fold(text[start:end])) for start, end in spans]
    phrases = [" ".join(forms[i : i + n]) for i in range(len(forms)) for n in range(1, _PHRASE + 1)]
    listed = into.words(dictionary, dict.fromkeys(phrases))
    usual = into.usual(dictionary, {one.word for some in listed.values() for one in some})
    at = 0
    while at < len(spans):
        for size in range(min(_PHRASE, len(spans) - at), 0, -1):
            found = listed.get(" ".join(forms[at : at + size]), ())
            if found and (size == 1 or _together(text, spans[at : at + size])):
                start, end = spans[at][0], spans[at + size - 1][1]
                yield Gloss(start, end, text[start:end], _written(found, into, usual), into.source)
                at += size
                break
        else:
            at += 1


def _together(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether words stand in one phrase: nothing but spaces, hyphens and little words between them."""
    return not re.search(r"[^\w\s'’-]|\n", text[spans[0][1] : spans[-1][0]])


def _written(found: Sequence[Meaning], into: Target, usual: Mapping[str, float]) -> tuple[str, ...]:
    """The likeliest and most usual of folded words as the language writes them, each once."""
    found = sorted(found, key=lambda one: -one.weight * usual[one.word])
    return tuple(dict.fromkeys(into.write(one.word) for one in found[:_MOST]))
