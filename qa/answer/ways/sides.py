"""How the sources see a matter: of each the sentences that say most plainly what it holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from qa.answer.choose import choose
from qa.answer.ways.way import Selection
from qa.question.parsed import ParsedQuestion
from qa.reading.evidence import Evidence, Evidences

__all__ = ["sides"]

_PLAINLY = 0.4
"""A source whose best sentence is so much less about the topic than the best of all says little of it: one sentence of it is quoted."""


def sides(question: ParsedQuestion, given: Evidences) -> Selection:
    """For each source that speaks to the topic, its own sentences that say most plainly what it holds."""
    unit = question.topic_unit
    found: dict[str, list[_Said]] = {}
    for item in given.every:
        score = item.near + item.known.cues.judges + 0.5 * item.known.speech.whole
        source = min(given.group(item.hit.document.id), default=item.hit.document.id)
        told = bool(unit) and any(quantity.unit == unit for quantity in item.known.quantities)
        one = _Said(item.near, score, replace(item, odds=min(1.0, max(score, 0.0) / 8)), told)
        found.setdefault(source, []).append(one)
    nearest = max((one.near for items in found.values() for one in items), default=0.0)
    return [
        item
        for items in found.values()
        for item in _of_one_source(items, 2 if any(one.near >= nearest * _PLAINLY for one in items) else 1, given.group)
    ]


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence of a source: how near to the topic, how plainly it says what is held of it, whether it has the figure."""

    near: float
    score: float
    item: Evidence
    told: bool


def _of_one_source(said: Sequence[_Said], most: int, group: Callable[[str], Collection[str]]) -> list[Evidence]:
    """The best sentences of a source, at most so many; somebody else's before another of the same speaker.

    Where figures are asked for, those that have one; otherwise those that are about the topic, and not merely judge.
    """
    topmost = max(one.near for one in said)
    kept = [one for one in said if one.told] or [one for one in said if one.near * 3 >= topmost]
    pairs = sorted(((one.score, one.item) for one in kept or said), key=lambda pair: -pair[0])
    best = pairs[0][0]
    merged = choose([item for _, item in pairs], 0.0, most=len(pairs), keep=0.0, group=group)
    scores = {item.place: score for score, item in pairs}
    ranked = [(scores[item.place], item) for item in merged]
    chosen: dict[tuple[str, ...], Evidence] = {}
    for score, item in ranked:
        who = item.known.speech.innermost if item.known.speech.whole else item.known.authors
        if score * 2 >= best:
            chosen.setdefault(who, item)
    rest = [item for score, item in ranked if score * 1.5 >= best and item not in chosen.values()]
    return [*chosen.values(), *rest][:most]
