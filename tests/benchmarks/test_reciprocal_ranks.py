"""Reciprocal rank fusion: the arithmetic of its paper, and ties."""

from __future__ import annotations

import pytest

from benchmarks.reciprocal_ranks import reciprocal_rank_fusion


def test_a_score_is_the_sum_of_reciprocal_ranks() -> None:
    ranked = reciprocal_rank_fusion({"dense": [7, 8, 9], "lexical": [9, 7]}, constant=60)
    assert ranked == [
        (7, pytest.approx(1 / 61 + 1 / 62)),  # first and second
        (9, pytest.approx(1 / 63 + 1 / 61)),  # third and first
        (8, pytest.approx(1 / 62)),  # second in one leg only
    ]


def test_two_middling_ranks_beat_one_first_only_as_far_as_the_constant_says() -> None:
    rankings = {"a": [1, 2], "b": [3, 2]}
    assert [item for item, _ in reciprocal_rank_fusion(rankings, constant=60)] == [2, 1, 3]  # 2/62 > 1/61
    assert [item for item, _ in reciprocal_rank_fusion(rankings, constant=0)] == [1, 2, 3]  # 2/2 = 1/1: by item


@pytest.mark.parametrize(
    ("rankings", "items"),
    [
        ({}, []),
        ({"a": []}, []),
        ({"a": [], "b": [5, 4]}, [5, 4]),
        ({"a": [2], "b": [1]}, [1, 2]),  # equal scores come in the order of the items,
        ({"b": [1], "a": [2]}, [1, 2]),  # whichever leg is named first
    ],
)
def test_empty_legs_add_nothing_and_ties_come_by_item(rankings: dict[str, list[int]], items: list[int]) -> None:
    assert [item for item, _ in reciprocal_rank_fusion(rankings)] == items
