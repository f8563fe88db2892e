"""The reader that the settings name.

A package adds one by an entry point of the group `yinzheng.readers`: called with the settings and with what shows a message,
it makes a `Reader`. The setting `reader` names it.
"""

from __future__ import annotations

from collections.abc import Callable

from index.plugins import plugin
from index.settings import Settings
from qa.reading.added import AddedReader
from qa.reading.cross_encoder import NamedCrossEncoder
from qa.reading.reader import GROUP, Reader
from qa.reading.span_reader import SpanReader

__all__ = ["GROUP", "NONE", "load_reader"]

NONE = "none"


def load_reader(settings: Settings, notify: Callable[[str], None] | None = None) -> Reader | None:
    """The reader that `settings` name; None where they say `none`.

    Raises ModelError where it cannot be made or loaded, PluginError where that is a package's fault.
    """
    if settings.reader == NONE:
        return None
    if settings.reader and (added := plugin(GROUP, settings.reader)):
        return AddedReader(added, added.make(Reader, settings, notify))  # type: ignore[type-abstract]
    if settings.reader:
        return NamedCrossEncoder.load(settings.reader, settings.device)
    return SpanReader.load(settings, notify)
