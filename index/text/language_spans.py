"""Which language each part of a text is in: a quotation inside another language keeps its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from index.text.alphabets import alphabetic_language
from index.text.script import (
    EASTERN,
    HAN,
    HANGUL,
    KANA,
    eastern_language,
    is_english,
    language_of,
    script_counts,
    told_by_themselves,
    width,
)

__all__ = ["dominant_language", "languages_in"]

_LINE = re.compile(r"[^\n]+")
_UNIT = re.compile(r"(?:[^\n「」『』“”\"‘«»„《》〈〉（）()\[\]【】。！？!?.]|\.(?!\s))+")
_QUOTED = re.compile(r"[「『“\"«„][^」』”\"»“]*[」』”\"»“]")
_RUN = re.compile(rf"[{EASTERN}](?:[^\w\n]|[\d_]|[{EASTERN}])*|(?:(?![{EASTERN}\d_])\w)(?:(?![{EASTERN}])[^\n])*")
_EASTERN, _EASTERN_RUN = re.compile(f"[{EASTERN}]"), re.compile(f"[{EASTERN}]+")
_HANGUL, _KANA, _HAN_OR_KANA = (re.compile(f"[{one}]") for one in (HANGUL, KANA, HAN + KANA))
_OTHER_RUN = re.compile(
    rf"(?:(?![{EASTERN}\d_])\w)(?:(?![{EASTERN}])(?:[^\n「」『』“”\"‘«»„《》〈〉（）()\[\]【】。！？!?.]|\.(?!\s)))*"
)
_OTHER_LETTER = re.compile(rf"(?![{EASTERN}])[^\W\d_]")
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2000-\U0010ffff]")
"""What stands in no word of an alphabet that is Latin."""
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(rf"(?:(?![{EASTERN}])[^\W\d_])+")
_SIGN = re.compile(r"[\W\d_]*(?:[A-ZΑ-ЯІ]{1,6}s?[\W\d_]*)")
"""NSS, GDP, AGM-158: of no language."""
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()（）]+|(?<!\S)\S+@\S+")
_ADDRESS = re.compile("https?://|www|@")
_SURE = 0.8
_PROSE = 5
"""Plain words, most of them in small letters, that a sentence has and a name or a title has not."""
_OWN = 10.0
_TELLING = 20
"""Characters outside quotation marks that are enough to know what language a line is in, unless they are Simplified."""
_MOST = 2 / 3
_LONGEST_KEPT = 2_000
"""Characters of the longest text of which it is kept what language it is in."""

_Part = tuple[int, int, str]


def languages_in(text: str) -> tuple[_Part, ...]:
    """Spans `(start, end, language)` of `text`, in order, from letter to letter; neighbours differ in language.

    Languages are told for what stands between quotation marks, brackets and sentence ends, each for itself. A part too
    short to tell (a name, a title) has the language of the text's other words in letters, or English where there are none.
    An abbreviation (NSS, AGM-158) belongs to what surrounds it.
    """
    found: list[_Part] = []
    masked = _URL.sub(lambda url: " " * len(url.group()), text) if _ADDRESS.search(text) else text
    home = ""
    for line in _LINE.finditer(masked):
        for start, end, language in _line(line.group()):
            if not language:  # seldom asked for, and dear
                language = home = home or _home(masked)
            start, end = start + line.start(), end + line.start()
            if found and found[-1][2] == language:
                found[-1] = (found[-1][0], end, language)
            else:
                found.append((start, end, language))
    return tuple(found)


def _home(text: str) -> str:
    """The language that most words in letters of a text are in."""
    outside, everything = (" ".join(_WORD.findall(one)) for one in (_QUOTED.sub(" ", text), text))
    return _told(outside) or _told(everything) or "en"


def dominant_language(text: str) -> str:
    """`language_of` the text, or `mixed` where no language has two thirds of it and another has a whole phrase."""
    text = text.strip()
    return _dominant_kept(text) if len(text) <= _LONGEST_KEPT else _dominant_kept.__wrapped__(text)


@lru_cache(maxsize=16)
def _dominant_kept(text: str) -> str:
    """`dominant_language`, kept: a short document is one passage."""
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


def _line(line: str) -> tuple[_Part, ...]:
    """Languages within one line of a text, empty where that is the one of most words of the text."""
    return _line_kept(line) if len(line) <= _LONGEST_KEPT else _line_kept.__wrapped__(line)


@lru_cache(maxsize=4096)
def _line_kept(line: str) -> tuple[_Part, ...]:
    """`_line`, kept: passages are of the lines that a text is of."""
    letters = _OTHER_LETTER.search(line)
    eastern = _eastern_of(line) if _EASTERN.search(line) else ""
    alike = eastern if eastern and _alike(line, eastern) else ""
    if alike and not letters:
        start, end = _trimmed(line)
        return ((start, end, alike),)
    return tuple(_between(line, alike) if alike else _pieces(line, eastern))


def _between(line: str, language: str) -> Iterator[_Part]:
    """The pieces in an alphabet of a line, and what stands between them, which is all in one language."""
    around: str | None = None
    at = 0
    for run in _OTHER_RUN.finditer(line):
        start, end = _trimmed(run.group())
        piece = run.group()[start:end]
        if _SIGN.fullmatch(piece):
            continue
        if not (told := _told(piece)):
            around = _told(_QUOTED.sub(" ", line), 0.95) if around is None else around
            told = around
        yield from _stretch(line, at, run.start(), language)
        yield run.start() + start, run.start() + end, told
        at = run.end()
    yield from _stretch(line, at, len(line), language)


def _stretch(line: str, start: int, end: int, language: str) -> Iterator[_Part]:
    """What is Chinese, Japanese or Korean in line[start:end], from its first letter to its last."""
    runs = [run.span() for run in _EASTERN_RUN.finditer(line, start, end)]
    if runs:
        yield runs[0][0], runs[-1][1], language


def _pieces(line: str, eastern: str) -> Iterator[_Part]:
    """Piece by piece; `eastern` is the language of what is Chinese, Japanese or Korean in the line as a whole."""
    around: str | None = None
    for unit in _UNIT.finditer(line):
        for run in _RUN.finditer(unit.group()):
            start, end = _trimmed(run.group())
            piece = run.group()[start:end]
            shift = unit.start() + run.start()
            if _EASTERN.match(piece):
                yield shift + start, shift + end, _eastern(piece, eastern)
            elif not _SIGN.fullmatch(piece):
                if not (told := _told(piece)):
                    around = _told(_QUOTED.sub(" ", line), 0.95) if around is None else around
                    told = around
                yield shift + start, shift + end, told


def _eastern_of(line: str) -> str:
    """The language of the Chinese, Japanese or Korean in a line, by what stands outside quotation marks where that tells."""
    characters = "".join(_EASTERN_RUN.findall(_QUOTED.sub(" ", line)))
    telling = len(characters) >= _TELLING or script_counts(characters)[1] > 1
    return language_of(characters if telling else "".join(_EASTERN_RUN.findall(line)))


def _alike(line: str, language: str) -> bool:
    """Whether every piece of a line is surely told as the whole of it is: there is too little of another language in it.

    It says of few lines less than it could, and leaves those to `_eastern`.
    """
    if told_by_themselves():
        return False
    if _HANGUL.search(line):
        return language == "ko" and not _HAN_OR_KANA.search(line)
    traditional, simplified = script_counts(line)
    if language == "ja":
        return simplified < 2
    return not _KANA.search(line) and (simplified if language == "zh-Hant" else traditional) < 2


def _trimmed(run: str) -> tuple[int, int]:
    """The run from its first letter to its last."""
    start, end = 0, len(run)
    while not _LETTER.match(run, start):
        start += 1
    while not _LETTER.match(run, end - 1):
        end -= 1
    return start, end


def _eastern(piece: str, whole: str) -> str:
    """The language of a run of Chinese, Japanese or Korean; that of its line where its characters do not tell."""
    told = language_of(piece) if told_by_themselves() else eastern_language(piece)
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
    return _told_kept(piece, sure) if len(piece) <= _LONGEST_KEPT else _told_kept.__wrapped__(piece, sure)


@lru_cache(maxsize=4096)
def _told_kept(piece: str, sure: float) -> str:
    words = _WORD.findall(piece)
    if not words:
        return ""
    if not piece.isascii() and any(map(_OTHER_SCRIPT.search, words)):
        told = alphabetic_language(" ".join(words), 0)
    elif is_english(piece):
        return "en"
    elif sum(word[0].islower() for word in words) * 2 >= len(words) >= (_PROSE if piece.isascii() else 3):
        told = alphabetic_language(piece, sure)
    else:
        return ""
    return "" if told == "und" else told
