"""Curves, calibration and spans, with the arithmetic of each figure."""

from __future__ import annotations

import pytest

from benchmarks.curves import Point, area, best, calibration, curve, together
from benchmarks.spans import exact, f1


def test_a_threshold_refuses_what_is_below_and_answers_the_rest() -> None:
    points = curve([0.4, 0.8], [0.2, 0.6])
    assert [(p.refused, p.answered) for p in points] == [(0, 1), (0, 1), (0, 0.5), (0.5, 0.5), (0.5, 0), (1, 0)]
    assert best(points, 0.1) == Point(0.4, 0.0, 0.5)


def test_each_group_counts_alike_at_one_threshold() -> None:
    points = together([([0.9, 0.9], [0.1]), ([0.5], [0.7, 0.7, 0.7])])
    at = next(p for p in points if p.threshold == 0.7)
    assert (at.refused, at.answered) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("good", "bad", "expected"), [([0.9, 0.8], [0.1], 1.0), ([0.5], [0.5], 0.5), ([0.1], [0.9], 0.0)]
)
def test_area(good: list[float], bad: list[float], expected: float) -> None:
    assert area(good, bad) == expected


def test_odds_that_come_true_have_no_error() -> None:
    error, bins = calibration([0.25, 0.75, 0.75, 0.75], [0.25, 0.25, 0.25, 0.75])
    assert error == 0
    assert bins == [(0.25, 0.25, 0.5), (0.75, 0.75, 0.5)]


def test_both_kinds_weigh_alike_in_the_calibration() -> None:
    error, bins = calibration([0.5] * 9, [0.5])
    assert error == pytest.approx(0)
    assert bins[0][2] == pytest.approx(1)


def test_or_each_question_counts_once() -> None:
    assert calibration([0.9] * 9, [0.9], alike=False)[0] == pytest.approx(0)
    assert calibration([0.9] * 9, [0.9])[0] == pytest.approx(0.4)


def test_spans_are_compared_by_characters_without_punctuation() -> None:
    assert exact("《红楼梦》", ["红楼梦"])
    assert f1("曹雪芹的红楼梦", ["红楼梦"]) == pytest.approx(0.6)
    assert f1("in May 1999", ["May 1999", "1998"]) == pytest.approx(0.8)
    assert f1("无", ["有"]) == f1("", ["有"]) == 0
