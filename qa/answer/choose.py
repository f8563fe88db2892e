"""Which sentences are quoted: the likeliest, none twice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from index.text.script import same_words
from qa.reading.evidence import Evidence

__all__ = ["BEARS", "KEEP", "MOST_STATEMENTS", "choose"]

MOST_STATEMENTS = 4
KEEP = 0.1
"""A further sentence is quoted when its odds are at least this share of the best one's.

Of the shares and numbers tried on the news and the searches these have nearly the best F2 with no more than four sentences: a sentence of
the evidence that is missing costs a reader more than one too many (`quoting` in `qa/reading/odds.json`).
"""
BEARS = 0.4
"""Or when it is so likely, for itself, to be part of what is to be said: of evidence in several sentences .61 is quoted then, else .59."""


def choose(
    evidence: Sequence[Evidence],
    most: int = MOST_STATEMENTS,
    keep: float = KEEP,
    group: Callable[[str], Collection[str]] | None = None,
) -> list[Evidence]:
    """The sentences to quote, of those given, best first.

    `group` names the documents that count as one source with a document (`Library.group`): what one of them repeats of
    another is a copy of that sentence, not a further one.
    """
    chosen: list[Evidence] = []
    for item in evidence:
        if any(item.sentence == other.sentence and item.hit.document == other.hit.document for other in chosen):
            continue
        repeated = [n for n, other in enumerate(chosen) if group and _repeats(item, other, group)]
        if repeated:
            first = chosen[repeated[0]]
            chosen[repeated[0]] = replace(first, copies=(*first.copies, item))
        elif len(chosen) < most and (item.odds >= evidence[0].odds * keep or item.bearing >= BEARS):
            chosen.append(item)
    return chosen


def _repeats(item: Evidence, first: Evidence, group: Callable[[str], Collection[str]]) -> bool:
    """Whether it is the sentence `first` in a document that counts as one source with that one and is not cited yet."""
    cited = {first.hit.document.id, *(copy.hit.document.id for copy in first.copies)}
    name = item.hit.document.id
    return (
        name not in cited
        and same_words(item.sentence.text, first.sentence.text)
        and name in group(first.hit.document.id)
    )
