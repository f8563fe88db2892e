"""What a reading says, and how the best span is chosen: by hand, and against every span there is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import Floats
from qa.reading.reader import Reading, best_span


def floats(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)


def test_the_best_span_is_the_greatest_sum_with_its_end_not_before_its_start() -> None:
    start, end = floats(1, 5, 0), floats(4, 1, 2)
    # 5 + 4 would end before it starts; 5 + 2 is the best of what is left
    assert best_span(start, end) == (1, 2, 7.0)
    assert best_span(floats(3, 0), floats(3, 0)) == (0, 0, 6.0)  # a single token


def test_a_span_has_at_most_so_many_tokens() -> None:
    start, end = floats(9, 0, 0, 0), floats(0, 1, 2, 9)
    assert best_span(start, end, 4) == (0, 3, 18.0)
    assert best_span(start, end, 3) == (0, 2, 11.0)
    assert best_span(start, end, 1) == (0, 0, 9.0) or best_span(start, end, 1) == (3, 3, 9.0)
    long = np.zeros(60)
    first, last, _ = best_span(np.where(np.arange(60) == 0, 9.0, 0.0), np.where(np.arange(60) == 59, 9.0, long))
    assert last - first < 40


def test_what_may_not_answer_is_not_chosen() -> None:
    nothing = -np.inf
    assert best_span(floats(nothing, 1, 2, nothing), floats(nothing, 3, 1, nothing)) == (1, 1, 4.0)


LOGITS = st.lists(st.integers(-9, 9).map(float) | st.just(-np.inf), min_size=1, max_size=12)


@given(LOGITS, LOGITS, st.integers(1, 14))
def test_it_is_the_best_of_every_span(one: list[float], other: list[float], longest: int) -> None:
    size = min(len(one), len(other))
    start, end = floats(*one[:size]), floats(*other[:size])
    every = {
        (first, last): start[first] + end[last]
        for first in range(size)
        for last in range(first, min(size, first + longest))
    }
    first, last, score = best_span(start, end, longest)
    assert score == max(every.values())
    if np.isfinite(score):
        assert every[first, last] == score


def reading(starts: list[float], ends: list[float]) -> Reading:
    return Reading(0.0, (0, 0), 0.0, floats(*starts), floats(*ends))


@pytest.mark.parametrize(
    ("start", "end", "chance"),
    [
        (0, 4, 0.6),  # starts 0.8, ends 0.6
        (0, 2, 0.1),  # starts 0.8, ends 0.1
        (1, 4, 0.5),  # starts 0.5, ends 0.6
        (2, 4, 0.0),  # nothing starts there
        (2, 2, 0.0),
        (4, 9, 0.0),  # beyond the text
    ],
)
def test_the_chance_of_a_part_is_the_lesser_of_that_of_start_and_end(start: int, end: int, chance: float) -> None:
    assert reading([0.3, 0.5, 0.0, 0.0], [0.0, 0.1, 0.2, 0.3]).inside(start, end) == pytest.approx(chance)


def test_an_empty_text_holds_no_answer() -> None:
    assert reading([], []).inside(0, 0) == 0.0
