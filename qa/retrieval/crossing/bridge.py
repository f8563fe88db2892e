"""A question as concepts: what it asks for, and every way in which passages of a language may write each.

Words of the question's own language are folded tokens. For passages in another language the question is cut into words
that the dictionary or the library knows, longest first, and a word's translations, readings and names by sound are its
renderings (probabilistic structured queries, Pirkola 1998; Darwish and Oard 2003). The library chooses among them: what
it does not hold is no rendering.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from index.bridge.dictionary import Dictionary, Meaning
from index.bridge.english import bases, lemma
from index.bridge.heard import strong
from index.bridge.korean import hangul_of_latin, latin_of_hangul, syllables_of_latin
from index.bridge.learnt import script_of
from index.bridge.readings import hangul, pairs, same_hangul
from index.bridge.sound import (
    hangul_key,
    kana_key,
    kana_of_hangul,
    kana_of_latin,
    key,
    latin_forms,
    pinyin_key,
    readings_of_name,
    syllables,
)
from index.text.script import content_words, fold, tokens

__all__ = ["KINDS", "Bridge", "Rendering"]

KINDS = frozenset({"same", "number", "kanji", "dictionary", "reading", "sound", "pair"})
"""How words may meet; see `qa.records.Match`."""

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc"
_RUN = re.compile(
    f"(?P<east>[{_HAN}{_KANA}]+)|(?P<hangul>[\uac00-\ud7a3]+)|(?P<word>[^\\W\\d_{_HAN}{_KANA}\uac00-\ud7a3]+)"
)
_ALL_HAN = re.compile(f"[{_HAN}]+")
_HAN_RUNS = re.compile(f"[{_HAN}]{{2,}}")
_HIRAGANA = re.compile("[\u3041-\u3096\u30fc]+")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]+")
_NUMBER = re.compile(r"\d[\d.]*[%月]?")
_LONGEST = 8
_LONGEST_PHRASE = 4
_LONGEST_NAME = 3
"""Words of a Korean name in letters."""
_MOST = 16
_HEARD = {"letters": ("kana", "han"), "han": ("letters",), "kana": ("letters", "han"), "hangul": ("letters",)}
"""In which scripts names are heard of one in another; Hangul is read in Chinese characters, and most of its words are no names."""
_EASTERN = 0.9
"""How alike a name in kana must be to one in Chinese characters; between letters and others less is enough."""
_DOTS = frozenset("·・‧•.．")
_COUNTRY = {"US": "unite state", "UK": "unite kingdom", "EU": "european union", "UN": "unite nation"}
"""Abbreviations that are other words when they are written small."""
_ENDINGS = frozenset(
    "합니 니까 합니까 합니다 입니 입니까 입니다 습니 습니까 습니다 무엇 무엇을 무엇이 누구 누구의 언제 어디 어떤 어떻 어떻게 "
    "대한 대해 대하 위한 위해 하는 했는 되는 있는 있습 에서 으로 에게 부터 까지 이라 라고 하고 해야 하여 했다 한다 얼마 "
    "이나 이란 것은 것이 무슨".split()
)
"""Korean endings and little words that would be read as Chinese characters."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A way to write a concept: folded tokens one after another, how it follows from the question, and how surely.

    With `readings` the tokens are those of `index.bridge.readings`; with `prefix` the only token is the beginning of one:
    a single character, which the pairs of a running text hide.
    """

    words: tuple[str, ...]
    weight: float
    how: str
    readings: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Bridge:
    """From a question to renderings for passages of a language.

    `held` says whether the passages of that language hold a rendering; `paired` gives what a name is in other scripts, and
    `heard` the names that sound like a key, of each script those that are so much alike, as documents have them; `people` are authors and speakers with names in Chinese characters, folded, by how their surname is read.
    """

    dictionary: Dictionary
    held: Callable[[Rendering], bool]
    paired: Callable[[str], Sequence[str]]
    heard: Callable[[str, tuple[tuple[str, float], ...]], Sequence[tuple[float, str]]]
    people: Mapping[str, Sequence[str]] = field(default_factory=dict)
    kinds: frozenset[str] = KINDS

    def concepts(self, question: str, own: str, target: str) -> list[tuple[str, tuple[Rendering, ...]]]:
        """What is asked and its renderings for passages in the language family `target`; `own` is the question's."""
        found: list[tuple[str, tuple[Rendering, ...]]] = []
        for token in dict.fromkeys(tokens(question)):
            if _NUMBER.fullmatch(token):
                how = "same" if token in question else "number"
                found.append((token, self._kept([Rendering((token,), 1.0, how)])))
        text = fold(question)
        shown = question if len(text) == len(question) else text
        letters: list[tuple[int, int]] = []
        for run in _RUN.finditer(text):
            if run["word"]:
                letters.append(run.span())
                continue
            cut = (
                self._hangul(run.group(), target)
                if run["hangul"]
                else self._eastern(
                    run.group(),
                    own,
                    target,
                    {text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]} & _DOTS,
                )
            )
            for start, end, renderings in cut:
                found.append((shown[run.start() + start : run.start() + end], renderings))
        found += self._letters(text, shown, letters, own, target)
        unique: dict[str, tuple[Rendering, ...]] = {}
        for asked, renderings in found:
            unique.setdefault(asked, renderings)
        return list(unique.items())

    # ------------------------------------------------------------------------------------------------- letters

    def _letters(
        self, text: str, shown: str, spans: Sequence[tuple[int, int]], own: str, target: str
    ) -> Iterator[tuple[str, tuple[Rendering, ...]]]:
        """Words of an alphabet: English phrases by dictionary, longest first; what is no word may be a name."""
        korean = list(self._korean_names(text, shown, spans)) if target in ("zh", "ja", "ko") else []
        yield from ((shown[start:end], kept) for start, end, kept in korean)
        words = [
            (start, end)
            for start, end in spans
            if content_words(text[start:end]) and not any(first <= start < last for first, last, _ in korean)
        ]
        forms = [_COUNTRY.get(shown[start:end]) or lemma(text[start:end]) for start, end in words]
        phrases = [
            " ".join(forms[i:j])
            for i in range(len(forms))
            for j in range(i + 1, min(len(forms), i + _LONGEST_PHRASE) + 1)
        ]
        derived = {form: bases(form) for form in forms}
        wanted = [*phrases, *(base for some in derived.values() for base in some)]
        listed = {kind: self.dictionary.words(kind, wanted) for kind in _kinds(target)}
        at = 0
        while at < len(words):
            for size in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
                start, end = words[at][0], words[at + size - 1][1]
                phrase = " ".join(forms[at : at + size])
                renderings = [one for kind in listed for one in self._translated(listed[kind].get(phrase, ()), kind)]
                if size == 1:
                    name = text[start:end]
                    renderings += [
                        replace(one, weight=one.weight * 0.5)
                        for base in derived[phrase]
                        for kind in listed
                        for one in self._translated(listed[kind].get(base, ()), kind)
                    ]
                    renderings.append(Rendering((name,), 1.0, "same"))
                    if target == "en":
                        renderings.append(Rendering((forms[at],), 0.9, "same", readings=True))
                    capital = shown[start : start + 1].isupper()
                    unknown = not any(phrase in listed[kind] for kind in listed)
                    if unknown or (capital and (start or not self._kept(renderings[:-1]))):
                        renderings += self._latin_name(name, target)
                elif target in ("zh", "ja", "ko"):
                    if size == 2 and shown[start].isupper() and target != "ko":
                        renderings += self._japanese_name(
                            text[words[at][0] : words[at][1]], text[words[at + 1][0] : end]
                        )
                    said = [way[0] for way in map(syllables, text[start:end].split()) if way]
                    for order in (said, [*said[1:], *said[:1]]) if len(said) == size < 4 else ():
                        joined = [syllable for way in order for syllable in way]
                        renderings.append(Rendering(tuple(pairs(joined)), 1.0, "sound", readings=True))
                elif target == "en" and own != "en":
                    renderings.append(Rendering(tuple(forms[at : at + size]), 1.0, "same", readings=True))
                renderings += self._paired(text[start:end])
                kept = self._kept(renderings)
                if kept or size == 1:
                    yield shown[start:end], kept
                    at += size
                    break

    def _korean_names(
        self, text: str, shown: str, spans: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[int, int, tuple[Rendering, ...]]]:
        """Runs of words with capitals that the passages hold as a Korean name in Chinese characters or Hangul."""
        at = 0
        while at < len(spans):
            for size in range(min(_LONGEST_NAME, len(spans) - at), 1, -1):
                run = spans[at : at + size]
                between = [shown[left[1] : right[0]] for left, right in pairwise(run)]
                capitals = [shown[start].isupper() for start, _ in run]
                if not capitals[0] or not all(
                    sign == "-" or (sign == " " and capital)
                    for sign, capital in zip(between, capitals[1:], strict=True)
                ):
                    continue
                written = hangul_of_latin([text[start:end] for start, end in run])
                kept = self._kept(Rendering(tuple(pairs(list(name))), 0.9, "sound", readings=True) for name in written)
                if kept:
                    yield run[0][0], run[-1][1], kept
                    at += size
                    break
            else:
                at += 1

    def _latin_name(self, name: str, target: str) -> Iterator[Rendering]:
        """A name as its readings have it; only where the passages hold none of those, as what sounds like it."""
        read = self._kept(self._read_so(name, target)) if target in ("zh", "ja", "ko") else ()
        yield from read
        if len(name) > 2 and not read:
            yield from self._alike(key(name), name)

    def _read_so(self, name: str, target: str) -> Iterator[Rendering]:
        """What is read like a name in letters: somebody's surname, a Japanese name, pinyin."""
        for reading in (name, *syllables_of_latin(name)) if target != "ko" else ():
            yield from (Rendering(tuple(tokens_of_run(one)), 0.7, "sound") for one in self.people.get(reading, ()))
        if len(name) > 2:
            for written in self.dictionary.japanese_names(kana_of_latin(name)):
                yield Rendering(tuple(tokens(written)), 0.8, "sound")
            for way in syllables(name):
                if len(way) > 1:
                    yield Rendering(tuple(pairs(way)), 0.8, "sound", readings=True)

    def _japanese_name(self, *parts: str) -> Iterator[Rendering]:
        """Somebody's whole name, as JMnedict reads it, that the passages hold: Shigeru Ishiba is 石破茂, and 石破 alone too."""
        read = [self.dictionary.japanese_names(kana_of_latin(part), shortest=1) for part in parts]
        for surnames, given in ((read[1], read[0]), (read[0], read[1])):
            for surname in surnames:
                if given and self.held(Rendering(tuple(tokens(surname)), 1.0, "sound", prefix=len(surname) == 1)):
                    whole = self._kept(Rendering(tuple(tokens(surname + name)), 1.0, "sound") for name in given)
                    yield from whole
                    if whole and len(surname) > 1:
                        yield Rendering(tuple(tokens(surname)), 0.6, "sound")

    # ------------------------------------------------------------------------------------------------- characters

    def _eastern(
        self, run: str, own: str, target: str, dots: Collection[str]
    ) -> Iterator[tuple[int, int, tuple[Rendering, ...]]]:
        """Words of a run of Chinese characters and kana, longest first, then pairs of the characters left over."""
        language = "ja" if own == "ja" else "zh"
        parts = _substrings(run)
        meanings = self.dictionary.glosses(language, parts)
        through = self._pivots(meanings, target)
        left: list[tuple[int, int]] = []
        at = 0
        while at < len(run):
            for size in range(min(_LONGEST, len(run) - at), 1, -1):
                part = run[at : at + size]
                found = self._kept(self._written(part, meanings.get(part, ()), through, target))
                if found:
                    yield at, at + size, found
                    at += size
                    break
            else:
                left.append((at, at + 1))
                at += 1
        for start, end in _joined(left):
            named = self._named(run[start:end], target, 0.8 if dots else 0.92)
            if named:
                yield start + named[0], start + named[1], named[2]
            for rest in _HAN_RUNS.finditer(run[start:end]):
                for i in range(rest.start(), rest.end() - 1):
                    two = run[start + i : start + i + 2]
                    yield start + i, start + i + 2, self._kept(self._characters(two, target))

    def _named(self, rest: str, target: str, least: float) -> tuple[int, int, tuple[Rendering, ...]] | None:
        """The part of what no dictionary knows that sounds most like a name of the documents, with that name."""
        if target in ("zh", "ja") or not _ALL_HAN.fullmatch(rest):
            return None
        found = [
            (kept[0].weight, size, at, kept)
            for at in range(len(rest) - 1)
            for size in range(2, min(5, len(rest) - at) + 1)
            if (kept := self._kept(self._alike(pinyin_key(rest[at : at + size]), rest[at : at + size], least)))
        ]
        if not found:
            return None
        _, size, at, kept = max(found, key=lambda one: one[:2])
        return at, at + size, kept

    def _written(
        self, part: str, meanings: Sequence[Meaning], through: dict[str, list[tuple[str, Meaning]]], target: str
    ) -> Iterator[Rendering]:
        known = bool(meanings)
        if _HIRAGANA.fullmatch(part):
            meanings = ()  # little words
        if known and _ALL_HAN.fullmatch(part):
            yield from self._characters(part, target)
        if target == "en":
            yield from self._glossed(meanings)
        for meaning in meanings:
            for kind, other in through.get(meaning.gloss, ()):
                for one in self._translated((other,), kind):
                    yield replace(one, weight=one.weight * meaning.weight * 0.5)
        yield from self._paired(part)
        kana = _hiragana(part)
        if not known and _KATAKANA.fullmatch(part):
            yield from self._alike(kana_key(part), part)
        if kana and len(part) > 2 and not known:
            if target in ("zh", "ja"):
                yield from (
                    Rendering(tuple(tokens(name)), 0.8, "sound") for name in self.dictionary.japanese_names([kana])
                )
            elif target == "en":
                yield from (Rendering((name,), 0.8, "sound") for name in latin_forms(kana))
        if target == "en" and not known and len(part) < 5 and _ALL_HAN.fullmatch(part):
            yield from (Rendering((name,), 0.8, "sound") for name in readings_of_name(part, self.dictionary))
            yield from self._spelt(hangul(part)) if len(part) == 3 else ()

    def _characters(self, part: str, target: str) -> Iterator[Rendering]:
        if target in ("zh", "ja"):
            yield Rendering(tuple(tokens_of_run(part)), 1.0, "kanji")
        elif target == "ko":
            yield Rendering(
                tuple(pairs(same_hangul(hangul(part)))), 1.0 if len(part) > 2 else 0.7, "reading", readings=True
            )

    # ------------------------------------------------------------------------------------------------- Hangul

    def _hangul(self, run: str, target: str) -> Iterator[tuple[int, int, tuple[Rendering, ...]]]:
        """Words of a run of Hangul, longest first; particles and endings are what is left over."""
        parts = _substrings(run)
        names = self.dictionary.glosses("ko", parts)
        read = self.dictionary.glosses("hanja", [same_hangul(part) for part in parts])
        through = self._pivots(names, target)
        at = 0
        while at < len(run) - 1:
            for size in range(min(_LONGEST, len(run) - at), 1, -1):
                part = run[at : at + size]
                if part in _ENDINGS:
                    continue
                found = self._kept(
                    self._heard(part, names.get(part, ()), read.get(same_hangul(part), ()), through, target)
                )
                if found and size > 3 and target in ("zh", "ja"):
                    halves = pairs(same_hangul(part))[::2]
                    found = self._kept([*found, *(Rendering((two,), 0.3, "reading", readings=True) for two in halves)])
                if found:
                    yield at, at + size, found
                    at += size
                    break
            else:
                at += 1

    def _heard(
        self,
        part: str,
        names: Sequence[Meaning],
        read: Sequence[Meaning],
        through: dict[str, list[tuple[str, Meaning]]],
        target: str,
    ) -> Iterator[Rendering]:
        if target in ("zh", "ja"):
            said = pairs(same_hangul(part))
            yield Rendering(tuple(said), 1.0 if len(part) > 2 else 0.7, "reading", readings=True)
            yield from (
                Rendering(tuple(tokens(name)), 0.8, "sound")
                for name in self.dictionary.japanese_names(kana_of_hangul(part))
            )
        elif target == "en":
            yield from self._glossed(names)
            yield from (replace(one, weight=one.weight * 0.6, how="reading") for one in self._glossed(read))
            if len(part) > 2 and not names:
                for kana in kana_of_hangul(part):
                    yield from (Rendering((name,), 0.8, "sound") for name in latin_forms(kana))
                yield from self._spelt(same_hangul(part))
        if len(part) > 1 and not names:
            yield from self._alike(hangul_key(part), part)
        for meaning in names:
            for kind, other in through.get(meaning.gloss, ()):
                yield from self._translated((other,), kind)
        yield from self._paired(part)

    # ------------------------------------------------------------------------------------------------- shared

    def _pivots(self, meanings: dict[str, list[Meaning]], target: str) -> dict[str, list[tuple[str, Meaning]]]:
        """Words of the target language by the glosses that they share with these."""
        glosses = {meaning.gloss for some in meanings.values() for meaning in some}
        found: dict[str, list[tuple[str, Meaning]]] = {}
        for kind in (kind for kind in _kinds(target) if kind != "hanja"):
            for gloss, others in self.dictionary.words(kind, glosses).items():
                found.setdefault(gloss, []).extend((kind, other) for other in others)
        return found

    def _translated(self, meanings: Iterable[Meaning], kind: str) -> Iterator[Rendering]:
        for meaning in meanings:
            if kind in ("ko", "hanja"):
                how = "reading" if kind == "hanja" else "dictionary"
                yield Rendering(
                    tuple(pairs(same_hangul(meaning.word.replace(" ", "")))), meaning.weight, how, readings=True
                )
            elif len(meaning.word) == 1 and _ALL_HAN.fullmatch(meaning.word):
                yield Rendering((meaning.word,), meaning.weight * 0.5, "dictionary", prefix=True)
            else:
                yield Rendering(tuple(tokens_of_run(meaning.word)), meaning.weight, "dictionary")

    def _glossed(self, meanings: Iterable[Meaning]) -> Iterator[Rendering]:
        for meaning in meanings:
            words = tuple(meaning.gloss.split())
            yield Rendering(words, meaning.weight, "dictionary", readings=True)
            root = words[0].rstrip("ey")
            if len(words) == 1 and len(root) > 4:  # contribute: contribution, contributor
                yield Rendering((root,), meaning.weight * 0.5, "dictionary", readings=True, prefix=True)

    def _spelt(self, name: str) -> Iterator[Rendering]:
        """A Korean name of three or four syllables in letters."""
        for words in latin_of_hangul(name, lambda word: self.held(Rendering((word,), 1.0, "sound"))):
            yield Rendering(words, 0.9, "sound")

    def _paired(self, name: str) -> Iterator[Rendering]:
        for other in self.paired(name):
            words = tuple(tokens(other))
            if words:
                yield Rendering(words, 1.0, "pair")

    def _alike(self, sound: str, name: str, least: float = 0.8) -> Iterator[Rendering]:
        """Names of the documents, in another script, that sound like it."""
        if len(strong(sound)) <= (1 if least < 0.9 else 2):
            return
        script = script_of(name)
        needed = tuple((other, least if "letters" in (script, other) else _EASTERN) for other in _HEARD[script])
        others = self.heard(sound, needed)
        least = max(least, max((likeness for likeness, _ in others), default=1.0) - 0.05)
        likely = {other for likeness, other in others if likeness >= least}
        for likeness, other in others:
            if other in likely and not any(other in longer for longer in likely - {other}):
                yield Rendering(tuple(tokens_of_run(other)), 0.8 * likeness**2, "sound")
                yield from (replace(one, weight=0.8 * likeness**2) for one in self._paired(other))

    def _kept(self, renderings: Iterable[Rendering]) -> tuple[Rendering, ...]:
        """The likeliest renderings that the library holds, each once."""
        best: dict[tuple[tuple[str, ...], bool], Rendering] = {}
        for one in renderings:
            known = best.get((one.words, one.readings))
            if one.words and one.how in self.kinds and (known is None or known.weight < one.weight):
                best[one.words, one.readings] = one
        held = [one for one in best.values() if self.held(one)]
        held.sort(key=lambda one: (-one.weight, one.words))
        return tuple(held[:_MOST])


def tokens_of_run(word: str) -> list[str]:
    """The tokens of a folded word of the dictionary, without those that number words add."""
    return [token for run in re.findall(r"\w+", word) for token in (pairs(list(run)) if not run.isascii() else [run])]


def _kinds(target: str) -> tuple[str, ...]:
    return {"zh": ("zh",), "ja": ("ja",), "ko": ("ko", "hanja")}.get(target, ())


def _substrings(run: str) -> list[str]:
    return [run[i:j] for i in range(len(run)) for j in range(i + 2, min(len(run), i + _LONGEST) + 1)]


def _joined(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start = end = -1
    for left, right in spans:
        if left != end and end >= 0:
            yield start, end
        start = start if left == end else left
        end = right
    if end >= 0:
        yield start, end


def _hiragana(text: str) -> str:
    """Kana as hiragana; empty where it is not kana, or hiragana and katakana are mixed."""
    if _HIRAGANA.fullmatch(text):
        return text
    if _KATAKANA.fullmatch(text):
        return "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in text)
    return ""
