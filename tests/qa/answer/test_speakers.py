"""Whose view a quotation is."""

from __future__ import annotations

import pytest

from index.records import Source
from qa.answer.speakers import holder_of
from qa.retrieval.people import nobody
from tests.qa.quoted import citation, document, support

SENTENCES = (
    "政治学者霍尔(神田国际研究大学)表示，从东京的角度来看，这“可能更好”。",
    "She nevertheless considers the northern section worth building.",
    "甲说：“我们宁愿晚三个月。”",
    "从“西贡时刻”到今天，都证明质疑不无道理。",
    "没有人说话。",
)
SAID = (("可能更好", "霍尔", True), ("我们宁愿晚三个月", "甲", True), ("西贡时刻", "乙", True))
WITH_AUTHOR, WITHOUT = Source(authors=("丁",)), Source(publisher="晚报")


@pytest.mark.parametrize(
    ("place", "source", "holder"),
    [
        (0, WITH_AUTHOR, ("霍尔", True)),  # a sentence about one speaker that ends with what they say
        (1, WITH_AUTHOR, ("霍尔", True)),  # and one that goes on with them
        (2, WITH_AUTHOR, ("甲", True)),
        (3, WITH_AUTHOR, ("丁", False)),  # the author, with somebody's words in the midst
        (4, WITH_AUTHOR, ("丁", False)),
        (4, WITHOUT, ("晚报", False)),
        (4, Source(title="无题"), ("无题", False)),
    ],
)
def test_a_quotation_has_a_holder(place: int, source: Source, holder: tuple[str, bool]) -> None:
    assert holder_of(citation(document("d", SENTENCES, SAID, source), SENTENCES, place)) == holder


def test_somebody_says_their_own_words_and_the_author_the_rest() -> None:
    made = document("d", SENTENCES, SAID, WITH_AUTHOR)
    quoted, own = support(made, SENTENCES, 2).known, support(made, SENTENCES, 4).known
    assert quoted.said_by({"甲"})
    assert not quoted.said_by({"丁"})
    assert own.said_by({"丁"})
    assert not own.said_by({"甲"})
    assert support(made, SENTENCES, 1).known.goes_on_with({"霍尔"})
    assert not support(made, SENTENCES, 1).known.goes_on_with({"甲"})
    assert not quoted.goes_on_with({"霍尔"})


@pytest.mark.parametrize(
    ("name", "unnamed"),
    [
        ("some analysts", True),
        ("多名日本政府相关人士", True),
        ("一部の専門家", True),
        ("정부 관계자", True),
        ("Helen Marsh", False),
        ("何志远", False),
        ("한지우", False),
    ],
)
def test_those_without_a_name_are_nobody(name: str, unnamed: bool) -> None:
    assert nobody(name) is unnamed
