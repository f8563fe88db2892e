"""Which sentences are quoted: the likeliest, none twice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from math import sqrt

from index.text.script import same_words
from qa.question.parsed import ParsedQuestion
from qa.reading.evidence import Evidence

__all__ = [
    "BEARS",
    "FEW",
    "KEEP",
    "LEAST",
    "LEAST_OF_SEVERAL",
    "MOST_STATEMENTS",
    "choose",
    "least_for",
    "quotes",
    "worth",
]

MOST_STATEMENTS = 8
"""More than so many sentences are no answer."""
FEW = 4
"""Of the likeliest sentences so many are quoted for a share of the best one's odds, or for a probability of their own."""
KEEP, BEARS = 0.1, 0.4
"""That share, and that probability."""
LEAST = 0.08
"""Another sentence is quoted where it is worth at least so much beside the likeliest one.

Of those tried on the news beside the share of the odds it has the best F2: a sentence of the evidence that is missing costs a reader more than one
too many (`benchmarks/results/quoting.json`).
"""
LEAST_OF_SEVERAL = 0.03
"""Where it is asked how things or sources compare: such questions were written to be answered by 1.01 further sentences, all together by .36, so that
any is 2.8 times as likely to be wanted (`training/questions` and the training part of the news)."""
_NONE = 1e-9


def worth(odds: float, bearing: float, best: tuple[float, float]) -> float:
    """What a further sentence is worth beside the best one, whose `(odds, bearing)` are given.

    The square root of its own probability of being evidence, times its share of the best one's, times its share of the best one's odds. A logistic
    regression on the news that is to tell further sentences of the evidence from others gives these about such weights.
    """
    shares = (bearing / max(best[1], _NONE)) * (odds / max(best[0], _NONE))
    return sqrt(bearing * shares)


def quotes(odds: float, bearing: float, best: tuple[float, float], before: int, least: float) -> bool:
    """Whether a sentence is quoted after `before` others, of which the best one has these `(odds, bearing)`."""
    few = before < FEW and (odds >= best[0] * KEEP or bearing >= BEARS)
    return few or not before or worth(odds, bearing, best) >= least


def least_for(question: ParsedQuestion) -> float:
    """What a further sentence must be worth for this question."""
    return LEAST_OF_SEVERAL if question.several else LEAST


def choose(
    evidence: Sequence[Evidence],
    least: float = LEAST,
    most: int = MOST_STATEMENTS,
    group: Callable[[str], Collection[str]] | None = None,
) -> list[Evidence]:
    """The sentences to quote, of those given, best first (`quotes`), at most `most`.

    `group` names the documents that count as one source with a document (`Library.group`): what one of them repeats of
    another is a copy of that sentence, not a further one.
    """
    chosen: list[Evidence] = []
    best = (evidence[0].odds, evidence[0].bearing) if evidence else (0.0, 0.0)
    for item in evidence:
        if any(item.sentence == other.sentence and item.hit.document == other.hit.document for other in chosen):
            continue
        repeated = [n for n, other in enumerate(chosen) if group and _repeats(item, other, group)]
        if repeated:
            first = chosen[repeated[0]]
            chosen[repeated[0]] = replace(first, copies=(*first.copies, item))
        elif quotes(item.odds, item.bearing, best, len(chosen), least):
            chosen.append(item)
    return chosen[:most]


def _repeats(item: Evidence, first: Evidence, group: Callable[[str], Collection[str]]) -> bool:
    """Whether it is the sentence `first` in a document that counts as one source with that one and is not cited yet."""
    cited = {first.hit.document.id, *(copy.hit.document.id for copy in first.copies)}
    name = item.hit.document.id
    return (
        name not in cited
        and same_words(item.sentence.text, first.sentence.text)
        and name in group(first.hit.document.id)
    )
