"""All evidence: every sentence of the library that bears on a question, by source and by who says it. Frozen, slotted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.records import Citation, LeftOut, Statement, View
from qa.verdict import EVIDENCE_SCHEMA, Ended

if TYPE_CHECKING:
    from qa import forms

__all__ = ["AllEvidence"]


@dataclass(frozen=True, slots=True)
class AllEvidence:
    """What was found so far, of the `read` passages out of the `passages` that there are within the filters.

    Each statement is one sentence: its first citation, and the others are the same words in reprints. Numbers are given in
    the order of reading and stay what they are; a citation's `score` is the probability that this sentence, whatever the
    others are, is evidence: `at_least` so much. `views` say who holds what, those of one source together. Where the
    question names somebody whose view it asks for, only what these, the `holders`, say themselves is evidence.

    `ended` says why no more was read; None while reading goes on. `left_out` are sentences that failed their check.
    """

    question: str
    language: str
    at_least: float
    library: forms.Library
    passages: int
    read: int = 0
    ended: Ended | None = None
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    views: tuple[View, ...] = ()
    holders: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    seconds: float = 0.0

    def __repr__(self) -> str:
        """One line: how many sentences of how many documents, and how much was read."""
        documents = len({citation.document.id for citation in self.citations})
        ended = self.ended.value if self.ended else "reading"
        return (
            f"AllEvidence({len(self.statements)} sentences in {documents} documents; "
            f"{self.read} of {self.passages} passages read: {ended})"
        )

    def to_dict(self) -> forms.AllEvidence:
        """JSON form, as `yinzheng evidence --json` prints it."""
        return {
            "schema": EVIDENCE_SCHEMA,
            "question": self.question,
            "language": self.language,
            "at_least": self.at_least,
            "holders": list(self.holders),
            "views": [view.to_dict() for view in self.views],
            "statements": [statement.to_dict() for statement in self.statements],
            "citations": [citation.to_dict() for citation in self.citations],
            "left_out": [one.to_dict() for one in self.left_out],
            "passages_read": self.read,
            "passages": self.passages,
            "ended": self.ended.value if self.ended else None,
            "library": {**self.library},
            "seconds": round(self.seconds, 3),
        }
