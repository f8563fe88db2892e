"""The sections of the part of a document in which somebody gives advice."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from index.store.catalogue import Catalogue
from index.store.library import Library
from qa.retrieval.people import passages_of

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
    library: Library, catalogue: Catalogue, names: Collection[str], among: Sequence[int] | None
) -> list[list[int]]:
    """The passages, by number, of each section of the parts that give advice and are written by one of `names`.

    Part by part, and of each its sections in reading order.
    """
    parts: dict[tuple[str, str], dict[int, list[int]]] = {}
    allowed = None if among is None else set(among)
    for number in passages_of(names, catalogue) if names else ():
        passage = library.passage(number)
        section = passage.section
        wrote = set(section.written_by(library.document(passage.document).source)) & set(names)
        over = next((place for place, heading in enumerate(section.path) if _ADVICE.search(heading)), None)
        if over is not None and any(_beside(section.path[over], below) for below in section.path[over + 1 :]):
            continue
        if wrote and over is not None and (allowed is None or number in allowed):
            parts.setdefault((passage.document, section.path[over]), {}).setdefault(section.start, []).append(number)
    return [part[start] for part in parts.values() for start in sorted(part)]


def _beside(heading: str, other: str) -> bool:
    """Whether two headings are numbered alike, so that the other stands beside the heading and not under it: 三、 and 四、."""
    one, two = _NUMBERED.match(heading), _NUMBERED.match(other)
    return bool(one and two and one.lastgroup == two.lastgroup)
