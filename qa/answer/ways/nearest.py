"""What the documents say nearest to a question that they do not answer, and to what it takes for granted."""

from __future__ import annotations

from collections.abc import Sequence

from qa.reading.evidence import Evidence

__all__ = ["nearest"]

_MOST = 3


def nearest(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences, at most three and one of a passage, that hold most of what is asked about; none of them answers.

    "When did Japan build its own nuclear weapons?" takes for granted that it did: of the words of the question these
    sentences hold most, so that a reader sees what the documents say of it.
    """
    best: dict[int, Evidence] = {}
    for item in evidence:
        if item.hit.number not in best or item.near > best[item.hit.number].near:
            best[item.hit.number] = item
    ranked = sorted(best.values(), key=lambda item: -item.near)
    return [item for item in ranked[:_MOST] if item.near > 0]
