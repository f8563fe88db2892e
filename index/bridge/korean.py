"""Korean names in letters: Yoon Suk-yeol is 윤석열, whose characters are 尹錫悅.

Hardly anybody spells a name by one system: the Revised Romanization, McCune and Reischauer's and habits of English stand in
one name. So each syllable that a character is read as is listed under every spelling that its parts allow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice, product

from index.bridge.readings import korean_syllables, same_hangul

__all__ = ["hangul_of_latin", "latin_of_hangul", "syllables_of_latin"]

_LONGEST = 4
_MOST = 96
_INITIALS = "g,k kk,k n d,t tt,t r,l,n m b,p pp,p s,sh ss,s , j,ch jj,j ch k t p h".split(" ")
_VOWELS = (
    "a,ah ae,ai ya yae eo,u,o,uh e yeo,yu,you,yo ye,ie o,oh wa wae oe,oi yo u,oo wo,weo we wi,we yu,yoo eu,u ui,eui,ee,i "
    "i,ee".split(" ")
)
_FINALS = " k,g,ck k k n n n t,d l l l l l l l l m p,b p t t ng t t k t p t".split(" ")
_HABITS = {
    "이": ("lee", "rhee", "yi"),
    "박": ("park",),
    "우": ("woo",),
    "허": ("hur",),
    "강": ("kahng",),
    "노": ("roh", "rho"),
}
"""Spellings of surnames that follow no rule; the initial-sound law applied."""


def _spellings(syllable: str) -> list[str]:
    code = ord(syllable) - 0xAC00
    if not 0 <= code <= 11171:
        return []
    parts = (_INITIALS[code // 588], _VOWELS[code % 588 // 28], _FINALS[code % 28])
    return ["".join(way) for way in product(*(part.split(",") for part in parts))]


@cache
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Syllables, without the initial-sound law, by spelling; and spellings by syllable."""
    by_spelling: dict[str, dict[str, None]] = defaultdict(dict)
    by_syllable: dict[str, dict[str, None]] = defaultdict(dict)
    for syllable in korean_syllables():
        for spelling in (*_spellings(syllable), *_HABITS.get(syllable, ())):
            by_spelling[spelling][same_hangul(syllable)] = None
            by_syllable[same_hangul(syllable)][spelling] = None
    return (
        {spelling: tuple(found) for spelling, found in by_spelling.items()},
        {syllable: tuple(found) for syllable, found in by_syllable.items()},
    )


def hangul_of_latin(words: Sequence[str]) -> list[str]:
    """What a name in letters may be in Hangul, without the initial-sound law, surname first; none for other words.

    The folded `words` are of one name, the surname first or last; of a given name's syllables each may be a word or not.
    Names of three syllables and more: two are too few to tell a name from other words.
    """
    by_spelling = _tables()[0]
    ways = [_cut(word, by_spelling) for word in words]
    if len(words) < 2 or not all(ways):
        return []
    found: dict[str, None] = {}
    for order in (ways, [*ways[-1:], *ways[:-1]]):
        for way in islice(product(*order), _MOST):
            syllables = [options for word in way for options in word]
            if 2 < len(syllables) <= _LONGEST:
                found |= dict.fromkeys("".join(name) for name in islice(product(*syllables), _MOST))
    return list(found)


def syllables_of_latin(word: str) -> tuple[str, ...]:
    """What a folded word of one syllable may be in Hangul, without the initial-sound law."""
    return _tables()[0].get(word, ())


def _cut(word: str, by_spelling: dict[str, tuple[str, ...]]) -> list[list[tuple[str, ...]]]:
    """The ways to cut a word into one or two syllables, each as what it may be in Hangul."""
    ways = [[by_spelling[word]]] if word in by_spelling else []
    ways += [
        [by_spelling[word[:at]], by_spelling[word[at:]]]
        for at in range(2, len(word) - 1)
        if word[:at] in by_spelling and word[at:] in by_spelling
    ]
    return ways


def latin_of_hangul(name: str, held: Callable[[str], bool]) -> list[tuple[str, ...]]:
    """How a Korean name may be spelt, as folded words: each syllable one, the given name one, the surname first or last.

    The folded `name` is in Hangul, without the initial-sound law. `held` says of a word whether it occurs at all; only
    spellings of such words are listed.
    """
    by_syllable = _tables()[1]
    if not 2 < len(name) <= _LONGEST or not all(char in by_syllable for char in name):
        return []
    forms = [list(by_syllable[char]) for char in name]
    surnames = [form for form in forms[0] if held(form)]
    if not surnames:
        return []
    apart = [tuple(given) for given in product(*([form for form in some if held(form)] for some in forms[1:]))]
    together = [(word,) for given in product(*forms[1:]) if held(word := "".join(given))]
    given_names = [*apart, *together]
    orders = [((surname, *given), (*given, surname)) for surname in surnames for given in given_names]
    return list(islice((order for pair in orders for order in pair), _MOST))
