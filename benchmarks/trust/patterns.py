"""How long each regular expression takes on text that is crafted for it, at 1,000 to 8,000 characters."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from types import FrameType
from typing import Any

from benchmarks.trust.crafted import Attack, attacks, crafted
from benchmarks.trust.found_patterns import Found, found_patterns, unread_patterns
from index.formats.decode import _DECLARED_REACH
from qa.question.check import LONGEST_QUESTION
from qa.question.intent import LONGEST_FORM

__all__ = ["LENGTHS", "Grown", "grown", "measure", "worst"]

LENGTHS = (1000, 2000, 4000, 8000)
_FIRST = 2000
"""Characters that each attack is first tried with."""
_SUSPECT = 0.0006
"""Seconds from which it is tried with more: a linear pattern takes less than a tenth of it."""
_CAP = 1.0
_STEEP = 8.0
"""How many times as long it may take for four times the text: 4 where it is linear, 16 where it is quadratic."""
_SHORT = 0.02
"""Seconds for the longest text below which nothing is said against it."""
_BOUNDED = (
    ("qa.question.intent._PATTERNS", LONGEST_FORM),
    ("qa.question.", LONGEST_QUESTION),
    ("index.structure.turns._PERSON", 60),
    ("index.formats.decode._DECLARED", _DECLARED_REACH),
)
"""Texts that are shorter before they get there."""


@dataclass(frozen=True, slots=True)
class Grown:
    """What a pattern takes on the text that is worst for it: processor seconds at each of `lengths`."""

    where: str
    pattern: str
    attack: Attack
    lengths: tuple[int, ...]
    seconds: tuple[float, ...]

    @property
    def steep(self) -> bool:
        """Whether it takes longer than its text grows, and long enough for that to be told from noise."""
        return self.seconds[-1] >= _CAP or self._steeper

    @property
    def _steeper(self) -> bool:
        return self.seconds[-1] > _SHORT and self.seconds[-1] > _STEEP * max(self.seconds[-3], 1e-6)


def worst(found: Found, most: int | None = None) -> Grown | None:
    """The text that is worst for a pattern, of those that seem to be hard at all; None where none is. At most `most` are tried."""
    longest = next((bound for begin, bound in _BOUNDED if found.where.startswith(begin)), LENGTHS[-1])
    lengths = tuple(longest * length // LENGTHS[-1] for length in LENGTHS)
    hardest: Grown | None = None
    for attack in islice(attacks(found.pattern), most):
        for method in found.methods:
            if _seconds(found, method, attack, min(_FIRST, longest)) < _SUSPECT:
                continue
            grown = Grown(
                found.where, str(found.pattern.pattern), attack, lengths, _timed(found, method, attack, lengths)
            )
            if hardest is None or grown.seconds[-1] > hardest.seconds[-1]:
                hardest = grown
            if grown.seconds[-1] >= _CAP:
                return grown
    return hardest


def grown(most: int | None = None) -> tuple[Grown, ...]:
    """Of every pattern that seems hard, the worst text, longest first."""
    found = [one for one in (worst(pattern, most) for pattern in found_patterns()) if one]
    return tuple(sorted(found, key=lambda one: -one.seconds[-1]))


def measure(budget_s: float) -> dict[str, object]:
    """Every pattern where there is time for all, in their order."""
    until = time.monotonic() + budget_s
    every = found_patterns()
    tried = 0
    hard: list[Grown] = []
    for pattern in every:
        if time.monotonic() > until:
            break
        tried += 1
        if one := worst(pattern):
            hard.append(one)
    hard.sort(key=lambda one: -one.seconds[-1])
    return {
        "patterns": len(every),
        "tried": tried,
        "put together within a function": len(unread_patterns()),
        "steeper than their text": sum(one.steep for one in hard),
        "over 0.15 s at their longest text": sum(one.seconds[-1] > 0.15 for one in hard),
        "worst": [
            {
                "where": one.where,
                "before": one.attack[0],
                "repeated": one.attack[1],
                "seconds": {
                    str(length): round(seconds, 4) for length, seconds in zip(one.lengths, one.seconds, strict=True)
                },
            }
            for one in hard[:20]
        ],
    }


def _timed(found: Found, method: str, attack: Attack, lengths: tuple[int, ...]) -> tuple[float, ...]:
    """Seconds at each length; what is over the cap counts as the cap, and so does whatever is longer."""
    taken: list[float] = []
    for length in lengths:
        taken.append(_CAP if taken and taken[-1] >= _CAP else _seconds(found, method, attack, length))
    return tuple(taken)


class _TooLong(BaseException):
    pass


def _seconds(found: Found, method: str, attack: Attack, length: int) -> float:
    """Processor seconds, the less of two tries; at most the cap."""
    text: Any = crafted(attack, length)
    if isinstance(found.pattern.pattern, bytes):
        text = text.encode("utf-8")
    call = _call(found.pattern, method)
    least = _CAP
    for _ in range(2):
        with _stopped(_CAP):
            start = time.process_time()
            call(text)
            least = min(least, time.process_time() - start)
        if not _SUSPECT / 2 < least < _CAP:
            break
    return least


def _call(pattern: re.Pattern[Any], method: str) -> Callable[[Any], object]:
    if method == "finditer":
        return lambda text: sum(1 for _ in pattern.finditer(text))
    if method in ("sub", "subn"):
        blank: Any = b" " if isinstance(pattern.pattern, bytes) else " "
        return lambda text: pattern.sub(lambda _: blank, text)
    called: Callable[[Any], object] = getattr(pattern, method)
    return called


@contextmanager
def _stopped(seconds: float) -> Iterator[None]:
    """What takes longer is left; the module `re` looks for signals while it matches."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        yield
    except _TooLong:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
