"""A sentence of a passage, with the odds that it answers."""

from __future__ import annotations

from dataclasses import dataclass

from index.records import Sentence
from qa.records import Hit

__all__ = ["Evidence"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a hit, with the odds that it answers the question.

    `copies` are the same sentence in reprints of the document, which are no sources of their own; `topic` is the heading
    that it was chosen for, where one was chosen for each.
    """

    hit: Hit
    sentence: Sentence
    odds: float
    copies: tuple[Evidence, ...] = ()
    topic: str = ""
