"""Whether all that answers rest on is as it was written: the library, the models, the reader, the dictionary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from index.bridge.dictionary import sealed_dictionary
from index.bridge.packed import Packed
from index.doctor import Finding, examine_folder, examine_library
from index.encoder.load import load_embedder
from index.encoder.model import PLAIN_MODEL, sealed_model
from index.errors import EngineError, LibraryError, ModelError, PluginError, SettingsError
from index.facts import build_facts
from index.sealed import Sealed
from index.settings import Settings
from index.store.library import Library
from index.store.load import differences
from qa.reading.folder import sealed_reader

__all__ = ["Finding", "examine"]


def examine(settings: Settings, library: Path, notify: Callable[[str], None] | None = None) -> Iterator[Finding]:
    """What is wrong with the library, with what was made in the cache, and with how they fit together; everything is read.

    Raises LibraryMissing where there is no library.
    """
    yield from examine_library(library)
    sound = True
    for made in _made(settings):
        try:
            found = list(examine_folder(made(), settings.cache))
        except ModelError as error:
            found = [_of("model", error)]
        sound &= not found
        yield from found
    if sound:
        yield from _fit(settings, library, notify)
    if settings.vector_index:
        yield from _elsewhere(settings, library)


def _made(settings: Settings) -> Iterator[Callable[[], Sealed]]:
    """What these settings use of the cache."""
    if settings.model in ("", PLAIN_MODEL):
        yield lambda: sealed_model(bool(settings.model))
    if not settings.reader:
        yield lambda: sealed_reader(settings.reader_precision)
    yield lambda: sealed_dictionary(Packed())


def _fit(settings: Settings, library: Path, notify: Callable[[str], None] | None) -> Iterator[Finding]:
    """Whether the library was made with the model that the settings name, and as they say."""
    try:
        facts = build_facts(load_embedder(settings, notify), settings)
        with Library.open(library) as opened:
            opened.expect(facts)
    except (ModelError, PluginError) as error:
        yield _of("model", error)
    except LibraryError as error:
        yield _of("library", error)


def _elsewhere(settings: Settings, library: Path) -> Iterator[Finding]:
    """Whether what holds the vectors elsewhere has them as the library does."""
    try:
        for one in differences(library, settings):
            yield Finding("vector engine", one.what, one.mend, one.trouble)
    except (EngineError, SettingsError, PluginError) as error:
        yield _of("vector engine", error)
    except LibraryError as error:
        yield _of("library", error)


def _of(about: str, error: Exception) -> Finding:
    what, _, mend = str(error).partition("; ")
    return Finding(about, what, mend)
