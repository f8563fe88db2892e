"""The vector index that the settings name.

A package adds one by an entry point of the group `yinzheng.vector_indexes`: a `MakeIndex`. The setting `vector_index` names it.
What it makes is held to what every index is held to (`tests/index/store/test_vector_index.py`).
"""

from __future__ import annotations

from index.arrays import Vectors
from index.errors import SettingsError
from index.plugins import known, plugin
from index.settings import Settings
from index.store.blocks import Rows
from index.store.vector_index import MakeIndex, VectorIndex

__all__ = ["GROUP", "index_maker"]

GROUP = "yinzheng.vector_indexes"


def index_maker(settings: Settings) -> MakeIndex | None:
    """What makes the index that `settings` name; None where they name none, and the exact one is used.

    Raises SettingsError where no package adds it, PluginError where the package cannot be used.
    """
    if not settings.vector_index:
        return None
    added = plugin(GROUP, settings.vector_index)
    if added is None:
        raise SettingsError(
            f"vector index {settings.vector_index} is added by no package ({known(GROUP)}); correct or unset "
            "YINZHENG_VECTOR_INDEX"
        )
    added.load()

    def make(numbers: Rows, vectors: Vectors, sentences: Vectors, starts: Rows) -> VectorIndex:
        return added.make(VectorIndex, numbers, vectors, sentences, starts)  # type: ignore[type-abstract]

    return make
