"""What a way of answering is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from qa.question.parsed import ParsedQuestion
from qa.reading.evidence import Evidence, Evidences

__all__ = ["Selection", "Way"]


@dataclass(frozen=True, slots=True)
class Selection:
    """The sentences to quote, the best first, and the probability that any sentence answers of those that may.

    `structural` where the structure of a document says that they answer, and is quoted with them: what stands under somebody's
    heading of advice is their advice, whatever a reader of one passage makes of it. `shown` where they are shown at least as what may answer.
    `yields` where another way may answer in the place of this one, if these are not to be shown.
    """

    chosen: Sequence[Evidence]
    odds: float
    structural: bool = False
    shown: bool = False
    yields: bool = False

    def to_be_shown(self, least: float) -> bool:
        """Whether they are quoted at all, where odds below `least` say that nothing answers."""
        return self.structural or self.shown or self.odds >= least


class Way(Protocol):
    """Chooses, from the evidence, the sentences that answer a question of one kind; the odds say whether they are quoted.

    It is handed all that it works with: the question, parsed, and its evidence, read as the way's `Need` says
    (`qa.retrieval.finding`). It opens no library, reads nothing and keeps nothing, so that threads share it.
    """

    def __call__(self, question: ParsedQuestion, given: Evidences, /) -> Selection | None:
        """The sentences to quote; None where this way has nothing to say, and another may."""
