"""Which documents a question about the library means: by the words of it that say no more than which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from index.encoder.alignment import family
from index.records import Source
from index.text.script import language_of, tokens
from qa.about.subjects import Subjects
from qa.retrieval.concepts import TELLING, Concept, Concepts
from qa.retrieval.lexical import LexicalLeg

__all__ = ["named_by", "naming"]

_NEAR = 0.7
"""Documents are meant whose names hold so much, by weight, of what the best one's hold."""
_NAMED = 0.6
"""A document is named where its names hold so much, by weight, of the words that are to name one: more would be left to ask of it
otherwise, as *when was the NCG established?* does of a document that has the NCG in its title."""
_SLIP, _LEAST = 0.75, 4
"""How like a word of the frame, of so many letters at least, a slip of the fingers leaves it."""


def naming(asked: Concepts, subjects: Subjects) -> frozenset[str]:
    """The words of a question that name a document: those that are no part of how such questions are put.

    Of an alphabet also such as the library does not hold, so that what it has not is not taken for all that it has.
    """
    found: set[str] = set()
    for concepts in asked.by_family.values():
        for concept in concepts:
            if len(concept.asked) == 1 or subjects.framed(concept.asked) or _slipped(concept.asked, subjects):
                continue
            if concept.held or (concept.asked.isascii() and len(concept.asked) >= _LEAST):
                found.add(concept.asked)
    return frozenset(found)


def named_by(words: frozenset[str], asked: Concepts, leg: LexicalLeg, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """The documents (ids) whose title, publisher, authors or id hold the words; those that hold most of them."""
    scores: dict[str, float] = {}
    for name, source in sources.items():
        told = " ".join((source.title, source.publisher, source.original_publisher, *source.authors, name))
        met = _met(words, leg.met(asked, told, source.language or language_of(told)))
        concepts = _met(words, asked.by_family.get(family(source.language or language_of(told)), ()))
        most, every = max((one.weight for one in met), default=0.0), sum(one.weight for one in concepts)
        if most >= TELLING and sum(one.weight for one in met) >= _NAMED * every:
            scores[name] = sum(one.weight for one in met)
    best = max(scores.values(), default=0.0)
    return tuple(name for name, score in scores.items() if score >= _NEAR * best)


def _met(words: frozenset[str], concepts: Sequence[Concept]) -> list[Concept]:
    return [one for one in concepts if one.asked in words]


def _slipped(word: str, subjects: Subjects) -> bool:
    """Whether a word is one of the frame but for a slip of the fingers."""
    if not word.isascii() or len(word) < _LEAST:
        return False
    return all(
        token in subjects.frame or bool(get_close_matches(token, subjects.frame, n=1, cutoff=_SLIP))
        for token in tokens(word)
    )
