"""Characters that a page prints twice in one place, to look bold, are one character."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

__all__ = ["without_overprinted"]

_TOLERANCE = 1.0
"""In points: how far apart the prints of one character may stand."""


def without_overprinted(chars: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The characters of a page in their order, each once.

    The rule is that of pdfplumber's `dedupe_chars`: of the characters with the same sign, font and size, those that touch
    in height and then in breadth are one print, of which the uppermost stays. That one sorts by `list.index`, which takes
    minutes a page; this takes their places along.
    """
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for at, char in enumerate(chars):
        alike[char["upright"], char["text"], char["fontname"], char["size"]].append(at)
    kept: list[int] = []
    for places in alike.values():
        for level in _clusters(places, lambda at: float(chars[at]["doctop"])):
            for prints in _clusters(level, lambda at: float(chars[at]["x0"])):
                kept.append(min(prints, key=lambda at: (chars[at]["doctop"], chars[at]["x0"], at)))
    return [chars[at] for at in sorted(kept)]


def _clusters(places: Sequence[int], where: Callable[[int], float]) -> Iterator[list[int]]:
    """Places whose values follow one another within the tolerance."""
    cluster: list[int] = []
    for at in sorted(places, key=where):
        if cluster and where(at) > where(cluster[-1]) + _TOLERANCE:
            yield cluster
            cluster = []
        cluster.append(at)
    if cluster:
        yield cluster
