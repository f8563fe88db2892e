"""What the documents say nearest to a question that they do not answer, and to what it takes for granted."""

from __future__ import annotations

from collections.abc import Sequence

from qa.reading.evidence import Evidence

__all__ = ["nearest"]

_MOST = 3


def nearest(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The likeliest sentences, at most three and one of a passage; none of them is likely to answer.

    "When did Japan build its own nuclear weapons?" takes for granted that it did: what is read to come nearest to an answer is
    what the documents say of it.
    """
    best: dict[int, Evidence] = {}
    for item in evidence:
        if item.hit.number not in best or item.bearing > best[item.hit.number].bearing:
            best[item.hit.number] = item
    return sorted(best.values(), key=lambda item: -item.bearing)[:_MOST]
