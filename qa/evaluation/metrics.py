"""Measures of retrieval and of answers, over spans of characters. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from index.offsets import Span

__all__ = ["covered", "mean", "overlap", "percentile"]


def overlap(span: Span, others: Iterable[Span]) -> int:
    """How many characters of `span` lie in any of `others`, each counted once."""
    held: set[int] = set()
    for other in others:
        held.update(range(max(span.start, other.start), min(span.end, other.end)))
    return len(held)


def covered(spans: Sequence[Span], others: Sequence[Span], share: float = 1.0) -> bool:
    """Whether at least `share` of the characters of `spans`, which are apart, lies in `others` together."""
    length = sum(len(span) for span in spans)
    return length > 0 and sum(overlap(span, others) for span in spans) >= share * length


def mean(values: Sequence[float]) -> float | None:
    """The arithmetic mean, None of nothing."""
    return sum(values) / len(values) if values else None


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of `values` that at least `share` of them do not exceed (nearest-rank method)."""
    if not values or not 0 < share <= 1:
        raise ValueError("a percentile needs values, and a share above 0 and up to 1")
    ordered = sorted(values)
    return ordered[ceil(len(ordered) * share) - 1]
