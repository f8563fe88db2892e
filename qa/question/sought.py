"""What a question asks for and takes for granted, told once for all the sentences that are held against it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.question.premises import Premises
from qa.question.wanted import Wanted

__all__ = ["Sought"]

_NUMBER_ASKED = re.compile(
    "多少|几|幾|何[年月日时時人個个]|哪[一]?[年月日天]|什[么麼]时候|什麼時候|何时|何時|いつ|いくつ|どのくらい|どれくらい|"
    "언제|몇|얼마|\\b(?:when|how (?:many|much|old|long|far|large|big|tall|high)|(?:what|which) (?:year|date|day|percent))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sought:
    """The names and numbers in a question, what kind of thing it wants, and whether that is a number of any kind."""

    named: Premises
    wanted: Wanted
    number: bool

    @classmethod
    def of(cls, question: str) -> Sought:
        """By the words of the question."""
        return cls(Premises.of(question), Wanted.of(question), _NUMBER_ASKED.search(question) is not None)
