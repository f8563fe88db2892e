"""A tokenizer of the pieces that stand in some texts cuts them as the whole one does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index.encoder.model import default_model
from index.encoder.pieces import PieceVocabulary
from index.settings import Settings
from tests.index.documents import NAMES, seed


@pytest.fixture(scope="module")
def folder(settings: Settings) -> Path:
    return default_model(settings.cache)


@pytest.fixture(scope="module")
def vocabulary(folder: Path) -> PieceVocabulary:
    return PieceVocabulary.of(folder)


@pytest.fixture(scope="module")
def whole(folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def check(texts: list[str], vocabulary: PieceVocabulary, whole: Tokenizer) -> None:
    few, numbers = vocabulary.for_texts(texts)
    for text in texts:
        own, expected = few.encode(text, add_special_tokens=False), whole.encode(text, add_special_tokens=False)
        assert numbers[own.ids].tolist() == expected.ids
        assert own.offsets == expected.offsets


@pytest.mark.parametrize("name", NAMES)
def test_seeds(name: str, vocabulary: PieceVocabulary, whole: Tokenizer) -> None:
    text = seed(name).text
    check([text[:2000], "query: What is it?", text[2000:2600]], vocabulary, whole)


WORDS = st.sampled_from(
    "▁ <s> </s> <mask> <unk> < <pad 核共享 確実 ｶﾞ ² é e\u0301 ㍿ 한국어 \u1112\u1161\u11ab ﬁ \u200b \xa0 \u3000 😀 𠮷 \x00 a".split(
        " "
    )
)


@given(st.lists(st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=12).map("".join)), min_size=1, max_size=4))
@example(["<s>▁<mask>", ""])
@example(["\x00\x00a", "一" * 40])
def test_any_texts(vocabulary: PieceVocabulary, whole: Tokenizer, texts: list[str]) -> None:
    check(texts, vocabulary, whole)
