"""Names by sound: what a name in letters, kana or Hangul may be written as in another script.

Readings of Japanese names are JMnedict's. A `key` keeps of a name what survives a change of script: its consonants, by
kind, and that there are vowels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice, product

from index.bridge.dictionary import MOST_READINGS, Dictionary
from index.bridge.readings import pinyin, pinyin_syllables
from index.text.script import fold, japanese_forms

__all__ = [
    "alike",
    "hangul_key",
    "japanese_names",
    "kana_key",
    "kana_of_hangul",
    "kana_of_latin",
    "key",
    "latin_forms",
    "readings_of_name",
    "syllables",
    "weight",
]

_MOST = 64
_LIGHT = "liau"
"""Kinds that count less."""
_ROMAJI: dict[str, str] = dict(
    tuple(pair.split("="))  # type: ignore[misc]
    for pair in (
        "a=あ i=い u=う e=え o=お ka=か ki=き ku=く ke=け ko=こ sa=さ shi=し si=し su=す se=せ so=そ ta=た chi=ち ti=ち "
        "tsu=つ tu=つ te=て to=と na=な ni=に nu=ぬ ne=ね no=の ha=は hi=ひ fu=ふ hu=ふ he=へ ho=ほ ma=ま mi=み mu=む "
        "me=め mo=も ya=や yu=ゆ yo=よ ra=ら ri=り ru=る re=れ ro=ろ wa=わ wo=を ga=が gi=ぎ gu=ぐ ge=げ go=ご za=ざ "
        "ji=じ zi=じ zu=ず ze=ぜ zo=ぞ da=だ de=で do=ど ba=ば bi=び bu=ぶ be=べ bo=ぼ pa=ぱ pi=ぴ pu=ぷ pe=ぺ po=ぽ "
        "kya=きゃ kyu=きゅ kyo=きょ sha=しゃ shu=しゅ sho=しょ cha=ちゃ chu=ちゅ cho=ちょ nya=にゃ nyu=にゅ nyo=にょ "
        "hya=ひゃ hyu=ひゅ hyo=ひょ mya=みゃ myu=みゅ myo=みょ rya=りゃ ryu=りゅ ryo=りょ gya=ぎゃ gyu=ぎゅ gyo=ぎょ "
        "ja=じゃ ju=じゅ jo=じょ bya=びゃ byu=びゅ byo=びょ pya=ぴゃ pyu=ぴゅ pyo=ぴょ n=ん m=ん"
    ).split()
)
_LATIN_OF = {kana: romaji for romaji, kana in reversed(_ROMAJI.items()) if romaji != "m"}
_SYLLABLE = re.compile(
    r"([bcdfghjkmprstwz])?\1?(?:tch|ch|sh|ts|[kgnhbpmr]y|[kgsztdnhbpmrfyjw])?[aiueo]|[nm](?![aiueoy])|'"
)
_INITIALS = "g kk n d tt r m b pp s ss - j jj ch k t p h".replace(" - ", "  ").split(" ")
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_FINALS = " k k k n n n t l k m p l l l l m p p t t ng t t k t p t".split(" ")
_HANGUL_KANA = {
    "g": "kg", "k": "k", "kk": "k", "d": "td", "t": "t", "tt": "t", "b": "hb", "p": "pf", "s": "s", "ss": "s", "j": "tzj",
    "jj": "z", "ch": "t", "n": "n", "m": "m", "r": "r", "h": "h", "": "-",
}  # fmt: skip
_CLASSES = (
    ("ph", "P"), ("sch|tch|sh|zh|ch|ts|tz|j|x|z|q(?!u)|c(?=[eiy])|ss?", "S"), ("ck|qu?|c|k|g(?!n)", "K"),
    ("th|d+|t+", "T"), ("b+|p+|f+|v+", "P"), ("(?:er|[lr]+)(?![aeiouy])", "l"), ("[lr]+", "L"), ("m+", "M"),
    ("ng?|gn", "N"),
    ("a[aeiou]*", "a"), ("[eiy][aeiou]*", "i"), ("[ouw][aeiou]*", "u"), ("h", ""),
)  # fmt: skip
_SOUNDS = re.compile("|".join(f"({pattern})" for pattern, _ in _CLASSES))


def japanese_names(kana: Iterable[str], shortest: int = 2) -> list[str]:
    """`Dictionary.japanese_names` of the dictionary in the user's cache."""
    wanted = list(kana)
    return Dictionary.shared().japanese_names(wanted, shortest) if wanted else []


def kana_of_latin(word: str) -> list[str]:
    """Hiragana that a Japanese name in letters may stand for, long vowels written and not; none for other words."""
    plain = word.casefold().translate(str.maketrans("āīūēōâîûêô", "aiueoaiueo"))
    plain = re.sub(r"oh(?=[^aiueoy]|$)", "o", plain)
    parts: list[tuple[str, ...]] = []
    at = 0
    while at < len(plain):
        found = _SYLLABLE.match(plain, at)
        if found is None or not found.group():
            return []
        syllable, at = found.group(), found.end()
        if syllable == "'":
            continue
        doubled = ""
        if (len(syllable) > 2 and syllable[0] == syllable[1]) or syllable.startswith("tch"):
            syllable, doubled = syllable[1:], "っ"
        kana = _ROMAJI.get(syllable)
        if kana is None:
            return []
        long = {"o": ("う", "お"), "u": ("う",), "e": ("い",)}.get(syllable[-1], ()) if syllable not in "nm" else ()
        follows = plain[at : at + 1]
        options: tuple[str, ...] = (
            doubled + kana,
            *(doubled + kana + one for one in long if follows not in ("u", "i", "o")),
        )
        if syllable[0] == "n" and len(syllable) > 1 and parts:
            options = (*options, "ん" + _ROMAJI.get(syllable[1:], ""))  # Shinichi is しんいち
        parts.append(options)
    if len(parts) < 2:
        return []
    return ["".join(choice) for choice in islice(product(*parts), _MOST)]


def kana_of_hangul(word: str) -> list[str]:
    """Hiragana that a Japanese name in Hangul may stand for: 기시다 is きしだ, among others."""
    parts: list[list[str]] = []
    for char in word:
        initial, vowel, final = _jamo(char)
        if final not in ("", "n", "t", "k", "l"):
            return []
        options = []
        for first in _HANGUL_KANA.get(initial, ""):
            lead = "" if first == "-" else first
            options += [_LATIN_TO_KANA.get(f"{lead}{sound}", "") for sound in _japanese_vowels(initial, vowel)]
        kana = [one for one in dict.fromkeys(options) if one]
        if not kana or (final == "l"):
            return []
        ending = {"n": "ん", "t": "っ", "k": "く"}.get(final, "")
        long = [one + "う" for one in kana if vowel in ("o", "u", "yo", "yu")] if not final else []
        parts.append([one + ending for one in kana] + long)
    if len(parts) < 2:
        return []
    return ["".join(choice) for choice in islice(product(*parts), 4 * _MOST)]


_LATIN_TO_KANA = {**_ROMAJI, "ti": "ち", "tu": "つ", "zu": "ず", "hu": "ふ", "fu": "ふ", "tya": "ちゃ", "tyu": "ちゅ", "tyo": "ちょ",
    "sya": "しゃ", "syu": "しゅ", "syo": "しょ", "jya": "じゃ", "jyu": "じゅ", "jyo": "じょ", "zya": "じゃ", "zyu": "じゅ", "zyo": "じょ"}  # fmt: skip


def _japanese_vowels(initial: str, vowel: str) -> tuple[str, ...]:
    sounds: tuple[str, ...] = {"ae": ("e",), "eu": ("u",), "eo": ("o",), "wo": ("wo",), "oe": ("e",)}.get(
        vowel, (vowel,)
    )
    if initial in ("j", "jj", "ch", "s", "ss"):  # 자 is ざ or じゃ, 쇼 is しょ, 즈 and 쓰 are ず and つ
        sounds += tuple(f"y{one}" for one in sounds if one in ("a", "u", "o"))
    return sounds


def _jamo(char: str) -> tuple[str, str, str]:
    code = ord(char) - 0xAC00
    if not 0 <= code <= 11171:
        return "", "", "?"
    return _INITIALS[code // 588], _VOWELS[code % 588 // 28], _FINALS[code % 28]


def syllables(word: str) -> list[list[str]]:
    """The ways to cut a word in letters into syllables of pinyin; none where it is no pinyin."""
    known = pinyin_syllables()
    ways: list[list[list[str]]] = [[[]]]
    for end in range(1, len(word) + 1):
        ways.append(
            [[*way, word[at:end]] for at in range(max(0, end - 6), end) if word[at:end] in known for way in ways[at]][
                :8
            ]
        )
    return ways[-1] if word else []


def key(name: str) -> str:
    """How a name in letters sounds: its consonants by kind, its vowels as `a`, `i`, `u`; `l` is one that closes a syllable.

    Addison and aidisheng (爱迪生) are much alike.
    """
    text = re.sub("[^a-z]", "", fold(name))
    return "".join(_CLASSES[(found.lastindex or 1) - 1][1] for found in _SOUNDS.finditer(text))


def pinyin_key(name: str) -> str:
    """The `key` of a folded name in Chinese characters: q and x are said like ch and sh, c like ts."""
    said = "".join(pinyin(name)).replace("sh", "x").replace("ch", "q").replace("zh", "j")
    return key(said.replace("c", "ts").replace("q", "ch").replace("x", "sh"))


def kana_key(name: str) -> str:
    """The `key` of a name in kana."""
    return key(latin_of_kana(name))


def latin_of_kana(name: str) -> str:
    """Kana in letters, without the length of vowels."""
    plain = "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in name)
    out, at = "", 0
    while at < len(plain):
        for size in (2, 1):
            if plain[at : at + size] in _LATIN_OF:
                out += _LATIN_OF[plain[at : at + size]]
                break
        else:
            size = 1
        at += size
    return out


def hangul_key(name: str) -> str:
    """The `key` of a name in Hangul."""
    return key("".join("".join(_jamo(char)) for char in name if "가" <= char <= "힣"))


@lru_cache(maxsize=100_000)
def alike(left: str, right: str) -> float:
    """How alike two keys are, from 0 to 1: an l or r that closes a syllable, which scripts drop, counts little."""
    whole = weight(left) + weight(right)
    if not whole:
        return 0.0
    theirs = [(kind.upper(), 0.3 if kind in _LIGHT else 1.0) for kind in right]
    best = [0.0] * (len(right) + 1)
    for one in left:
        kind, heavy = one.upper(), 0.3 if one in _LIGHT else 1.0
        before, last = best[0], 0.0
        for n, (other, light) in enumerate(theirs, start=1):
            above = best[n]
            if kind == other and (met := before + (heavy if heavy < light else light)) > last:
                last = met
            if above > last:
                last = above
            best[n], before = last, above
    return 2 * best[-1] / whole


def weight(kinds: str) -> float:
    """What the kinds of a key count together: vowels, and an l that closes a syllable, a third."""
    return sum(0.3 if kind in _LIGHT else 1.0 for kind in kinds)


def readings_of_name(name: str, dictionary: Dictionary | None = None) -> list[str]:
    """How JMnedict reads a folded name in Chinese characters, in letters, long vowels written and not; sorted.

    None for `dictionary` is the one in the user's cache.
    """
    forms = sorted({name, japanese_forms(name)})
    read = dict.fromkeys(kana for form in forms for kana in (dictionary or Dictionary.shared()).readings(form))
    return sorted({form for kana in islice(read, MOST_READINGS) for form in latin_forms(kana)})


def latin_forms(kana: str) -> set[str]:
    """Kana in letters as names are spelt: with long vowels written out, and short."""
    full = latin_of_kana(kana)
    short = re.sub(r"ou|oo", "o", full).replace("uu", "u")
    return {full, short, re.sub(r"n(?=[bmp])", "m", short)}
