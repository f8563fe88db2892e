"""Which language each part of a text is in: a quotation inside another language keeps its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from index.text.alphabets import alphabetic_language
from index.text.script import (
    EASTERN,
    is_english,
    language_of,
    script_counts,
    width,
)

__all__ = ["dominant_language", "languages_in"]

_LINE = re.compile(r"[^\n]+")
_UNIT = re.compile(r"(?:[^\n「」『』“”\"‘«»„《》〈〉（）()\[\]【】。！？!?.]|\.(?!\s))+")
_QUOTED = re.compile(r"[「『“\"«„][^」』”\"»“]*[」』”\"»“]")
_RUN = re.compile(rf"[{EASTERN}](?:[^\w\n]|[\d_]|[{EASTERN}])*|(?:(?![{EASTERN}\d_])\w)(?:(?![{EASTERN}])[^\n])*")
_EASTERN = re.compile(f"[{EASTERN}]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(rf"(?:(?![{EASTERN}])[^\W\d_])+")
_SIGN = re.compile(r"[\W\d_]*(?:[A-ZΑ-ЯІ]{1,6}s?[\W\d_]*)")
"""NSS, GDP, AGM-158: of no language."""
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()（）]+|(?<!\S)\S+@\S+")
_SURE = 0.8
_PROSE = 5
"""Plain words, most of them in small letters, that a sentence has and a name or a title has not."""
_OWN = 10.0
_TELLING = 20
"""Characters outside quotation marks that are enough to know what language a line is in, unless they are Simplified."""
_MOST = 2 / 3

_Part = tuple[int, int, str]


def languages_in(text: str) -> tuple[_Part, ...]:
    """Spans `(start, end, language)` of `text`, in order, from letter to letter; neighbours differ in language.

    Languages are told for what stands between quotation marks, brackets and sentence ends, each for itself. A part too
    short to tell (a name, a title) has the language of the text's other words in letters, or English where there are none.
    An abbreviation (NSS, AGM-158) belongs to what surrounds it.
    """
    found: list[_Part] = []
    masked = _URL.sub(lambda url: " " * len(url.group()), text)
    home = _told(" ".join(_WORD.findall(_QUOTED.sub(" ", masked)))) or _told(" ".join(_WORD.findall(masked))) or "en"
    for line in _LINE.finditer(masked):
        for start, end, language in _line(line.group(), home):
            start, end = start + line.start(), end + line.start()
            if found and found[-1][2] == language:
                found[-1] = (found[-1][0], end, language)
            else:
                found.append((start, end, language))
    return tuple(found)


def dominant_language(text: str) -> str:
    """`language_of` the text, or `mixed` where no language has two thirds of it and another has a whole phrase."""
    parts = languages_in(text)
    sizes: Counter[str] = Counter()
    for start, end, language in parts:
        sizes[_family(language)] += width(text[start:end])  # type: ignore[assignment]
    if len(sizes) < 2:
        return parts[0][2] if len({language for *_, language in parts}) == 1 else language_of(text)
    first = sizes.most_common(1)[0][0]
    phrase = any(width(text[start:end]) >= _OWN for start, end, language in parts if _family(language) != first)
    return "mixed" if phrase and sizes[first] < _MOST * sum(sizes.values()) else language_of(text)


def _family(language: str) -> str:
    return language.partition("-")[0]


def _line(line: str, home: str) -> Iterator[_Part]:
    """Languages within one line of a text whose words in letters are mostly `home`."""
    outside = _QUOTED.sub(" ", line)
    characters = "".join(_EASTERN.findall(outside))
    telling = len(characters) >= _TELLING or script_counts(characters)[1] > 1
    eastern = language_of(characters if telling else "".join(_EASTERN.findall(line)))
    around = _told(outside, 0.95) or home
    for unit in _UNIT.finditer(line):
        for run in _RUN.finditer(unit.group()):
            start, end = _trimmed(run.group())
            piece = run.group()[start:end]
            shift = unit.start() + run.start()
            if _EASTERN.match(piece):
                yield shift + start, shift + end, _eastern(piece, eastern)
            elif not _SIGN.fullmatch(piece):
                yield shift + start, shift + end, _told(piece) or around


def _trimmed(run: str) -> tuple[int, int]:
    """The run from its first letter to its last."""
    letters = [match.start() for match in _LETTER.finditer(run)]
    return letters[0], letters[-1] + 1


def _eastern(piece: str, whole: str) -> str:
    """The language of a run of Chinese, Japanese or Korean; that of its line where its characters do not tell."""
    told = language_of(piece)
    if not told.startswith("zh") or whole[:2] not in ("zh", "ja"):
        return told
    # a character or two that the other script shares, or a Japanese name in characters alone
    return (
        whole
        if (told != whole and len(piece) <= 4) or (whole == "ja" and told != "zh-Hans")
        else _surely(piece, told, whole)
    )


def _surely(piece: str, told: str, whole: str) -> str:
    traditional, simplified = script_counts(piece)
    return told if abs(traditional - simplified) > 1 else whole


def _told(piece: str, sure: float = _SURE) -> str:
    """The language of a run of letters; empty where it is too short to tell, or looks like a name or a title."""
    words = _WORD.findall(piece)
    if not words:
        return ""
    if any(char >= "\u0370" for word in words for char in word if not "\u1e00" <= char < "\u2000"):
        told = alphabetic_language(" ".join(words), 0)
    elif is_english(piece):
        return "en"
    elif sum(word[0].islower() for word in words) * 2 >= len(words) >= (_PROSE if piece.isascii() else 3):
        told = alphabetic_language(piece, sure)
    else:
        return ""
    return "" if told == "und" else told
