"""The passages found for a way of answering → their sentences as evidence, read as the way needs them."""

from __future__ import annotations

from collections.abc import Sequence

from qa.reading.candidate import Candidate
from qa.reading.desk import Desk
from qa.reading.evidence import Evidence, Evidences
from qa.retrieval.finding import Found, Need

__all__ = ["read"]


def read(desk: Desk, found: Found, need: Need) -> Evidences:
    """The evidence in what was found; nothing is read that the way of answering does not need."""
    every: Sequence[Evidence] = ()
    sections: Sequence[Sequence[Evidence]] = ()
    if need in (Need.LIKELIEST, Need.ADVICE):
        weighed = (desk.weighed(found.query, section)[0] for section in found.sections)
        sections = [evidence for evidence in weighed if evidence]
    if need is Need.SENTENCES:
        every = _unread(found)
    elif need is Need.SIDES:
        every = desk.near(found.query, found.passages)
    elif need is Need.LIKELIEST and not sections and not found.query.question.several:
        every = desk.weighed_till_settled(found.query, found.passages)
    elif not sections and found.passages:
        every = desk.weighed(found.query, found.passages)[0]
    return Evidences(
        found.query, every, sections, found.hits, found.holders, desk.model.threshold, desk.group, desk.embed
    )


def _unread(found: Found) -> list[Evidence]:
    return [
        Evidence(Candidate(hit, sentence, found.query), 0.0)
        for hit in found.passages
        for sentence in hit.passage.sentences
    ]
