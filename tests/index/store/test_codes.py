"""Vectors in eight bits: how far off they may be, and that what they pass over is not among the best."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import Vectors
from index.store.codes import Codes
from index.store.vector_index import SAMPLE, PassageIndex


def unit(rng: np.random.Generator, count: int, dimension: int = 48, middle: float = 0.0) -> Vectors:
    rows = rng.standard_normal((count, dimension)).astype(np.float32) + np.float32(middle)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@given(seed=st.integers(0, 999), count=st.integers(1, 50), middle=st.sampled_from([0.0, 0.5, 3.0]))
def test_products_are_off_by_no_more_than_they_say(seed: int, count: int, middle: float) -> None:
    rng = np.random.default_rng(seed)
    vectors, vector = unit(rng, count, middle=middle), unit(rng, 1, middle=middle)[0]
    codes = Codes.make(vectors)
    for one in (codes, Codes.read(codes.arrays())):
        about, off = one.products(vector)
        assert np.abs(about - vectors.astype(np.float64) @ vector.astype(np.float64)).max() <= off
        assert off < 0.1


def test_equal_vectors_and_no_vector_at_all() -> None:
    same = np.tile(np.array([0.6, 0.8], dtype=np.float32), (5, 1))
    about, off = Codes.make(same).products(same[0])
    assert np.abs(about - 1).max() <= off
    assert Codes.make(same).products(np.zeros(2, dtype=np.float32))[0].tolist() == [0.0] * 5


def index(coded: bool, seed: int = 1, copies: int = 0) -> tuple[PassageIndex, np.random.Generator]:
    rng = np.random.default_rng(seed)
    count = SAMPLE + 500
    vectors = unit(rng, count, middle=0.3)
    sizes = rng.integers(1, 5, count)
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    sentences = unit(rng, int(starts[-1]), middle=0.3)
    for copy in range(1, copies + 1):  # the same passage again, with sentences as good
        vectors[copy] = vectors[0]
        sentences[starts[copy] : starts[copy + 1]] = sentences[0]
    sentences[: starts[1]] = sentences[0] if copies else sentences[: starts[1]]
    codes = (Codes.make(vectors), Codes.make(sentences)) if coded else None
    return PassageIndex(rng.permutation(count) + 7, vectors, sentences, starts, codes), rng


@pytest.mark.parametrize("k", [1, 5, 50, 1200, SAMPLE + 500])
def test_codes_change_nothing(k: int) -> None:
    (plain, rng), (coded, _) = index(False), index(True)
    for vector in unit(rng, 10, middle=0.3):
        assert coded.search(vector, k) == plain.search(vector, k)
        among = (rng.permutation(SAMPLE + 500)[: 2 * k + 30] + 7).tolist()
        assert coded.search(vector, k, among) == plain.search(vector, k, among)
        assert coded.placed(vector, k).sample.tolist() == plain.placed(vector, k).sample.tolist()
        assert coded.scores(vector, [7, 8, 7]) == plain.scores(vector, [7, 8, 7])


def test_equal_passages_come_by_number_whatever_the_codes_say() -> None:
    (plain, _), (coded, _) = index(False, copies=300), index(True, copies=300)
    vector = plain._block.vectors[0]
    for k in (1, 10, 299):
        found = coded.search(vector, k)
        assert found == plain.search(vector, k)
        assert [number for number, _ in found] == sorted(number for number, _ in found)
