"""Names that a document gives in two scripts: 岸田文雄（Fumio Kishida）, Kenneth Waltz (肯尼思·沃尔兹), 秋山 (あきやま).

Nothing says where the name before the bracket begins, so the ends of it that may be the name are held against what is in
the bracket: by sound where both have one, else the whole run since the last mark or little word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from index.bridge.readings import hangul
from index.bridge.sound import alike, japanese_names, kana_key, kana_of_latin, key, pinyin_key
from index.records import Document
from index.text.script import fold

__all__ = ["name_pairs"]

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc"
_HANGUL = "\uac00-\ud7a3"
_DOT = "·・‧.．•"
_LATIN_NAME = r"[A-Z][A-Za-z\u00c0-\u024f.'’-]{1,40}(?:[ \u00a0][A-Z][A-Za-z\u00c0-\u024f.'’-]{1,40}){0,4}"
_EASTERN_NAME = (
    f"[{_HAN}{_KANA}]{{1,8}}(?:[{_DOT}][{_HAN}{_KANA}]{{1,8}}){{0,3}}|[{_HANGUL}]{{2,8}}(?: [{_HANGUL}]{{2,8}})?"
)
_OUTSIDE_EASTERN = re.compile(f'({_EASTERN_NAME})[”」』"]?\\s?[（(]\\s?({_LATIN_NAME})\\s?[)）,，、;；]')
_OUTSIDE_LATIN = re.compile(f"({_LATIN_NAME})\\s?[（(]\\s?({_EASTERN_NAME})\\s?[)）,，、;；]")
_READ = re.compile(f"([{_HAN}]{{2,8}})\\s?[（(]\\s?([{_KANA}]{{2,16}}|[{_HANGUL}]{{2,8}})\\s?[)）,，、;；]")
_LEAST_ALIKE = 0.5


def name_pairs(document: Document) -> list[tuple[str, str]]:
    """Pairs of folded names, each in both orders, and of their parts where both have as many; sorted."""
    found: set[tuple[str, str]] = set()
    lines = [document.text, *(f"{a}（{b}）" for a, b in _authors(document))]
    for text in (line for line in lines if "(" in line or "（" in line):
        for match in _OUTSIDE_EASTERN.finditer(text):
            found.update(_pair(match[1], match[2], open_ended=True))
        for match in _OUTSIDE_LATIN.finditer(text):
            found.update(_pair(match[2], match[1], open_ended=False))
        for match in _READ.finditer(text):
            found.update(_read(match[1], match[2]))
    return sorted(found | {(right, left) for left, right in found})


def _authors(document: Document) -> Iterator[tuple[str, str]]:
    """Authors that are named one after the other in two scripts, as `秋山信将`, `Nobumasa Akiyama`."""
    names = [*document.source.authors, *(name for section in document.sections for name in section.authors)]
    for first, second in pairwise(names):
        if re.fullmatch(_EASTERN_NAME, first) and re.fullmatch(_LATIN_NAME, second):
            yield first, second


def _pair(eastern: str, latin: str, *, open_ended: bool) -> Iterator[tuple[str, str]]:
    words = [word for word in re.findall(r"[a-z\u00c0-\u024f]+", fold(latin)) if len(word) > 1]
    parts = [fold(part) for part in re.split(f"[{_DOT} ]", eastern) if part]
    if not words or (latin.isupper() and len(words) == 1):  # an abbreviation is the same in both
        return
    if len(parts) > 1:
        parts[0] = _ending(parts[0], words[0]) if open_ended else parts[0]
        yield " ".join(parts), " ".join(words)
        if len(parts) == len(words):
            yield from zip(parts, words, strict=True)
    elif japanese := _japanese(parts[0], words):
        yield "".join(name for name, _ in japanese), " ".join(words)
        yield from japanese
        yield "".join(name for name, _ in japanese), japanese[0][1]
    else:
        name = _ending(parts[0], "".join(words)) if open_ended else parts[0]
        yield name, " ".join(words)


def _japanese(run: str, words: list[str]) -> list[tuple[str, str]]:
    """The surname and the given name at the end of `run` that JMnedict reads as two of the words, each with its word."""
    names = {word: japanese_names(kana_of_latin(word), shortest=1) for word in (words[0], words[-1])}
    for surname, given in ((words[-1], words[0]), (words[0], words[-1])):
        for first in names[surname]:
            for last in names[given] if len(words) > 1 and first in run else ():
                if run.endswith(first + last):
                    return [(first, surname), (last, given)]
    return []


def _ending(run: str, word: str) -> str:
    """The end of `run` that sounds most like `word`; the whole run, if it is short, where none does."""
    heard = kana_key if re.search(f"[{_KANA}]", run) else pinyin_key
    likeness, name = max(
        ((alike(heard(run[at:]), key(word)), run[at:]) for at in range(len(run))),
        key=lambda one: one[0],
        default=(0.0, ""),
    )
    return name if likeness >= _LEAST_ALIKE else run


def _read(written: str, reading: str) -> Iterator[tuple[str, str]]:
    """A name and how it is read; of Hangul as many characters as there are syllables."""
    name, sound = fold(written), fold(reading)
    if re.match(f"[{_HANGUL}]", reading):
        if len(sound) <= len(name):
            name = name[-len(sound) :]
            if sum(a == b for a, b in zip(hangul(name), sound, strict=True)) == 0 and len(name) > 3:
                return
        yield name, sound
    else:
        yield name[-6:] if len(name) > 6 else name, sound
