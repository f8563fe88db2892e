"""Vectors kept on disk by the hash of what was embedded, so that an interrupted run goes on where it stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.embed import SentenceTransformersEmbedder, Vectors
from index.settings import Settings

__all__ = ["VectorCache"]

_BATCH = 2048
_DIMENSION = 384


class VectorCache:
    """Embeds with the default model, and remembers: two files in `folder`, both only ever appended to, by one process at a time."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._keys, self._values = folder / "keys.txt", folder / "vectors.f32"
        self._embedder: SentenceTransformersEmbedder | None = None
        self._keys.touch()
        self._values.touch()
        known = self._keys.read_text(encoding="ascii").split()
        stored = np.fromfile(self._values, dtype="<f4")
        count = min(len(known), stored.size // _DIMENSION)
        vectors = stored[: count * _DIMENSION].reshape(count, _DIMENSION)
        self._held: dict[str, Vectors] = dict(zip(known[:count], vectors, strict=True))
        self._keys.write_text("".join(f"{key}\n" for key in known[:count]), encoding="ascii")
        with self._values.open("r+b") as file:
            file.truncate(count * _DIMENSION * 4)

    @property
    def embedder(self) -> SentenceTransformersEmbedder:
        """The model, without prompts of its own; loaded when something is not yet known."""
        if self._embedder is None:
            plain = Settings(question_prompt="", passage_prompt="")
            self._embedder = SentenceTransformersEmbedder.load(plain)
        return self._embedder

    def passages(self, texts: Sequence[str]) -> Vectors:
        """`(len(texts), 384)` float32 of texts as passages."""
        return self._all([f"passage: {text}" for text in texts])

    def questions(self, texts: Sequence[str]) -> Vectors:
        """`(len(texts), 384)` float32 of texts as questions."""
        return self._all([f"query: {text}" for text in texts])

    def _all(self, texts: Sequence[str]) -> Vectors:
        keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
        missing = list({key: text for key, text in zip(keys, texts, strict=True) if key not in self._held}.items())
        missing.sort(key=lambda pair: len(pair[1]))
        for at in range(0, len(missing), _BATCH):
            part = missing[at : at + _BATCH]
            vectors = self.embedder.passages([text for _, text in part])
            with self._values.open("ab") as file:
                file.write(vectors.astype("<f4").tobytes())
            with self._keys.open("a", encoding="ascii") as file:
                file.write("".join(f"{key}\n" for key, _ in part))
            self._held.update({key: vector for (key, _), vector in zip(part, vectors, strict=True)})
            print(f"embedded {at + len(part)} of {len(missing)}", flush=True)
        return np.array([self._held[key] for key in keys], dtype=np.float32).reshape(len(keys), _DIMENSION)
