"""The embedder that the settings name.

A package adds one by an entry point of the group `yinzheng.embedders`: called with the settings and with what shows a
message, it makes an `Embedder`. The setting `model` names it.
"""

from __future__ import annotations

from collections.abc import Callable

from index.encoder.e5_embedder import E5Embedder
from index.encoder.embed import GROUP, Embedder, SentenceTransformersEmbedder
from index.encoder.model import PLAIN_MODEL
from index.plugins import plugin
from index.settings import Settings

__all__ = ["GROUP", "load_embedder"]


def load_embedder(settings: Settings, notify: Callable[[str], None] | None = None) -> Embedder:
    """The embedder that `settings` name; without one the default model's, which is made at first use and needs no network.

    Raises ModelError where it cannot be made, found or loaded, PluginError where that is a package's fault.
    """
    if settings.model in ("", PLAIN_MODEL):
        return E5Embedder.load(settings, notify)
    if added := plugin(GROUP, settings.model):
        return added.make(Embedder, settings, notify)  # type: ignore[type-abstract]
    return SentenceTransformersEmbedder.load(settings)
