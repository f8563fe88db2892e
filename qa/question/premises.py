"""Names and numbers that a question takes for granted: a text that lacks them is about something else.

What a passage is like says little of that: "In what year did X win?" lies as near to what tells of Y. Names are told by how
they are written: by capitals, in katakana, in letters among Chinese characters or Hangul, or in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from index.text.numbers import numbers_in
from index.text.script import fold, language_of

__all__ = ["Premises"]

_QUOTED = re.compile('[「『《“"]([^「『《“」』》”"]{2,20})[」』》”"]')
_KATAKANA = re.compile("[ァ-ヺ][ァ-ヺー]{2,}")
_LETTERS = re.compile("[A-Za-z][A-Za-z0-9-]+")
_CAPITALS = re.compile(r"[^\W\d_a-zß-ÿ][^\W\d_]*(?:[.&'’-][^\W\d_]+)*")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_ASKING = frozenset(
    "what when where which who whom whose why how is are was were will would should could can has have had did does do in on "
    "at of for from by with under after before during according the a an to and since until if define name give tell please "
    "list describe explain i".split()
)
"""Words that stand first in a question and are no names."""


@dataclass(frozen=True, slots=True)
class Premises:
    """What a question names: `names` folded, `numbers` as `index.text.numbers` writes them."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, question: str) -> Premises:
        """The names and the numbers in a question."""
        found = [*_QUOTED.findall(question), *_KATAKANA.findall(question)]
        if language_of(question)[:2] in ("zh", "ja", "ko"):
            found += _LETTERS.findall(question)
        else:
            capitals = (word.group() for word in _CAPITALS.finditer(question))
            found += [word for word in capitals if word[0].isupper() and word.lower() not in _ASKING]
        names = tuple(dict.fromkeys(fold(name) for name in found))
        return cls(names, numbers_in(question))

    def missing(self, text: str, met: Collection[str], about: str = "") -> tuple[float, float]:
        """The shares of the names and of the numbers that a text lacks, 0 where the question has none.

        `met` are the words of the question that the text holds in any rendering (`Concept.asked` of `Words.met`), so that a name
        counts as met in another language. `about` is what else is known of the text: the title of its document, its date.
        """
        return self._names(f"{text}\n{about}", met), self._numbers(f"{text}\n{about}")

    def _names(self, text: str, met: Collection[str]) -> float:
        if not self.names:
            return 0.0
        plain = fold(text)
        words = [fold(word) for word in met if len(word) > 1]
        lacking = [
            name for name in self.names if name not in plain and not any(word in name or name in word for word in words)
        ]
        return len(lacking) / len(self.names)

    def _numbers(self, text: str) -> float:
        if not self.numbers:
            return 0.0
        held = {*numbers_in(text), *_DIGITS.findall(text)}
        return sum(number not in held for number in self.numbers) / len(self.numbers)
