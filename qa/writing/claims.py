"""Whether evidence says a sentence: the reader's relevance, the bridge's coverage, and its numbers and names one by one.

What it cannot see: who did what to whom. A sentence whose every part stands in its evidence, put together wrongly, passes;
`benchmarks/results/generation.json` counts how often.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from index.encoder.alignment import family
from index.text.numbers import NUMERAL, number_tokens, numbers_in
from index.text.script import (
    content_words,
    fold,
    in_script,
    language_of,
    tokens,
)
from qa.reading.reader import Reader
from qa.retrieval.lexical import LexicalLeg, Words
from qa.writing.prompt import CitedPassage

__all__ = ["FEATURES", "ClaimModel", "entailed", "missing_names", "missing_numbers", "row"]

FEATURES = ("relevance", "covered", "other_language")
"""The reader's relevance of the evidence to the sentence, as a logit (0 where none has read); the share, by weight, of the
sentence's concepts that the evidence holds, of those that the library holds, or of its plain words, whichever is more; 1
where the two are in different languages."""
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_NAME = re.compile("[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÿ’'-]*[A-Za-zÀ-ÿ]|[ァ-ヺ][ァ-ヺー]{2,}")
_ENDING = 3
"""Letters that a name may lose between two sentences: China, Chinese."""


@dataclass(frozen=True, slots=True)
class ClaimModel:
    """The probability that evidence says a sentence, linear in `FEATURES` (logistic regression)."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    @classmethod
    @cache
    def default(cls, read: bool = True) -> ClaimModel:
        """The model that ships with the package: for what a reader has read, or for what none has."""
        values = json.loads(files("qa.writing").joinpath("claims.json").read_text(encoding="utf-8"))[
            "read" if read else "unread"
        ]
        return cls(tuple(values["weights"][name] for name in FEATURES), values["bias"], values["threshold"])

    def odds(self, measured: Sequence[float]) -> float:
        """Probability for one row of `FEATURES`."""
        raw = self.bias + sum(weight * value for weight, value in zip(self.weights, measured, strict=True))
        return 1 / (1 + exp(-max(-40.0, min(40.0, raw))))


def entailed(
    sentence: str, evidence: Sequence[CitedPassage], leg: LexicalLeg, reader: Reader | None
) -> tuple[float, bool]:
    """The probability that the evidence says the sentence, and whether that is enough.

    A number or, in evidence of its own language, a name that stands nowhere in the evidence makes it 0.
    """
    if missing_numbers(sentence, evidence) or missing_names(sentence, evidence):
        return 0.0, False
    model = ClaimModel.default(read=reader is not None)
    odds = model.odds(row(sentence, evidence, leg, reader))
    return odds, odds >= model.threshold


def row(sentence: str, evidence: Sequence[CitedPassage], leg: LexicalLeg, reader: Reader | None) -> list[float]:
    """The `FEATURES` of a sentence and the evidence that it cites, all of it together."""
    told = [reader.read(in_script(sentence, one.language), [one.whole])[0] for one in evidence] if reader else []
    relevance = max((max(-8.0, min(8.0, reading.relevance)) for reading in told), default=0.0)
    words = Words(leg, leg.concepts(sentence))
    together: dict[str, list[str]] = {}
    for one in evidence:
        together.setdefault(family(one.language), []).append(one.whole)
    covered = max(words.coverage("\n".join(texts), name)[1] for name, texts in together.items())
    own, held = set(tokens(sentence)), {token for one in evidence for token in tokens(one.whole)}
    plain = len(own & held) / max(len(own), 1)
    return [relevance, min(max(covered, plain), 1.0), float(family(language_of(sentence)) not in together)]


def missing_numbers(sentence: str, evidence: Sequence[CitedPassage]) -> list[str]:
    """Numbers and dates of the sentence, as it writes them, that stand in none of the evidence in any script."""
    held: set[str] = set()
    for one in evidence:
        held |= set(numbers_in(one.whole))
        held |= set(_DIGITS.findall(unicodedata.normalize("NFKC", one.whole).replace(",", "")))
    held |= {token.rstrip("%月") for token in held}
    told = (found for found in NUMERAL.finditer(sentence) if _exact(found))
    return [found.group() for found in told if not held.issuperset(number_tokens(found))]


def _exact(found: re.Match[str]) -> bool:
    """Whether it is a number that a text must repeat: not `one`, `first` or a month's name, which come and go."""
    if any(char.isdigit() for char in found.group()):
        return True
    return not found["words"] and not found["named"] and len(found.group()) > 1


def missing_names(sentence: str, evidence: Sequence[CitedPassage]) -> list[str]:
    """Names of the sentence, known by their capital or their kana, that evidence in its own writing does not hold.

    Of evidence in another one nothing is said: a name that no dictionary spells may stand there all the same.
    """
    own, whole = family(language_of(sentence)), "\n".join(one.whole for one in evidence)
    if not _alphabetic(whole) and any(family(one.language) != own for one in evidence):
        return []
    held = fold(whole)
    names = [found for found in _NAME.finditer(sentence) if found.start() > 0 and _is_name(found.group())]
    return [found.group() for found in names if not _held(fold(found.group()), held)]


def _alphabetic(text: str) -> bool:
    """Whether most letters are those of the Latin alphabet, which languages share names in."""
    letters = [char for char in text if char.isalpha()]
    return sum(char < "ɐ" for char in letters) * 2 > len(letters)


def _is_name(word: str) -> bool:
    month = NUMERAL.fullmatch(word)
    return bool(content_words(word)) and not (month and month["named"]) if word.isascii() else True


def _held(name: str, text: str) -> bool:
    stem = re.sub("[’']s?$", "", name)
    return stem[: max(4, len(stem) - _ENDING)] in text if stem.isascii() else stem in text
