"""The reader that the settings name."""

from __future__ import annotations

from collections.abc import Callable

from index.settings import Settings
from qa.reading.cross_encoder import NamedCrossEncoder
from qa.reading.reader import Reader
from qa.reading.span_reader import SpanReader

__all__ = ["NONE", "load_reader"]

NONE = "none"


def load_reader(settings: Settings, notify: Callable[[str], None] | None = None) -> Reader | None:
    """The reader that `settings` name; None where they say `none`. Raises ModelError where it cannot be made or loaded."""
    if settings.reader == NONE:
        return None
    if settings.reader:
        return NamedCrossEncoder.load(settings.reader, settings.device)
    return SpanReader.load(settings, notify)
