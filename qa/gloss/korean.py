"""Korean words where they begin a run of Hangul: what follows them are particles and endings, which mean little alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from index.bridge.dictionary import Dictionary, Meaning
from qa.gloss.words import Word

__all__ = ["KINDS", "korean"]

KINDS = ("korean", "ko")
"""Under which kinds the dictionary lists Korean: words of its own, and names of countries, languages and cities."""
_RUN = re.compile("[\uac00-\ud7a3]{2,}")
_LONGEST = 8


def korean(text: str, dictionary: Dictionary) -> Iterator[Word]:
    """The longest word with which each run begins, and further ones that follow it directly, as in 정상회담."""
    runs = [found.span() for found in _RUN.finditer(text)]
    parts = (text[i:j] for start, end in runs for i, j in _parts(start, end))
    known = _known(dictionary, dict.fromkeys(parts))
    for start, end in runs:
        at = start
        while at < end:
            stop = next((stop for _, stop in _beginning(at, end) if text[at:stop] in known), 0)
            if not stop:
                break
            yield Word(at, stop, known[text[at:stop]])
            at = stop


def _known(dictionary: Dictionary, words: Mapping[str, None]) -> Mapping[str, Sequence[Meaning]]:
    found: dict[str, Sequence[Meaning]] = {}
    for kind in KINDS:
        found |= dictionary.glosses(kind, words)
    return found


def _parts(start: int, end: int) -> Iterator[tuple[int, int]]:
    for at in range(start, end):
        yield from _beginning(at, end)


def _beginning(at: int, end: int) -> Iterator[tuple[int, int]]:
    """What may be a word from `at` on, the longest first; one of a single syllable may mean anything."""
    yield from ((at, stop) for stop in range(min(end, at + _LONGEST), at + 1, -1))
