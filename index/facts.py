"""What a library is made with now: the facts that one must carry to be searched."""

from __future__ import annotations

from index.encoder.embed import Embedder
from index.settings import Settings
from index.store.schema import BuildFacts

__all__ = ["CLEANING_VERSION", "build_facts"]

CLEANING_VERSION = 3
"""Raised whenever the text or the structure made from a file may change; a library made with another is refused."""


def build_facts(embedder: Embedder, settings: Settings) -> BuildFacts:
    """The facts that a library made with this embedder and these settings carries."""
    return BuildFacts(
        embedder.name, embedder.fingerprint, embedder.dimension, settings.passage_length, CLEANING_VERSION
    )
