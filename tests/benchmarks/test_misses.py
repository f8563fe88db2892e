"""Where the way to a fact ends, on the seeds."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from benchmarks.misses import Ended, Watched, Way, table, ways
from index.encoder.embed import Embedder
from index.facts import build_facts
from index.settings import Settings
from index.store.library import Library
from qa.engine import Engine
from qa.evaluation.question_file import Alternative, Question
from qa.reading.span_reader import SpanReader


def test_a_fact_that_is_quoted_one_that_is_not_and_one_that_stands_nowhere(
    library_path: Path, settings: Settings, embedder: Embedder, reader: SpanReader
) -> None:
    watched = Watched(reader)
    library = Library.open(library_path, build_facts(embedder, settings))
    with closing(Engine(library, embedder, reader=watched)) as engine:
        document = next(one for one in engine.documents() if one.id.startswith("002"))
        quoted = "威慑要有效,须具备三大要素:实力、决心、可信度"
        heading = document.text[-12:]
        facts = tuple((Alternative(document.id, quote),) for quote in (quoted, heading, "这句话哪里也没有"))
        texts = {"en": "What did Kissinger say deterrence requires?"}
        found = list(ways(engine, watched, [Question("k", "speech", True, texts, facts)]))
    assert [way.ended is Ended.CITED for way in found] == [True, False]
    assert found[0].crosses
    assert found[0].beside
    assert found[0].read
    assert watched.given


def test_what_is_beyond_five_is_told_by_where_it_is() -> None:
    cited = Way("date", False, Ended.CITED, 1, 1, {"dense": 1}, True, True)
    found = Way("date", False, Ended.NOT_READ, 9, 2, {"dense": 3}, True, True)
    lost = Way("date", True, Ended.NOT_FOUND, 0, 0, {}, False, False)
    told = table([cited, found, lost])
    assert told["ended"] == {one.value: int(one in (Ended.CITED, Ended.NOT_READ, Ended.NOT_FOUND)) for one in Ended}
    assert (told["facts"], told["not within five passages"], told["not within five beside the answer"]) == (3, 2, 1)
    assert told["of them at rank 6 to 20"] == told["of them within five of the dense leg"] == 1
