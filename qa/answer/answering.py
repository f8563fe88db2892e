"""A question → the passages found, the evidence in them, and the sentences that answer, by the way that it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answer.disagreement import disagree
from qa.answer.reading_order import in_reading_order, with_enumeration
from qa.answer.ways.table import WAYS
from qa.question.intent import AnswerKind
from qa.reading.desk import Desk
from qa.reading.evidence import Evidence
from qa.records import Hit
from qa.retrieval.finding import find, found_for
from qa.retrieval.search import Query
from qa.timings import stage

__all__ = ["Made", "answering"]


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a question: the passages found, and the sentences chosen, one for a statement, in their order.

    `positions` where it asks who holds what; `disagree` where independent sources contradict each other.
    """

    hits: list[Hit]
    chosen: list[Evidence]
    positions: bool = False
    disagree: bool = False


def answering(desk: Desk, query: Query, k: int, among: Sequence[int] | None) -> Made:
    """The passages for a question, at least `k` where there are so many, and what of them answers it; nothing where none does."""
    with stage("choose"):
        found = find(desk, query, k, among)
        chosen: list[Evidence] = []
        for need, way in WAYS[query.question.kind]:
            laid = found_for(desk, found, need, among)
            selected = way(query.question, desk.read(laid, need))
            if selected is not None:
                chosen = selected
                break
        return _made(desk, query, found.hits, chosen)


def _made(desk: Desk, query: Query, hits: list[Hit], chosen: list[Evidence]) -> Made:
    """The sentences chosen, in their order, and whether they contradict each other."""
    question, kind = query.question, query.question.kind
    sides = kind is AnswerKind.COMPARE
    differing = disagree(question, chosen, desk.group, sides)
    if sides:
        chosen = in_reading_order(chosen)
    elif kind is not AnswerKind.RECOMMENDATION:
        chosen = in_reading_order(with_enumeration(chosen))
    return Made(hits, chosen, differing or kind in (AnswerKind.VIEW, AnswerKind.COMPARE), differing)
