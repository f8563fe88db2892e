"""The likeliest sentences, of the kind of thing that is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from math import exp

from qa.answer.choose import KEEP, choose
from qa.answer.desk import (
    READ_PASSAGES,
    Desk,
    ParsedQuestion,
    renormalised,
)
from qa.answer.speakers import own_words
from qa.answer.ways.advice import MOST_SECTIONS, advised_in
from qa.question.answer_type import TOLD, AnswerType, asked_for
from qa.question.intent import asks_twice
from qa.question.quantities import (
    Quantity,
    answers_type,
    asked_unit,
    quantities,
)
from qa.reading.evidence import Evidence
from qa.records import Hit
from qa.retrieval.diversity import of_each_source

__all__ = ["clause_of", "ordinary"]

_COUNTED = 30.0
"""How much the odds of a sentence change with the cosine of the question to the figure in it."""
_UNLIKELY = 8.0
"""Where the sentences with a thing of the kind asked for are so many times below the threshold, none of them answers."""
_STOP = re.compile(r"[，。；：！？、;!?\n]|[,:](?=\s)")
_COUNTS = frozenset({AnswerType.NUMBER, AnswerType.PERCENTAGE, AnswerType.MONEY})


def ordinary(
    desk: Desk, asked: ParsedQuestion, hits: Sequence[Hit], sections: Sequence[Sequence[Hit]]
) -> list[Evidence]:
    """The likeliest sentences of the passages that are read, or of the section that the question names."""
    if sections:
        named = [found for section in sections if (found := desk.weighed(asked, section)[0])]
        if len(named) > 1:
            return [advised_in(section) for section in named[:MOST_SECTIONS]]
        if named:
            return choose(own_words(named[0]), 0.0)
    if asked.several:
        read = {
            hit.number: hit for hit in [*hits[:READ_PASSAGES], *of_each_source(hits, desk.group, 2 * READ_PASSAGES)]
        }
        evidence, _ = desk.weighed(asked, list(read.values()))
    else:
        evidence = desk.weighed_till_settled(asked, hits[:READ_PASSAGES])
    if sum(item.odds for item in evidence) < desk.model.threshold:
        return []
    kind = asked_for(asked.text)
    if kind in TOLD:
        evidence = renormalised(evidence, [s for s in evidence if answers_type(s.sentence.text, kind)])
        if sum(item.odds for item in evidence) * _UNLIKELY < desk.model.threshold:
            return []
    if kind in _COUNTS:
        evidence = _by_what_is_counted(desk, asked, evidence)
    keep = KEEP / 4 if asks_twice(asked.text) else KEEP
    return choose(evidence, 0.0, keep=keep, group=desk.group)


def _by_what_is_counted(desk: Desk, asked: ParsedQuestion, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Sentences with a figure, those first whose figure counts what the question asks to count.

    "54,000 US troops in Japan" lies nearer to "How many US troops are in Japan?" than "28,500 US troops" does, and where the clause
    of one figure holds all that the clause of another holds of the question, and more, the other is of something else.
    """
    unit = asked_unit(asked.text)
    told = [quantities(item.sentence.text) for item in evidence]
    if unit and any(quantity.unit == unit for some in told for quantity in some):
        told = [[quantity for quantity in some if quantity.unit in (unit, "")] for some in told]
        evidence, told = _counting_most(asked, unit, evidence, told)
    counted = [[quantity.words for quantity in some] for some in told]
    every = list(dict.fromkeys(words for some in counted for words in some))
    if not every:
        return list(evidence)
    near = dict(zip(every, (desk.embed(every) @ asked.query.vectors.vector).tolist(), strict=True))
    best = [max((near[words] for words in some), default=0.0) for some in counted]
    most = max(best)
    weighed = [
        replace(item, odds=item.odds * exp(_COUNTED * (own - most))) for item, own in zip(evidence, best, strict=True)
    ]
    return sorted(weighed, key=lambda item: -item.odds)


def _counting_most(
    asked: ParsedQuestion, unit: str, evidence: Sequence[Evidence], told: Sequence[Sequence[Quantity]]
) -> tuple[list[Evidence], list[list[Quantity]]]:
    """The sentences and their figures, without those whose clause holds less of the question than that of a figure in its unit."""
    held = [
        [
            frozenset(
                concept.asked
                for concept in asked.query.words.met(clause_of(item.sentence.text, quantity), item.hit.passage.language)
            )
            for quantity in some
        ]
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
