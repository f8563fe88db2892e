"""Scores that are mostly zero, held against whole arrays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.store.vector_index import best
from qa.retrieval.sparse import SparseScores

EVERY = st.sampled_from([1, 40, 3000])


def parts(every: int, seed: int, number: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Parts of few rows and of many, with scores of which several are the same."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(number):
        rows = np.flatnonzero(rng.random(every) < rng.choice([0.0, 0.02, 0.9]))
        found.append((rows, rng.choice([0.1, 0.25, 1.5, 3.0], len(rows))))
    return found


@given(every=EVERY, seed=st.integers(0, 1000), number=st.integers(0, 4), k=st.integers(0, 30), step=st.integers(0, 5))
def test_they_are_what_whole_arrays_have(every: int, seed: int, number: int, k: int, step: int) -> None:
    given_parts = parts(every, seed, number)
    whole = np.zeros(every)
    for rows, scores in given_parts:
        whole[rows] += scores
    found = SparseScores.summed(given_parts, every)
    assert len(found) == every
    assert found.rows.tolist() == np.flatnonzero(whole).tolist()
    assert [found.of(row) for row in range(every)] == pytest.approx(whole.tolist())
    assert found.moments() == pytest.approx((whole.mean(), whole.std()))
    among = np.arange(0, every, step) if step else None
    within = np.flatnonzero(whole) if among is None else among[whole[among] > 0]
    assert best(*found.best(k, among), k) == best(within, found.scores[found.rows.searchsorted(within)], k)


def test_scores_that_are_all_the_same_are_not_spread() -> None:
    rows = np.arange(7)
    assert SparseScores.summed([(rows, np.full(7, 0.1))], 7).moments() == (
        pytest.approx(0.1),
        pytest.approx(0.0, abs=1e-9),
    )
    assert SparseScores.summed([], 0).moments() == (0.0, 0.0)
