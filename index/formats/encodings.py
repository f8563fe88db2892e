"""Which encoding of Chinese, Japanese or Korean a text is in, told by how plausible each one's reading is.

Any byte pair is some character in most of these encodings, so a wrong one rarely fails: it gives rare characters, mixed
scripts and half-width kana. What is common is known from the encodings themselves: GB 2312, Big5 and JIS X 0208 put
their frequent characters in a first level and the others, by radical, in a second. The commonest hundred-odd characters
of each language, which make a third of any text in it, decide between readings that are all of the first level.
"""

from __future__ import annotations

import codecs
import unicodedata
from functools import cache

__all__ = ["MULTIBYTE", "canonical", "plausibility"]

MULTIBYTE = ("gb18030", "big5hkscs", "cp950", "cp932", "euc_jis_2004", "cp949", "utf-16-le", "utf-16-be")
"""The encodings that are tried, each the widest of its family."""

_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "hz",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_jp": "euc_jis_2004",
    "euc_kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-gbk": "gb18030",
    "x-x-big5": "big5hkscs",
    "x-euc-jp": "euc_jis_2004",
    "windows-949": "cp949",
}
"""Pages name the older standard and use the newer, as the WHATWG Encoding Standard records."""

_COMMON_HAN = frozenset(
    "的一是了不在人有我他这個个们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發后後作里"
    "用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心本前开開但因只从從想实實"
    "日军軍者意无無力它与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩高间間由问問很最重并並物手应應战戰向头頭"
    "文体體政美相见見被利什二等产產或新己制身果加西斯月话話合回特代内內信表化老给給世位次度门門任常先海通教儿兒原东東声聲提立及比"
    "员員解水名真论論处處走义義各入几幾口认認条條平系气氣题題活尔爾更别別打女变變四神总總何电電数數安少报報才结結反受目太量再感建务務"
    "今市京県府州氏万円約首界米中朝核盟署防卫衛强強统統联聯岛島边邊县縣"
)
_COMMON_HANGUL = frozenset(
    "이다의에는을가고하지한로사기를은도대어리나자인시스서과정아라그전해일부수장있들보동주만상제것구으게와원연면적비여오성공국성위신회"
    "당안않거경관미계으며세무조중화말했습니까된될할생각모음또같더때문후개북방군력협핵년월"
)
_PUNCTUATION = frozenset("、。，．：；？！「」『』《》〈〉（）【】〔〕·…—―“”‘’〜～・％－　")
_HALF_KANA = range(0xFF61, 0xFFA0)


def canonical(label: str) -> str:
    """The codec for an encoding's name as a page gives it, widened to what such pages really hold."""
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return _WIDER.get(label.lower(), label)
    return _WIDER.get(name, name)


def plausibility(text: str) -> float:
    """How much `text` is like a text in Chinese, Japanese or Korean: about 0.5 to 1 for one, below 0.2 for noise.

    The mean over characters that are not ASCII of how common each is, less what is out of place: private and control
    characters, half-width kana, Hangul beside Han, kana in a text of Han that Japanese has not, or none with Han that only
    Japanese has, a wide character alone between Latin letters.
    """
    points, counted, before = 0.0, 0, ""
    for char in text:
        if char < "\x80":
            if char < " " and char not in "\t\n\r\f\v":
                points, counted = points - 3, counted + 1
            if before and char.isalpha() and before == "lone":
                points -= 1
            before = "latin" if char.isalpha() else ""
            continue
        script, worth = _worth(char)
        counted += 1
        points += worth
        if {script, before} == {"han", "hangul"} or (before == "hangul" and script in ("kana", "half")):
            points -= 0.7
        before = "lone" if before == "latin" and script == "han" else script
    if sum(_worth(char)[0] == "kana" for char in text) * 5 > counted:
        points -= 0.7 * sum(_worth(char)[0] == "han" and not _encodes(char, "shift_jis") for char in text)
    else:
        points -= 0.7 * sum(_worth(char)[0] == "han" and _japanese_only(char) for char in text)
    return points / counted if counted else 0.0


@cache
def _worth(char: str) -> tuple[str, float]:
    """The script of a character that is not ASCII, and how common it is, from -3 to 1."""
    code = ord(char)
    if char in _PUNCTUATION:
        return "", 0.6
    if 0x3041 <= code <= 0x3096:
        return "kana", 1.0
    if 0x30A1 <= code <= 0x30FC:
        return "kana", 0.7
    if code in _HALF_KANA:
        return "half", -0.6
    if 0xAC00 <= code <= 0xD7A3:
        return "hangul", 1.0 if char in _COMMON_HANGUL else 0.4 if _encodes(char, "euc_kr") else -0.8
    if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF:
        return "han", 1.0 if char in _COMMON_HAN else 0.4 if _first_level(char) else -0.5
    if code > 0xFFFF:
        return "han", -1.5
    if 0xFF01 <= code <= 0xFF5E:
        return "", 0.3
    category = unicodedata.category(char)
    return "", -3.0 if category in ("Co", "Cc", "Cn", "Cs") else -0.7


def _encodes(char: str, encoding: str) -> bytes:
    try:
        return char.encode(encoding)
    except UnicodeEncodeError:
        return b""


@cache
def _japanese_only(char: str) -> bool:
    """Whether the character is one that Japanese has and Chinese writes otherwise."""
    return bool(_encodes(char, "shift_jis")) and not _encodes(char, "gb2312") and not _encodes(char, "big5")


def _first_level(char: str) -> bool:
    """Whether one of the three national standards counts it among its frequent characters."""
    return (
        b"\xb0\xa1" <= _encodes(char, "gb2312") <= b"\xd7\xf9"
        or b"\xa4\x40" <= _encodes(char, "big5") <= b"\xc6\x7e"
        or b"\x88\x9f" <= _encodes(char, "shift_jis") <= b"\x98\x72"
    )
