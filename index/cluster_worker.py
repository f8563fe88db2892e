"""What runs for each processor of a cluster: it reads files and computes vectors for who asks from another computer.

What goes wrong with a file or the model is an answer like any other, by the name of its error, as it is between the processes of
one computer (`index.apart.messages`).
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from index.apart import Apart, Part
from index.apart.messages import Answer
from index.encoder.embed import Embedder
from index.encoder.load import load_embedder
from index.errors import SettingsError, SourceError, YinzhengError
from index.facts import build_facts
from index.records import Source
from index.settings import Settings

__all__ = ["ClusterWorker"]


class ClusterWorker:
    """Asked by one at a time. Paths are those of who asks, seen from the `folder` that it is in."""

    def __init__(self, settings: Settings, folder: str) -> None:
        self._settings, self._folder = settings, folder
        self._apart = Apart(settings)
        self._embedder: Embedder | None = None

    def ready(self) -> Answer:
        """On which computer it is, its process, and what a library made with its vectors would carry; loads what it needs."""

        def made() -> tuple[str, int, object]:
            try:
                os.chdir(self._folder)
            except OSError as error:
                raise SettingsError(
                    f"{platform.node()} has no folder {self._folder} ({error.strerror}); share it among the machines of the cluster"
                ) from error
            self._embedder = load_embedder(self._settings)
            return platform.node(), os.getpid(), build_facts(self._embedder, self._settings)

        return _answered(made)

    def open(self, path: Path, source: Source, size: int) -> Answer:
        """As `Apart.open`, of a file that has so many bytes where it was asked for."""

        def made() -> object:
            try:
                same = path.stat().st_size == size
            except OSError as error:
                raise SourceError(
                    f"{path} is not on {platform.node()} ({error.strerror}); share its folder among the machines of the cluster"
                ) from error
            if not same:
                raise SourceError(
                    f"{path} is another file on {platform.node()}; share its folder among the machines of the cluster"
                )
            return self._apart.open(path, source)

        return _answered(made)

    def make(self, path: Path, source: Source, part: Part, passage_length: int, name: str) -> Answer:
        """As `Apart.make`."""
        return _answered(lambda: self._apart.make(path, source, part, passage_length, name))

    def passages(self, texts: Sequence[str]) -> Answer:
        """As `Embedder.passages`."""
        return _answered(lambda: self._embedder.passages(texts) if self._embedder else None)


def _answered(make: Callable[[], Any]) -> Answer:
    try:
        return Answer(make())
    except YinzhengError as error:
        return Answer.of(error)
