"""Reading stops once the odds are settled, and what was read is weighed as it is beside all the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index.encoder.embed import Embedder
from index.settings import Settings
from qa.engine import Engine
from qa.reading import desk
from qa.reading.desk import SETTLED, Settled
from qa.reading.reader import Reading
from qa.reading.span_reader import SpanReader
from qa.records import Answer
from qa.retrieval.finder import READ_PASSAGES
from tests.qa.quoted import document, support

SENTENCES = ("The bridge was built in 1932.", "It is painted every year.", "Ferries ran before.")


@pytest.mark.parametrize(
    ("odds", "settled"),
    [
        ((), True),
        ((0.8,), True),
        ((0.79, 0.2), False),
        ((0.005, 0.005), True),
        ((0.006, 0.005), False),
        ((0.3, 0.2, 0.1), False),
    ],
)
def test_when_the_odds_are_settled(odds: tuple[float, ...], settled: bool) -> None:
    made = document("a", SENTENCES)
    assert (
        Settled(2, surely=0.8, hardly=0.01).by([support(made, SENTENCES, n, p) for n, p in enumerate(odds)]) is settled
    )


class Counting:
    """The real reader, which counts the passages."""

    marks_evidence = True

    def __init__(self, reader: SpanReader) -> None:
        self._reader, self.name, self.passages = reader, reader.name, 0

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        self.passages += len(passages)
        return self._reader.read(question, passages)


def _said(answer: Answer) -> tuple[object, ...]:
    return answer.verdict, [(one.document.id, one.start, one.end) for one in answer.citations]


def test_less_is_read_for_the_same_answers(
    settings: Settings, library_path: Path, embedder: Embedder, reader: SpanReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = (
        "日本签约购买了多少枚战斧导弹？",
        "Which declaration announced the Nuclear Consultative Group?",
        "在日米軍は何人いますか？",
        "红烧肉怎么做？",
        "Who won the chess championship of 1972?",
        "核磋商小组是在哪一年宣布成立的？",
    )
    counting = Counting(reader)
    engine = Engine.open(settings, library_path, embedder=embedder, reader=counting)
    little = [_said(engine.ask(question)) for question in questions]
    few, counting.passages = counting.passages, 0
    monkeypatch.setattr(desk, "SETTLED", ())
    assert [_said(engine.ask(question)) for question in questions] == little
    engine.close()
    assert SETTLED[0].read <= few / len(questions) < counting.passages / len(questions) <= READ_PASSAGES


def test_a_question_asked_again_is_not_read_again(
    settings: Settings, library_path: Path, embedder: Embedder, reader: SpanReader
) -> None:
    counting = Counting(reader)
    engine = Engine.open(settings, library_path, embedder=embedder, reader=counting)
    first, read = engine.ask("在日米軍は何人いますか？"), counting.passages
    again = engine.ask("在日米軍は何人いますか？")
    engine.close()
    assert read == counting.passages > 0
    assert replace(again, seconds=0.0) == replace(first, seconds=0.0)
