"""Vectors in eight bits: how far off they may be, how they are packed, and that what they pass over is not among the best."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import Vectors
from index.store.coded_index import CodedIndex
from index.store.codes import Codes, CodesInParts, coded_size
from index.store.vector_index import SAMPLE, PassageIndex


def unit(rng: np.random.Generator, count: int, dimension: int = 48, middle: float = 0.0) -> Vectors:
    rows = rng.standard_normal((count, dimension)).astype(np.float32) + np.float32(middle)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@given(seed=st.integers(0, 999), count=st.integers(1, 50), middle=st.sampled_from([0.0, 0.5, 3.0]))
def test_products_are_off_by_no_more_than_they_say(seed: int, count: int, middle: float) -> None:
    rng = np.random.default_rng(seed)
    codes, vector = Codes.of(unit(rng, count, middle=middle)), unit(rng, 1, middle=middle)[0]
    about, off = codes.about(vector)
    assert np.abs(about - codes.decoded().astype(np.float64) @ vector.astype(np.float64)).max() <= off < 0.05
    places = rng.integers(0, count, 7)
    assert codes.about(vector, places)[0].tolist() == about[places].tolist()
    assert codes.products(vector, places).tolist() == codes.products(vector)[places].tolist()


@given(seed=st.integers(0, 999), sizes=st.lists(st.integers(0, 9), min_size=1, max_size=4))
def test_codes_in_parts_are_those_of_one(seed: int, sizes: list[int]) -> None:
    rng = np.random.default_rng(seed)
    parts = [Codes.of(unit(rng, size)) for size in sizes]
    one, several, vector = Codes.joined(parts), CodesInParts(parts), unit(rng, 1)[0]
    every = [None, np.array([], dtype=np.int64), rng.integers(0, max(len(one), 1), 5 * (len(one) > 0))]
    assert len(several) == len(one)
    for places in every:
        assert several.decoded(places).tolist() == one.decoded(places).tolist()
        about, off = several.about(vector, places)
        assert about.tolist() == one.about(vector, places)[0].tolist()
        assert off <= one.about(vector)[1]


@pytest.mark.parametrize("at_once", [1, 3, 64])
def test_rows_that_stand_apart_are_multiplied_some_at_a_time(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.store.codes._AT_ONCE", at_once)
    rng = np.random.default_rng(1)
    codes, vector, places = Codes.of(unit(rng, 90)), unit(rng, 1)[0], rng.integers(0, 90, 64)
    assert codes.about(vector, places)[0].tolist() == codes.about(vector)[0][places].tolist()


@given(seed=st.integers(0, 999), count=st.integers(0, 9), dimension=st.integers(1, 20))
def test_what_is_packed_is_unpacked(seed: int, count: int, dimension: int) -> None:
    vectors = unit(np.random.default_rng(seed), count, dimension)
    codes = Codes.of(vectors)
    packed = codes.packed()
    assert len(packed) == count * coded_size(dimension)
    again = Codes.unpacked(packed, dimension)
    assert again.decoded().tolist() == codes.decoded().tolist()
    assert (
        np.abs(again.decoded() - vectors).max(initial=0) <= 1 / 254 + 1e-6
    )  # half a step of the widest number there can be


def test_what_is_not_whole_is_not_unpacked() -> None:
    with pytest.raises(ValueError, match="multiple"):
        Codes.unpacked(Codes.of(np.ones((2, 3), np.float32)).packed()[:-1], 3)


def test_equal_vectors_and_no_vector_at_all() -> None:
    codes = Codes.of(np.tile(np.array([0.6, 0.8], dtype=np.float32), (5, 1)))
    about, off = codes.about(np.array([0.6, 0.8], dtype=np.float32))
    assert np.abs(about - 1).max() <= off + 0.005
    assert codes.about(np.zeros(2, dtype=np.float32))[0].tolist() == [0.0] * 5
    assert Codes.of(np.zeros((1, 2), dtype=np.float32)).decoded().tolist() == [[0.0, 0.0]]


COUNT = SAMPLE + 500


def indexes(seed: int = 1, copies: int = 0) -> tuple[PassageIndex, CodedIndex, np.random.Generator]:
    """The same passages scored each, and told by their codes."""
    rng = np.random.default_rng(seed)
    vectors = unit(rng, COUNT, middle=0.3)
    starts = np.concatenate([[0], np.cumsum(rng.integers(1, 5, COUNT))]).astype(np.int64)
    sentences = unit(rng, int(starts[-1]), middle=0.3)
    for copy in range(1, copies + 1):  # the same passage again, with sentences as good
        vectors[copy] = vectors[0]
        sentences[starts[copy] : starts[copy + 1]] = sentences[0]
    sentences[: starts[1]] = sentences[0] if copies else sentences[: starts[1]]
    own, inside = Codes.of(vectors), Codes.of(sentences)
    numbers = rng.permutation(COUNT) + 7
    plain = PassageIndex(numbers, own.decoded(), inside.decoded(), starts)
    return plain, CodedIndex(numbers, own, inside, starts), rng


@pytest.mark.parametrize("k", [1, 5, 50, 1200, COUNT])
def test_codes_change_nothing(k: int) -> None:
    plain, one, rng = indexes()
    for vector in unit(rng, 5, middle=0.3):
        among = (rng.permutation(COUNT)[: 2 * k + 30] + 7).tolist()
        rows = np.sort(rng.permutation(COUNT)[: k + 3])
        assert one.search(vector, k) == plain.search(vector, k)
        assert one.search(vector, k, among) == plain.search(vector, k, among)
        assert one.placed(vector, k).sample.tolist() == plain.placed(vector, k).sample.tolist()
        assert one.placed(vector, k, rows).found == plain.placed(vector, k, rows).found
        assert one.scores(vector, [7, 8, 7]) == plain.scores(vector, [7, 8, 7])
        assert one.placed(vector, 0, rows[:0]).found == []


def test_equal_passages_come_by_number_whatever_the_codes_say() -> None:
    plain, coded, _ = indexes(copies=300)
    vector = plain._block.vectors[0]
    for k in (1, 10, 299):
        found = coded.search(vector, k)
        assert found == plain.search(vector, k)
        assert [number for number, _ in found] == sorted(number for number, _ in found)


def test_of_very_many_the_likeliest_are_looked_at_and_no_filter_hides_a_match(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with more than a hundred thousand, of which each test would take minutes."""
    monkeypatch.setattr("index.store.coded_index.EXACT", 200)
    plain, coded, rng = indexes(seed=2)
    for asked, off in zip(plain._block.vectors[:40], unit(rng, 40), strict=True):
        vector = asked + 0.2 * off  # beside a passage, as a question is that it answers
        assert coded.search(vector, 1) == plain.search(vector, 1)
        rows = np.sort(rng.permutation(COUNT)[:1200])
        for k in (5, 1100):  # where so many match, so many are found
            found = coded.placed(vector, k, rows).found
            assert len(found) == k
            assert {number for number, _ in found} <= set(plain._numbers.of(rows).tolist())
            assert [score for _, score in found] == plain.scores(vector, [number for number, _ in found])
