"""How well a span answers, as the evaluation script of CMRC 2018 counts: characters of Chinese, words of other scripts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

__all__ = ["exact", "f1"]

_UNIT = re.compile(r"[\u4e00-\u9fa5]|[^\W_\u4e00-\u9fa5]+")
"""Punctuation is left out; a run of letters or digits is one unit (the script calls NLTK for those)."""


def units(text: str) -> list[str]:
    """What is compared, in the order of the text."""
    return _UNIT.findall(text.lower())


def f1(prediction: str, answers: Sequence[str]) -> float:
    """The harmonic mean of precision and recall of the longest common run of units, for the answer that fits best."""
    said = units(prediction)
    return max((_f1(said, units(answer)) for answer in answers), default=0.0)


def _f1(said: list[str], wanted: list[str]) -> float:
    common = SequenceMatcher(None, said, wanted, autojunk=False).find_longest_match().size
    return 2 * common / (len(said) + len(wanted)) if common else 0.0


def exact(prediction: str, answers: Sequence[str]) -> bool:
    """Whether all units of an answer, and no others, are there in their order."""
    return any(units(prediction) == units(answer) for answer in answers)
