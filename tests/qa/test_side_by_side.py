"""Many ask at once: each is answered as it would be alone, from one generation of the library, and waits for nobody."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest

from index.build import build, build_facts, rebuild
from index.encoder.embed import Embedder
from index.errors import LibraryError
from index.settings import Settings
from index.store.entries import Entry
from index.store.library import Library
from qa.engine import Engine
from qa.evaluation.question_file import read_questions
from qa.reading.reader import Reading
from qa.reading.span_reader import SpanReader
from qa.records import Verdict
from tests.conftest import ROOT

THREADS = 20
PATIENCE = 100
"""Seconds after which a thread that waits for another is taken to wait for ever."""
NCG = "When was the Nuclear Consultative Group founded?"
TREATY = (
    "The Nuclear Consultative Group was founded in April 2023 by the Washington Declaration. "
    "It lets Seoul and Washington plan together for a nuclear emergency on the Korean peninsula."
)
LATER = (
    "The Nuclear Consultative Group was founded in May 2024 by the Seoul Declaration. "
    "It lets both governments speak with one voice on the Korean peninsula."
)


class Watched:
    """The real reader, which lets `watch` know that it is about to read."""

    def __init__(self, reader: SpanReader, watch: Callable[[], object]) -> None:
        self._reader, self._watch = reader, watch
        self.name = reader.name

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        self._watch()
        return self._reader.read(question, passages)


def timeless(engine: Engine, question: str) -> dict[str, Any]:
    return {**engine.ask(question).to_dict(), "seconds": 0}


def test_twenty_threads_get_the_answers_that_one_gets(engine: Engine) -> None:
    questions = read_questions(ROOT / "tests" / "questions" / "seeds.jsonl")
    texts = [text for question in questions[::4] for text in question.texts.values()][:THREADS]
    assert len(texts) == THREADS
    together = Barrier(THREADS, timeout=PATIENCE)

    def asked(text: str) -> dict[str, Any]:
        together.wait()
        return timeless(engine, text)

    with ThreadPoolExecutor(THREADS) as pool:
        at_once = list(pool.map(asked, texts))
    assert at_once == [timeless(engine, text) for text in texts]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "treaty.txt").write_text(TREATY, "utf-8")
    return folder


Opened = Callable[[Callable[[], object]], Engine]


@pytest.fixture
def opened(
    folder: Path, tmp_path: Path, settings: Settings, embedder: Embedder, reader: SpanReader
) -> Iterator[Opened]:
    """Opens an engine over a library of the folder, whose reader lets itself be watched."""
    path = tmp_path / "own.sqlite"
    build([folder], path, embedder, settings, strict=True)
    engines: list[Engine] = []

    def open_(watch: Callable[[], object]) -> Engine:
        engines.append(Engine.open(settings, path, embedder=embedder, reader=Watched(reader, watch)))
        return engines[-1]

    yield open_
    for engine in engines:
        engine.close()


def test_nobody_waits_for_the_answer_of_another(opened: Opened) -> None:
    """Each of twenty threads goes on only when all of them are in the midst of an answer."""
    met: list[int] = []
    together = Barrier(THREADS, lambda: met.append(THREADS), timeout=PATIENCE)
    engine = opened(together.wait)
    with ThreadPoolExecutor(THREADS) as pool:
        verdicts = list(pool.map(lambda _: engine.ask(NCG).verdict, range(THREADS)))
    assert verdicts == [Verdict.ANSWERED] * THREADS
    assert met == [THREADS]


class Midst:
    """Holds whoever reads first in the midst of an answer, and keeps the connection that it has."""

    def __init__(self) -> None:
        self.there, self.release = Event(), Event()
        self.library: Library | None = None
        self.connection: sqlite3.Connection | None = None

    def __call__(self) -> None:
        if not self.there.is_set():
            assert self.library is not None
            self.connection = self.library._file._connections.mine
            self.there.set()
            assert self.release.wait(PATIENCE)


def test_a_library_that_is_replaced_meanwhile(
    opened: Opened, folder: Path, settings: Settings, embedder: Embedder
) -> None:
    midst = Midst()
    engine = opened(midst)
    old = midst.library = engine.library
    with ThreadPoolExecutor(1) as pool:
        running: Future[dict[str, Any]] = pool.submit(timeless, engine, NCG)
        assert midst.there.wait(PATIENCE)
        (folder / "treaty.txt").write_text(LATER, "utf-8")
        rebuild([folder], old.path, embedder, settings, strict=True)
        after = timeless(engine, NCG)  # of the new file, while the other question is still being answered
        assert not running.done()
        midst.release.set()
        before = running.result(PATIENCE)
    assert before["citations"]
    assert after["citations"]
    assert all(citation["quote"] in TREATY for citation in before["citations"])
    assert all(citation["quote"] in LATER for citation in after["citations"])
    assert before["library"]["corpus"] != after["library"]["corpus"]
    assert before["library"]["generation"] < after["library"]["generation"]
    assert engine.library is old  # it was written over, as a change is


def test_a_file_that_is_put_in_the_place_of_the_library_meanwhile(
    opened: Opened, folder: Path, settings: Settings, embedder: Embedder
) -> None:
    midst = Midst()
    engine = opened(midst)
    old = midst.library = engine.library
    other = old.path.with_name("other.sqlite")
    (folder / "treaty.txt").write_text(LATER, "utf-8")
    build([folder], other, embedder, settings, strict=True)
    with ThreadPoolExecutor(1) as pool:
        running: Future[dict[str, Any]] = pool.submit(timeless, engine, NCG)
        assert midst.there.wait(PATIENCE)
        for beside in old.path.parent.glob(f"{old.path.name}-*"):
            beside.unlink()
        other.replace(old.path)
        after = timeless(engine, NCG)
        midst.release.set()
        before = running.result(PATIENCE)
    assert all(citation["quote"] in TREATY for citation in before["citations"])
    assert after["citations"]
    assert all(citation["quote"] in LATER for citation in after["citations"])
    assert engine.library is not old
    assert midst.connection is not None
    with pytest.raises(sqlite3.ProgrammingError):  # closed by the last who read the old file
        midst.connection.execute("SELECT 1")
    with pytest.raises(LibraryError, match="cannot be read"):
        _ = old.generation


def test_a_library_that_is_changed_meanwhile(
    opened: Opened, folder: Path, settings: Settings, embedder: Embedder
) -> None:
    """Nobody waits: who reads goes on in what was there, and whoever asks then is answered of what was written."""
    midst = Midst()
    engine = opened(midst)
    midst.library = engine.library
    (folder / "later.txt").write_text(LATER, "utf-8")
    with ThreadPoolExecutor(2) as pool:
        running: Future[dict[str, Any]] = pool.submit(timeless, engine, NCG)
        assert midst.there.wait(PATIENCE)
        writing = pool.submit(build, [folder], engine.library.path, embedder, settings)
        assert writing.result(PATIENCE).added == ("later",)
        assert not running.done()
        midst.release.set()
        before = running.result(PATIENCE)
    after = timeless(engine, NCG)
    assert (before["library"]["documents"], after["library"]["documents"]) == (1, 2)
    assert before["library"]["generation"] + 1 == after["library"]["generation"]
    assert {hit["document"] for hit in before["passages"]} == {"treaty"}
    assert {hit["document"] for hit in after["passages"]} == {"treaty", "later"}


def test_an_answer_is_of_one_generation_however_often_the_library_changes(
    opened: Opened, folder: Path, settings: Settings, embedder: Embedder
) -> None:
    """Two texts take turns; every answer is the one that its own generation gives."""
    engine = opened(lambda: None)
    path = engine.library.path
    entries = {}
    for turn, text in enumerate((TREATY, LATER)):
        (folder / "treaty.txt").write_text(text, "utf-8")
        build([folder], path, embedder, settings)
        with Library.open(path) as library:
            document, numbers = library.document("treaty"), library.passage_numbers()
            cut = tuple(library.passage(number) for number in numbers)
            vectors = embedder.passages([passage.text for passage in cut])
            inside = tuple(embedder.passages([s.text for s in passage.sentences]) for passage in cut)
        entries[turn] = Entry(document, cut, vectors, inside)
    expected: dict[int, dict[str, Any]] = {}
    with Library.open(path, build_facts(embedder, settings)) as library:
        for turn in (0, 1):
            library.change([entries[turn]])
            expected[library.generation % 2] = _said(timeless(engine, NCG))
        assert expected[0] != expected[1]
        done = Event()

        def write() -> int:
            turns = 0
            while not done.is_set() or turns < 4:
                library.change([entries[turns % 2]])
                turns += 1
            return turns

        with ThreadPoolExecutor(7) as pool:
            writing = pool.submit(write)
            try:
                found = list(pool.map(lambda n: timeless(engine, NCG), range(60)))
            finally:
                done.set()
            assert writing.result(PATIENCE) >= 4
    for answer in found:
        assert _said(answer) == expected[answer["library"]["generation"] % 2]


def _said(answer: dict[str, Any]) -> dict[str, Any]:
    return {
        "citations": [(one["quote"], one["start"], one["score"]) for one in answer["citations"]],
        "passages": [(one["text"], one["score"]) for one in answer["passages"]],
    }


def test_a_closed_engine_says_so(opened: Opened) -> None:
    engine = opened(lambda: None)
    hits = engine.retrieve(NCG, read=False)
    engine.close()
    assert hits[0].matches  # what was found is known without the library
    with pytest.raises(LibraryError, match="cannot be read"):
        engine.ask(NCG)
