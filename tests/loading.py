"""Models that stay loaded between tests: what a command opens in this process is what the test before it has opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from index.encoder.e5_embedder import E5Embedder
from index.settings import Settings
from qa.reading.load import load_reader
from qa.reading.reader import Reader, Reading
from qa.reading.span_reader import SpanReader

__all__ = ["Remembering", "models_loaded_once"]

Load = Callable[..., Any]
_OF_MODELS = {"cache", "model", "question_prompt", "passage_prompt", "device", "precision", "reader_precision"}
"""The settings that a model of this package depends on."""
_MODELS_KEPT = 2
"""How many models of a sort stay: that of most tests, and the one that the test at hand is about."""


class Remembering:
    """A reader that reads no passage twice for the same question: what it reads is the same each time, only slower."""

    marks_evidence = True

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._read: dict[tuple[str, str], Reading] = {}

    @staticmethod
    @lru_cache(maxsize=_MODELS_KEPT)
    def of(reader: Reader) -> Remembering:
        """The one that remembers what `reader` has read."""
        return Remembering(reader)

    @property
    def name(self) -> str:
        """That of the reader."""
        return self._reader.name

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """One reading for each passage."""
        new = [passage for passage in dict.fromkeys(passages) if (question, passage) not in self._read]
        for passage, reading in zip(new, self._reader.read(question, new) if new else (), strict=True):
            self._read[question, passage] = reading
        return [self._read[question, passage] for passage in passages]


@contextmanager
def models_loaded_once(cache: Path) -> Iterator[None]:
    """While it is open, the models of this package in the folder `cache` stay loaded, those used last; others as ever."""

    def kept(load: Load) -> Load:
        keep = lru_cache(maxsize=_MODELS_KEPT)(lambda settings: load(settings))

        def loaded(settings: Settings, notify: Callable[[str], None] | None = None) -> Any:
            if settings.cache != cache:
                return load(settings, notify)
            return keep(Settings(**settings.model_dump(include=_OF_MODELS)))

        return loaded

    def remembering(settings: Settings, notify: Callable[[str], None] | None = None) -> Reader | None:
        found = load_reader(settings, notify)
        return Remembering.of(found) if isinstance(found, SpanReader) else found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(E5Embedder, "load", kept(E5Embedder.load))
        patch.setattr(SpanReader, "load", kept(SpanReader.load))
        patch.setattr("qa.engine.load_reader", remembering)
        yield
