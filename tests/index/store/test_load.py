"""The vector index that the settings name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.errors import PluginError, SettingsError
from index.plugins import plugins
from index.settings import Settings
from index.store.load import GROUP, index_maker
from tests.added import ENTRIES, FullSearch
from tests.plugged import install


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
