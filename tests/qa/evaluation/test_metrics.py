"""Measures over spans, with the arithmetic beside each expected value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.offsets import Span
from qa.evaluation.metrics import (
    covered,
    mean,
    overlap,
    percentile,
)


@pytest.mark.parametrize(
    ("span", "others", "expected"),
    [
        (Span(10, 20), [], 0),
        (Span(10, 20), [Span(0, 10), Span(20, 30)], 0),  # they touch, and share nothing
        (Span(10, 20), [Span(0, 15)], 5),  # 10–15
        (Span(10, 20), [Span(0, 100)], 10),
        (Span(10, 20), [Span(12, 14), Span(13, 18)], 6),  # 12–18, the shared 13 counted once
        (Span(10, 20), [Span(12, 14), Span(16, 18)], 4),  # 2 + 2
        (Span(10, 10), [Span(0, 100)], 0),
    ],
)
def test_overlap(span: Span, others: list[Span], expected: int) -> None:
    assert overlap(span, others) == expected


spans = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: Span(min(pair), max(pair)))


@given(spans, st.lists(spans))
def test_overlap_is_that_of_sets(span: Span, others: list[Span]) -> None:
    union = {at for other in others for at in range(other.start, other.end)}
    assert overlap(span, others) == len(union & set(range(span.start, span.end)))


@pytest.mark.parametrize(
    ("parts", "others", "share", "expected"),
    [
        ([Span(0, 10)], [Span(0, 10)], 1.0, True),
        ([Span(0, 10)], [Span(0, 9)], 1.0, False),  # 9 of 10
        ([Span(0, 10)], [Span(5, 20)], 0.5, True),  # 5 of 10: at least half
        ([Span(0, 10)], [Span(6, 20)], 0.5, False),  # 4 of 10
        ([Span(0, 4), Span(5, 9)], [Span(0, 4), Span(5, 9)], 1.0, True),  # the gap at 4 is asked of nobody
        ([Span(0, 4), Span(5, 9)], [Span(0, 4)], 0.5, True),  # 4 of 8
        ([Span(0, 4), Span(5, 9)], [Span(0, 3)], 0.5, False),  # 3 of 8
        ([], [Span(0, 9)], 0.5, False),  # nothing is never shown
        ([Span(3, 3)], [Span(0, 9)], 0.5, False),
    ],
)
def test_covered(parts: list[Span], others: list[Span], share: float, expected: bool) -> None:
    assert covered(parts, others, share) is expected


def test_mean() -> None:
    assert mean([1.0, 0.0, 0.0, 1.0, 1.0]) == pytest.approx(0.6)  # 3 / 5
    assert mean([]) is None


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([3.0, 1.0, 2.0], 0.5, 2.0),  # ceil(3 × .5) = 2nd smallest
        ([4.0, 1.0, 3.0, 2.0], 0.5, 2.0),  # ceil(4 × .5) = 2nd
        ([float(n) for n in range(1, 21)], 0.95, 19.0),  # ceil(20 × .95) = 19th
        ([5.0], 0.95, 5.0),
        ([1.0, 9.0], 1.0, 9.0),
    ],
)
def test_percentile_by_nearest_rank(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 0.0), ([1.0], 1.1)])
def test_percentile_of_nothing(values: list[float], share: float) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, share)
