"""Hits → the sentences that answer, as candidates for quotation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.embed import Vectors
from index.library import Library
from index.records import Sentence
from index.script import tokens
from qa.records import Hit
from qa.support import Background, SupportModel, coverage, features

__all__ = ["Support", "choose", "question_words", "support"]

MOST_STATEMENTS = 3
_KEEP = 0.4
"""A further sentence is quoted when its odds are at least this share of the best one's."""


@dataclass(frozen=True, slots=True)
class Support:
    """A sentence of a hit, with the odds that it answers the question."""

    hit: Hit
    sentence: Sentence
    odds: float


def question_words(question: str, library: Library, passages: int) -> dict[str, float]:
    """The question's folded tokens, each with its inverse document frequency; those the library lacks weigh most."""
    from math import log

    return {
        word: log(1.0 + (passages - held + 0.5) / (held + 0.5))
        for word in dict.fromkeys(tokens(question))
        for held in [library.document_frequency(word)]
    }


def support(
    hits: Sequence[Hit],
    question_vector: Vectors,
    words: Mapping[str, float],
    language: str,
    background: Background,
    library: Library,
    model: SupportModel,
) -> list[Support]:
    """Every sentence of `hits` with its odds, best first."""
    found: list[Support] = []
    for rank, hit in enumerate(hits, start=1):
        cosines = (library.sentence_vectors(hit.number) @ question_vector).tolist()
        rows = features(
            sentence_cosines=cosines,
            sentence_coverages=[coverage(words, sentence.text) for sentence in hit.passage.sentences],
            passage_cosine=hit.scores.get("dense", background.mean),
            passage_coverage=coverage(words, hit.passage.text),
            background=background,
            same_language=hit.passage.language[:2] == language[:2],
            rank=rank,
        )
        odds = model.odds(rows).tolist()
        found += [Support(hit, s, o) for s, o in zip(hit.passage.sentences, odds, strict=True)]
    return sorted(found, key=lambda item: (-item.odds, item.hit.passage.document, item.sentence.start))


def choose(supports: Sequence[Support], threshold: float) -> list[Support]:
    """The sentences to quote, best first; none where even the best is under `threshold`."""
    if not supports or supports[0].odds < threshold:
        return []
    chosen: list[Support] = []
    for item in supports:
        if len(chosen) == MOST_STATEMENTS or item.odds < supports[0].odds * _KEEP:
            break
        if all(item.sentence != other.sentence or item.hit.document != other.hit.document for other in chosen):
            chosen.append(item)
    return chosen
