"""Where the words of a text stand that a dictionary may know, by the language of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.bridge.dictionary import Dictionary, Meaning
from index.languages.chinese.words import tagged
from index.text.script import fold

__all__ = ["Word", "chinese", "folded", "japanese"]

_LONGEST = 8
"""Characters of the longest word that is looked up."""
_TOGETHER = 4
"""Words of Chinese, as jieba cuts them, that may be one entry of the dictionary together."""
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff"
_HIRAGANA = "\u3041-\u3096"
_KATAKANA = "\u30a1-\u30fa\u30fc"
_ALL_HAN = re.compile(f"[{_HAN}]+")
_RUN = re.compile(f"[{_HAN}{_HIRAGANA}]+|[{_KATAKANA}]{{2,}}")
_ROWS = (
    "わいうえおっ",
    "かきくけこい",
    "がぎぐげごい",
    "さしすせそ",
    "たちつてとっ",
    "なにぬねのん",
    "ばびぶべぼん",
    "まみむめもん",
    "らりるれろっ",
)
"""What the last kana of a verb becomes when it is inflected, by row; the third of each is the one that dictionaries have."""
_STEM = frozenset("いきぎしじちにびみりえけげせぜてでねべめれ")
"""Kana before the る of a verb that loses it."""
_OF_ADJECTIVES = frozenset("くかけさ")
_OPEN = frozenset("nvaijlsbtz")
"""First letters of jieba's tags of words that mean something by themselves: nouns, verbs, adjectives, idioms, places, times."""


@dataclass(frozen=True, slots=True)
class Word:
    """text[start:end], its meanings in the dictionary, and whether it is taken for somebody's name."""

    start: int
    end: int
    meanings: Sequence[Meaning] = ()
    name: bool = False


def folded(words: Iterable[str]) -> dict[str, str]:
    """Each of some words, none of which holds a line break, folded."""
    distinct = list(dict.fromkeys(words))
    plain = fold("\n".join(distinct)).split("\n") if distinct else []
    return dict(zip(distinct, plain, strict=True))


def chinese(text: str, dictionary: Dictionary) -> Iterator[Word]:
    """Words as jieba cuts them, or several that are one entry together; one that is none, by its longest parts."""
    cut, at = [], 0
    for word, tag in tagged(text):
        cut.append((at, at + len(word), tag))
        at += len(word)
    known = _Known.of(dictionary, "zh", _chinese_candidates(text, cut))
    place = 0
    while place < len(cut):
        size = next((n for n in range(_TOGETHER, 1, -1) if _one(text, cut[place : place + n], n, known)), 1)
        start, end, tag = cut[place][0], cut[place + size - 1][1], cut[place][2]
        place += size
        if not _ALL_HAN.fullmatch(text[start:end]) or (size == 1 and not _means(tag, end - start)):
            continue
        if found := known.of_word(text[start:end]):
            yield Word(start, end, found, name=tag.startswith("nr"))
        elif tag.startswith("nr"):
            yield Word(start, end, name=True)
        else:
            yield from _parts(text, start, end, known)


def _chinese_candidates(text: str, cut: Sequence[tuple[int, int, str]]) -> Iterator[str]:
    for place, (start, end, _) in enumerate(cut):
        for other in cut[place : place + _TOGETHER]:
            if other[1] - start <= _LONGEST:
                yield text[start : other[1]]
        for i in range(start, end):
            yield from (text[i:j] for j in range(i + 2, end + 1))


def _one(text: str, cut: Sequence[tuple[int, int, str]], size: int, known: _Known) -> bool:
    """Whether so many words of jieba's are one entry."""
    whole = text[cut[0][0] : cut[-1][1]]
    return len(cut) == size and _ALL_HAN.fullmatch(whole) is not None and bool(known.of_word(whole))


def _means(tag: str, length: int) -> bool:
    return tag[:1] in _OPEN or (tag[:1] == "d" and length > 1)


def _parts(text: str, start: int, end: int, known: _Known) -> Iterator[Word]:
    at = start
    while at < end - 1:
        size = next((n for n in range(end - at, 1, -1) if known.of_word(text[at : at + n])), 0)
        if size:
            yield Word(at, at + size, known.of_word(text[at : at + size]))
        at += size or 1


def japanese(text: str, dictionary: Dictionary) -> Iterator[Word]:
    """The longest words of JMdict that begin with a Chinese character, inflected or not, and whole words of katakana."""
    runs = [run.span() for run in _RUN.finditer(text)]
    known = _Known.of(dictionary, "ja", _japanese_candidates(text, runs))
    for start, end in runs:
        at = start
        while at < end:
            found = next(_from(text, at, end, known), None)
            if found is None:
                at += 1
                continue
            yield found
            at = found.end


def _japanese_candidates(text: str, runs: Sequence[tuple[int, int]]) -> Iterator[str]:
    for start, end in runs:
        for i in range(start, end):
            for j in range(i + 1, min(end, i + _LONGEST) + 1):
                yield text[i:j]
                yield from _listed(text[i:j])
        yield text[start:end]


def _from(text: str, at: int, end: int, known: _Known) -> Iterator[Word]:
    """The words of a run that begin at a place, the longest first."""
    if re.match(f"[{_KATAKANA}]", text[at]):
        whole = known.of_word(text[at:end])
        if whole and (at == 0 or not re.match(f"[{_KATAKANA}]", text[at - 1])):
            yield Word(at, end, whole)
        return
    if not _ALL_HAN.match(text[at]):
        return
    for size in range(min(_LONGEST, end - at), 0, -1):
        part = text[at : at + size]
        alone = size > 1 or not _beside(text, at)
        if alone and (found := known.of_word(part)):
            yield Word(at, at + size, found)
        for listed in _listed(part):
            if found := known.of_word(listed):
                yield Word(at, at + size, found)


def _beside(text: str, at: int) -> bool:
    """Whether a character stands beside another Chinese one, as whose part it may mean anything."""
    return any(_ALL_HAN.fullmatch(text[i : i + 1]) for i in (at - 1, at + 1) if i >= 0)


def _listed(part: str) -> Iterator[str]:
    """How dictionaries may list an inflected word of which this is the part that ends with its first inflected kana."""
    stem, last = part[:-1], part[-1:]
    if not stem or not re.fullmatch(f"[{_HIRAGANA}]", last):
        return
    if last in _STEM:
        yield part + "る"
    for row in _ROWS:
        if last in row and last != row[2]:
            yield stem + row[2]
    if last in _OF_ADJECTIVES:
        yield stem + "い"


@dataclass(frozen=True, slots=True)
class _Known:
    """What the dictionary has of some words, by how it folds them."""

    forms: Mapping[str, str]
    meanings: Mapping[str, Sequence[Meaning]]

    @classmethod
    def of(cls, dictionary: Dictionary, language: str, words: Iterable[str]) -> _Known:
        """Those of `words` that it lists; of Japanese, words of one character too."""
        forms = folded(words)
        meanings: dict[str, Sequence[Meaning]] = dict(dictionary.glosses(language, forms.values()))
        if language == "ja":
            meanings |= dictionary.glosses("kanji", (one for one in forms.values() if len(one) == 1))
        return cls(forms, meanings)

    def of_word(self, word: str) -> Sequence[Meaning]:
        """The meanings of one of the words; none where it is not listed."""
        return self.meanings.get(self.forms.get(word, ""), ())
