"""Which words of a question no passage of the library has, as far as it and its dictionaries can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.bridge.dictionary import Dictionary
from index.bridge.english import lemma
from index.languages.chinese.language import CHINESE
from index.languages.chinese.words import listed, tagged
from index.text.script import HAN, HANGUL, KATAKANA, fold
from qa.retrieval.concepts import Concepts

__all__ = ["unknown_words"]

_RUN = re.compile(f"[a-zà-ɏ]{{2,}}|[{HAN}]{{2,}}|[{KATAKANA}]{{2,}}|[{HANGUL}]{{2,}}", re.I)
_LATIN = re.compile("[a-zà-ɏ]", re.I)
_HAN_RUN = re.compile(f"[{HAN}]+")
_LONGEST = 8
_LEAST_NAME = 3
"""Characters of a foreign name that no dictionary lists: two are as often the ends of words beside each other, or forms of verbs, but
for those between two nouns of Chinese."""
_ASKED_WITH = re.compile("[何幾几誰谁多]")
_NOUNS = ("n", "j", "s")
_FUNCTION = ("p", "c", "r", "m", "q", "u", "d", "f")
"""Tags of what may stand beside a name and is no part of one."""
_MOST_WORDS = 5
_FINALS = 28
_OF_VERBS = (4, 8, 20)
"""The final consonants ㄴ, ㄹ and ㅆ, of forms of verbs as often as of names."""
_ENDINGS = re.compile("(?:[은는이가을를에의도로와과나까요다며고지만한된될던해게려]|에서|에게|으로|부터|까지)$")


def unknown_words(asked: Concepts, dictionary: Dictionary) -> tuple[str, ...]:
    """The words that nothing in the library has, each once, as the question writes them. `asked` is `leg.concepts` of it.

    Told of a question in a language that the library has passages in, since of others a dictionary may lack the word. Only what a
    dictionary lists as a word that names something, or what is written as a name, is told: no pieces of words, no verbs, nothing that
    asks. A word of Chinese characters is told of where no two of them that stand together in it are found.
    """
    if asked.language not in asked.by_family:
        return ()
    question = asked.text
    plain = fold(question)
    if len(plain) != len(question):
        plain = question.casefold()
    if len(plain) != len(question):
        return ()
    held = [
        place
        for concepts in asked.by_family.values()
        for concept in concepts
        if concept.held
        for place in _places(plain, fold(concept.asked))
    ]
    words = [concept for concept in asked.by_family[asked.language] if not concept.held]
    unheld = [place for concept in words for place in _places(plain, fold(concept.asked))]
    found: list[tuple[int, int]] = []
    for start, end in _words(question, plain, asked.language, dictionary):
        if _any_within(unheld, start, end) and not _any_within(held, start, end):
            if found and found[-1][1] == start:
                start = found.pop()[0]
            found.append((start, end))
    return tuple(dict.fromkeys(question[start:end] for start, end in found))


def _words(question: str, plain: str, language: str, dictionary: Dictionary) -> Iterator[tuple[int, int]]:
    """Where words stand that name things; `plain` is the question folded, of the same length."""
    for run in _RUN.finditer(plain):
        start, end = run.span()
        if _LATIN.match(run.group()):
            if language != "en" or _names(question[start:end], start, dictionary):
                yield start, end
        elif language == "zh" and _HAN_RUN.match(run.group()):
            yield from _chinese(run.group(), start)
        elif language == "ja" and _HAN_RUN.match(run.group()):
            yield from _japanese(run.group(), start, dictionary)
        elif language == "ko":
            if cut := _korean(run.group(), dictionary):
                yield start, start + cut
        else:
            yield start, end


def _names(word: str, at: int, dictionary: Dictionary) -> bool:
    """Whether an English word is a name, by its capital, or a noun: most of the Chinese words for it are."""
    return bool(at and word[0].isupper()) or _is_noun(word, dictionary)


def _is_noun(word: str, dictionary: Dictionary) -> bool:
    meant = [one.word for one in dictionary.words_for("zh", lemma(word.casefold()))[:_MOST_WORDS]]
    nouns = sum(tagged(one)[-1][1].startswith((*_NOUNS, "vn", "an")) for one in meant)
    return 2 * nouns > len(meant)


def _chinese(run: str, at: int) -> Iterator[tuple[int, int]]:
    """Nouns that jieba lists, and longer names that it does not: what stands between listed words and is no function word."""
    name = place = 0  # where what is not listed begins, and where the next word does
    noun = False  # whether the last listed word was one
    for word in listed(run):
        tag = tagged(word)[-1][1]
        if len(word) > 1 or tag.startswith(_FUNCTION) or word in CHINESE.grammar:
            names = len(word) > 1 and not _asks_how(word) and (tag.startswith((*_NOUNS, "x")) or tag in ("vn", "eng"))
            if place - name >= (_LEAST_NAME - 1 if noun and names else _LEAST_NAME):
                yield at + name, at + place
            if names:
                yield at + place, at + place + len(word)
            name, noun = place + len(word), names
        place += len(word)
    if place - name >= _LEAST_NAME:
        yield at + name, at + place


def _japanese(run: str, at: int, dictionary: Dictionary) -> Iterator[tuple[int, int]]:
    """The words of a run of Chinese characters in Japanese that dictionaries list, the longest first; none where some of it is no word."""
    if _ASKED_WITH.search(run):
        return
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(run):
        word = next(
            (
                piece
                for length in range(min(_LONGEST, len(run) - place), 1, -1)
                if (piece := run[place : place + length])
                and (dictionary.meanings("ja", piece) or dictionary.readings(piece))
            ),
            "",
        )
        if not word:
            return
        found.append((at + place, at + place + len(word)))
        place += len(word)
    yield from found


def _korean(run: str, dictionary: Dictionary) -> int:
    """How much of a word of Korean names something: the longest noun that is listed, or all of a name without an ending; 0 for none."""
    for length in range(len(run), 1, -1):
        if dictionary.usual("korean", [run[:length]]):
            rest = run[length:]
            meant = dictionary.meanings("korean", run[:length])[:_MOST_WORDS]
            named = any(_is_noun(one.gloss.split()[-1], dictionary) for one in meant)
            return length if named and (not rest or _ENDINGS.fullmatch(rest)) else 0
    if len(run) < _LEAST_NAME or _ENDINGS.search(run) or (ord(run[-1]) - ord("가")) % _FINALS in _OF_VERBS:
        return 0
    return len(run)


def _asks_how(word: str) -> bool:
    """Whether a word is "how" with what is measured, which jieba takes for a noun: 多长, 多遠."""
    return len(word) == 2 and word[0] == "多" and tagged(word[1])[0][1].startswith("a")


def _any_within(places: list[range], start: int, end: int) -> bool:
    return any(start <= place.start and place.stop <= end for place in places)


def _places(text: str, word: str) -> Iterator[range]:
    if word:
        pattern = rf"(?<![a-zà-ɏ]){re.escape(word)}(?![a-zà-ɏ])" if _LATIN.match(word) else re.escape(word)
        for found in re.finditer(pattern, text):
            yield range(*found.span())
