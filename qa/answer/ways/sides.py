"""How the sources see a matter: of each the sentences that say most plainly what it holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from index.records import SectionKind as Part
from index.speech.said import speech
from qa.answer.choose import choose
from qa.answer.cues import judges
from qa.answer.desk import WIDE_PASSAGES, Desk, ParsedQuestion
from qa.question.quantities import quantities, unit_of_topic
from qa.reading.evidence import Evidence
from qa.records import Hit

__all__ = ["sides"]

_PLAINLY = 0.4
"""A source whose best sentence is so much less about the topic than the best of all says little of it: one sentence of it is quoted."""
_SPEAKS = 1.0
"""A source speaks to a topic where a passage of it lies a standard deviation nearer to it than passages do on the average."""


def sides(desk: Desk, asked: ParsedQuestion, among: Sequence[int] | None) -> tuple[list[Hit], list[Evidence]]:
    """For each source that speaks to the topic, its own sentences that say most plainly what it holds."""
    topic = desk.query(asked.intent.topic)
    about, _ = desk.retrieve(topic, WIDE_PASSAGES, among)
    speaking = [hit for hit in about if hit.score >= _SPEAKS and hit.passage.section.kind is Part.BODY]
    unit = unit_of_topic(asked.text)
    found: dict[str, list[_Said]] = {}
    for hit, sentence, near in desk.near(topic, asked.language, speaking):
        said = speech(hit.document, sentence.start, sentence.end)
        score = near + judges(sentence.text) + 0.5 * said.whole
        source = min(desk.group(hit.document.id), default=hit.document.id)
        told = bool(unit) and any(quantity.unit == unit for quantity in quantities(sentence.text))
        one = _Said(near, score, Evidence(hit, sentence, min(1.0, max(score, 0.0) / 8)), told)
        found.setdefault(source, []).append(one)
    nearest = max((one.near for items in found.values() for one in items), default=0.0)
    chosen = [
        item
        for items in found.values()
        for item in _of_one_source(items, 2 if any(one.near >= nearest * _PLAINLY for one in items) else 1, desk.group)
    ]
    return about, chosen


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
    scores = {(item.hit.document.id, item.sentence.start): score for score, item in pairs}
    ranked = [(scores[item.hit.document.id, item.sentence.start], item) for item in merged]
    chosen: dict[tuple[str, ...], Evidence] = {}
    for score, item in ranked:
        said_by = speech(item.hit.document, item.sentence.start, item.sentence.end)
        who = said_by.innermost if said_by.whole else item.hit.passage.section.written_by(item.hit.document.source)
        if score * 2 >= best:
            chosen.setdefault(who, item)
    rest = [item for score, item in ranked if score * 1.5 >= best and item not in chosen.values()]
    return [*chosen.values(), *rest][:most]
