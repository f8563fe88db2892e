"""A question as concepts: what it asks for, and every way in which passages of a language may write each.

Words of the question's own language are folded tokens. For passages in another language the question is cut into words
that the dictionary or the library knows, longest first, and a word's translations, readings and names by sound are its
renderings (probabilistic structured queries, Pirkola 1998; Darwish and Oard 2003). The library chooses among them: what
it does not hold is no rendering.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

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
_DOTS = frozenset("·・‧•.．")


def bridged(held: Held, question: str, own: str, target: str) -> list[tuple[str, tuple[Rendering, ...]]]:
    """What is asked and its renderings for passages in the language family `target`; `own` is the question's."""
    found: list[tuple[str, tuple[Rendering, ...]]] = []
    for token in dict.fromkeys(tokens(question)):
        if _NUMBER.fullmatch(token):
            how = "same" if token in question else "number"
            found.append((token, held.kept([Rendering((token,), 1.0, how)])))
    text = fold(question)
    shown = question if len(text) == len(question) else text
    words: list[tuple[int, int]] = []
    for run in _RUN.finditer(text):
        cut: Iterable[Cut]
        if run["word"]:
            words.append(run.span())
            continue
        if run["hangul"]:
            cut = hangul_words(held, run.group(), target)
        else:
            beside = {text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]}
            cut = eastern(held, run.group(), own, target, beside & _DOTS)
        for start, end, renderings in cut:
            found.append((shown[run.start() + start : run.start() + end], renderings))
    found += letters(held, text, shown, words, own, target)
    unique: dict[str, tuple[Rendering, ...]] = {}
    for asked, renderings in found:
        unique.setdefault(asked, renderings)
    return list(unique.items())
