"""Numbers that a question takes for granted: a text that lacks them is about something else."""

from __future__ import annotations

import re

from index.text.numbers import numbers_in

__all__ = ["missing_numbers"]

_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def missing_numbers(question: str, text: str) -> float:
    """The share of the numbers of a question, as `index.text.numbers` reads them, that a text lacks; 0 where the question has none."""
    asked = numbers_in(question)
    if not asked:
        return 0.0
    held = {*numbers_in(text), *_DIGITS.findall(text)}
    return sum(number not in held for number in asked) / len(asked)
