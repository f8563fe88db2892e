"""The names in a question in English, told by their capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.question.followup.places import places
from qa.question.followup.records import What

__all__ = ["capitalised"]

_CAPITALS = re.compile(
    r"\b(?:(?:de|van|von|bin|al) )?[A-Z][\w’'–-]*\.?(?:[ -](?:(?:of|de|van|von|bin|al|the) )?[A-Z][\w’'–-]*\.?)*"
)
_TITLE = (
    r"Prime Minister|President|Vice President|Chancellor|(?:Foreign |Defen[cs]e )?Minister|Secretary|Senator|Governor|Mayor|"
    r"Professor|Prof\.?|Dr\.?|Mr\.?|Mrs\.?|Ms\.?|Miss|Madam|Sir|Lady|Lord|General|Admiral|Ambassador|King|Queen|Pope"
)
_TITLED = re.compile(rf"^(?:{_TITLE})\s+(?=[A-Z])")
_NOBODY = re.compile(
    r"^[A-Z.&–-]{2,}s?$|\b(?:University|Institute|Ministry|Council|Committee|Agency|Department|Shimbun|Times|Post|News|Party|Group|Treaty|"
    r"Network|Corporation|Forces?|Navy|Army|Act|Agreement|Declaration|Strategy|Summit|Alliance|House|Union|Nations|Pact|War|"
    r"Foundation|Association|Company|Street|Street Journal|Pentagon|Congress|Parliament|Diet|Camp|Sea|Strait|Peninsula|Islands?)\b"
)
_SAYING = (
    r"say|says|said|think|thinks|argue|argues|argued|claim|claims|claimed|believe|believes|recommend|recommends|recommended|"
    r"propose|proposes|proposed|suggest|suggests|suggested|write|writes|wrote|warn|warns|warned|advocate|advocates|advise|advises|see|view|assess"
)
_WHO = re.compile(r"\b[Ww]ho(?: is|'s|’s| was) $")
_SPEAKS = re.compile(rf"^\s+(?:(?:do|does|did) )?(?:{_SAYING})\b")
_OPENING = frozenset(
    "a an and are at but by can could did do does during for from give had has have how if in is it list may might name of on or please "
    "should since so tell the then there this that these those to under was were what when where which who whom whose why will with would "
    "according after before about explain describe compare why i my we our yes no not he she they his her their its".split()
)


def capitalised(question: str) -> Iterator[tuple[int, int, What]]:
    """Runs of words written with a capital, without a question's first word and the titles of people."""
    country = places("en")
    for match in _CAPITALS.finditer(question):
        start, end = match.span()
        while (first := re.match(r"[A-Za-z’']+(?= )|[A-Za-z’']+$", question[start:end])) and first[
            0
        ].lower() in _OPENING:
            start += first.end()
            start += len(question[start:end]) - len(question[start:end].lstrip())
        end -= 2 if question[start:end].endswith(("'s", "’s")) else 0
        if start >= end:
            continue
        titled = _TITLED.match(question[start:end])
        start += titled.end() if titled else 0
        text = question[start:end]
        if country.fullmatch(text):
            yield start, end, What.PLACE
        elif titled or (not _NOBODY.search(text) and (_WHO.search(question[:start]) or _SPEAKS.match(question[end:]))):
            yield start, end, What.PERSON
        else:
            yield start, end, What.OTHER
