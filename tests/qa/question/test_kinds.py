"""What a question asks for, told by the model that ships."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from index.encoder.embed import Embedder
from qa.question.intent import AnswerKind
from qa.question.kinds import ANSWERED_AS, LIKELY, KindModel, packed, told_kind
from qa.question.parsed import ParsedQuestion

HELD_OUT = Path("training/kinds_held_out.tsv")
ASKED = [
    ("Which survey does the share of cyclists come from?", AnswerKind.REFERENCE),
    ("专家们对海水淡化的意见有哪些分歧？", AnswerKind.COMPARE),
    ("護理師建議新手爸媽怎麼做？", AnswerKind.RECOMMENDATION),
    ("火山灰とは何ですか？", AnswerKind.DEFINITION),
    ("도서관은 몇 시에 닫나요?", AnswerKind.FACT),
]


@pytest.fixture(scope="module")
def model(embedder: Embedder) -> KindModel:
    found = KindModel.shipped(embedder.fingerprint)
    assert found is not None, "the model that ships is of another embedder: run python -m training.kinds"
    return found


@pytest.mark.parametrize(("question", "kind"), ASKED)
def test_what_is_asked_for_is_told_in_each_language(
    question: str, kind: AnswerKind, model: KindModel, embedder: Embedder
) -> None:
    odds = model.odds(question, embedder.question(question))
    assert sum(odds.values()) == pytest.approx(1.0)
    assert list(odds.values()) == sorted(odds.values(), reverse=True)
    assert told_kind(odds) is kind


def test_wordings_that_were_not_learnt_from_are_told(model: KindModel, embedder: Embedder) -> None:
    with HELD_OUT.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[::10]
    vectors = embedder.questions([row["question"] for row in rows])
    right = [
        told_kind(model.odds(row["question"], vector)) is ANSWERED_AS[row["kind"]]
        for row, vector in zip(rows, vectors, strict=True)
    ]
    assert sum(right) / len(right) > 0.6


def test_another_embedder_has_no_model() -> None:
    assert KindModel.shipped("another") is None


def test_every_way_of_its_own_can_be_learnt(model: KindModel) -> None:
    assert set(ANSWERED_AS) < set(model.names)
    assert set(ANSWERED_AS.values()) == set(AnswerKind) - {AnswerKind.FACT}


def test_a_fact_is_asked_for_unless_another_kind_is_likely_or_worded_so() -> None:
    assert told_kind({"compare": LIKELY, "number": 1 - LIKELY}) is AnswerKind.COMPARE
    assert told_kind({"compare": 0.2, "number": 0.8}) is AnswerKind.FACT
    assert told_kind({"compare": 0.2, "number": 0.8}, AnswerKind.COMPARE) is AnswerKind.COMPARE
    assert told_kind({"compare": 0.05, "number": 0.95}, AnswerKind.COMPARE) is AnswerKind.FACT
    assert told_kind({"speech": 0.2, "quote": 0.2, "number": 0.6}) is AnswerKind.SPEECH  # answered alike


def test_what_is_written_is_what_is_read() -> None:
    made = KindModel(("a", "b"), np.eye(4, 2, dtype=np.float32), np.array([0.5, -0.5], np.float32))
    rows = packed(made, "print")
    assert list(rows) == ["print.a", "print.b"]
    assert rows["print.a"].tolist() == [1, 0, 0, 0, 0.5]


def test_the_kind_is_the_models_and_the_topic_is_read_from_the_words() -> None:
    question = "How do the sources differ on the tram?"
    assert ParsedQuestion.of(question, {"compare": 0.9, "fact": 0.1}).intent.topic == "the tram"
    fact = ParsedQuestion.of(question, {"number": 0.95, "compare": 0.05})
    assert (fact.kind, fact.subject, fact.several) == (AnswerKind.FACT, question, True)
    assert next(iter(fact.kinds)) == "number"


def test_where_no_form_tells_the_topic_the_whole_question_is_it() -> None:
    question = "Is there consensus on chess?"
    assert ParsedQuestion.of(question, {"compare": 0.9, "fact": 0.1}).subject == question
