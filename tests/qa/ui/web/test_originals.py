"""The file behind a document is given where it is the one that was read, and no other of this computer's."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.encoder.embed import Embedder
from index.settings import Settings
from qa.engine import Engine
from qa.reading.span_reader import SpanReader
from qa.ui.web.originals import original
from qa.ui.web.serve import application
from tests.index.store.libraries import run_and_seal


@pytest.fixture
def elsewhere(
    settings: Settings, library_path: Path, embedder: Embedder, reader: SpanReader, tmp_path: Path
) -> Iterator[Engine]:
    """A library that names other files of this computer as those of its documents."""
    library, secret = tmp_path / "library.sqlite", tmp_path / "secret"
    shutil.copy(library_path, library)
    secret.write_text("zorblatt", "utf-8")
    places = (str(secret), str(tmp_path), "/dev/zero", str(tmp_path / "gone"))
    moved = "UPDATE documents SET location = ? WHERE id LIKE ?"
    run_and_seal(library, *((moved, (where, f"00{number}%")) for number, where in enumerate(places)))
    engine = Engine.open(settings, library, embedder=embedder, reader=reader)
    yield engine
    engine.close()


def test_only_what_was_read_is_given(elsewhere: Engine, engine: Engine) -> None:
    assert [original(elsewhere, f"00{number}") for number in range(4)] == [None] * 4
    assert original(elsewhere, "nothing") is None
    found = original(engine, "004")
    assert found
    assert found[1] == found[0].read_bytes()


def test_over_http(elsewhere: Engine, engine: Engine) -> None:
    with TestClient(application(elsewhere), base_url="http://localhost") as client:
        for number in range(4):
            answer = client.get(f"/document/00{number}/file")
            assert answer.status_code == 404
            assert "zorblatt" not in answer.text
            assert client.get(f"/document/00{number}/page/1.png").status_code == 404
    with TestClient(application(engine), base_url="http://localhost") as client:
        answer = client.get("/document/004/file")
    found = original(engine, "004")
    assert found
    assert answer.content == found[1]
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
