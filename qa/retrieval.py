"""Question → hits: a dense leg and a lexical one, and the sections that a question names, fused by reciprocal rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.alignment import QuestionVectors
from index.library import Library
from qa.dense import Dense
from qa.fuse import reciprocal_rank_fusion
from qa.lexical import LexicalLeg
from qa.records import Hit
from qa.sections import asked_sections
from qa.support import Words

__all__ = ["retrieve_hits"]

_DEPTH = 50
"""How many passages each leg offers for fusion."""


def retrieve_hits(
    words: Words,
    vectors: QuestionVectors,
    library: Library,
    dense: Dense,
    k: int,
    documents: Sequence[str] | None = None,
    lexical: LexicalLeg | None = None,
) -> list[Hit]:
    """The `k` best passages for a question, of which `words` and `vectors` are what the legs match on.

    There are fewer only where the library holds fewer. `documents` (ids) restricts both legs before they search, so
    that a filter never hides passages that match it. `lexical` None: `LexicalLeg.of` the library.
    """
    leg = lexical or LexicalLeg.of(library)
    asked = leg.concepts(words.question)
    among = None if documents is None else library.passage_numbers(documents)
    depth = max(_DEPTH, k)
    legs = {
        "dense": dense.search(vectors, depth, among),
        "lexical": leg.search(asked, depth, among),
    }
    hits = _fused(legs, library, depth)
    openings = [min(section, key=lambda hit: hit.passage.start) for section in asked_sections(hits, words)]
    if openings:
        legs["named"] = [(hit.number, 1.0) for hit in openings]
        hits = _fused(legs, library, depth)
    return [replace(hit, matches=leg.matches(asked, hit.number)) for hit in hits[:k]]


def _fused(legs: Mapping[str, list[tuple[int, float]]], library: Library, most: int) -> list[Hit]:
    """The best passages by reciprocal rank, at most `most`, each with its rank and score in every leg that found it."""
    ranks = {name: {number: rank for rank, (number, _) in enumerate(leg, start=1)} for name, leg in legs.items()}
    scores = {name: dict(leg) for name, leg in legs.items()}
    hits: list[Hit] = []
    for number, score in reciprocal_rank_fusion({name: list(held) for name, held in scores.items()})[:most]:
        passage = library.passage(number)
        hits.append(
            Hit(
                number,
                library.document(passage.document),
                passage,
                score,
                {name: ranks[name][number] for name in legs if number in ranks[name]},
                {name: scores[name][number] for name in legs if number in scores[name]},
            )
        )
    return hits
