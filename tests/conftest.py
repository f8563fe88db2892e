"""Fixtures shared by all tests: the real model and the real reader, made once, and a library of the seeds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.bridge.dictionary import Dictionary
from index.build import build
from index.embed import SentenceTransformersEmbedder
from index.settings import Settings
from qa.cross_encoder import SpanReader
from qa.engine import Engine

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
