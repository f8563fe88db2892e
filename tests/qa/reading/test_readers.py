"""One contract for every reader, whoever made it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import ModelError, PluginError
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
        ("plug_reader_3", "def make(settings, notify): return 1", r"makes no Reader \(it lacks name, read\)"),
    ],
)
def test_a_broken_package_is_named(
    module: str, code: str, fault: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings
) -> None:
    install(monkeypatch, tmp_path, module, code, {GROUP: {"mine": f"{module}:make"}})
    with pytest.raises(PluginError, match=rf"plug-in mine of {module} 1.0 .*{fault}; mend or uninstall"):
        load_reader(settings.model_copy(update={"reader": "mine"}))
    plugins.cache_clear()


FAULTY = """
class Mine:
    name = "mine of old"
    def __init__(self, settings, notify=None): pass
    def read(self, question, passages):
        {code}
"""


@pytest.mark.parametrize(
    ("module", "code", "fault"),
    [
        ("plug_reader_4", "raise TypeError('no tensor')", "failed: no tensor"),
        ("plug_reader_5", "return []", "gave 0 readings of 5 passages"),
        ("plug_reader_6", "return None", "failed: object of type 'NoneType' has no len"),
        (
            "plug_reader_7",
            "from qa.reading.reader import Reading; return [Reading(0.0, (0, 0), 0.0, [], [])] * 5",
            "gave 0 starts and 0 ends for a passage of 12 characters",
        ),
    ],
)
def test_a_fault_of_a_reader_is_its_package_s(
    module: str, code: str, fault: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings
) -> None:
    install(monkeypatch, tmp_path, module, FAULTY.format(code=code), {GROUP: {"mine": f"{module}:Mine"}})
    reader = load_reader(settings.model_copy(update={"reader": "mine"}))
    plugins.cache_clear()
    assert reader is not None
    with pytest.raises(PluginError) as caught:
        reader.read(ASKED, PASSAGES)
    message = str(caught.value)
    assert message.startswith(f"reader mine of old: plug-in mine of {module} 1.0 ")
    assert fault in message
    assert message.endswith(f"; mend or uninstall {module} 1.0")


def test_a_name_that_nobody_adds_is_told_with_those_that_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings
) -> None:
    install(monkeypatch, tmp_path, "plug_reader_8", "", ENTRIES)
    with pytest.raises(
        ModelError, match=r"shared-wrods does not exist; .* what a package adds \(known: shared-words\)"
    ):
        load_reader(settings.model_copy(update={"reader": "shared-wrods"}))
    plugins.cache_clear()
