"""Which ways of answering a question goes, by the kind of answer that it asks for."""

from __future__ import annotations

from collections.abc import Mapping

from qa.answer.ways.advice import advice
from qa.answer.ways.held import held, told_by_others
from qa.answer.ways.ordinary import ordinary
from qa.answer.ways.reference import reference
from qa.answer.ways.sides import sides
from qa.answer.ways.way import Way
from qa.question.intent import AnswerKind
from qa.retrieval.finding import Need

__all__ = ["WAYS"]

_ORDINARY: tuple[Need, Way] = (Need.LIKELIEST, ordinary)
_HELD: tuple[Need, Way] = (Need.HOLDERS, held)
_TOLD: tuple[Need, Way] = (Need.LIKELIEST, told_by_others)
WAYS: Mapping[AnswerKind, tuple[tuple[Need, Way], ...]] = {
    AnswerKind.FACT: (_ORDINARY,),
    AnswerKind.DEFINITION: (_ORDINARY,),
    AnswerKind.PERSON: (_ORDINARY,),
    AnswerKind.REFERENCE: ((Need.FIRST, reference), _ORDINARY),
    AnswerKind.VIEW: (_HELD, _TOLD),
    AnswerKind.SPEECH: (_HELD, _TOLD),
    AnswerKind.RECOMMENDATION: ((Need.ADVICE, advice), _HELD, _TOLD),
    AnswerKind.COMPARE: ((Need.SIDES, sides),),
}
"""For each kind the ways that are tried, in their order, each with what it needs; the first that has something to say answers.

The one place to add a kind: an entry point group (`yinzheng.answer_kinds`) would add rows here and nothing elsewhere.
"""
