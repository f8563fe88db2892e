"""Sentence Transformers and FAISS with nothing between them: the least that a search by meaning takes. It cuts no texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import faiss

from benchmarks.peers.task import PASSAGE, QUERY, Found, K, Task

__all__ = ["Plain"]


class Plain:
    """An exact index of inner products, and the texts as JSON."""

    defaults = "SentenceTransformer.encode with E5's prompts, faiss.IndexFlatIP; texts whole, in a file of JSON"
    packages = ("sentence-transformers", "faiss-cpu")

    def __init__(self, task: Task) -> None:
        self._stored = task.vectors
        if self._stored is None:
            from sentence_transformers import SentenceTransformer

            self._model = SentenceTransformer(task.model)

    def index(self, texts: Sequence[tuple[str, str]], place: Path) -> None:
        """Embed, add, write."""
        inside = [text for _, text in texts]
        vectors = self._stored.passages(inside) if self._stored else self._model.encode(inside, prompt=PASSAGE)
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        faiss.write_index(index, str(place / "index.faiss"))
        (place / "texts.json").write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")

    def open(self, place: Path) -> None:
        """Read both."""
        self._index = faiss.read_index(str(place / "index.faiss"))
        self._texts = json.loads((place / "texts.json").read_text(encoding="utf-8"))

    def search(self, question: str) -> list[Found]:
        """The nearest."""
        vectors = self._stored.questions([question]) if self._stored else self._model.encode([question], prompt=QUERY)
        return [tuple(self._texts[place]) for place in self._index.search(vectors, K)[1][0]]
