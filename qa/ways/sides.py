"""How the sources see a matter: of each the sentences that say most plainly what it holds."""

from __future__ import annotations

from collections.abc import Sequence

from index.records import Kind as Part
from index.script import width
from qa.compose import Support, measure
from qa.cues import judges
from qa.records import Hit
from qa.speech import speech
from qa.support import FEATURES
from qa.ways.desk import WHOLE, WIDE, Asked, Desk

__all__ = ["sides"]

_SPEAKS = 1.0
"""A source speaks to a topic where a passage of it lies a standard deviation nearer to it than passages do on the average."""
_COSINE, _COVERAGE = FEATURES.index("sentence_cosine"), FEATURES.index("sentence_known")


def sides(desk: Desk, asked: Asked, among: Sequence[int] | None) -> tuple[list[Hit], list[Support]]:
    """For each source that speaks to the topic, its own sentences that say most plainly what it holds."""
    topic = desk.query(asked.intent.topic)
    about, _ = desk.retrieve(topic, WIDE, among)
    speaking = [hit for hit in about if hit.score >= _SPEAKS and hit.passage.section.kind is Part.BODY]
    measured = zip(*measure(speaking, topic, desk.dense, asked.language, desk.library), strict=True)
    found: dict[str, list[tuple[float, Support]]] = {}
    for (hit, sentence), row in measured:
        if width(sentence.text) < WHOLE:
            continue
        said = speech(hit.document, sentence.start, sentence.end)
        score = float(row[_COSINE] + 2 * row[_COVERAGE]) + judges(sentence.text) + 0.5 * said.whole
        source = min(desk.group(hit.document.id), default=hit.document.id)
        found.setdefault(source, []).append((score, Support(hit, sentence, min(1.0, max(score, 0.0) / 8))))
    chosen = [item for items in found.values() for item in _of_one_source(items)]
    return about, chosen


def _of_one_source(items: Sequence[tuple[float, Support]], most: int = 2) -> list[Support]:
    """The best sentences of a source, at most so many; somebody else's before another of the same speaker."""
    ranked = sorted(items, key=lambda pair: -pair[0])
    best = ranked[0][0]
    chosen: dict[tuple[str, ...], Support] = {}
    for score, item in ranked:
        said = speech(item.hit.document, item.sentence.start, item.sentence.end)
        who = said.innermost if said.whole else item.hit.passage.section.written_by(item.hit.document.source)
        if score * 2 >= best:
            chosen.setdefault(who, item)
    rest = [item for score, item in ranked if score * 1.5 >= best and item not in chosen.values()]
    return [*chosen.values(), *rest][:most]
