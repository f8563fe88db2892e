"""A question → the passages found, the evidence in them, and the sentences that answer, by the way that it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.answer.disagreement import disagree
from qa.answer.reading_order import in_reading_order, with_enumeration
from qa.answer.ways.held import told_by_others
from qa.answer.ways.table import WAYS
from qa.answer.ways.way import Selection, Way
from qa.question.intent import AnswerKind
from qa.reading.desk import Desk
from qa.reading.evidence import Evidence
from qa.records import Hit
from qa.retrieval.finding import HELD, Found, find, found_for
from qa.retrieval.search import Query
from qa.timings import stage
from qa.verdict import Verdict

__all__ = ["Made", "answering"]


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a question: the passages found, and the sentences chosen, one for a statement, in their order.

    `odds` is the probability that any sentence answers, None where nothing was weighed; `certain` where it is high enough to call it
    answered: otherwise they may answer. `positions` where it asks who holds what; `disagree` where independent sources contradict
    each other. `others` where they are not of those whose words the question asks for. `read` are the sentences that were read, the
    likeliest first.
    """

    hits: list[Hit]
    chosen: list[Evidence]
    read: Sequence[Evidence] = ()
    positions: bool = False
    disagree: bool = False
    certain: bool = True
    others: bool = False
    odds: float | None = None

    @property
    def verdict(self) -> Verdict:
        """What the answer is, as far as these passages go."""
        if not self.chosen:
            return Verdict.NOT_IN_LIBRARY
        if not self.certain:
            return Verdict.UNCERTAIN
        return Verdict.DISAGREE if self.disagree else Verdict.ANSWERED


def answering(desk: Desk, query: Query, k: int, among: Sequence[int] | None) -> Made:
    """The passages for a question, at least `k` where there are so many, and what of them answers it; nothing where none does."""
    with stage("choose"):
        found = find(desk, query, k, among)
        read: list[Evidence] = []
        selected: Selection | None = None
        for need, way in WAYS[query.question.kind]:
            given = desk.read(found_for(desk, found, need, among), need)
            read += given.every
            selected = way(query.question, given)
            if selected is not None and (selected.to_be_shown(desk.odds.least) or not selected.yields):
                break
        selected = selected or Selection((), 0.0)
        shown = selected.to_be_shown(desk.odds.least)
        made = _made(desk, query, found.hits, list(selected.chosen) if shown else [])
        certain = selected.structural or selected.odds >= desk.odds.threshold
        others = _of_others(query, found, way)
        return replace(made, odds=selected.odds, certain=certain and not others, others=others, read=read)


def _of_others(query: Query, found: Found, way: Way) -> bool:
    """Whether somebody's words are asked for by name, and who they are, or what they say, is not known: others' may not pass for theirs."""
    question = query.question
    return question.kind in HELD and bool(question.intent.holder) and (not found.holders.names or way is told_by_others)


def _made(desk: Desk, query: Query, hits: list[Hit], chosen: list[Evidence]) -> Made:
    """The sentences chosen, in their order, and whether they contradict each other."""
    kind = query.question.kind
    differing = disagree(chosen, desk.group)
    if kind is AnswerKind.COMPARE:
        chosen = in_reading_order(chosen)
    elif kind is not AnswerKind.RECOMMENDATION:
        chosen = in_reading_order(with_enumeration(chosen))
    return Made(hits, chosen, positions=differing or kind in (AnswerKind.VIEW, AnswerKind.COMPARE), disagree=differing)
