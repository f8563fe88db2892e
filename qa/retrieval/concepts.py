"""A question's words as the passages of each language may hold them, and how much each tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log

from qa.retrieval.crossing.renderings import Rendering
from qa.retrieval.fuse import Spread
from qa.retrieval.met import Needles
from qa.retrieval.occurrences import Looked, Occurrences
from qa.retrieval.sparse import SparseScores

__all__ = ["TELLING", "Concept", "Concepts", "LanguageScores"]

TELLING = log(1.0 + 9.0)
"""The least weight of a telling word: that of one which a tenth of the passages hold."""


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that the question asks for, as passages of one language may write it; `weight` is how rare that is."""

    asked: str
    weight: float
    renderings: tuple[Rendering, ...]
    held: bool = True
    """Whether any passage of the language holds it."""


@dataclass
class Concepts:
    """A question with its concepts for passages of each language family, and what was looked up for it, each once."""

    text: str
    language: str
    by_family: dict[str, tuple[Concept, ...]] = field(default_factory=dict)
    looked: dict[str, Looked] = field(default_factory=dict)
    occurrences: dict[str, tuple[Occurrences, ...]] = field(default_factory=dict)
    found: Mapping[str, LanguageScores] | None = None
    needles: dict[str, Needles] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LanguageScores:
    """What a question finds in the passages of one language: their scores by row, and the spread of those of all."""

    scores: SparseScores
    spread: Spread
