"""The embedder that the settings name."""

from __future__ import annotations

from collections.abc import Callable

from index.encoder.e5_embedder import E5Embedder
from index.encoder.embed import Embedder, SentenceTransformersEmbedder
from index.encoder.model import PLAIN_MODEL
from index.settings import Settings

__all__ = ["load_embedder"]


def load_embedder(settings: Settings, notify: Callable[[str], None] | None = None) -> Embedder:
    """The embedder that `settings` name; without one the default model's, which is made at first use and needs no network.

    Raises ModelError where it cannot be made, found or loaded.
    """
    if settings.model in ("", PLAIN_MODEL):
        return E5Embedder.load(settings, notify)
    return SentenceTransformersEmbedder.load(settings)
