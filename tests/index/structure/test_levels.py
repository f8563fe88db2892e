"""How deep each heading is, when type sizes are gone."""

from __future__ import annotations

import pytest

from index.structure.levels import heading_levels


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ([], []),
        ([(0, "甲")], [1]),
        ([(0, "甲"), (3, "乙"), (6, "丙")], [1, 1, 1]),  # text between them: nothing says that one holds another
        ([(0, "甲"), (1, "乙"), (5, "丙")], [1, 2, 2]),  # 甲 directly over 乙 holds it, and 丙 after it
        ([(0, "甲"), (1, "乙"), (2, "丙")], [1, 2, 3]),
        ([(0, "甲"), (1, "乙"), (5, "丙"), (6, "乙")], [1, 2, 1, 2]),  # 丙 holds what 甲 holds, so it is beside 甲
        ([(0, "甲"), (1, "乙"), (5, "结论")], [1, 2, 1]),  # a conclusion is never inside a part
        ([(0, "甲"), (1, "乙"), (5, "References")], [1, 2, 1]),
        ([(0, "Introduction"), (4, "Methods"), (5, "Data")], [1, 1, 2]),
        (
            [(0, "甲"), (1, "乙"), (3, "军事"), (6, "丙"), (7, "军事")],
            [1, 2, 3, 2, 3],
        ),  # 军事 is under 丙, so under 乙 too
    ],
)
def test_heading_levels(headings: list[tuple[int, str]], expected: list[int]) -> None:
    assert heading_levels(headings) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([2, 4, 2], [1, 2, 1]),  # <h2>, <h4>, <h2>: only the order counts
        ([1, 2, 3], [1, 2, 3]),
        ([0, 0, 0], [1, 2, 1]),  # nothing is known: as they stand
        ([2, 0, 2], [1, 2, 1]),  # one in bold under <h2>
        ([0, 3, 0], [1, 1, 1]),  # before the first that is known, and a conclusion, are at the top
    ],
)
def test_levels_that_markup_gives_count(given: list[int], expected: list[int]) -> None:
    assert heading_levels([(0, "甲"), (1, "乙"), (5, "结论")], given) == expected
