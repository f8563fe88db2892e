"""The vector index that the settings name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.errors import PluginError, SettingsError
from index.plugins import plugins
from index.settings import Settings
from index.store.load import ENGINES, GROUP, follow, index_maker
from index.store.vector_engine import VectorEngine
from tests.added import ENTRIES, FullSearch
from tests.index.store.libraries import made
from tests.plugged import install

ENGINE = """
class Kept:
    def __init__(self, settings):
        self.cache, self.editions = settings.cache, []
        made.append(self)

    def indexes(self, edition):
        self.editions.append(edition)
        return {name: one.own for name, one in edition.families.items()}

made = []
"""


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    yield
    plugins.cache_clear()


def test_without_a_name_it_is_the_one_of_this_package() -> None:
    assert index_maker(Settings()) is None


def test_one_that_a_package_adds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path, "plug_index", "", ENTRIES)
    make = index_maker(Settings(vector_index="full-search"))
    assert make is not None
    one = np.ones((1, 2), dtype=np.float32)
    made = make(np.array([7]), one, one, np.array([0, 1]))
    assert isinstance(made, FullSearch)
    assert made.search(one[0], 3) == [(7, 2.0)]


def test_one_that_nobody_adds_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"vector index nothing is added by no package .*YINZHENG_VECTOR_INDEX"):
        index_maker(Settings(vector_index="nothing"))


def test_what_makes_no_index_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code = "def make(*given): return 1"
    install(monkeypatch, tmp_path, "plug_no_index", code, {GROUP: {"one": "plug_no_index:make"}})
    make = index_maker(Settings(vector_index="one"))
    assert make is not None
    one = np.ones((1, 2), dtype=np.float32)
    with pytest.raises(PluginError, match=r"plug-in one of plug_no_index 1.0 .* makes no VectorIndex"):
        make(np.array([7]), one, one, np.array([0, 1]))


def test_an_engine_that_a_package_adds_is_given_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path / "package", "plug_engine", ENGINE, {ENGINES: {"kept": "plug_engine:Kept"}})
    chosen = Settings(vector_index="kept", cache=tmp_path / "cache")
    engine = index_maker(chosen)
    assert isinstance(engine, VectorEngine)
    assert engine.cache == tmp_path / "cache"  # type: ignore[attr-defined]


def test_an_engine_follows_a_library_where_the_settings_name_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(monkeypatch, tmp_path / "package", "plug_follows", ENGINE, {ENGINES: {"kept": "plug_follows:Kept"}})
    path = made(tmp_path / "library.sqlite")
    follow(path, Settings())
    follow(path, Settings(vector_index="kept"))
    import plug_follows  # type: ignore[import-not-found]

    (one,) = plug_follows.made
    (edition,) = one.editions
    assert sorted(edition.families) == ["en", "zh"]
    assert sum(len(family.numbers) for family in edition.families.values()) > 3


def test_an_index_and_an_engine_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    added = {GROUP: {"one": "tests.added:FullSearch"}, ENGINES: {"one": "plug_twice:Kept"}}
    install(monkeypatch, tmp_path, "plug_twice", ENGINE, added)
    with pytest.raises(PluginError, match="have one name"):
        index_maker(Settings(vector_index="one"))


def test_what_is_no_engine_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(
        monkeypatch,
        tmp_path,
        "plug_no_engine",
        "def make(settings): return 1",
        {ENGINES: {"one": "plug_no_engine:make"}},
    )
    with pytest.raises(PluginError, match=r"makes no VectorEngine \(it lacks indexes\)"):
        index_maker(Settings(vector_index="one"))
