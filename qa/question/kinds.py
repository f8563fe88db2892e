"""What a question asks for, learnt: the odds of each kind, from the question's vector and from the pieces of its words.

Multinomial logistic regression (`training/kinds.py`) over the vector of one embedder, which carries over to wordings and languages
that were not learnt from, and over hashed runs of characters and words (Weinberger et al., "Feature Hashing for Large Scale
Multitask Learning", ICML 2009), which tell the words that ask from those that are asked about. With another embedder there
is no model, and the wording alone tells (`qa.question.intent`).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from index.arrays import Vectors
from index.text.script import fold
from qa.question.intent import AnswerKind

__all__ = ["ANSWERED_AS", "LIKELY", "KindModel", "packed", "row", "told_kind"]

ANSWERED_AS: Mapping[str, AnswerKind] = MappingProxyType(
    {
        "definition": AnswerKind.DEFINITION,
        "profile": AnswerKind.PERSON,
        "recommendation": AnswerKind.RECOMMENDATION,
        "view": AnswerKind.VIEW,
        "speech": AnswerKind.SPEECH,
        "quote": AnswerKind.SPEECH,
        "demand": AnswerKind.SPEECH,
        "compare": AnswerKind.COMPARE,
        "reference": AnswerKind.REFERENCE,
    }
)
"""The kind of answer for each kind of question that has a way of its own; the others ask for a fact."""
LIKELY = 0.3
"""The least odds with which a question is answered in another way than as one for a fact.

Of .3, .4 and .5 the one that tells most kinds right on the news' development part and the other documents together.
"""


_BORNE_OUT = 0.1
"""The least odds with which the wording of a question is believed, where it tells of another way."""
_PIECES = 1 << 13
_LETTERS = re.compile("[a-z']+")
_LONGEST_RUN, _MOST_WORDS = 4, 3


def row(question: str, vector: Vectors) -> Vectors:
    """What the model weighs: the question's vector, `(d,)`, and its hashed pieces, of length one together, `(d + 8192,)`."""
    pieces = np.zeros(_PIECES, np.float32)
    pieces[[zlib.crc32(piece.encode()) % _PIECES for piece in _pieces(question)]] = 1.0
    return np.concatenate([vector, pieces / max(float(np.linalg.norm(pieces)), 1.0)])


def _pieces(question: str) -> set[str]:
    """Runs of one to four characters, a word in letters counting as one, and of one to three such words, in folded form."""
    plain = fold(question).strip(" ?？。.!！")
    words = ["^", *_LETTERS.findall(plain), "$"]
    text = re.sub("[a-z0-9]+", "a", f"^{' '.join(plain.split())}$")
    runs = {text[at : at + size] for size in range(1, _LONGEST_RUN + 1) for at in range(len(text) - size + 1)}
    several = {
        " ".join(words[at : at + size]) for size in range(1, _MOST_WORDS + 1) for at in range(len(words) - size + 1)
    }
    return runs | several


@dataclass(frozen=True, slots=True, eq=False)
class KindModel:
    """`weights` `(d + 8192, n)` and `bias` `(n,)` for the `n` kinds of question in `names`."""

    names: tuple[str, ...]
    weights: Vectors
    bias: Vectors

    @classmethod
    @cache
    def shipped(cls, fingerprint: str) -> KindModel | None:
        """The model for the embedder of this fingerprint, where it ships; None for any other embedder."""
        from safetensors.numpy import load

        every = load(files("qa.question").joinpath("kinds.safetensors").read_bytes())
        own = {name.partition(".")[2]: rows for name, rows in every.items() if name.startswith(f"{fingerprint}.")}
        if not own:
            return None
        rows = np.stack(list(own.values())).astype(np.float32)
        return cls(tuple(own), np.ascontiguousarray(rows[:, :-1].T), rows[:, -1])

    def odds(self, question: str, vector: Vectors) -> Mapping[str, float]:
        """The probability of each kind for a question of this vector, `(d,)`; they sum to 1. Likeliest first."""
        raw = row(question, vector) @ self.weights + self.bias
        chances = np.exp(raw - raw.max())
        shares = (chances / chances.sum()).tolist()
        ranked = sorted(zip(self.names, shares, strict=True), key=lambda pair: -pair[1])
        return MappingProxyType(dict(ranked))


def told_kind(kinds: Mapping[str, float], worded: AnswerKind = AnswerKind.FACT) -> AnswerKind:
    """The kind of answer that is asked for, by the odds of the kinds of question and by the wording.

    That of a fact, unless another is `LIKELY`, or is what the wording says and not out of the question.
    """
    summed = dict.fromkeys(AnswerKind, 0.0)
    for name, odds in kinds.items():
        summed[ANSWERED_AS.get(name, AnswerKind.FACT)] += odds
    del summed[AnswerKind.FACT]
    best = max(summed, key=lambda kind: summed[kind])
    if summed[best] >= LIKELY:
        return best
    return worded if summed.get(worded, 0.0) >= _BORNE_OUT else AnswerKind.FACT


def packed(model: KindModel, fingerprint: str) -> dict[str, NDArray[np.float16]]:
    """The tensors of the file that ships, `(d + 8193,)` float16 for each kind, the bias last."""
    return {
        f"{fingerprint}.{name}": np.append(model.weights[:, place], model.bias[place]).astype(np.float16)
        for place, name in enumerate(model.names)
    }
