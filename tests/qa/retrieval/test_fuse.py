"""Fusion by standard score, with the arithmetic written out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.retrieval.fuse import (
    Leg,
    Spread,
    fused,
)


def leg(scores: dict[int, float], spread: Spread, found: tuple[int, ...] | None = None, name: str = "leg") -> Leg:
    """A leg that knows the score of every passage and has found some of them, best first (None: all)."""
    best = sorted(scores, key=lambda number: (-scores[number], number)) if found is None else found
    return Leg(name, [(number, scores[number]) for number in best], scores.__getitem__, lambda number: spread)


# ------------------------------------------------------------------------------------------------ standard scores


def test_a_standard_score_counts_deviations_above_the_mean() -> None:
    assert Spread(0.8, 0.02).standard(0.85) == pytest.approx(2.5)  # 0.05 / 0.02
    assert Spread(0.8, 0.02).standard(0.8) == 0.0
    assert Spread(0.8, 0.02).standard(0.79) == pytest.approx(-0.5)


def test_trust_says_how_far_a_leg_counts() -> None:
    assert Spread(0.8, 0.02, 0.5).standard(0.85) == pytest.approx(1.25)  # half of 2.5
    assert Spread(0.8, 0.02, 0.0).standard(0.85) == 0.0


def test_where_all_scores_are_the_same_none_stands_out() -> None:
    assert Spread(3.0, 0.0).standard(3.0) == 0.0
    assert Spread(0.0, 0.0).standard(7.0) == 0.0


def test_the_fused_score_is_the_weighted_sum_of_the_standard_scores() -> None:
    dense = leg({1: 0.90, 2: 0.86, 3: 0.80}, Spread(0.80, 0.05))  # 2, 1.2, 0
    lexical = leg({1: 1.0, 2: 5.0, 3: 3.0}, Spread(1.0, 2.0))  # 0, 2, 1
    assert fused([dense, lexical], [1.0, 0.5]) == [
        (2, pytest.approx(1.2 + 0.5 * 2)),
        (1, pytest.approx(2.0)),
        (3, pytest.approx(0.5)),
    ]


def test_a_passage_that_one_leg_did_not_find_still_has_its_score_in_it() -> None:
    dense = leg({1: 0.90, 2: 0.85}, Spread(0.80, 0.05), found=(1,))
    lexical = leg({1: 0.0, 2: 4.0}, Spread(0.0, 2.0), found=(2,))
    assert fused([dense, lexical], [1.0, 1.0]) == [(2, pytest.approx(1.0 + 2.0)), (1, pytest.approx(2.0))]


def test_languages_are_placed_among_their_own() -> None:
    """0.86 is much where the mean is 0.80 and little where it is 0.85."""
    scores, spreads = {1: 0.86, 2: 0.87}, {1: Spread(0.80, 0.02), 2: Spread(0.85, 0.02)}
    found = Leg("dense", [(2, 0.87), (1, 0.86)], scores.__getitem__, spreads.__getitem__)
    assert fused([found], [1.0]) == [(1, pytest.approx(3.0)), (2, pytest.approx(1.0))]


def test_equal_sums_come_in_the_order_of_the_numbers() -> None:
    spread = Spread(0.0, 1.0)
    assert [n for n, _ in fused([leg({9: 1.0, 4: 1.0, 7: 1.0}, spread, found=(9, 4, 7))], [1.0])] == [4, 7, 9]
    one, other = leg({1: 2.0, 2: 1.0}, spread), leg({1: 1.0, 2: 2.0}, spread)
    assert fused([one, other], [1.0, 1.0]) == [(1, 3.0), (2, 3.0)]


def test_a_leg_that_found_nothing_leaves_the_others_to_decide() -> None:
    dense = leg({1: 0.9, 2: 0.8}, Spread(0.8, 0.1))
    nothing = leg({1: 0.0, 2: 50.0}, Spread(0.0, 1.0), found=())  # what it would say counts for nothing
    assert fused([dense, nothing], [1.0, 1.0]) == fused([dense], [1.0])
    assert fused([nothing], [1.0]) == []
    assert fused([], []) == []


def test_a_leg_that_is_not_trusted_changes_nothing_but_who_is_there() -> None:
    dense = leg({1: 0.9, 2: 0.8, 3: 0.7}, Spread(0.8, 0.1), found=(1, 2))
    doubtful = leg({1: 0.0, 2: 5.0, 3: 9.0}, Spread(0.0, 1.0, trust=0.0))
    assert [number for number, _ in fused([dense, doubtful], [1.0, 1.0])] == [1, 2, 3]


def test_each_leg_has_its_weight() -> None:
    spread = Spread(0.0, 1.0)
    with pytest.raises(ValueError, match="zip"):
        fused([leg({1: 1.0}, spread), leg({1: 1.0}, spread)], [1.0])


SCORES = st.dictionaries(st.integers(1, 30), st.integers(-9, 9).map(float), min_size=1, max_size=30)


@given(SCORES, st.integers(0, 30), st.integers(-5, 5), st.integers(1, 5))
def test_one_leg_alone_keeps_its_order(scores: dict[int, float], cut: int, mean: int, deviation: int) -> None:
    one = leg(scores, Spread(float(mean), float(deviation)))
    one = Leg(one.name, one.found[:cut], one.score, one.spread)
    assert [number for number, _ in fused([one], [1.0])] == [number for number, _ in one.found]


@given(SCORES, SCORES, st.sampled_from([0.0, 0.5, 2.0]))
def test_all_that_any_leg_found_is_there_once_best_first(
    one: dict[int, float], other: dict[int, float], weight: float
) -> None:
    spread = Spread(0.0, 2.0)
    both = dict.fromkeys(one | other, 0.0)
    legs = [
        leg(both | one, spread, found=tuple(sorted(one))),
        leg(both | other, spread, found=tuple(sorted(other))),
    ]
    found = fused(legs, [1.0, weight])
    assert sorted(number for number, _ in found) == sorted(both)
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
    for number, score in found:
        assert score == pytest.approx(one.get(number, 0.0) / 2 + weight * other.get(number, 0.0) / 2)
