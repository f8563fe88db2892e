"""Inner products, exact and the same wherever a row stands."""

from __future__ import annotations

import faiss
import numpy as np
import pytest

from index.arrays import Vectors
from index.store.blocks import RowBlock, products, within


def unit(n: int, d: int) -> Vectors:
    rows = np.random.default_rng(n).standard_normal((n, d)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.mark.parametrize("d", [1, 3, 4, 8, 384])
def test_they_are_those_of_a_search(d: int) -> None:
    rows, vector = unit(301, d), unit(1, d)[0]
    scores, places = faiss.knn(vector[None, :], rows, len(rows), metric=faiss.METRIC_INNER_PRODUCT)
    found = products(rows, vector)
    assert found[places[0]].tolist() == scores[0].tolist()
    some = np.array([300, 0, 7, 7, 150])
    assert products(rows, vector, some).tolist() == found[some].tolist()
    assert len(set(products(np.repeat(rows[:1], 37, axis=0), vector).tolist())) == 1


def test_passages_are_scored_in_place_as_they_are_alone() -> None:
    starts = np.array([0, 3, 4, 9, 10])
    block, vector = RowBlock(unit(4, 16), unit(10, 16), starts), unit(2, 16)[1]
    rows = np.array([3, 0, 2])
    inside, own = within(starts, rows)
    alone = RowBlock(block.vectors[rows], block.sentences[inside], own)
    assert block.scores(vector, rows).tolist() == alone.scores(vector).tolist()
    assert block.scores(vector, rows).tolist() == block.scores(vector)[rows].tolist()
    assert block.scores(vector, rows[:0]).tolist() == []


def test_the_threads_of_faiss_stay_as_they_were() -> None:
    threads = faiss.omp_get_max_threads()
    products(unit(5, 8), unit(1, 8)[0])
    assert faiss.omp_get_max_threads() == threads


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match=r"rows \(5, 8\) with a vector \(7,\)"):
        products(unit(5, 8), unit(1, 7)[0])
    for place in (-1, 5):
        with pytest.raises(IndexError, match="of 5 rows one beyond them"):
            products(unit(5, 8), unit(1, 8)[0], np.array([0, place]))
