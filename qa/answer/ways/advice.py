"""What somebody recommends: one statement for each section of the part that gives advice."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from index.text.script import tokens
from qa.answer.cues import ADVICE, advises
from qa.answer.desk import Desk, ParsedQuestion
from qa.answer.speakers import own_words
from qa.reading.evidence import Evidence
from qa.retrieval.people import passages_of

__all__ = ["MOST_SECTIONS", "advice", "advised_in"]

_NUMBERED = re.compile(
    r"(?P<han>[一二三四五六七八九十]+[、.．])|(?P<bracket>[(（][一二三四五六七八九十0-9]+[)）])|(?P<digit>[0-9]+[.．、]\s?(?![0-9]))"
    r"|(?P<part>第[一二三四五六七八九十0-9]+[章节節部])|(?P<roman>[IVX]+\.)",
)
MOST_SECTIONS = 5
"""How many sections of a part are quoted, one sentence each."""


def advice(desk: Desk, asked: ParsedQuestion, names: Collection[str], among: Sequence[int] | None) -> list[Evidence]:
    """One statement for each section of a part that gives advice and is written by one of `names`."""
    parts: dict[tuple[str, str], dict[int, list[int]]] = {}
    allowed = None if among is None else set(among)
    for number in passages_of(names, desk.catalogue()):
        passage = desk.library.passage(number)
        section = passage.section
        wrote = set(section.written_by(desk.library.document(passage.document).source)) & set(names)
        over = next((place for place, heading in enumerate(section.path) if ADVICE.search(heading)), None)
        if over is not None and any(_beside(section.path[over], below) for below in section.path[over + 1 :]):
            continue
        if wrote and over is not None and (allowed is None or number in allowed):
            parts.setdefault((passage.document, section.path[over]), {}).setdefault(section.start, []).append(number)
    if not parts:
        return []
    every = [number for part in parts.values() for numbers in part.values() for number in numbers]
    hits = {hit.number: hit for hit in desk.retrieve(asked.query, len(every), every)[0]}
    found = []
    for part in parts.values():
        for start in sorted(part):
            inside = [hits[number] for number in part[start] if number in hits]
            if inside and (evidence := desk.weighed(asked, inside)[0]):
                found.append(advised_in(evidence))
    return found[:MOST_SECTIONS]


def _beside(heading: str, other: str) -> bool:
    """Whether two headings are numbered alike, so that the other stands beside the heading and not under it: 三、 and 四、."""
    one, two = _NUMBERED.match(heading), _NUMBERED.match(other)
    return bool(one and two and one.lastgroup == two.lastgroup)


def advised_in(evidence: Sequence[Evidence]) -> Evidence:
    """Of the author's own sentences in a section the one that advises, and holds most of what its heading says."""
    heading = evidence[0].hit.passage.section.path[-1]
    words = set(tokens(heading))
    best = max(
        own_words(evidence),
        key=lambda s: (advises(s.sentence.text), len(words & set(tokens(s.sentence.text))), s.odds),
    )
    return replace(best, topic=heading)
