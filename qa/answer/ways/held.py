"""What those hold whom a question names: their own words, and where it asks what they said, also what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

from qa.answer.choose import choose
from qa.answer.reading_order import in_reading_order, with_enumeration
from qa.answer.ways.way import Selection
from qa.question.intent import AnswerKind
from qa.question.parsed import ParsedQuestion
from qa.reading.candidate import Candidate
from qa.reading.evidence import Evidence, Evidences, renormalised
from qa.retrieval.people import Holders

__all__ = ["held", "is_theirs"]

_HELD = 0.5
"""Somebody speaks to a topic where a passage of theirs holds half of its words, by weight."""


def held(question: ParsedQuestion, given: Evidences) -> Selection:
    """What those hold whom the question names; None where it names nobody whom the library knows to speak.

    Nothing answers for somebody whom no passage that was found names.
    """
    holders, asked_what_was_said = given.holders, question.kind is AnswerKind.SPEECH
    if not holders.names:
        return [] if holders.unheard else None
    said = [item for item in given.every if is_theirs(item.known, holders, asked_what_was_said)]
    chosen = _on_topic(renormalised(given.every, said), given.threshold, given.group)
    if asked_what_was_said:
        return _verbatim(chosen, holders.names) or None
    if question.kind is AnswerKind.RECOMMENDATION:
        return in_reading_order(with_enumeration(chosen))
    return chosen


def _verbatim(chosen: Sequence[Evidence], names: Collection[str]) -> list[Evidence]:
    """With what is told of somebody the sentence after it, where that gives their very words."""
    found = list(chosen)
    for item in chosen:
        after = item.known.after
        if after is None or item.known.speech.direct:
            continue
        following = item.moved(after)
        said = following.known.speech
        if said.whole and said.direct and set(said.innermost) & set(names):
            found.append(following)
    return list({item.place: item for item in reversed(found)}.values())[::-1]


def is_theirs(known: Candidate, holders: Holders, told_of_them: bool) -> bool:
    """Whether one of them says the sentence or, with `told_of_them`, it names them."""
    if known.said_by(holders.names) or known.goes_on_with(holders.names):
        return True
    return told_of_them and not holders.words.isdisjoint(known.met(known.sentence.text))


def _on_topic(said: Sequence[Evidence], threshold: float, group: Callable[[str], Collection[str]]) -> list[Evidence]:
    """Of somebody's own sentences those that say what is held of the topic; none where they do not speak to it."""
    passages = {item.hit.number: item for item in said}
    around = max((item.known.covered(item.hit.passage.text)[1] for item in passages.values()), default=0.0)
    if not said or (sum(item.odds for item in said) < threshold and around < _HELD):
        return []
    if (
        max(item.known.coverage[1] for item in said) >= _HELD
    ):  # a life told in passing does not say what somebody thinks
        said = [item for item in said if item.known.coverage[1] > 0]

    def weight(item: Evidence) -> float:
        return float(np.sqrt(item.odds) * (0.3 + item.known.coverage[1]) * (1.0 + 0.5 * item.known.cues.judges))

    ranked = sorted(said, key=lambda item: -weight(item))
    best = weight(ranked[0])
    return choose([item for item in ranked if weight(item) * 4 >= best], 0.0, keep=0.0, group=group)
