"""Question and passage, read together: whether the passage answers, with which words, and how sure that is.

A cross-encoder on the default model's layers (`training/reader.py`, `docs/model-card.md`). Retrieval compares what two
texts are about; this reads. `Reader` is the seam: a Sentence Transformers cross-encoder that the user names serves too,
which gives relevance but no words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from index.arrays import Floats

__all__ = ["GROUP", "UNMARKED", "Reader", "Reading", "best_span", "told_by"]

GROUP = "yinzheng.readers"
"""The entry points of the readers that packages add."""
UNMARKED = -8.0
"""The logit of a sentence of which nothing was read."""
_LONGEST_ANSWER = 40
"""Tokens; an answer is a name, a number, a clause, and a whole sentence only in a definition."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one passage.

    `relevance` is the logit that the passage answers; `span` the likeliest answer as offsets in the passage's text, empty
    where it is read that there is none or the reader gives no words; `margin` how far the score of that span lies above
    that of "nothing here". `starts` and `ends` are, for each character of the text, the probability that the answer
    starts there and that it ends there, `(len(text),)`; what is missing to 1 is that of "nothing here". `signs`, `(len(text),)`, has
    at the last character of each token the logit that its sentence is part of the evidence, NaN elsewhere; None where the reader
    marks no evidence.
    """

    relevance: float
    span: tuple[int, int]
    margin: float
    starts: Floats
    ends: Floats
    signs: Floats | None = None

    def evidence(self, start: int, end: int) -> float:
        """The logit that the sentence text[start:end] is part of the evidence: the mean of its tokens'; `UNMARKED` where none was read."""
        read = np.empty(0) if self.signs is None else self.signs[start:end]
        read = read[~np.isnan(read)]
        return float(read.mean()) if len(read) else UNMARKED

    def words(self, start: int, end: int) -> tuple[int, int]:
        """The likeliest answer inside text[start:end], as offsets: from where one most likely starts to where it then most likely ends."""
        if end <= start:
            return start, start
        first = start + int(self.starts[start:end].argmax())
        last = first + int(self.ends[first:end].argmax())
        return first, last + 1

    def inside(self, start: int, end: int) -> float:
        """The probability that the answer lies in text[start:end]: the lesser of that of its start and of its end."""
        return float(min(self.starts[start:end].sum(), self.ends[start:end].sum()))


@runtime_checkable
class Reader(Protocol):
    """Reads passages for a question. Asked by several threads at once."""

    @property
    def name(self) -> str:
        """What the user calls it."""

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """One reading for each passage, in their order; none for none.

        A passage has its headings and its author in the line before its text (`index.records.in_context`), and spans, starts
        and ends count from there; it may be empty, and longer than what the model takes at once. What is read in it depends on
        the question and on that passage alone, whatever is read beside it. What is wrong with the model's files is a
        ModelError; what else goes wrong in one that a package adds becomes a PluginError (`qa.reading.added`).
        """


def told_by(reader: Reader | None) -> str:
    """What a reader tells, by which the odds are fitted: `evidence`, `relevance` alone, or `nothing`, where there is none.

    One that marks evidence (`Reading.signs`) says so by an attribute `marks_evidence`.
    """
    if reader is None:
        return "nothing"
    return "evidence" if getattr(reader, "marks_evidence", False) else "relevance"


def best_span(start: Floats, end: Floats, longest: int = _LONGEST_ANSWER) -> tuple[int, int, float]:
    """First and last token of the best answer, and its score; tokens that may not answer have scores of -inf.

    `start` and `end` are logits, `(n,)`. The sum of the two is maximised over first ≤ last < first + longest.
    """
    after = np.concatenate([end, np.full(longest - 1, -np.inf)])
    scores = start[:, None] + np.lib.stride_tricks.sliding_window_view(after, longest)
    first, further = np.unravel_index(int(scores.argmax()), scores.shape)
    return int(first), int(first + further), float(scores[first, further])
