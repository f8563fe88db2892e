"""Hits → the sentences that answer, as candidates for quotation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np

from index.alignment import QuestionVectors
from index.library import Library
from index.records import Sentence, in_context
from index.script import tokens
from qa.certificate import same_words
from qa.records import Hit
from qa.support import FEATURES, Background, Floats, Found, SupportModel, Words, features

__all__ = ["Support", "choose", "measure", "question_words", "support"]

MOST_STATEMENTS = 3
KEEP = 0.2
"""A further sentence is quoted when its odds are at least this share of the best one's.

Of the shares tried on ExpMRC it has the best F2 with three sentences: a sentence of the evidence that is missing costs a
reader more than one too many (`benchmarks/results/support.json`).
"""


@dataclass(frozen=True, slots=True)
class Support:
    """A sentence of a hit, with the odds that it answers the question.

    `copies` are the same sentence in reprints of the document, which are no sources of their own.
    """

    hit: Hit
    sentence: Sentence
    odds: float
    copies: tuple[Support, ...] = ()


def question_words(question: str, library: Library, passages: int) -> Words:
    """The question's folded tokens, each with its inverse document frequency; those the library lacks weigh most."""
    held = {word: library.document_frequency(word) for word in dict.fromkeys(tokens(question))}
    weights = {word: log(1.0 + (passages - count + 0.5) / (count + 0.5)) for word, count in held.items()}
    known = frozenset(word for word, n in held.items() if n or library.document_frequency(word, in_text=False))
    return Words(question, weights, known)


def measure(
    hits: Sequence[Hit],
    question: QuestionVectors,
    words: Words,
    language: str,
    background: Background,
    library: Library,
) -> tuple[list[tuple[Hit, Sentence]], Floats]:
    """Every sentence of `hits`, and its features as rows, `(sentences, len(FEATURES))`."""
    cosines = [hit.scores.get("dense", background.mean) for hit in hits]
    found: list[tuple[Hit, Sentence]] = []
    rows = [np.zeros((0, len(FEATURES)))]
    for place, (hit, cosine) in enumerate(zip(hits, cosines, strict=True)):
        passage = Found(
            in_context(hit.document, hit.passage),
            cosine,
            max([*cosines[:place], *cosines[place + 1 :]], default=background.mean),
            hit.passage.language[:2] == language[:2],
        )
        inside = hit.passage.sentences
        near = (library.sentence_vectors(hit.number) @ question.against(hit.passage.language)).tolist()
        rows.append(features(words, background, passage, [s.text for s in inside], near))
        found += [(hit, sentence) for sentence in inside]
    return found, np.concatenate(rows)


def support(
    hits: Sequence[Hit],
    question: QuestionVectors,
    words: Words,
    language: str,
    background: Background,
    library: Library,
    model: SupportModel,
) -> list[Support]:
    """Every sentence of `hits` with its odds, best first; a line of signs alone (`---`) is no sentence."""
    found, rows = measure(hits, question, words, language, background, library)
    weighed = zip(found, model.odds(rows).tolist(), strict=True)
    supports = [Support(hit, s, o) for (hit, s), o in weighed if any(map(str.isalnum, s.text))]
    return sorted(supports, key=lambda item: (-item.odds, item.hit.passage.document, item.sentence.start))


def choose(
    supports: Sequence[Support],
    threshold: float,
    most: int = MOST_STATEMENTS,
    keep: float = KEEP,
    group: Callable[[str], Collection[str]] | None = None,
) -> list[Support]:
    """The sentences to quote, best first; none where the odds that any of them answers are under `threshold`.

    `group` names the documents that count as one source with a document (`Library.group`): what one of them repeats of
    another is a copy of that sentence, not a further one.
    """
    if not supports or sum(item.odds for item in supports) < threshold:
        return []
    chosen: list[Support] = []
    for item in supports:
        if any(item.sentence == other.sentence and item.hit.document == other.hit.document for other in chosen):
            continue
        repeated = [n for n, other in enumerate(chosen) if group and _repeats(item, other, group)]
        if repeated:
            first = chosen[repeated[0]]
            chosen[repeated[0]] = replace(first, copies=(*first.copies, item))
        elif len(chosen) < most and item.odds >= supports[0].odds * keep:
            chosen.append(item)
    return chosen


def _repeats(item: Support, first: Support, group: Callable[[str], Collection[str]]) -> bool:
    """Whether it is the sentence `first` in a document that counts as one source with that one and is not cited yet."""
    cited = {first.hit.document.id, *(copy.hit.document.id for copy in first.copies)}
    name = item.hit.document.id
    return (
        name not in cited
        and same_words(item.sentence.text, first.sentence.text)
        and name in group(first.hit.document.id)
    )
