"""An embedder, a reader and a vector index that another package adds answer a question together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.encoder.load import load_embedder
from index.errors import LibraryMismatch, SettingsError
from index.plugins import plugins
from index.settings import Settings
from index.store.vector_index import SampledIndex
from qa.engine import Engine
from tests.added import ENTRIES
from tests.plugged import install

TEXTS = {
    "lake": "The treaty of the lakes was signed on 4 March 1951 in the old town hall. Nine states are its members.",
    "tower": "The keeper of the lighthouse was called Ada Brook. She kept the lamp of the lighthouse for forty years.",
    "garden": "The garden behind the church has roses of every colour. Nobody knows who planted the first of them.",
}


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings) -> Iterator[Settings]:
    install(monkeypatch, tmp_path / "package", "plug_parts", "", ENTRIES)
    yield settings.model_copy(
        update={"model": "hashing", "reader": "shared-words", "library": tmp_path / "library.sqlite"}
    )
    plugins.cache_clear()


def test_they_answer_together(chosen: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    build([folder], chosen.library, load_embedder(chosen), chosen, strict=True)
    question = "What was the keeper of the lighthouse called?"
    found = []
    for vector_index in ("", "full-search"):
        engine = Engine.open(chosen.model_copy(update={"vector_index": vector_index}), chosen.library)
        try:
            hits = engine.retrieve(question, 3)
            found.append([(hit.passage.document, pytest.approx(hit.score, abs=1e-5)) for hit in hits])
            with engine._snapshots.newest() as desk:
                added = [isinstance(one, SampledIndex) for one in desk.dense.vectors.values()]
            assert added == [bool(vector_index)]
            assert engine.ask(question).model == "hashing"
        finally:
            engine.close()
    assert found[0][0][0] == "tower"
    assert found[0] == found[1]


def test_a_library_of_another_embedder_is_refused(chosen: Settings, library_path: Path) -> None:
    with pytest.raises(LibraryMismatch):
        Engine.open(chosen, library_path)


def test_a_vector_index_that_nobody_adds_is_refused(chosen: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="vector index faster is added by no package"):
        Engine.open(chosen.model_copy(update={"vector_index": "faster"}), tmp_path / "none.sqlite")
