"""Any cross-encoder that the user names, by Sentence Transformers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from index.encoder.embed import some_threads
from index.errors import ModelError
from index.plugins import known
from qa.reading.reader import GROUP, Reading

__all__ = ["NamedCrossEncoder"]


class NamedCrossEncoder:
    """A cross-encoder that the user names, as Sentence Transformers loads it: relevance, but no words."""

    def __init__(self, model: Any, name: str) -> None:
        self._model, self._name = model, name
        self._lock = Lock()

    @classmethod
    def load(cls, name: str, device: str = "cpu") -> NamedCrossEncoder:
        """Load a folder or a name, to compute on `device`; raises ModelError where it cannot be found or loaded."""
        folder = Path(name).expanduser()
        local = folder.is_dir()
        if not local and ("/" not in name or name.startswith((".", "/", "~"))):
            raise ModelError(
                f"reader folder {name} does not exist; correct YINZHENG_READER, unset it, say none, "
                f"or name what a package adds ({known(GROUP)})"
            )
        if local:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import CrossEncoder

        try:
            where = None if device == "auto" else device
            model = CrossEncoder(str(folder) if local else name, device=where, num_labels=1, local_files_only=local)
        except (OSError, ValueError, RuntimeError, KeyError, TypeError, ImportError) as error:
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise ModelError(
                f"reader {name} cannot be loaded: {reason}; name a cross-encoder's folder in YINZHENG_READER, or unset it"
            ) from error
        return cls(model, name)

    @property
    def name(self) -> str:
        """What the user calls it."""
        return self._name

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """One reading for each passage: its relevance as a logit, and no span."""
        import torch

        if not passages:
            return []
        with self._lock, some_threads():  # its tokenizer is told how to cut and to pad before each use
            scores = self._model.predict(
                [(question, passage) for passage in passages],
                activation_fn=torch.nn.Identity(),
                show_progress_bar=False,
            )
        return [_without_words(float(score), len(passage)) for score, passage in zip(scores, passages, strict=True)]


def _without_words(relevance: float, length: int) -> Reading:
    """A reading that knows whether there is an answer, not where: it may as well be at any character."""
    everywhere = np.full(length, 1 / (1 + np.exp(-relevance)) / max(length, 1))
    return Reading(relevance, (0, 0), 0.0, everywhere, everywhere)
