"""Texts → unit vectors. `Embedder` is the seam; the one here runs any Sentence Transformers model.

The default model has one of its own (`index.encoder.e5_embedder`), which needs Sentence Transformers for passages alone.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np

from index.arrays import Vectors
from index.encoder.session import processors
from index.errors import ModelError
from index.plugins import known
from index.settings import Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["GROUP", "Embedder", "SentenceTransformersEmbedder", "batches", "in_order", "some_threads", "unit"]

GROUP = "yinzheng.embedders"
"""The entry points of the embedders that packages add."""
_BATCH = 32


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into vectors of one length, each of unit length, so that an inner product is a cosine.

    Asked by several threads at once. Any text has a vector, also an empty one, and one that is longer than what the model takes
    at once. What is wrong with the model's files is a ModelError, when it is loaded.
    """

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
        """`(len(texts), dimension)` float32; `(0, dimension)` for none.

        `progress` is called with the number of texts done so far, at last with that of all.
        """

    def question(self, text: str) -> Vectors:
        """`(dimension,)` float32."""

    def questions(self, texts: Sequence[str]) -> Vectors:
        """`(len(texts), dimension)` float32, as `question` gives them, many at once; `(0, dimension)` for none."""


class SentenceTransformersEmbedder:
    """Any Sentence Transformers model or folder, with the prompts it was trained with."""

    def __init__(self, model: SentenceTransformer, name: str, question_prompt: str, passage_prompt: str) -> None:
        self._model = model
        self._question_prompt, self._passage_prompt = question_prompt, passage_prompt
        self._name = name
        self._dimension = int(model.get_embedding_dimension() or 0)
        self._fingerprint = _fingerprint(model, name, question_prompt, passage_prompt)
        self._tokenizing = Lock()

    @classmethod
    def load(cls, settings: Settings) -> SentenceTransformersEmbedder:
        """Load the model that `settings` name; raises ModelError where it cannot be found or loaded."""
        from index.encoder.model import PLAIN_MODEL

        where = settings.model
        folder = Path(settings.model).expanduser()
        if folder.is_dir():
            where = str(folder)
        elif "/" not in settings.model or settings.model.startswith((".", "/", "~")):
            raise ModelError(
                f"model folder {settings.model} does not exist; correct YINZHENG_MODEL, unset it, "
                f"or name {PLAIN_MODEL}, the default model without what it was taught here, or what a package adds "
                f"({known(GROUP)})"
            )
        return cls.of(where, settings.model, settings)

    @classmethod
    def of(cls, where: str, name: str, settings: Settings) -> SentenceTransformersEmbedder:
        """Load the model of a folder, or of a name that is looked for in the hub's cache, and call it `name`."""
        model = _load(where, name, settings.precision, settings.device)
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
        """`(len(texts), dimension)` float32, unit length; each text once, longest first, so that a batch holds texts of a length.

        A batch is computed on one thread, and as many at once as there are processors: threads that share a batch wait for
        one another.
        """
        together = batches(texts)
        prompted = ([self._passage_prompt + text for text in batch] for batch in together)
        with some_threads(1), ThreadPoolExecutor(processors()) as pool:
            return in_order(texts, together, pool.map(self._encode, prompted), self._dimension, progress)

    def question(self, text: str) -> Vectors:
        """`(dimension,)` float32, unit length."""
        vector: Vectors = self.questions([text])[0]
        return vector

    def questions(self, texts: Sequence[str]) -> Vectors:
        """`(len(texts), dimension)` float32, unit length, each as if it were asked alone."""
        with some_threads(1):
            made = [self._encode([self._question_prompt + text]) for text in texts]
        return np.concatenate([np.zeros((0, self._dimension), np.float32), *made])

    def _encode(self, texts: list[str]) -> Vectors:
        import torch

        with self._tokenizing:  # a tokenizer is told how to cut and to pad before each use
            batch = self._model.preprocess(texts)
        batch = {
            key: value.to(self._model.device) if isinstance(value, torch.Tensor) else value
            for key, value in batch.items()
        }
        with torch.inference_mode():
            vectors: Any = self._model(batch)["sentence_embedding"]
        return unit(vectors.float().cpu().numpy())


def batches(texts: Sequence[str]) -> list[list[str]]:
    """Each text once, longest first, so that a batch holds texts of a length. What a batch holds decides the last digits of its vectors."""
    unique = sorted(
        dict.fromkeys(texts), key=lambda text: -len(text.encode())
    )  # of any script alike, unlike characters
    return [unique[at : at + _BATCH] for at in range(0, len(unique), _BATCH)]


def in_order(
    texts: Sequence[str],
    together: Sequence[Sequence[str]],
    made: Iterable[Vectors],
    dimension: int,
    progress: Callable[[int], None] | None = None,
) -> Vectors:
    """`(len(texts), dimension)` float32: the vectors `made` of the batches `together`, as their texts stand in `texts`.

    `progress` is called with the number of texts done so far, after each batch.
    """
    copies, done = Counter(texts), 0
    places = {text: place for place, text in enumerate(chain.from_iterable(together))}
    found = np.zeros((len(places), dimension), dtype=np.float32)
    for batch, vectors in zip(together, made, strict=True):
        found[[places[text] for text in batch]] = vectors
        done += sum(copies[text] for text in batch)
        if progress:
            progress(done)
    return found[[places[text] for text in texts]]


def unit(vectors: Vectors) -> Vectors:
    """`(n, d)` vectors, each made of length one; those of length zero stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)


@contextmanager
def some_threads(count: int | None = None) -> Iterator[None]:
    """At most `count` threads of PyTorch to one computation, half the cores without one.

    As many as there are cores wait for one another when anything else runs: with two threads on two busy cores the same texts
    took thirty times as long as with one.
    """
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(min(count or max(processors() // 2, 1), before))
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _load(where: str, name: str, precision: str, device: str) -> SentenceTransformer:
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
            device=None if device == "auto" else device,
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
        sample = weights.flatten()[:: max(weights.numel() // 64, 1)][:64].float().cpu().numpy()
        digest.update(repr((key, tuple(weights.shape), [f"{value:.2e}" for value in sample.tolist()])).encode())
    return digest.hexdigest()[:16]
