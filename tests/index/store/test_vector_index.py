"""Nearest vectors: one contract for every VectorIndex, held against a plain reference.

Those of an engine make a collection for each index, so they are tried with fewer cases drawn at random.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.arrays import Vectors
from index.store.vector_index import FlatIndex, PassageIndex, SampledIndex, VectorIndex
from tests.added import FullSearch
from tests.engines import ENGINES, Engine, engine, unit

Make = Callable[[Sequence[int], Vectors], VectorIndex]


def one_sentence_each(numbers: Sequence[int], vectors: Vectors) -> PassageIndex:
    """Passages of one sentence: their score is their inner product, as the contract has it."""
    return PassageIndex.of(numbers, vectors, [vectors[i : i + 1] for i in range(len(vectors))])


def full_search(numbers: Sequence[int], vectors: Vectors) -> FullSearch:
    """What another package may add."""
    return FullSearch(np.array(numbers, dtype=np.int64), vectors, vectors, np.arange(len(vectors) + 1))


MAKERS: list[Make] = [FlatIndex, one_sentence_each, full_search]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Engine]]:
    """The engines by name, each reached once."""
    with ExitStack() as stack:
        yield cache(lambda name: stack.enter_context(engine(name, tmp_path_factory.mktemp(name))))


@pytest.fixture(params=[*MAKERS, *ENGINES], ids=lambda one: one if isinstance(one, str) else one.__name__)
def make(request: pytest.FixtureRequest, engines: Callable[[str], Engine]) -> Make:
    if isinstance(request.param, str):
        return engines(request.param).index
    maker: Make = request.param
    return maker


def reference(
    numbers: Sequence[int], vectors: Vectors, vector: Vectors, k: int, among: Sequence[int] | None
) -> list[tuple[int, float]]:
    scores = [(number, float(row @ vector)) for number, row in zip(numbers, vectors, strict=True)]
    allowed = scores if among is None else [pair for pair in scores if pair[0] in set(among)]
    return sorted(allowed, key=lambda pair: (-pair[1], pair[0]))[: max(k, 0)]


# small whole numbers: sums are exact in any order, so that equal scores are equal
SMALL = st.integers(-2, 2)


@st.composite
def cases(draw: st.DrawFn, least: int = 1) -> tuple[list[int], Vectors, Vectors, int, list[int] | None]:
    n, d = draw(st.integers(0, 40)), draw(st.integers(least, 5))
    numbers = draw(st.lists(st.integers(1, 10_000), min_size=n, max_size=n, unique=True))
    rows = draw(st.lists(st.lists(SMALL, min_size=d, max_size=d), min_size=n, max_size=n))
    vector = np.array(draw(st.lists(SMALL, min_size=d, max_size=d)), dtype=np.float32)
    among = draw(st.none() | (st.lists(st.sampled_from(numbers), unique=True) if numbers else st.just([])))
    return numbers, np.array(rows, dtype=np.float32).reshape(n, d), vector, draw(st.integers(-1, 50)), among


@pytest.mark.parametrize("maker", MAKERS)
@given(case=cases())
def test_it_finds_what_a_full_search_finds_in_the_same_order(
    maker: Make,
    case: tuple[list[int], Vectors, Vectors, int, list[int] | None],
) -> None:
    numbers, vectors, vector, k, among = case
    index = maker(numbers, vectors)
    assert len(index) == len(numbers)
    assert index.search(vector, k, among) == reference(numbers, vectors, vector, k, among)


@pytest.mark.parametrize("name", ENGINES)
@given(case=cases(least=2))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_engine_finds_what_a_full_search_finds_in_the_same_order(
    engines: Callable[[str], Engine], name: str, case: tuple[list[int], Vectors, Vectors, int, list[int] | None]
) -> None:
    numbers, vectors, vector, k, among = case
    found = engines(name).index(numbers, vectors).search(vector, k, among)
    assert found == reference(numbers, vectors, vector, k, among)


@pytest.mark.parametrize("k", [1, 5, 64, 500, 5000])
def test_real_vectors(make: Make, k: int) -> None:
    vectors, vector = unit(500, 384), unit(1, 384, 1)[0]
    numbers = list(range(1000, 1500))
    found = make(numbers, vectors).search(vector, k)
    expected = reference(numbers, vectors, vector, k, None)
    assert [number for number, _ in found] == [number for number, _ in expected]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-5)


@pytest.mark.parametrize("size", [1, 7, 100])
def test_a_filter_with_k_numbers_in_it_gives_k(make: Make, size: int) -> None:
    vectors, vector = unit(500, 32), unit(1, 32, 1)[0]
    index = make(list(range(500)), vectors)
    worst = [number for number, _ in index.search(vector, 500)][-size:]
    found = index.search(vector, size, among=worst)
    assert [number for number, _ in found] == worst
    assert len(index.search(vector, size + 5, among=worst)) == size


def test_a_filter_of_numbers_that_are_not_there_finds_nothing(make: Make) -> None:
    index = make([1, 2], unit(2, 8))
    assert index.search(unit(1, 8)[0], 3, among=[7, 8]) == []
    assert [number for number, _ in index.search(unit(1, 8)[0], 3, among=[2, 7])] == [2]
    assert index.search(unit(1, 8)[0], 3, among=[]) == []


@pytest.mark.parametrize("k", [0, -1])
def test_nothing_is_asked_nothing_is_found(make: Make, k: int) -> None:
    assert make([1], unit(1, 8)).search(unit(1, 8)[0], k) == []


def test_an_empty_index_finds_nothing(make: Make) -> None:
    index = make([], np.zeros((0, 8), dtype=np.float32))
    assert len(index) == 0
    assert index.search(unit(1, 8)[0], 5) == []


def test_a_thousand_equal_vectors_come_by_number(make: Make) -> None:
    numbers = list(range(1000, 0, -1))
    index = make(numbers, np.tile(unit(1, 16), (1000, 1)))
    assert [number for number, _ in index.search(unit(1, 16)[0], 10)] == list(range(1, 11))


def test_numbers_and_vectors_must_match(make: Make) -> None:
    with pytest.raises(ValueError, match="2 numbers for 3 vectors"):
        make([1, 2], unit(3, 8))


@given(case=cases(), counts=st.lists(st.integers(1, 4), min_size=40, max_size=40), seed=st.integers(0, 99))
def test_a_passage_is_found_by_itself_and_by_its_best_sentence(
    case: tuple[list[int], Vectors, Vectors, int, list[int] | None], counts: list[int], seed: int
) -> None:
    numbers, vectors, vector, k, among = case
    rng = np.random.default_rng(seed)
    sentences = [
        rng.integers(-2, 3, size=(counts[i], vectors.shape[1])).astype(np.float32) for i in range(len(numbers))
    ]
    scores = [float(row @ vector + max(own @ vector)) / 2 for row, own in zip(vectors, sentences, strict=True)]
    allowed = [(n, s) for n, s in zip(numbers, scores, strict=True) if among is None or n in among]
    expected = sorted(allowed, key=lambda pair: (-pair[1], pair[0]))[: max(k, 0)]
    assert PassageIndex.of(numbers, vectors, sentences).search(vector, k, among) == expected


@given(case=cases(), counts=st.lists(st.integers(1, 4), min_size=40, max_size=40), seed=st.integers(0, 99))
def test_the_score_of_any_passage_is_what_a_search_would_give_it(
    case: tuple[list[int], Vectors, Vectors, int, list[int] | None], counts: list[int], seed: int
) -> None:
    numbers, vectors, vector, _, _ = case
    rng = np.random.default_rng(seed)
    sentences = [
        rng.integers(-2, 3, size=(counts[i], vectors.shape[1])).astype(np.float32) for i in range(len(numbers))
    ]
    asked = numbers[::-1] + numbers[:2]  # in the order in which they are asked for, and twice if need be
    for index in (FlatIndex(numbers, vectors), PassageIndex.of(numbers, vectors, sentences)):
        known = dict(index.search(vector, len(numbers)))
        assert index.scores(vector, asked) == [known[number] for number in asked]
        assert index.scores(vector, []) == []


def test_many_passages_are_searched_to_the_end_where_the_best_are_hard_to_find() -> None:
    """The best by passage are the worst by sentence, and the other way round: candidates must go deep."""
    n = 400
    rising = np.linspace(-1, 1, n, dtype=np.float32)[:, None]
    sentences = [np.array([[-value]], dtype=np.float32) for value in rising[:, 0]]
    sentences[200] = np.array([[0.9]], dtype=np.float32)
    found = PassageIndex.of(list(range(n)), rising, sentences).search(np.ones(1, dtype=np.float32), 1)
    assert [number for number, _ in found] == [200]


@given(case=cases(), counts=st.lists(st.integers(1, 4), min_size=40, max_size=40), seed=st.integers(0, 99))
def test_an_added_index_places_passages_as_that_of_this_package(
    case: tuple[list[int], Vectors, Vectors, int, list[int] | None], counts: list[int], seed: int
) -> None:
    numbers, vectors, vector, k, _ = case
    rng = np.random.default_rng(seed)
    sentences = [
        rng.integers(-2, 3, size=(counts[i], vectors.shape[1])).astype(np.float32) for i in range(len(numbers))
    ]
    own = PassageIndex.of(numbers, vectors, sentences)
    held = np.array(numbers, dtype=np.int64)
    starts = np.cumsum([0, *map(len, sentences)], dtype=np.int64)
    inside = np.concatenate(sentences) if sentences else vectors
    added = SampledIndex(FullSearch(held, vectors, inside, starts), held)
    rows = np.arange(len(numbers))[::2]
    for among in (None, rows):
        one, other = own.placed(vector, k, among), added.placed(vector, k, among)
        assert one.found == other.found
        assert one.sample.tolist() == other.sample.tolist()
    assert own.scores(vector, numbers) == added.scores(vector, numbers)
