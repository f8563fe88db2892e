"""Question → hits: a dense leg and a lexical one, and the sections that a question names, fused by reciprocal rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.alignment import QuestionVectors, family
from index.library import Library
from index.records import in_context
from qa.dense import Dense
from qa.fuse import reciprocal_rank_fusion
from qa.records import Hit
from qa.sections import asked_sections
from qa.support import Words

__all__ = ["retrieve_hits"]

_DEPTH = 50
"""How many passages each leg offers for fusion."""
_COVERAGE = 0.3
"""The least share of the question's words, by weight, that a passage in another language must hold for the lexical leg.

Between two languages a chance match of a name or a number is no ranking: with every match counted, the passage that
answers an English question over Chinese text came first for .70 of them, with this rule for .75, as without the leg;
within one language every match counts (`benchmarks/results/passages.json`).
"""


def retrieve_hits(
    words: Words,
    vectors: QuestionVectors,
    library: Library,
    dense: Dense,
    k: int,
    among: Sequence[int] | None = None,
) -> list[Hit]:
    """The `k` best passages for a question, of which `words` and `vectors` are what the legs match on.

    There are fewer only where the library holds fewer. `among` (passage numbers) restricts both legs before they search,
    so that a filter never hides passages that match it.
    """
    depth = max(_DEPTH, k)
    legs = {
        "dense": dense.search(vectors, depth, among),
        "lexical": [
            leg
            for leg in library.lexical(list(words.weights), depth, among)
            if _speaks(leg[0], vectors, words, library)
        ],
    }
    hits = _fused(legs, library, depth)
    openings = [min(section, key=lambda hit: hit.passage.start) for section in asked_sections(hits, words)]
    if openings:
        legs["named"] = [(hit.number, 1.0) for hit in openings]
        hits = _fused(legs, library, depth)
    return hits[:k]


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


def _speaks(number: int, question: QuestionVectors, words: Words, library: Library) -> bool:
    """Whether a lexical match is worth a rank: in the question's language it is, in another one if it covers enough."""
    passage = library.passage(number)
    if family(passage.language) == question.language:
        return True
    return words.coverage(in_context(library.document(passage.document), passage))[0] >= _COVERAGE
