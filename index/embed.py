"""Texts → unit vectors. `Embedder` is the seam; the one here runs any Sentence Transformers model.

The default model has one of its own (`index.e5_embedder`), which needs Sentence Transformers for passages alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.settings import Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = [
    "Embedder",
    "SentenceTransformersEmbedder",
    "Vectors",
    "fast_bfloat16",
    "load_embedder",
    "some_threads",
    "unit",
]

Vectors = NDArray[np.float32]
_BATCH = 32


class Embedder(Protocol):
    """Turns texts into vectors of one length, each of unit length, so that an inner product is a cosine."""

    @property
    def name(self) -> str:
        """What the user calls the model."""

    @property
    def fingerprint(self) -> str:
        """Equal for two embedders exactly when their vectors may be compared."""

    @property
    def dimension(self) -> int:
        """Length of each vector."""

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """`(len(texts), dimension)` float32; `progress` is called with the number of texts done so far."""

    def question(self, text: str) -> Vectors:
        """`(dimension,)` float32."""

    def questions(self, texts: Sequence[str]) -> Vectors:
        """`(len(texts), dimension)` float32, as `question` gives them, many at once."""


class SentenceTransformersEmbedder:
    """Any Sentence Transformers model or folder, with the prompts it was trained with."""

    def __init__(self, model: SentenceTransformer, name: str, question_prompt: str, passage_prompt: str) -> None:
        self._model = model
        self._question_prompt, self._passage_prompt = question_prompt, passage_prompt
        self._name = name
        self._dimension = int(model.get_embedding_dimension() or 0)
        self._fingerprint = _fingerprint(model, name, question_prompt, passage_prompt)

    @classmethod
    def load(cls, settings: Settings) -> SentenceTransformersEmbedder:
        """Load the model that `settings` name; raises ModelError where it cannot be found or loaded."""
        from index.model import PLAIN_MODEL

        where = settings.model
        folder = Path(settings.model).expanduser()
        if folder.is_dir():
            where = str(folder)
        elif "/" not in settings.model or settings.model.startswith((".", "/", "~")):
            raise ModelError(
                f"model folder {settings.model} does not exist; correct YINZHENG_MODEL, unset it, "
                f"or name {PLAIN_MODEL}, the default model without what it was taught here"
            )
        return cls.of(where, settings.model, settings)

    @classmethod
    def of(cls, where: str, name: str, settings: Settings) -> SentenceTransformersEmbedder:
        """Load the model of a folder, or of a name that is looked for in the hub's cache, and call it `name`."""
        model = _load(where, name, settings.precision)
        prompts: dict[str, str] = {key: value or "" for key, value in model.prompts.items()}
        question = prompts.get("query", "") if settings.question_prompt is None else settings.question_prompt
        passage = (
            prompts.get("document") or prompts.get("passage", "")
            if settings.passage_prompt is None
            else settings.passage_prompt
        )
        return cls(model, name, question, passage)

    @property
    def name(self) -> str:
        """What the user calls the model."""
        return self._name

    @property
    def fingerprint(self) -> str:
        """Hash of the model's name, prompts, shape and a sample of its weights."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return self._dimension

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """`(len(texts), dimension)` float32, unit length; longest first, so that a batch holds texts of a length."""
        found = np.zeros((len(texts), self._dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            found[batch] = self._encode([self._passage_prompt + texts[i] for i in batch])
            if progress:
                progress(min(at + _BATCH, len(order)))
        return found

    def question(self, text: str) -> Vectors:
        """`(dimension,)` float32, unit length."""
        vector: Vectors = self._encode([self._question_prompt + text], threads=1)[0]
        return vector

    def questions(self, texts: Sequence[str]) -> Vectors:
        """`(len(texts), dimension)` float32, unit length."""
        return self._encode([self._question_prompt + text for text in texts])

    def _encode(self, texts: list[str], threads: int | None = None) -> Vectors:
        with some_threads(threads):
            vectors: Any = self._model.encode(
                texts, batch_size=_BATCH, convert_to_tensor=True, normalize_embeddings=False, show_progress_bar=False
            )
        return unit(vectors.float().cpu().numpy())


def load_embedder(settings: Settings, notify: Callable[[str], None] | None = None) -> Embedder:
    """The embedder that `settings` name; without one the default model's, which is made at first use and needs no network.

    Raises ModelError where it cannot be made, found or loaded.
    """
    from index.e5_embedder import E5Embedder
    from index.model import PLAIN_MODEL

    if settings.model in ("", PLAIN_MODEL):
        return E5Embedder.load(settings, notify)
    return SentenceTransformersEmbedder.load(settings)


def unit(vectors: Vectors) -> Vectors:
    """`(n, d)` vectors, each made of length one; those of length zero stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)


@contextmanager
def some_threads(count: int | None = None) -> Iterator[None]:
    """At most `count` threads of PyTorch, half the cores without one.

    As many as there are cores wait for one another when anything else runs.

    With two threads on two busy cores the same texts took thirty times as long as with one; half the cores are safe.
    """
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(min(count or max((os.cpu_count() or 1) // 2, 1), before))
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _load(where: str, name: str, precision: str) -> SentenceTransformer:
    local = Path(where).is_dir()
    if local:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    half = precision == "bfloat16" or (precision == "auto" and fast_bfloat16())
    try:
        model = SentenceTransformer(
            where,
            device="cpu",
            local_files_only=local,
            model_kwargs={"dtype": torch.bfloat16 if half else torch.float32},
        )
    except (OSError, ValueError, RuntimeError, KeyError, TypeError, ImportError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ModelError(
            f"model {name} cannot be loaded: {reason}; name a Sentence Transformers folder in YINZHENG_MODEL, or unset it"
        ) from error
    model.eval()
    return model


def fast_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 natively; elsewhere float32 is quicker."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


def _fingerprint(model: SentenceTransformer, name: str, question_prompt: str, passage_prompt: str) -> str:
    digest = hashlib.sha256(repr((name, question_prompt, passage_prompt, model.max_seq_length)).encode())
    for key, weights in model.state_dict().items():
        sample = weights.flatten()[:: max(weights.numel() // 64, 1)][:64].float().numpy()
        digest.update(repr((key, tuple(weights.shape), [f"{value:.2e}" for value in sample.tolist()])).encode())
    return digest.hexdigest()[:16]
