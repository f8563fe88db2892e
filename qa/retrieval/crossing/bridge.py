"""A question as concepts: what it asks for, and every way in which passages of a language may write each.

Words of the question's own language are folded tokens. For passages in another language the question is cut into words
that the dictionary or the library knows, longest first, and a word's translations, readings and names by sound are its
renderings (probabilistic structured queries, Pirkola 1998; Darwish and Oard 2003). The library chooses among them: what
it does not hold is no rendering.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from index.text.script import fold, tokens
from qa.retrieval.crossing.han import eastern
from qa.retrieval.crossing.hangul import hangul_words
from qa.retrieval.crossing.held import Held
from qa.retrieval.crossing.letters import letters
from qa.retrieval.crossing.renderings import HAN, KANA, Cut, Rendering

__all__ = ["bridged"]

_RUN = re.compile(
    f"(?P<east>[{HAN}{KANA}]+)|(?P<hangul>[\uac00-\ud7a3]+)|(?P<word>[^\\W\\d_{HAN}{KANA}\uac00-\ud7a3]+)"
)
_NUMBER = re.compile(r"\d[\d.]*[%月]?")
_KEPT = 64
"""How many questions are kept as they were read: each is for every language of the library."""
_DOTS = frozenset("·・‧•.．")


def bridged(held: Held, question: str, own: str) -> list[tuple[str, tuple[Rendering, ...]]]:
    """What is asked and its renderings for passages in the language family `held.target`; `own` is the question's."""
    found: list[tuple[str, tuple[Rendering, ...]]] = []
    read = _Read.of(question)
    for token, how in read.numbers:
        found.append((token, held.kept([Rendering((token,), 1.0, how)])))
    words: list[tuple[int, int]] = []
    for kind, start, end in read.runs:
        run = read.text[start:end]
        cut: Iterable[Cut]
        if kind == "word":
            words.append((start, end))
            continue
        if kind == "hangul":
            cut = hangul_words(held, run)
        else:
            beside = {read.text[start - 1 : start], read.text[end : end + 1]}
            cut = eastern(held, run, own, beside & _DOTS)
        found += [(read.shown[start + first : start + last], renderings) for first, last, renderings in cut]
    found += letters(held, read.text, read.shown, words, own)
    unique: dict[str, tuple[Rendering, ...]] = {}
    for asked, renderings in found:
        unique.setdefault(asked, renderings)
    return list(unique.items())


@dataclass(frozen=True, slots=True)
class _Read:
    """A question as it is read for every language: folded, and as it is `shown`, character by character.

    `numbers` are those in it, each with how it is met, and `runs` those of one script: its kind, and where it stands.
    """

    text: str
    shown: str
    numbers: tuple[tuple[str, str], ...]
    runs: tuple[tuple[str, int, int], ...]

    @staticmethod
    @lru_cache(maxsize=_KEPT)
    def of(question: str) -> _Read:
        """A question, read once."""
        text = fold(question)
        numbers = tuple(
            (token, "same" if token in question else "number")
            for token in dict.fromkeys(tokens(question))
            if _NUMBER.fullmatch(token)
        )
        runs = tuple((str(run.lastgroup), *run.span()) for run in _RUN.finditer(text))
        return _Read(text, question if len(text) == len(question) else text, numbers, runs)
