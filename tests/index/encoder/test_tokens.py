"""Pieces and windows are those of the tokenizer itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index.encoder.model import default_model
from index.encoder.tokens import Pieces, windows
from index.settings import Settings
from tests.index.documents import NAMES, seed

QUESTIONS = ["美军在日本有多少人？", "What did Kissinger say deterrence requires?", "", "확장억제란 무엇입니까?" * 20]


@pytest.fixture(scope="module")
def folder(settings: Settings) -> Path:
    return default_model(settings.cache)


@pytest.fixture(scope="module")
def pieces(folder: Path) -> Pieces:
    return Pieces.of(folder)


@pytest.fixture(scope="module")
def tokenizer(folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def same_windows(question: str, passage: str, pieces: Pieces, tokenizer: Tokenizer) -> int:
    tokenizer.enable_truncation(320, stride=64, strategy="only_second")
    whole = tokenizer.encode(question, passage)
    expected = [whole, *whole.overflowing]
    found = list(windows(pieces.encoded(question), pieces.encoded(passage), pieces))
    assert len(found) == len(expected)
    for own, theirs in zip(found, expected, strict=True):
        assert own.ids.tolist() == theirs.ids
        inside = [place for place, part in enumerate(theirs.sequence_ids) if part == 1]
        assert np.flatnonzero(own.types).tolist() == inside == list(range(own.first, own.first + len(inside)))
        assert own.offsets.tolist() == [list(theirs.offsets[place]) for place in inside]
    return len(found)


@pytest.mark.parametrize("name", NAMES)
def test_windows_of_a_long_text(name: str, pieces: Pieces, tokenizer: Tokenizer) -> None:
    text = seed(name).text
    for question in QUESTIONS:
        assert same_windows(question, text[:3000], pieces, tokenizer) > 2


@given(st.sampled_from(QUESTIONS), st.text(max_size=700))
def test_windows_of_any_text(pieces: Pieces, tokenizer: Tokenizer, question: str, passage: str) -> None:
    same_windows(question, passage, pieces, tokenizer)


def test_a_text_alone_is_cut_as_it_is_for_sentence_transformers(pieces: Pieces, tokenizer: Tokenizer) -> None:
    tokenizer.enable_truncation(512)
    for text in (*QUESTIONS, seed("002").text):
        assert pieces.alone(text, 512).tolist() == tokenizer.encode(text).ids


def test_what_was_encoded_is_remembered(pieces: Pieces) -> None:
    assert pieces.encoded("台湾要从美国购买") is pieces.encoded("台湾要从美国购买")


def test_one_tokenizer_in_a_process(folder: Path) -> None:
    assert Pieces.of(folder) is Pieces.of(folder)
