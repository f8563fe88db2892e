"""What another package may add, as plain as it can be: an embedder, a reader and a vector index without any model."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

import numpy as np

from index.arrays import Vectors
from index.settings import Settings
from index.store.blocks import Rows
from index.store.vector_index import Pairs
from index.text.script import tokens
from qa.reading.reader import Reading

__all__ = ["FullSearch", "HashingEmbedder", "SharedWords"]

ENTRIES = {
    "yinzheng.embedders": {"hashing": "tests.added:HashingEmbedder"},
    "yinzheng.readers": {"shared-words": "tests.added:SharedWords"},
    "yinzheng.vector_indexes": {"full-search": "tests.added:FullSearch"},
}


class HashingEmbedder:
    """Counts tokens in as many places as the dimension says (Weinberger et al. 2009)."""

    name, fingerprint, dimension = "hashing", "hashing-64", 64

    def __init__(self, settings: Settings, notify: Callable[[str], None] | None = None) -> None:
        del settings, notify

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        made = np.stack([self.question(text) for text in texts]) if texts else np.zeros((0, self.dimension), np.float32)
        if progress:
            progress(len(texts))
        return np.asarray(made, dtype=np.float32)

    def question(self, text: str) -> Vectors:
        vector = np.zeros(self.dimension, dtype=np.float32)
        for token in tokens(text) or [text]:
            vector[zlib.crc32(token.encode()) % self.dimension] += 1
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)

    def questions(self, texts: Sequence[str]) -> Vectors:
        return self.passages(texts)


class SharedWords:
    """Relevance is how many tokens of the question a passage has; the answer is nowhere in particular."""

    name = "shared words"

    def __init__(self, settings: Settings, notify: Callable[[str], None] | None = None) -> None:
        del settings, notify

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        asked = set(tokens(question))
        return [self._read(len(asked & set(tokens(text))) - len(asked) / 2, len(text)) for text in passages]

    def _read(self, relevance: float, length: int) -> Reading:
        chances = np.full(length, 0.5 / max(length, 1))
        return Reading(relevance, (0, 0), 0.0, chances, chances)


class FullSearch:
    """Passages by the mean of their own product and that of the best of their sentences, one after another."""

    def __init__(self, numbers: Rows, vectors: Vectors, sentences: Vectors, starts: Rows) -> None:
        if len(numbers) != len(vectors):
            raise ValueError(f"{len(numbers)} numbers for {len(vectors)} vectors")
        self._rows = {int(number): row for row, number in enumerate(numbers)}
        self._vectors, self._sentences, self._starts = vectors, sentences, starts

    def search(self, vector: Vectors, k: int, among: Sequence[int] | None = None) -> Pairs:
        wanted = self._rows if among is None else {number for number in among if number in self._rows}
        scored = [(number, self._score(vector, self._rows[number])) for number in wanted]
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[: max(k, 0)]

    def scores(self, vector: Vectors, numbers: Sequence[int]) -> list[float]:
        return [self._score(vector, self._rows[number]) for number in numbers]

    def _score(self, vector: Vectors, row: int) -> float:
        inside = self._sentences[self._starts[row] : self._starts[row + 1]]
        return float((float(self._vectors[row] @ vector) + float((inside @ vector).max())) / 2)

    def __len__(self) -> int:
        return len(self._vectors)
