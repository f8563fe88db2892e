"""The lexical leg as its definition has it, passage by passage and token by token: what the quick one is held against."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.bridge.readings import reading_tokens
from index.encoder.alignment import family
from index.store.library import Library
from index.text.script import tokens
from qa.retrieval.concepts import Concepts
from qa.retrieval.crossing.renderings import Rendering

K1, B = 1.2, 0.75


class PlainLeg:
    """Scores of every passage for a question whose concepts are given."""

    def __init__(self, library: Library) -> None:
        self.numbers = library.passage_numbers()
        self.families: list[str] = []
        self.lines: list[tuple[list[str], list[str], list[str], list[str]]] = []
        for number in self.numbers:
            passage = library.passage(number)
            document = library.document(passage.document)
            authors = passage.section.authors or document.source.authors
            above = " ".join([document.source.title, passage.section.label, *authors])
            name = family(passage.language)
            self.families.append(name)
            self.lines.append(
                (tokens(passage.text), tokens(above), reading_tokens(passage.text, name), reading_tokens(above, name))
            )

    def often(self, row: int, one: Rendering, headings: bool = True) -> float:
        """How often a rendering stands in a passage, half in its headings."""
        text, above = self.lines[row][2 * one.readings : 2 * one.readings + 2]
        return one.weight * (count(text, one) + 0.5 * headings * count(above, one))

    def passages(self, name: str, renderings: Sequence[Rendering]) -> float:
        """How many passages of a language hold any of them; those in headings alone only where there are no others."""
        rows = [row for row, own in enumerate(self.families) if own == name]
        for headings in (False, True):
            held = sum(min(sum(self.often(row, one, headings) for one in renderings), 1.0) for row in rows)
            if held:
                return held
        return 0.0

    def scores(self, asked: Concepts) -> dict[int, float]:
        """The score of every passage, by number."""
        found: dict[int, float] = {}
        for name in set(self.families):
            rows = [row for row, own in enumerate(self.families) if own == name]
            mean = max(float(np.mean([len(self.lines[row][0]) for row in rows])), 1.0)
            for row in rows:
                length = K1 * (1 - B + B * len(self.lines[row][0]) / mean)
                score = 0.0
                for concept in asked.by_family[name]:
                    often = sum(self.often(row, one) for one in concept.renderings)
                    score += concept.weight * often * (K1 + 1) / (often + length)
                found[self.numbers[row]] = score
        return found


def count(line: Sequence[str], one: Rendering) -> int:
    """At how many places the tokens of a rendering follow one another in a line."""
    if one.prefix:
        return sum(word.startswith(one.words[0]) for word in line)
    size = len(one.words)
    return sum(tuple(line[at : at + size]) == one.words for at in range(len(line) - size + 1))
