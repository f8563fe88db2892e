"""Words by which a sentence shows what it stands beside: it points back, goes on, announces, counts. In five languages.

They bring a sentence's neighbours with it; no sentence is chosen or refused for a cue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

__all__ = [
    "Cues",
    "announces",
    "continues",
    "numbering",
    "ordinal",
    "points_back",
]

_POINTS_BACK = re.compile(
    '^["“‘「『（(]?(?:但是?|而且?|因此|所以|同时|同時|此外|不过|不過|然而|其实|其實|对此|對此)?[,，、]?'
    "(?:这|這|该|該|此(?!外|前|后|後|次|刻|时|時)|其(?!中|他|它|次|实|實|余|餘)|上述|前者|后者|後者|他们|她们|它们|他們|她們|它們|它|他(?!国|國|人)|她|那(?:么|麼|样|樣)?(?!么|麼)|对此|對此|为此|為此|由此|"
    "こうした|このよう|この|その(?!他|後)|これ|それ(?!ぞれ)|同氏|彼ら?|彼女|"
    "이(?:는|것|러한|런|와|를| )|그(?:는|녀|들|것|러한|런|의| )|해당 )"
    r"|^[\"“‘(]?(?:(?:but|and|so|yet|however|therefore|thus|moreover),? )?(?:this|that|these|those|it|its|they|their|he|his|she|her|such|the (?:former|latter))\b",
    re.IGNORECASE,
)
_THEM = re.compile(
    '^["“‘「『（(]?(?:但是?|而且?|因此|所以|同时|同時|此外|不过|不過|然而|对此|對此)?[,，、]?(?:他(?!国|國|人|们|們)|她|同氏|彼は|彼女は|그는|그녀는)'
    r"|^[\"“‘(]?(?:(?:but|and|so|yet|however|still|moreover),? )?(?:he|she)\b",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile('[:：]\\s*$|[?？][”」』"]?\\s*$')


def continues(text: str) -> bool:
    """Whether it goes on with whoever the sentence before is about: `she`, 他, 同氏, 그는."""
    return _THEM.match(text) is not None


def announces(text: str) -> bool:
    """Whether it only says what comes next: it ends with a colon, or asks what the next sentence answers."""
    return _ANNOUNCES.search(text) is not None


def points_back(text: str) -> bool:
    """Whether it begins with a pronoun or a demonstrative, so that the sentence before says what it is about."""
    return _POINTS_BACK.match(text) is not None


_ORDINALS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        "^(?:在[^,，]{1,12}[,，])?(?:一[是靠要则則](?!否|一)|第一[,，、是]?|其一|首先[,，]?|一、|（一）|一方面)|^(?:first(?:ly)?|one (?:is|reason))\\b|^(?:第一に|まず)|^(?:첫째|우선)|^(?:方案|选项|選項|案)[一甲A1]|^option (?:one|1|A)\\b",
        "^(?:二[是靠要则則]|第二[,，、是]?|其二|其次[,，]?|二、|（二）|另一方面)|^second(?:ly)?\\b|^(?:第二に|次に)|^(?:둘째|다음으로)|^(?:方案|选项|選項|案)[二乙B2]|^option (?:two|2|B)\\b",
        "^(?:三[是靠要则則]|第三[,，、是]?|其三|再次[,，]?|三、|（三）|最后[,，]?|最後[,，]?)|^(?:third(?:ly)?|finally)\\b|^(?:第三に|最後に)|^(?:셋째|마지막으로)|^(?:方案|选项|選項|案)[三丙C3]|^option (?:three|3|C)\\b",
        "^(?:四[是靠要则則]|第四[,，、是]?|其四|四、|（四）)|^fourth(?:ly)?\\b|^第四に|^넷째",
        "^(?:五[是靠要则則]|第五[,，、是]?|其五|五、|（五）)|^fifth(?:ly)?\\b|^第五に|^다섯째",
    )
)


_ARTICLE = re.compile(
    "^第[\\d零〇一二三四五六七八九十百]{1,6}(?:条|條|章|节|節|款|編|编)|^제\\s?\\d+\\s?(?:조|장|절|항)"
)
"""What counts the parts of a law: no member of an enumeration, though it holds some."""
_NUMBERED = re.compile(
    "^(?:(?P<open>[(（])?(?P<digits>\\d{1,2})(?P<close>[.)）、．])(?!\\d)|（(?P<bracketed>[一二三四五六七八九十]{1,3})）|(?P<han>[一二三四五六七八九十]{1,3})、)"
)
_HAN = {char: place for place, char in enumerate("一二三四五六七八九", start=1)}


def ordinal(text: str) -> int:
    """Which member of an enumeration it begins with, from 1: `first`, `二是`; 0 for none."""
    return numbering(text)[1]


def numbering(text: str) -> tuple[str, int]:
    """How it is counted as a member of an enumeration (`（一）`, `1.`, in words), and which it is; 0 for none.

    Members of one enumeration are counted alike: （二） and 2. are of two.
    """
    if _ARTICLE.match(text):
        return "", 0
    found = _NUMBERED.match(text)
    if found and found["digits"]:
        return f"{'(' if found['open'] else ''}1{'.' if found['close'] in '.．' else ')'}", int(found["digits"])
    if found:
        return ("（一）", _han(found["bracketed"])) if found["bracketed"] else ("一、", _han(found["han"]))
    place = next((place for place, form in enumerate(_ORDINALS, start=1) if form.match(text)), 0)
    return ("first" if place else ""), place


def _han(number: str) -> int:
    """The value of a Chinese number below a hundred."""
    tens, ten, ones = number.rpartition("十")
    return (_HAN.get(tens, 1) * 10 if ten else 0) + _HAN.get(ones, 0)


@dataclass(frozen=True)
class Cues:
    """The cues of one sentence, each looked for once, when it is first asked for."""

    text: str

    @cached_property
    def points_back(self) -> bool:
        """Whether the sentence before says what it is about (`points_back`)."""
        return points_back(self.text)

    @cached_property
    def continues(self) -> bool:
        """Whether it goes on with whoever the sentence before is about (`continues`)."""
        return continues(self.text)

    @cached_property
    def announces(self) -> bool:
        """Whether it only says what comes next (`announces`)."""
        return announces(self.text)

    @cached_property
    def numbering(self) -> tuple[str, int]:
        """How it is counted as a member of an enumeration, and which it is (`numbering`)."""
        return numbering(self.text)

    @property
    def ordinal(self) -> int:
        """Which member of an enumeration it begins with (`ordinal`)."""
        return self.numbering[1]
