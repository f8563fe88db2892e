"""Vectors in an engine: the same passages are found with the same scores, within filters too, and the answer is the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.encoder.embed import Embedder
from index.store.library import Library
from index.store.vector_index import SampledIndex
from qa.engine import Engine
from qa.evaluation.question_file import read_questions
from qa.records import Hit
from qa.retrieval.filters import Filters
from tests.conftest import ROOT
from tests.engines import ENGINES, engine

QUESTIONS = [
    text for one in read_questions(ROOT / "tests" / "questions" / "seeds.jsonl") for text in one.texts.values()
][::40]


@pytest.fixture(scope="module", params=ENGINES)
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, library_path: Path, embedder: Embedder
) -> Iterator[tuple[Engine, Engine]]:
    """The library of the seeds, searched here and in an engine."""
    with engine(request.param, tmp_path_factory.mktemp("engine")) as found:
        here = Engine(Library.open(library_path), embedder)
        there = Engine(Library.open(library_path), embedder, make_index=found.milvus)
        yield here, there
        here.close()
        there.close()


def told(hits: list[Hit]) -> list[tuple[int, float]]:
    return [(hit.number, pytest.approx(hit.score, abs=1e-4)) for hit in hits]


def test_the_same_is_found(both: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = both
    with there._snapshots.newest() as desk:
        assert all(isinstance(one, SampledIndex) for one in desk.dense.vectors.values())
    for filters in (Filters(), Filters.of(after="2024-06"), Filters.of(languages="zh-Hant")):
        for question in QUESTIONS:
            found = there.retrieve(question, 10, filters=filters, read=False)
            assert told(here.retrieve(question, 10, filters=filters, read=False)) == [
                (hit.number, hit.score) for hit in found
            ]


def test_the_answer_is_the_same(both: tuple[Engine, Engine]) -> None:
    answers = [one.ask(QUESTIONS[0]) for one in both]
    assert answers[0].verdict == answers[1].verdict
    assert [c.quote for c in answers[0].citations] == [c.quote for c in answers[1].citations]
