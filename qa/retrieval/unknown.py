"""Which words of a question no passage of the library has, as far as it and its dictionaries can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.languages.chinese.words import tagged
from index.text.script import HAN, HANGUL, KATAKANA, fold
from qa.retrieval.concepts import Concepts

__all__ = ["unknown_words"]

_RUN = re.compile(f"[a-zà-ɏ]{{2,}}|[{HAN}]{{2,}}|[{KATAKANA}]{{2,}}|[{HANGUL}]{{2,}}", re.I)
_LATIN = re.compile("[a-zà-ɏ]", re.I)


def unknown_words(asked: Concepts) -> tuple[str, ...]:
    """The words that nothing in the library has, each once, as the question writes them. `asked` is `leg.concepts` of it.

    Told of a question in a language that the library has passages in, since of others a dictionary may lack the word. A word
    of Chinese characters is told of where no two of them that stand together in it are found.
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
    for start, end in _words(plain, asked.language):
        if _any_within(unheld, start, end) and not _any_within(held, start, end):
            if found and found[-1][1] == start:
                start = found.pop()[0]
            found.append((start, end))
    return tuple(dict.fromkeys(question[start:end] for start, end in found))


def _words(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Where words stand that name things: of Chinese its nouns, elsewhere whatever is written in one script."""
    for run in _RUN.finditer(text):
        if language != "zh" or _LATIN.match(run.group()):
            yield run.span()
            continue
        at = run.start()
        for word, tag in tagged(run.group()):
            if len(word) > 1 and not _asks_how(word) and (tag[:1] in ("n", "j", "x") or tag in ("vn", "eng")):
                yield at, at + len(word)
            at += len(word)


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
