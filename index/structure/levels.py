"""How deep each heading of a text is.

Where markup or type sizes say it, that counts. Where they are gone, depth is read from how headings stand: one directly over another holds it; the same words stand
at the same depth wherever they occur; the conventional parts of a paper are at the top.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.languages.registry import pattern

__all__ = ["heading_levels"]

_top = pattern(lambda one: one.page.top_headings, "^(?:{})$", re.I)


def heading_levels(headings: Sequence[tuple[int, str]], given: Sequence[int] = ()) -> list[int]:
    """The level of each heading, 1 for the top, from its position among the parts of the text and its words.

    `given` are the depths that are known, 0 for each that is not; only their order counts, so that <h2> and <h4> are
    the first level and the second of a page without any others. A heading without one stands under the one before it
    that has one.
    """
    ranks = {depth: rank for rank, depth in enumerate(sorted({depth for depth in given if depth}), start=1)}
    if not ranks:
        return _guessed(headings)
    levels: list[int] = []
    under = 0
    for (_, words), depth in zip(headings, given, strict=True):
        under = ranks.get(depth, under)
        levels.append(under if depth else 1 if _top().match(words) else under + 1)
    return levels


def _guessed(headings: Sequence[tuple[int, str]]) -> list[int]:
    """Levels from positions and words alone.

    Two headings at positions n and n + 1 have nothing between them: the first holds the second. A heading that holds
    another whose words are already known at some depth is one above that; otherwise it opens a part at the top.
    """
    known: dict[str, int] = {}
    levels: list[int] = []
    for i, (position, words) in enumerate(headings):
        above = i > 0 and headings[i - 1][0] == position - 1
        below = i + 1 < len(headings) and headings[i + 1][0] == position + 1
        if _top().match(words):
            level = 1
        elif words in known:
            level = known[words]
        elif above:
            level = levels[-1] + 1
        elif below:
            level = max(known.get(headings[i + 1][1], 2) - 1, 1)
        else:
            level = levels[-1] if levels else 1
            level = _deeper(headings, i, level)
        known[words] = level
        levels.append(level)
    return levels


def _deeper(headings: Sequence[tuple[int, str]], i: int, level: int) -> int:
    """One deeper, where the same words stand elsewhere directly under another heading of a kind with the one before."""
    for j in range(1, len(headings)):
        under = headings[j][0] == headings[j - 1][0] + 1
        if j != i and under and headings[j][1] == headings[i][1]:
            return level + 1
    return level
