"""txtai's quick start: an embeddings database; files are segmented first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from txtai import Embeddings

from benchmarks.peers.task import Found, K, Task

__all__ = ["Txtai"]


class Txtai:
    """Its index is exact for few texts and looks in some clusters for many, as it chooses itself."""

    defaults = "Segmentation(paragraphs=True), Embeddings(content=True), the model's own prompts"
    packages = ("txtai",)

    def __init__(self, task: Task) -> None:
        self._cut, self._stored, self._asking = task.cut, task.vectors, task.step != "index"
        given: dict[str, Any] = {"path": task.model}
        if self._stored:
            given = {
                "method": "external",
                "transform": lambda texts: self._vectors(texts),
            }  # a method would be called for one
        self._embeddings = Embeddings(content=True, **given)

    def _vectors(self, texts: list[str]) -> Any:
        assert self._stored is not None
        return self._stored.questions(texts) if self._asking else self._stored.passages(texts)

    def index(self, texts: Sequence[tuple[str, str]], place: Path) -> None:
        """`Embeddings.index`; a passage is called by its number and the name of its text."""
        parts = list(texts)
        if not self._cut:
            from txtai.pipeline import Segmentation

            cut = Segmentation(paragraphs=True)
            parts = [(name, part) for name, text in texts for part in cut(text)]
        self._embeddings.index([(f"{number} {name}", part, None) for number, (name, part) in enumerate(parts)])
        self._embeddings.config.pop("transform", None)  # it would be written by its name, and not be loaded again
        self._embeddings.save(str(place))

    def open(self, place: Path) -> None:
        """`Embeddings.load`."""
        self._embeddings.load(str(place))
        if self._stored:
            self._embeddings.model.transform = self._vectors

    def search(self, question: str) -> list[Found]:
        """`Embeddings.search`."""
        return [(item["id"].partition(" ")[2], item["text"]) for item in self._embeddings.search(question, K)]
