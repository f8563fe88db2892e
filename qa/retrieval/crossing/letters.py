"""Words of an alphabet, with the renderings that passages of a language hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from index.bridge.english import bases, lemma
from index.bridge.korean import hangul_of_latin, syllables_of_latin
from index.bridge.readings import pairs
from index.bridge.sound import kana_of_latin, key, syllables
from index.text.script import content_words
from qa.retrieval.crossing.held import Held
from qa.retrieval.crossing.renderings import Cut, Rendering, tokens_of_name, tokens_of_run

__all__ = ["COUNTRY", "letters"]

_LONGEST_PHRASE = 4
_LONGEST_NAME = 3
"""Words of a Korean name in letters."""
_KEPT = 1 << 14
COUNTRY = {"US": "unite state", "UK": "unite kingdom", "EU": "european union", "UN": "unite nation"}
"""Abbreviations that are other words when they are written small."""


def letters(
    held: Held, text: str, shown: str, spans: Sequence[tuple[int, int]], own: str
) -> Iterator[tuple[str, tuple[Rendering, ...]]]:
    """Words of an alphabet: English phrases by dictionary, longest first; what is no word may be a name."""
    korean = list(_korean_names(held, text, shown, spans)) if held.target in ("zh", "ja", "ko") else []
    yield from ((shown[start:end], kept) for start, end, kept in korean)
    words = _Words.of(
        held,
        text,
        shown,
        [span for span in spans if not any(first <= span[0] < last for first, last, _ in korean)],
        own,
    )
    at = 0
    while at < len(words.spans):
        for size in range(min(_LONGEST_PHRASE, len(words.spans) - at), 0, -1):
            kept = held.kept(words.renderings(at, size))
            if kept or size == 1:
                yield words.shown_as(at, size), kept
                at += size
                break


@dataclass(frozen=True, slots=True)
class _Words:
    """The content words of a question in letters: where they stand in `text`, which is folded, and in `shown`.

    `forms` are the words as dictionaries list them.
    """

    held: Held
    text: str
    shown: str
    spans: Sequence[tuple[int, int]]
    own: str
    forms: Sequence[str]

    @classmethod
    def of(cls, held: Held, text: str, shown: str, spans: Sequence[tuple[int, int]], own: str) -> _Words:
        """Those of the words at `spans` that mean something."""
        spans = [(start, end) for start, end in spans if _has_content(text[start:end])]
        forms = [COUNTRY.get(shown[start:end]) or lemma(text[start:end]) for start, end in spans]
        return cls(held, text, shown, spans, own, forms)

    def _span(self, at: int, size: int) -> slice:
        return slice(self.spans[at][0], self.spans[at + size - 1][1])

    def shown_as(self, at: int, size: int) -> str:
        """The words from `at` on as the question writes them."""
        return self.shown[self._span(at, size)]

    def renderings(self, at: int, size: int) -> Iterator[Rendering]:
        """All that the words from `at` on may be in the passages, taken together."""
        name = self.text[self._span(at, size)]
        listed = self.held.translated(" ".join(self.forms[at : at + size]), hanja=True)
        yield from listed
        if size == 1:
            yield from self._word(at, name, listed)
        elif self.held.target in ("zh", "ja", "ko"):
            yield from self._name(at, size, name)
        elif self.held.target == "en" and self.own != "en":
            yield Rendering(tuple(self.forms[at : at + size]), 1.0, "same", readings=True)
        yield from self.held.paired(name)

    def _word(self, at: int, name: str, listed: Sequence[Rendering]) -> Iterator[Rendering]:
        """What a single word may be besides what is `listed`: derived from another, the same, a name."""
        form, start = self.forms[at], self.spans[at][0]
        derived = [
            one.weighing(one.weight * 0.5) for base in bases(form) for one in self.held.translated(base, hanja=True)
        ]
        same = [Rendering((name,), 1.0, "same")]
        if self.held.target == "en":
            same.append(Rendering((form,), 0.9, "same", readings=True))
        yield from (*derived, *same)
        capital = self.shown[start : start + 1].isupper()
        if not self.held.listed(form) or (capital and (start or not self.held.kept([*listed, *derived, *same[:-1]]))):
            yield from self.held.found(("name", name), lambda: _latin_name(self.held, name))

    def _name(self, at: int, size: int, name: str) -> Iterator[Rendering]:
        """What several words may be as a name in Chinese characters, read in Japanese or, in either order, in Chinese."""
        if size == 2 and self.shown[self.spans[at][0]].isupper() and self.held.target != "ko":
            first, last = self.text[self._span(at, 1)], self.text[self._span(at + 1, 1)]
            yield from self.held.found(("names", first, last), lambda: _japanese_name(self.held, first, last))
        said = [way[0] for way in map(syllables, name.split()) if way]
        for order in (said, [*said[1:], *said[:1]]) if len(said) == size < 4 else ():
            joined = [syllable for way in order for syllable in way]
            yield Rendering(tuple(pairs(joined)), 1.0, "sound", readings=True)


@lru_cache(maxsize=_KEPT)
def _has_content(word: str) -> bool:
    return bool(content_words(word))


def _korean_names(held: Held, text: str, shown: str, spans: Sequence[tuple[int, int]]) -> Iterator[Cut]:
    """Runs of words with capitals that the passages hold as a Korean name in Chinese characters or Hangul."""
    at = 0
    while at < len(spans):
        for size in range(min(_LONGEST_NAME, len(spans) - at), 1, -1):
            run = spans[at : at + size]
            between = [shown[left[1] : right[0]] for left, right in pairwise(run)]
            capitals = [shown[start].isupper() for start, _ in run]
            if not capitals[0] or not all(
                sign == "-" or (sign == " " and capital) for sign, capital in zip(between, capitals[1:], strict=True)
            ):
                continue
            words = tuple(text[start:end] for start, end in run)
            kept = held.found(("korean", *words), lambda: held.kept(_korean_name(words)))  # noqa: B023 - it is made at once
            if kept:
                yield run[0][0], run[-1][1], kept
                at += size
                break
        else:
            at += 1


def _korean_name(words: tuple[str, ...]) -> Iterator[Rendering]:
    return (Rendering(tuple(pairs(name)), 0.9, "sound", readings=True) for name in hangul_of_latin(words))


def _latin_name(held: Held, name: str) -> Iterator[Rendering]:
    """A name as its readings have it; only where the passages hold none of those, as what sounds like it."""
    read = held.kept(_read_so(held, name)) if held.target in ("zh", "ja", "ko") else ()
    yield from read
    if len(name) > 2 and not read:
        yield from held.alike(key(name), name)


def _read_so(held: Held, name: str) -> Iterator[Rendering]:
    """What is read like a name in letters: somebody's surname, a Japanese name, pinyin."""
    for reading in (name, *syllables_of_latin(name)) if held.target != "ko" else ():
        yield from (Rendering(tokens_of_run(one), 0.7, "sound") for one in held.people.get(reading, ()))
    if len(name) > 2:
        for written in held.dictionary.japanese_names(kana_of_latin(name)):
            yield Rendering(tokens_of_name(written), 0.8, "sound")
        for way in syllables(name):
            if len(way) > 1:
                yield Rendering(tuple(pairs(way)), 0.8, "sound", readings=True)


def _japanese_name(held: Held, *parts: str) -> Iterator[Rendering]:
    """Somebody's whole name, as JMnedict reads it, that the passages hold: Shigeru Ishiba is 石破茂, and 石破 alone too."""
    read = [held.dictionary.japanese_names(kana_of_latin(part), shortest=1) for part in parts]
    for surnames, given in ((read[1], read[0]), (read[0], read[1])):
        for surname in surnames:
            if given and held.holds(Rendering(tokens_of_name(surname), 1.0, "sound", prefix=len(surname) == 1)):
                whole = held.kept(Rendering(tokens_of_name(surname + name), 1.0, "sound") for name in given)
                yield from whole
                if whole and len(surname) > 1:
                    yield Rendering(tokens_of_name(surname), 0.6, "sound")
