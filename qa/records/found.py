"""Passages that were found, and the words by which they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.offsets import Span
from index.records import Document, Passage
from qa.records.place import place_of

if TYPE_CHECKING:
    from qa import forms

__all__ = ["Hit", "Match"]


@dataclass(frozen=True, slots=True)
class Match:
    """Words of the question that met words of a passage in the lexical leg, and how.

    `how` is `same` (the same folded word), `number`, `kanji`, `dictionary`, `reading` (Sino-Korean), `sound` (a name in
    another script) or `pair` (a name that a document gives in both scripts). `weight` is its share of the leg's score.
    """

    asked: str
    met: str
    how: str
    weight: float

    def to_dict(self) -> forms.Match:
        """JSON form."""
        return {"asked": self.asked, "met": self.met, "how": self.how, "weight": round(self.weight, 4)}


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found: its fused score, and its rank (from 1) and score in each leg that found it.

    `matches` are the words by which the lexical leg found it, looked for when they are asked for (`qa.retrieval.matches`). `odds` is the probability that the passage answers the
    question, and `span` where in `document.text` the likeliest answer stands; None where it was not read closely.
    """

    number: int
    document: Document
    passage: Passage
    score: float
    ranks: dict[str, int] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    matches: Sequence[Match] = ()
    odds: float | None = None
    span: Span | None = None

    def to_dict(self) -> forms.Hit:
        """JSON form; `start`, `end` and `span` count in the document's text, `source_*` in the decoded file."""
        return {
            **place_of(self.document, self.passage, self.passage.start, self.passage.end),
            "text": self.passage.text,
            "score": round(self.score, 6),
            "odds": None if self.odds is None else round(self.odds, 4),
            "span": None if self.span is None else [self.span.start, self.span.end],
            "ranks": dict(self.ranks),
            "scores": {leg: round(score, 6) for leg, score in self.scores.items()},
            "matches": [match.to_dict() for match in self.matches],
        }
