"""How the sources see a matter: of each, and of each who speaks in it, the most telling sentence."""

from __future__ import annotations

from collections import defaultdict

from qa.answer.choose import choose
from qa.answer.ways.way import Selection
from qa.question.parsed import ParsedQuestion
from qa.reading.evidence import Evidence, Evidences

__all__ = ["sides"]

_SPEAKS = 0.05
"""The least share of the most telling sentence's probability with which somebody is heard."""
_MOST = 3
"""How many holders of one source are heard."""


def sides(_: ParsedQuestion, given: Evidences) -> Selection:
    """For each source that speaks to the topic, for each of those who speak in it their most telling sentence."""
    by_source: dict[str, list[Evidence]] = defaultdict(list)
    merged = choose(
        sorted(given.every, key=lambda item: -item.bearing), least=0.0, most=len(given.every), group=given.group
    )
    for item in merged:
        if item.bearing >= merged[0].bearing * _SPEAKS:
            by_source[min(given.group(item.hit.document.id), default=item.hit.document.id)].append(item)
    heard = [item for items in by_source.values() for item in _holders(items)[:_MOST]]
    return Selection(heard, given.odds)


def _holders(items: list[Evidence]) -> list[Evidence]:
    """Of each who speaks, quoted or writing, the first sentence."""
    found: dict[tuple[str, ...], Evidence] = {}
    for item in items:
        who = item.known.speech.innermost if item.known.speech.whole else item.known.authors
        found.setdefault(who, item)
    return list(found.values())
