"""Question → the passages found and the sentences that answer, by the way that the question asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answer.desk import WIDE_PASSAGES, Desk, ParsedQuestion
from qa.answer.disagreement import disagree
from qa.answer.reading_order import in_reading_order, with_enumeration
from qa.answer.ways.definition import definition
from qa.answer.ways.holder import by_holder
from qa.answer.ways.ordinary import ordinary
from qa.answer.ways.person import person
from qa.answer.ways.reference import reference
from qa.answer.ways.sides import sides
from qa.question.intent import AnswerKind
from qa.reading.evidence import Evidence
from qa.records import Hit
from qa.timings import stage

__all__ = ["Made", "answering"]

_NAMED = 0.6
"""A sentence names a topic where it holds so much of its words, by weight."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a question: the passages found, and the sentences chosen, one for a statement, in their order.

    `positions` where it asks who holds what; `disagree` where independent sources contradict each other.
    """

    hits: list[Hit]
    chosen: list[Evidence]
    positions: bool = False
    disagree: bool = False


def answering(desk: Desk, asked: ParsedQuestion, k: int, among: Sequence[int] | None) -> Made:
    """The passages for a question, at least `k` where there are so many, and what of them answers it; nothing where none does."""
    with stage("choose"):
        return _made(desk, asked, k, among)


def _made(desk: Desk, asked: ParsedQuestion, k: int, among: Sequence[int] | None) -> Made:
    kind = asked.intent.kind
    if kind is AnswerKind.COMPARE:
        about, held = sides(desk, asked, among)
        topic = desk.words(asked.intent.topic)

        def names(item: Evidence) -> bool:
            return topic.coverage(item.sentence.text, item.hit.passage.language)[1] >= _NAMED

        return Made(about, in_reading_order(held), True, disagree(asked.text, held, desk.group, True, names))
    hits, sections = desk.retrieve(asked.query, max(k, WIDE_PASSAGES), among)
    chosen: list[Evidence] | None = None
    if kind in (AnswerKind.VIEW, AnswerKind.RECOMMENDATION, AnswerKind.SPEECH):
        chosen = by_holder(desk, asked, hits, among)
    elif kind is AnswerKind.DEFINITION:
        chosen = definition(desk, asked, hits)
    elif kind is AnswerKind.PERSON:
        chosen = person(desk, asked, hits)
    elif kind is AnswerKind.REFERENCE:
        chosen = reference(desk, asked, hits)
    if chosen is None:
        chosen = ordinary(desk, asked, hits, sections)
    differing = disagree(asked.text, chosen, desk.group, sides=False)
    if kind is not AnswerKind.RECOMMENDATION:
        chosen = in_reading_order(with_enumeration(chosen))
    return Made(hits, chosen, differing or kind is AnswerKind.VIEW, differing)
