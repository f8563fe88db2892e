"""One contract for every reader, whoever made it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import PluginError
from index.plugins import plugins
from index.settings import Settings
from qa.reading.load import GROUP, load_reader
from qa.reading.reader import Reader, Reading
from tests.added import ENTRIES
from tests.plugged import install
from tests.qa.readings import sound

ASKED = "灯塔的看守人叫什么名字？"
PASSAGES = ["灯塔的看守人名叫周明远。", "The treaty was signed on 4 March 1951.", "x", "", "春天的湖边开满了花。" * 200]


@pytest.fixture(scope="module", params=["", "a folder", "shared-words"])
def any_reader(
    request: pytest.FixtureRequest, settings: Settings, named: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reader]:
    """That of this package, a cross-encoder by Sentence Transformers, and one that another package adds."""
    with pytest.MonkeyPatch.context() as patched:
        name = str(named) if request.param == "a folder" else request.param
        if name == "shared-words":
            install(patched, tmp_path_factory.mktemp("package"), "plug_reader", "", ENTRIES)
        loaded = load_reader(settings.model_copy(update={"reader": name}))
        assert loaded is not None
        yield loaded
    plugins.cache_clear()


def told(reading: Reading) -> tuple[float, tuple[int, int], float]:
    return round(reading.relevance, 3), reading.span, round(reading.margin, 3)


def test_every_passage_has_a_reading_of_its_own(any_reader: Reader) -> None:
    assert isinstance(any_reader, Reader)
    assert any_reader.name
    readings = any_reader.read(ASKED, PASSAGES)
    for passage, reading in zip(PASSAGES, readings, strict=True):
        sound(reading, passage)
    backwards = any_reader.read(ASKED, PASSAGES[::-1])[::-1]
    assert [told(one) for one in backwards] == [told(one) for one in readings]


def test_nothing_to_read(any_reader: Reader) -> None:
    assert any_reader.read(ASKED, []) == []


@pytest.mark.parametrize(
    ("module", "code", "fault"),
    [
        ("plug_reader_1", "raise OSError('no weights')", "cannot be imported: no weights"),
        ("plug_reader_2", "def make(settings, notify): raise OSError('no weights')", "cannot be made: no weights"),
        ("plug_reader_3", "def make(settings, notify): return 1", "makes no Reader"),
    ],
)
def test_a_broken_package_is_named(
    module: str, code: str, fault: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings
) -> None:
    install(monkeypatch, tmp_path, module, code, {GROUP: {"mine": f"{module}:make"}})
    with pytest.raises(PluginError, match=rf"plug-in mine of {module} 1.0 .*{fault}; mend or uninstall"):
        load_reader(settings.model_copy(update={"reader": "mine"}))
    plugins.cache_clear()
