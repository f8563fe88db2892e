"""What the documents say nearest to a question that they do not answer, and to what it takes for granted."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answer.desk import READ_PASSAGES, Desk, ParsedQuestion
from qa.reading.evidence import Evidence
from qa.records import Hit

__all__ = ["nearest"]

_MOST = 3


def nearest(desk: Desk, asked: ParsedQuestion, hits: Sequence[Hit]) -> list[Evidence]:
    """The sentences, at most three and one of a passage, that hold most of what is asked about; none of them answers.

    "When did Japan build its own nuclear weapons?" takes for granted that it did: of the words of the question these
    sentences hold most, so that a reader sees what the documents say of it.
    """
    best: dict[int, tuple[float, Evidence]] = {}
    for hit, sentence, score in desk.near(asked.query, asked.language, hits[:READ_PASSAGES]):
        if hit.number not in best or score > best[hit.number][0]:
            best[hit.number] = (score, Evidence(hit, sentence, 0.0))
    ranked = sorted(best.values(), key=lambda pair: -pair[0])
    return [item for score, item in ranked[:_MOST] if score > 0]
