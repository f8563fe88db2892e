"""What those hold whom a question names: their own words, and where it asks what they said, also what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

from index.script import language_of
from qa.compose import Support, choose
from qa.cues import judges
from qa.holders import named_holders, passages_of, says
from qa.intent import Kind
from qa.lexical import Words
from qa.records import Hit
from qa.ways.advice import advice
from qa.ways.desk import READ, Asked, Desk, anew

__all__ = ["by_holder"]

_HELD = 0.5
"""Somebody speaks to a topic where a passage of theirs holds half of its words, by weight."""


def by_holder(desk: Desk, asked: Asked, hits: Sequence[Hit], among: Sequence[int] | None) -> list[Support] | None:
    """What those hold whom the question names; None where it names nobody whom the library knows to speak."""
    names = named_holders(asked.text, asked.intent.holder, desk.leg, desk.catalogue())
    if not names:
        return None
    if asked.intent.kind is Kind.RECOMMENDATION and (advised := advice(desk, asked, names, among)):
        return advised
    said = _held_by(desk, asked, hits, names, among)
    return None if asked.intent.kind is Kind.SPEECH and not said else said


def _held_by(
    desk: Desk, asked: Asked, hits: Sequence[Hit], names: Collection[str], among: Sequence[int] | None
) -> list[Support]:
    """What those named say themselves; where it is asked what was said, also what is told of them."""
    theirs = passages_of(names, desk.catalogue())
    if among is not None:
        theirs = sorted(set(theirs) & set(among))
    own = {hit.number: hit for hit in desk.retrieve(asked.query, READ, theirs)[0][:READ]}
    if asked.intent.kind is Kind.SPEECH:
        own |= {hit.number: hit for hit in hits[:READ]}
    supports, _ = desk.weighed(asked, list(own.values()))
    topic = desk.query(asked.intent.topic).words if asked.intent.topic else asked.query.words
    said = [s for s in supports if _is_theirs(desk, s, names, asked)]
    return _on_topic(anew(supports, said), topic, desk.model.threshold, desk.group)


def _is_theirs(desk: Desk, item: Support, names: Collection[str], asked: Asked) -> bool:
    passage = item.hit.passage
    if says(item.hit.document, passage.section, item.sentence.start, item.sentence.end, names):
        return True
    if asked.intent.kind is not Kind.SPEECH:
        return False
    held = {c.asked for name in names for c in desk.leg.met(asked.query.words.asked, name, language_of(name))}
    met = {c.asked for c in asked.query.words.met(item.sentence.text, passage.language)}
    return bool(held & met)


def _on_topic(
    said: Sequence[Support], topic: Words, threshold: float, group: Callable[[str], Collection[str]]
) -> list[Support]:
    """Of somebody's own sentences those that say what is held of the topic; none where they do not speak to it."""
    covered = {id(item): topic.coverage(item.sentence.text, item.hit.passage.language)[1] for item in said}
    around = max((topic.coverage(item.hit.passage.text, item.hit.passage.language)[1] for item in said), default=0.0)
    if not said or (sum(item.odds for item in said) < threshold and around < _HELD):
        return []

    def weight(item: Support) -> float:
        return float(np.sqrt(item.odds) * (0.3 + covered[id(item)]) * (1.0 + 0.5 * judges(item.sentence.text)))

    ranked = sorted(said, key=lambda item: -weight(item))
    best = weight(ranked[0])
    return choose([item for item in ranked if weight(item) * 4 >= best], 0.0, keep=0.0, group=group)
