"""Ways to order the passages of a library for a question: the legs alone, and fused in several manners."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.fts5 import bm25
from benchmarks.reciprocal_ranks import reciprocal_rank_fusion
from corpora.public import Asked
from index.arrays import Floats, Vectors
from index.encoder.alignment import QuestionVectors
from index.records import Passage
from index.store.entries import Entry
from index.store.library import Library
from index.text.script import tokens
from qa.retrieval.lexical import Words

__all__ = ["Searched", "fusions", "legs"]

DEPTH = 50


@dataclass(frozen=True, slots=True)
class Searched:
    """A collection's passages, their vectors, the folded words of each, and the means that questions are moved by."""

    library: Library
    passages: dict[int, Passage]
    entries: Sequence[Entry]
    words: dict[int, frozenset[str]]
    means: Mapping[str, Vectors]

    def coverage(self, words: Words, number: int) -> float:
        """The share of the question's words, by weight, that the passage holds."""
        every = sum(words.weights.values())
        return sum(w for word, w in words.weights.items() if word in self.words[number]) / every if every else 0.0


def legs(searched: Searched, question: Asked, vector: Vectors) -> dict[str, list[int]]:
    """Passage numbers of each leg, best first.

    `passage` is the cosine of the passage alone; `dense` the mean of that and of the best sentence's; `centred` the same
    in standard scores of the passages in one language; `moved` the same with the question moved to the language of the
    passages, as the product does, and `moved, centred` that in standard scores.
    """
    numbers, entries = list(searched.passages), searched.entries
    homes = np.array([passage.language[:2] for passage in searched.passages.values()])
    alone, dense = _dense(entries, vector)
    centred, moved, both = np.zeros_like(dense), np.zeros_like(dense), np.zeros_like(dense)
    vectors = QuestionVectors.of(question.text, vector, searched.means)
    for home in set(homes.tolist()):
        here = homes == home
        there = _dense(entries, vectors.against(home))[1]
        moved[here] = there[here]
        centred[here] = _standard(dense, here)
        both[here] = _standard(there, here)
    scores = {"passage": alone, "dense": dense, "centred": centred, "moved": moved, "moved, centred": both}
    made = {name: [numbers[i] for i in np.argsort(-s, kind="stable")[:DEPTH]] for name, s in scores.items()}
    return {**made, "lexical": [number for number, _ in bm25(searched.library, tokens(question.text), DEPTH)]}


def _standard(scores: Floats, here: NDArray[np.bool_]) -> Floats:
    among = scores[here] if here.sum() >= 5 else scores
    return np.asarray((scores[here] - among.mean()) / among.std())


def _dense(entries: Sequence[Entry], vector: Vectors) -> tuple[Floats, Floats]:
    alone = np.concatenate([entry.vectors @ vector for entry in entries]).astype(np.float64)
    best = np.array([float((rows @ vector).max()) for entry in entries for rows in entry.sentence_vectors])
    return alone, (alone + best) / 2


def fusions(found: dict[str, list[int]], coverage: Callable[[int], float], same: bool) -> dict[str, list[int]]:
    """Each way to order the passages; `same` (whether languages agree) is an oracle."""
    made = dict(found)
    dense, moved, both, lexical = (found[name] for name in ("dense", "moved", "moved, centred", "lexical"))
    shares = {number: coverage(number) for number in lexical}
    first = shares[lexical[0]] if lexical else 0.0
    for constant in (10.0, 20.0, 60.0):
        made[f"rrf {constant:.0f}"] = _fused(constant, dense, lexical)
    for least in (0.1, 0.2, 0.3, 0.4, 0.5):
        kept = [number for number in lexical if shares[number] >= least]
        made[f"rrf 60, lexical if the first covers {least}"] = _fused(60.0, dense, lexical if first >= least else [])
        made[f"rrf 60, lexical passages that cover {least}"] = _fused(60.0, dense, kept)
        made[f"rrf 60, moved, lexical passages that cover {least}"] = _fused(60.0, moved, kept)
        made[f"rrf 60, moved, centred, lexical passages that cover {least}"] = _fused(60.0, both, kept)
        made[f"rrf 10, moved, lexical passages that cover {least}"] = _fused(10.0, moved, kept)
    made["rrf 60, lexical weighted by coverage"] = _weighted(found, 60.0, first)
    made["rrf 60, lexical if same language"] = _fused(60.0, dense, lexical if same else [])
    return made


def _fused(constant: float, *legs: list[int]) -> list[int]:
    return [n for n, _ in reciprocal_rank_fusion({str(i): leg for i, leg in enumerate(legs)}, constant)]


def _weighted(legs: dict[str, list[int]], constant: float, weight: float) -> list[int]:
    scores: dict[int, float] = defaultdict(float)
    for name, factor in (("dense", 1.0), ("lexical", weight)):
        for rank, number in enumerate(legs[name], start=1):
            scores[number] += factor / (constant + rank)
    return sorted(scores, key=lambda number: (-scores[number], number))
