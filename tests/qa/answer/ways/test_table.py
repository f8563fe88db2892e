"""Every kind of question has its ways, and the last of them always has something to say."""

from __future__ import annotations

import pytest

from qa.answer.ways.held import told_by_others
from qa.answer.ways.ordinary import ordinary
from qa.answer.ways.sides import sides
from qa.answer.ways.table import WAYS
from qa.question.intent import AnswerKind
from qa.retrieval.finding import Need


@pytest.mark.parametrize("kind", AnswerKind)
def test_a_kind_has_ways_and_the_last_one_never_gives_way(kind: AnswerKind) -> None:
    assert WAYS[kind][-1] in (
        (Need.LIKELIEST, ordinary),
        (Need.LIKELIEST, told_by_others),
        (Need.SIDES, sides),
    )


def test_no_kind_tries_a_way_twice() -> None:
    assert all(len(set(ways)) == len(ways) for ways in WAYS.values())
