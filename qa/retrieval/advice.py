"""The sections of the part of a document in which somebody gives advice."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from qa.records import Hit
from qa.retrieval.finder import Finder
from qa.retrieval.people import passages_of
from qa.retrieval.search import Query

__all__ = ["advice_sections"]

_ADVICE = re.compile(
    "建议|建議|对策|對策|政策选项|政策選項|应对措施|應對措施|提言|勧告|助言|권고|제언|조언|대책|정책 제안"
    r"|\b(?:recommend\w*|advice|proposals?|what (?:should|must) be done|way forward|policy options?|next steps)\b",
    re.IGNORECASE,
)
"""Headings of a part that gives advice."""
_NUMBERED = re.compile(
    r"(?P<han>[一二三四五六七八九十]+[、.．])|(?P<bracket>[(（][一二三四五六七八九十0-9]+[)）])|(?P<digit>[0-9]+[.．、]\s?(?![0-9]))"
    r"|(?P<part>第[一二三四五六七八九十0-9]+[章节節部])|(?P<roman>[IVX]+\.)",
)


def advice_sections(
    finder: Finder, query: Query, names: Collection[str], among: Sequence[int] | None
) -> list[list[Hit]]:
    """The passages of each section of the parts that give advice and are written by one of `names`, part by part."""
    parts: dict[tuple[str, str], dict[int, list[int]]] = {}
    allowed = None if among is None else set(among)
    for number in passages_of(names, finder.catalogue()) if names else ():
        passage = finder.library.passage(number)
        section = passage.section
        wrote = set(section.written_by(finder.library.document(passage.document).source)) & set(names)
        over = next((place for place, heading in enumerate(section.path) if _ADVICE.search(heading)), None)
        if over is not None and any(_beside(section.path[over], below) for below in section.path[over + 1 :]):
            continue
        if wrote and over is not None and (allowed is None or number in allowed):
            parts.setdefault((passage.document, section.path[over]), {}).setdefault(section.start, []).append(number)
    if not parts:
        return []
    every = [number for part in parts.values() for numbers in part.values() for number in numbers]
    hits = {hit.number: hit for hit in finder.retrieve(query, len(every), every)[0]}
    sections = [[hits[n] for n in part[start] if n in hits] for part in parts.values() for start in sorted(part)]
    return [section for section in sections if section]


def _beside(heading: str, other: str) -> bool:
    """Whether two headings are numbered alike, so that the other stands beside the heading and not under it: 三、 and 四、."""
    one, two = _NUMBERED.match(heading), _NUMBERED.match(other)
    return bool(one and two and one.lastgroup == two.lastgroup)
