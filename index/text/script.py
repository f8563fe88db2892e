"""Language and script of a text, and the folded tokens that lexical search matches on.

Folding is for matching only: what is shown is never normalised.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from index.languages.registry import Languages, composed, languages
from index.text.numbers import NUMERAL, number_tokens
from index.text.radicals import RADICALS

if TYPE_CHECKING:
    from opencc import OpenCC

__all__ = [
    "EASTERN",
    "HAN",
    "HANGUL",
    "KANA",
    "KATAKANA",
    "asked_language",
    "columns",
    "content_words",
    "eastern_language",
    "fold",
    "in_script",
    "is_english",
    "japanese_forms",
    "language_of",
    "same_words",
    "script_counts",
    "simplified",
    "spaced",
    "tokens",
    "told_by_themselves",
    "traditional",
    "width",
]

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
KATAKANA = "\u30a1-\u30fa\u30fc\u31f0-\u31ff"
KANA = f"\u3041-\u3096{KATAKANA}"
HANGUL = "\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f"
EASTERN = f"{HAN}{KANA}{HANGUL}"
"""Chinese characters, kana and Hangul, as they stand in a regular expression's brackets; the names above are parts of it."""
_CHINESE = ("zh-Hans", "zh-Hant")
_WIDE = re.compile(f"[{HAN}{KANA}{HANGUL}]")
_WIDE_RUN = re.compile(f"[{EASTERN}]+")
_HAN_RUN, _KANA_RUN, _HANGUL_RUN = (re.compile(f"[{one}]+") for one in (HAN, KANA, HANGUL))
"""Runs, for what is counted: a match for each character would take most of the time."""
_LATIN_RUN, _BEYOND_ASCII = re.compile("[A-Za-z]+"), re.compile("[^\x00-\x7f]+")
_TOKEN = re.compile(f"\ue000[^\ue001]*\ue001|[{HAN}{KANA}]+|[{HANGUL}]+|[^\\W_{HAN}{KANA}{HANGUL}]+")
_DIGITS = re.compile(r"\d[\d.,]*(?:st|nd|rd|th)?|%", re.IGNORECASE)
_LISTING = re.compile("，(?![０-９])|(?<![０-９])，")
"""A comma of the text; between full-width digits it may be one of thousands."""
_NO_MARKS = str.maketrans({"\ue000": " ", "\ue001": " "})
_LONGEST_KEPT = 1_000
"""Characters of the longest text of which it is kept how wide it is."""
_VARIANTS = str.maketrans("値兎氷呉塡姉姫楡汚溌渋焔竃舎衞醗頴", "值兔冰吴填姊姬榆污泼涩焰灶舍卫酦颖")
"""Japanese and Hong Kong forms that OpenCC leaves as they are."""


@composed
def _stop_words(known: Languages) -> frozenset[str]:
    """Words of alphabets that carry no content. In a library of other languages they are rare, so BM25 would prize them."""
    return known.words(lambda one: one.stop_words)


@composed
def _grammar_runs(known: Languages) -> re.Pattern[str]:
    """Runs of the Chinese characters, and of the kana, that make sentences rather than names."""
    return _runs_of(known.words(lambda one: one.grammar))


def told_by_themselves() -> bool:
    """Whether there are languages that say themselves whether a text is theirs."""
    return bool(_recognised())


@composed
def _recognised(known: Languages) -> tuple[tuple[str, Callable[[str], bool]], ...]:
    """The languages that say themselves whether a text is theirs, by tag."""
    return tuple((one.tag, one.is_written_in) for one in known if one.is_written_in)


def _count(runs: re.Pattern[str], text: str) -> int:
    """How many characters of `text` stand in `runs`."""
    return sum(map(len, runs.findall(text)))


def _runs_of(chars: Collection[str]) -> re.Pattern[str]:
    """Runs of these characters."""
    return re.compile(f"[{''.join(map(re.escape, sorted(chars)))}]+" if chars else "(?!)")


def width(text: str) -> float:
    """Length of `text` in Chinese characters: three letters of an alphabet say about as much as one of them."""
    if text.isascii():
        return len(text) / 3
    wide = _wide(text) if len(text) <= _LONGEST_KEPT else _count(_WIDE_RUN, text)
    return wide + (len(text) - wide) / 3


@lru_cache(maxsize=4096)
def _wide(text: str) -> int:
    """How many characters of a line are Chinese, Japanese or Korean; kept, as each stage asks how wide its lines are."""
    return _count(_WIDE_RUN, text)


class _Columns(dict[str, int]):
    """The columns of each character, looked up once."""

    def __missing__(self, char: str) -> int:
        self[char] = 2 if unicodedata.east_asian_width(char) in "WF" else 1
        return self[char]


@cache
def _columns() -> _Columns:
    return _Columns()


def columns(text: str) -> int:
    """Width of `text` in a terminal or a mail: wide characters take two columns."""
    return len(text) if text.isascii() else sum(map(_columns().__getitem__, text))


def spaced(left: str, right: str) -> bool:
    """Whether two characters that a line break parted have a space between them: not in Chinese or Japanese."""
    return not any(columns(char) == 2 and not "\uac00" <= char <= "\ud7a3" for char in (left, right))


@cache
def _converter(name: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(name)


def _whole(text: str) -> str:
    """`text` with `?` for the halves of characters, which no converter takes."""
    return text.encode("utf-8", "replace").decode()


def fold(text: str) -> str:
    """`text` with compatibility forms, radicals, letter case and Han variants (Traditional, Japanese) folded to one form."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKC", _whole(text)).translate(RADICALS).casefold()
    if not _HAN_RUN.search(plain):  # no converter knows anything else
        return plain
    # Traditional first: the way through Japanese forms would make 衛 into a variant that has no simplified form
    for name in ("t2s", "jp2t", "t2s"):
        plain = str(_converter(name).convert(plain))
    return plain.translate(_VARIANTS)


def traditional(text: str) -> str:
    """`text` in Traditional characters, each by its likeliest one."""
    return str(_converter("s2t").convert(_whole(text)))


def simplified(text: str) -> str:
    """`text` in Simplified characters."""
    return str(_converter("t2s").convert(_whole(text)))


def in_script(text: str, language: str) -> str:
    """`text`, where it is Chinese, in the script of `language` (`zh-Hans`, `zh-Hant`); anything else as it is."""
    if language not in _CHINESE or language_of(text) not in _CHINESE:
        return text
    return simplified(text) if language == "zh-Hans" else traditional(text)


def japanese_forms(text: str) -> str:
    """Folded characters as Japanese writes them."""
    return str(_converter("t2jp").convert(traditional(text)))


def tokens(text: str) -> list[str]:
    """Tokens to match on, repeated as often as they occur: bigrams of CJK runs, words of other scripts, numbers.

    Japanese and Chinese runs are cut into overlapping pairs (a run of one character stands alone), Hangul likewise, so
    that no dictionary decides what a word is; numbers are written in one way (`index.text.numbers`), those in characters or
    words besides their characters and words.
    """
    numbers: list[str] = []

    def mark(number: re.Match[str]) -> str:
        written = number_tokens(number)
        if not written:
            return number.group()
        digits = _DIGITS.search(number.group())
        if digits is None:
            numbers.extend(written)
            return number.group()
        marks = "".join(f"\ue000{token}\ue001" for token in written)
        return f"{marks}{_DIGITS.sub(' ', number.group())}" if number["digits"] else f"{marks}{number.group()}"

    found: list[str] = []
    stop_words = _stop_words()
    plain = unicodedata.normalize("NFKC", _LISTING.sub("、", text)).translate(_NO_MARKS)
    for run in _TOKEN.findall(fold(NUMERAL.sub(mark, plain))):
        if run[0] == "\ue000":
            found.append(run[1:-1])
        elif _WIDE.match(run):
            found += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
        elif run not in stop_words:
            found.append(run)
    return found + numbers


def content_words(text: str) -> list[str]:
    """The words of alphabets in `text`, folded, without those that carry no content."""
    found = re.findall(f"[^\\W\\d_{EASTERN}]+", fold(text))
    stop_words = _stop_words()
    return [word for word in found if word not in stop_words]


@cache
def _only(direction: str) -> re.Pattern[str]:
    """Runs of Han characters that the other script would write differently: `s2t` gives those that are Simplified only."""
    convert = _converter(direction).convert
    return _runs_of([char for char in map(chr, range(0x4E00, 0xA000)) if convert(char) != char])


def script_counts(text: str) -> tuple[int, int]:
    """How many characters of `text` only Traditional, and how many only Simplified Chinese writes so."""
    return (0, 0) if text.isascii() else (_count(_only("t2s"), text), _count(_only("s2t"), text))


def _letters(text: str) -> int:
    """How many characters of `text` are letters of any script."""
    found = _count(_LATIN_RUN, text)
    if not text.isascii():
        for run in _BEYOND_ASCII.findall(text):
            found += len(run) if run.isalpha() else sum(map(str.isalpha, run))
    return found


def language_of(text: str) -> str:
    """`zh-Hant`, `zh-Hans`, `ja`, `ko`; for alphabets the ISO 639-1 code (`en`, `fr`); `und` where it cannot be told.

    Counts scripts: kana among the Han makes it Japanese, Hangul Korean; between the two Chinese scripts the characters
    that only one of them uses decide, and a text with none of either is called `zh-Hans`. In a mixture with an alphabet
    the little words tell which language holds the other's names. Which language an alphabet writes is asked of a
    library, unless English words say it. A language that another package adds may say itself which texts are its own.
    """
    if told := next((tag for tag, is_written_in in _recognised() if is_written_in(text)), ""):
        return told
    han, kana, hangul = (_count(runs, text) for runs in (_HAN_RUN, _KANA_RUN, _HANGUL_RUN))
    letters = _letters(text) - han - kana - hangul
    stop_words = _stop_words()
    english = sum(word.lower() in stop_words for word in _LATIN_RUN.findall(text)) if letters else 0
    eastern = _count(_grammar_runs(), text) + hangul // 2
    if eastern == english:
        eastern, english = (han + kana + hangul) * 3, letters
    if letters and english > eastern:
        return _alphabetic(text)
    return _by_script(text, han, kana, hangul) or (_alphabetic(text) if letters else "und")


def eastern_language(text: str) -> str:
    """`language_of` a text without letters of an alphabet, of which no added language says that it is its own."""
    return _by_script(text, *(_count(runs, text) for runs in (_HAN_RUN, _KANA_RUN, _HANGUL_RUN))) or "und"


def _by_script(text: str, han: int, kana: int, hangul: int) -> str:
    """The language of a text with so many characters of each script; empty where it has none."""
    if hangul and hangul * 2 >= han + kana:
        return "ko"
    if kana and kana * 10 >= han:
        return "ja"
    if not han:
        return ""
    traditional, simplified = script_counts(text)
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _alphabetic(text: str) -> str:
    """The language of the letters in `text`; English for plain words that may all be names."""
    text = _WIDE.sub(" ", text)
    plain = _mostly_ascii(text)
    words = _LATIN_RUN.findall(text)
    if plain and (len(words) < 2 or not any(word[0].islower() for word in words) or is_english(text)):
        return "en"
    from index.text.alphabets import alphabetic_language

    told = alphabetic_language(text)
    return "en" if told == "und" and plain else told


def is_english(text: str) -> bool:
    """Whether its little words say that a text in letters is English; that of other words may be too."""
    words = re.findall("[a-z]+", text.casefold())
    own = languages().of("en")
    known = sum(word in own.stop_words for word in words)
    return known * 4 >= len(words) and not own.telling_words.isdisjoint(words) and _mostly_ascii(text)


def asked_language(text: str) -> str:
    """`language_of` a question, but `und` for English of names alone, which no word tells from another language's."""
    language = language_of(text)
    if language != "en":
        return language
    words = set(re.findall(r"[a-z]+", text.casefold()))
    return "en" if words & languages().of("en").stop_words and _mostly_ascii(text) else "und"


def _mostly_ascii(text: str) -> bool:
    return text.isascii() or _count(_LATIN_RUN, text) >= 0.95 * _letters(text)


def same_words(one: str, other: str) -> bool:
    """Whether two quotations are one, but for script, letter case and white space."""
    return one == other or "".join(fold(one).split()) == "".join(fold(other).split())
