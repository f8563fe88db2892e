"""Reciprocal rank fusion, which the fusion by standard scores is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["reciprocal_rank_fusion"]


def reciprocal_rank_fusion(rankings: Mapping[str, Sequence[int]], constant: float = 60.0) -> list[tuple[int, float]]:
    """Fuse rankings, each a sequence of distinct items with the best first: pairs (item, score), best first.

    An item scores the sum, over the rankings that hold it, of 1 / (constant + rank), ranks from 1 (Cormack, Clarke and
    Büttcher, SIGIR 2009). Equal scores come in the order of the items. A ranking that is empty adds nothing.
    """
    scores: dict[int, float] = {}
    for ranking in rankings.values():
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + 1.0 / (constant + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
