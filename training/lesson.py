"""What the reader is taught with: a question, a passage, and which of its sentences answer, in which words."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from index.text.script import width
from index.text.sentences import sentences

__all__ = ["LENGTH", "Lesson", "answered", "silent", "widened"]

LENGTH = 300
"""The greatest width of a passage, that of the product's."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question, a passage, and where in it the answer stands; None where the passage does not answer."""

    question: str
    passage: str
    span: tuple[int, int] | None
    head: int = 0
    """How many characters of `passage` are its headings, in which no sentence is evidence."""
    marked: tuple[tuple[int, int], ...] | None = None
    """The sentences that people marked as evidence; None: those that `span` stands in, and the span is known."""

    @property
    def answers(self) -> bool:
        """Whether the passage answers, or part of it."""
        return bool(self.marked) if self.marked is not None else self.span is not None

    def sentences(self) -> list[tuple[int, int, bool]]:
        """Where each sentence of the passage begins and ends, and whether it is evidence."""
        evidence = self.marked if self.marked is not None else [self.span] if self.span else []
        return [
            (
                s.start + self.head,
                s.end + self.head,
                any(min(b, s.end + self.head) > max(a, s.start + self.head) for a, b in evidence),
            )
            for s in sentences(self.passage[self.head :])
        ]


def widened(
    inside: tuple[int, int], limits: tuple[int, int], short: Callable[[int, int], bool], dice: random.Random
) -> tuple[int, int]:
    """The first and the last of consecutive sentences: those `inside` and, while they are too `short`, more on a side that is drawn."""
    (first, last), (least, most) = inside, limits
    while (first > least or last < most) and short(first, last):
        if first > least and (last == most or dice.random() < 0.5):
            first -= 1
        else:
            last += 1
    return first, last


def silent(question: str, text: str, title: str, dice: random.Random) -> Lesson:
    """A part of a text that does not answer."""
    at = dice.randrange(len(text))
    return replace(answered(question, text, (at, at + 1), title, dice), span=None)


def answered(
    question: str, text: str, span: tuple[int, int], title: str, dice: random.Random, least: float = 80
) -> Lesson:
    """Whole sentences around the span, of the length of the product's passages, under their title."""
    parts = sentences(text)
    first = next((i for i, s in enumerate(parts) if s.end > span[0]), len(parts) - 1)
    last = next((i for i, s in enumerate(parts) if s.end >= span[1]), len(parts) - 1)
    goal = dice.uniform(least, LENGTH)
    first, last = widened(
        (first, last), (0, len(parts) - 1), lambda a, b: width(text[parts[a].start : parts[b].end]) < goal, dice
    )
    start = parts[first].start
    head = f"{title.replace('_', ' ')}\n" if title else ""
    return Lesson(
        question,
        head + text[start : parts[last].end],
        (span[0] - start + len(head), span[1] - start + len(head)),
        len(head),
    )
