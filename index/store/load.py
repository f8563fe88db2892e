"""What finds the nearest vectors, as the settings name it (`vector_index`).

A package adds an index by an entry point of the group `yinzheng.vector_indexes`: a `MakeIndex`; or an engine, by one of the group
`yinzheng.vector_engines`: called with the settings, it makes a `VectorEngine`. What either makes is held to what every index is held
to (`tests/index/store/test_vector_index.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.arrays import Vectors
from index.errors import EngineError, PluginError, SettingsError
from index.plugins import known, plugin
from index.settings import Settings
from index.store.blocks import Rows
from index.store.library import Library
from index.store.vector_engine import Difference, Examined, MakeVectors, VectorEngine, edition_of
from index.store.vector_index import VectorIndex

__all__ = ["ENGINES", "GROUP", "differences", "follow", "index_maker"]

GROUP, ENGINES = "yinzheng.vector_indexes", "yinzheng.vector_engines"


def index_maker(settings: Settings) -> MakeVectors | None:
    """What makes the indexes that `settings` name; None where they name none, and the exact one is used.

    Raises SettingsError where no package adds it, PluginError where the package cannot be used, EngineError where an engine
    cannot be reached.
    """
    name = settings.vector_index
    if not name:
        return None
    added, engine = plugin(GROUP, name), plugin(ENGINES, name)
    if added and engine:
        raise PluginError(f"{added} and {engine} have one name; uninstall one of these packages")
    if engine:
        return engine.make(VectorEngine, settings)  # type: ignore[type-abstract]
    if added is None:
        raise SettingsError(
            f"vector index {name} is added by no package ({known(GROUP, ENGINES)}); correct or unset YINZHENG_VECTOR_INDEX"
        )
    added.load()

    def make(numbers: Rows, vectors: Vectors, sentences: Vectors, starts: Rows) -> VectorIndex:
        return added.make(VectorIndex, numbers, vectors, sentences, starts)  # type: ignore[type-abstract]

    return make


def follow(library: Path, settings: Settings) -> None:
    """Bring the engine that the settings name, if they name one, to what the library is now: what was taken out of it goes there, too.

    Nothing is done where there is no library. Who asks next would do it otherwise. Raises what `index_maker` and `Library.open` do.
    """
    if not settings.vector_index or not library.is_file():
        return
    try:
        make = index_maker(settings)
        if isinstance(make, VectorEngine):
            with Library.open(library) as opened:
                make.indexes(edition_of(opened))
    except EngineError as error:
        raise EngineError(
            f"library {library} is written, and what holds its vectors elsewhere is yet to follow, which it does when somebody asks next: {error}"
        ) from error


def differences(library: Path, settings: Settings) -> Iterator[Difference]:
    """What the engine that the settings name, if they name one, holds otherwise than the library. Raises as `follow` does."""
    make = index_maker(settings)
    if isinstance(make, Examined):
        with Library.open(library) as opened:
            yield from make.differences(edition_of(opened))
