"""One contract for every embedder, whoever made it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.encoder.embed import Embedder
from index.encoder.load import GROUP, load_embedder
from index.encoder.model import PLAIN_MODEL, default_model
from index.errors import ModelError, PluginError
from index.plugins import plugins
from index.settings import Settings
from tests.added import ENTRIES
from tests.plugged import install, write

TEXTS = [
    "核共享的机制",
    "核共享的機制",
    "A nuclear umbrella over Japan.",
    "日本は核共有を求めている。",
    "한미 핵협의그룹",
    "x",
    "",
]
NEAR = 5e-3
"""How much a cosine may move with the batch a text is in, in bfloat16."""


@pytest.fixture(scope="module", params=["", PLAIN_MODEL, "a folder", "hashing"])
def embedder(
    request: pytest.FixtureRequest, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Embedder]:
    """The default one, the plain one, one by Sentence Transformers, and one that another package adds."""
    with pytest.MonkeyPatch.context() as patched:
        model = str(default_model(settings.cache)) if request.param == "a folder" else request.param
        if model == "hashing":
            install(patched, tmp_path_factory.mktemp("package"), "plug_embedder", "", ENTRIES)
        yield load_embedder(settings.model_copy(update={"model": model}))
    plugins.cache_clear()


def test_vectors_are_of_unit_length(embedder: Embedder) -> None:
    assert isinstance(embedder, Embedder)
    for vectors in (embedder.passages(TEXTS), embedder.questions(TEXTS)):
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.passages([]).shape == embedder.questions([]).shape == (0, embedder.dimension)


def test_a_question_is_as_it_is_alone(embedder: Embedder) -> None:
    together = embedder.questions(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        assert float(embedder.question(text) @ vector) == pytest.approx(1, abs=1e-5)


def test_a_passage_does_not_depend_on_its_batch(embedder: Embedder) -> None:
    together, backwards = embedder.passages(TEXTS), embedder.passages(TEXTS[::-1])[::-1]
    assert np.sum(together * backwards, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=NEAR)


def test_progress_ends_at_the_number_of_texts(embedder: Embedder) -> None:
    told: list[int] = []
    embedder.passages(TEXTS * 2, told.append)
    assert told == sorted(told)
    assert told[-1] == 2 * len(TEXTS)


def test_it_has_a_name_and_a_fingerprint(embedder: Embedder) -> None:
    assert embedder.name
    assert embedder.fingerprint


def test_a_broken_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings) -> None:
    write(tmp_path, "plug_no_embedder", "import no_such_module", {GROUP: {"mine": "plug_no_embedder:Mine"}})
    monkeypatch.syspath_prepend(str(tmp_path))
    plugins.cache_clear()
    with pytest.raises(PluginError, match=r"plug-in mine of plug_no_embedder 1.0 .* cannot be imported: No module"):
        load_embedder(settings.model_copy(update={"model": "mine"}))
    plugins.cache_clear()


def test_a_name_that_nobody_adds_is_told_with_those_that_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings
) -> None:
    install(monkeypatch, tmp_path, "plug_embedder_2", "", ENTRIES)
    with pytest.raises(ModelError, match=r"hasing does not exist; .* what a package adds \(known: hashing\)"):
        load_embedder(settings.model_copy(update={"model": "hasing"}))
    plugins.cache_clear()
