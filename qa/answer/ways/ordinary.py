"""The likeliest sentences, of the kind of thing that is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from math import exp

from qa.answer.choose import KEEP, choose
from qa.answer.speakers import own_words
from qa.answer.ways.advice import advised
from qa.question.answer_type import TOLD, AnswerType
from qa.question.parsed import ParsedQuestion
from qa.question.quantities import Quantity
from qa.reading.evidence import Evidence, Evidences, renormalised

__all__ = ["clause_of", "ordinary"]

_COUNTED = 30.0
"""How much the odds of a sentence change with the cosine of the question to the figure in it."""
_UNLIKELY = 8.0
"""Where the sentences with a thing of the kind asked for are so many times below the threshold, none of them answers."""
_STOP = re.compile(r"[，。；：！？、;!?\n]|[,:](?=\s)")
_COUNTS = frozenset({AnswerType.NUMBER, AnswerType.PERCENTAGE, AnswerType.MONEY})


def ordinary(question: ParsedQuestion, given: Evidences) -> list[Evidence]:
    """The likeliest sentences of the passages that are read, or of the sections that the question names."""
    if given.sections:
        return advised(given.sections) if len(given.sections) > 1 else choose(own_words(given.sections[0]), 0.0)
    evidence, kind = given.every, question.answer_type
    if sum(item.odds for item in evidence) < given.threshold:
        return []
    if kind in TOLD:
        evidence = renormalised(evidence, [item for item in evidence if item.known.holds(kind)])
        if sum(item.odds for item in evidence) * _UNLIKELY < given.threshold:
            return []
    if kind in _COUNTS:
        evidence = _by_what_is_counted(question.unit, given, evidence)
    return choose(evidence, 0.0, keep=KEEP / 4 if question.twice else KEEP, group=given.group)


def _by_what_is_counted(unit: str, given: Evidences, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Sentences with a figure, those first whose figure counts what the question asks to count.

    "54,000 US troops in Japan" lies nearer to "How many US troops are in Japan?" than "28,500 US troops" does, and where the clause
    of one figure holds all that the clause of another holds of the question, and more, the other is of something else.
    """
    told = [item.known.quantities for item in evidence]
    if unit and any(quantity.unit == unit for some in told for quantity in some):
        told = [[quantity for quantity in some if quantity.unit in (unit, "")] for some in told]
        evidence, told = _counting_most(unit, evidence, told)
    counted = [[quantity.words for quantity in some] for some in told]
    every = list(dict.fromkeys(words for some in counted for words in some))
    if not every:
        return list(evidence)
    near = dict(zip(every, given.alike(every), strict=True))
    best = [max((near[words] for words in some), default=0.0) for some in counted]
    most = max(best)
    weighed = [
        replace(item, odds=item.odds * exp(_COUNTED * (own - most))) for item, own in zip(evidence, best, strict=True)
    ]
    return sorted(weighed, key=lambda item: -item.odds)


def _counting_most(
    unit: str, evidence: Sequence[Evidence], told: Sequence[Sequence[Quantity]]
) -> tuple[list[Evidence], list[list[Quantity]]]:
    """The sentences and their figures, without those whose clause holds less of the question than that of a figure in its unit."""
    held = [
        [item.known.met(clause_of(item.sentence.text, quantity)) for quantity in some]
        for item, some in zip(evidence, told, strict=True)
    ]
    every = {
        words
        for some, own in zip(told, held, strict=True)
        for quantity, words in zip(some, own, strict=True)
        if quantity.unit == unit
    }
    kept = [
        [quantity for quantity, words in zip(some, own, strict=True) if not any(words < other for other in every)]
        for some, own in zip(told, held, strict=True)
    ]
    return [item for item, some in zip(evidence, kept, strict=True) if some], [some for some in kept if some]


def clause_of(text: str, quantity: Quantity) -> str:
    """The part of a sentence, between two stops, in which a figure stands."""
    before = [stop.end() for stop in _STOP.finditer(text, 0, quantity.start)]
    after = _STOP.search(text, quantity.start)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]
