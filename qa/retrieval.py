"""Question → hits: a dense leg and a lexical one, fused by reciprocal rank."""

from __future__ import annotations

from collections.abc import Sequence

from index.embed import Vectors
from index.library import Library
from index.script import tokens
from index.vectors import VectorIndex
from qa.fuse import reciprocal_rank_fusion
from qa.records import Hit

__all__ = ["retrieve_hits"]

_DEPTH = 50
"""How many passages each leg offers for fusion."""


def retrieve_hits(
    question: str,
    vector: Vectors,
    library: Library,
    vectors: VectorIndex,
    k: int,
    documents: Sequence[str] | None = None,
) -> list[Hit]:
    """The `k` best passages for a question, of which `vector` is the embedding; fewer only where there are fewer.

    `documents` (ids) restricts both legs before they search, so that a filter never hides passages that match it.
    """
    among = None if documents is None else library.passage_numbers(documents)
    depth = max(_DEPTH, k)
    legs = {
        "dense": vectors.search(vector, depth, among),
        "lexical": library.lexical(tokens(question), depth, among),
    }
    ranks = {name: {number: rank for rank, (number, _) in enumerate(leg, start=1)} for name, leg in legs.items()}
    scores = {name: dict(leg) for name, leg in legs.items()}
    fused = reciprocal_rank_fusion({name: [number for number, _ in leg] for name, leg in legs.items()})
    hits: list[Hit] = []
    for number, score in fused[:k]:
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
