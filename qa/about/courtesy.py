"""A long polite question → what it asks: without the greetings, requests and thanks around it, and in small letters where all are capitals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from index.arrays import Floats
from index.text.sentences import sentences
from qa.about.subjects import Subject, Subjects, hashed
from qa.retrieval.crossing.letters import COUNTRY

__all__ = ["Courtesy", "openings", "plainly"]

_WIDE = "\u3040-\u30ff\u3400-\u9fff"
_APART = re.compile(rf"(?<=:)(?=\s)|(?<=：)|(?<=[{_WIDE}])(?=\s[{_WIDE}])")
"""After a colon, which may end a request (*please answer the following:*), and where a space parts what else has none."""
_CLAUSE = re.compile(
    r"(?<=[,;:，；：、])|\b(?=(?:who|whom|whose|what|which|when|where|why|how|whether|if)\b)", re.IGNORECASE
)
"""Where a clause ends or, in English, a question within a sentence begins."""
_OPENING = 160
"""How many characters an opening has at most."""
_LETTERS = re.compile(r"[^\W\d_]+")
_RULED_OUT = 0.05
"""The odds of small talk up to which a sentence asks something, by what tells questions about the library."""
_WORDS = 3
"""So many words in capitals are no abbreviation, and so many may ask for an answer."""


@dataclass(frozen=True)
class Courtesy:
    """What tells a sentence that is only polite: `weights` `(BUCKETS,)`, a bias, and the `threshold` that its odds must pass.

    Logistic regression over a sentence's letters, as hashed for `Subjects` (`training/courtesy.py`).
    """

    weights: Floats
    bias: float
    threshold: float

    @classmethod
    @cache
    def shared(cls) -> Courtesy:
        """The weights of this package, read once."""
        from safetensors import safe_open

        with (
            as_file(files("qa.about").joinpath("courtesy.safetensors")) as path,
            safe_open(str(path), framework="numpy") as held,
        ):
            threshold = float(held.metadata()["threshold"])
            return cls(held.get_tensor("weights").astype(np.float64), float(held.get_tensor("bias")[0]), threshold)

    def odds(self, sentence: str) -> float:
        """The probability that the sentence is only polite."""
        places, values = hashed(sentence)
        return float(1 / (1 + np.exp(-self.weights[places] @ np.array(values) - self.bias)))


def plainly(question: str) -> str:
    """The question without the sentences at its two ends, and the clauses it opens with, that are only polite; as it is where it is nothing else.

    One that is all in capitals says nothing by them, and is put in small letters: readers are taught on texts that have both. Abbreviations
    that are other words when they are written small (US) stay.
    """
    parts = [part for one in sentences(question) for part in _APART.split(one.text) if part.strip()]
    polite = [_polite(part) for part in parts] if len(parts) > 1 else [False]
    if any(polite) and not all(polite):
        first, last = polite.index(False), len(polite) - polite[::-1].index(False)
        if any(map(_asks, parts[first:last])) or not any(map(_asks, parts)):  # else the question itself were lost
            question = " ".join(part.strip() for part in parts[first:last])
    question = _without_opening(question)
    return _LETTERS.sub(_small, question) if _shouted(question) else question


def _without_opening(question: str) -> str:
    """What is asked, without the clauses before it that only ask for an answer: *I should be grateful if you told me* how old it is."""
    model = Courtesy.shared()
    for opening in reversed(openings(question)):
        if model.odds(opening) > model.threshold:
            return question[len(opening) :].strip()
    return question


def openings(question: str) -> list[str]:
    """What the question may open with before what it asks, to the end of each clause of its first sentence, the shortest first.

    In plain letters `_WORDS` words at least: fewer are a preposition of what is asked (*up to what*), or its matter.
    """
    whole = sentences(question)
    cuts = (
        (cut.start() for cut in _CLAUSE.finditer(question, 0, min(_OPENING, whole[0].end)) if cut.start())
        if whole
        else ()
    )
    return [question[:cut] for cut in cuts if _opens(question[:cut]) and _LETTERS.search(question[cut:])]


def _opens(text: str) -> bool:
    return len(_LETTERS.findall(text)) >= (_WORDS if text.isascii() else 1)


def _small(word: re.Match[str]) -> str:
    return word.group() if word.group() in COUNTRY else word.group().lower()


def _asks(sentence: str) -> bool:
    return sentence.rstrip().endswith(("?", "？"))


def _polite(sentence: str) -> bool:
    """Whether it is only polite: *Could you tell me who wrote it?* asks something of the library."""
    model, subjects = Courtesy.shared(), Subjects.shared()
    talk = float(subjects.odds(sentence)[subjects.classes.index(Subject.TALK)])
    return talk > _RULED_OUT and model.odds(sentence) > model.threshold


def _shouted(text: str) -> bool:
    """Whether it is of some words, all in capitals: a script that has none is never so."""
    return len(text.split()) >= _WORDS and all(char.isupper() for char in text if char.isalpha())
