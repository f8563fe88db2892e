"""Who somebody is: the sentences that give a name with an office, a post, a profession."""

from __future__ import annotations

from dataclasses import replace

from index.records import SectionKind
from index.text.script import width
from qa.answer.choose import choose
from qa.answer.ways.way import Selection
from qa.question.parsed import ParsedQuestion
from qa.reading.candidate import Candidate
from qa.reading.desk import WHOLE
from qa.reading.evidence import Evidence, Evidences

__all__ = ["person"]

_NAMED = 0.5
"""A sentence names somebody where it holds half of the words of the name, by weight."""

_HEARD = 0.34
"""Of all words of the name, those too that the library does not hold: one of three is another's."""
_WHOLLY = 0.99
"""Or the whole of what the library holds of it: a given name that it writes otherwise may be missing."""
_PLAIN = 3.5
"""The score of a sentence that says what somebody is, and not only names them in passing."""


def person(_: ParsedQuestion, given: Evidences) -> Selection:
    """The sentences that say who somebody is: of a biography, or that give the name with an office or a post.

    One that tells of their life, under a part of the name or right after it, comes with one that names them in passing.
    None where no sentence names the person.
    """
    found: list[tuple[float, Evidence]] = []
    lives: list[Evidence] = []
    for item in given.every:
        known, text, section = item.known, item.sentence.text, item.hit.passage.section
        biography = section.kind is SectionKind.BIOGRAPHY
        every, share = known.coverage
        share = share if every >= _HEARD or share > _WHOLLY else min(share, _NAMED - 0.1)
        told = known.cues.career and (share > 0 or known.cues.continues)
        if told and (share >= _NAMED or _named_before(known)):
            lives.append(replace(item, odds=0.8))
        if share >= _NAMED and width(text) >= WHOLE and known.cues.introduced:
            about = biography and known.covered(section.label)[0] > 0
            found.append((2.0 + about + 0.5 * ("是" in text or biography) + share, replace(item, odds=0.9)))
    best = max((score for score, _ in found), default=0.0)
    chosen = [item for score, item in sorted(found, key=lambda pair: -pair[0]) if score + 0.5 >= best]
    first = choose(chosen, 0.0, most=1, keep=0.0, group=given.group)
    if not first or first[0].known.cues.career or best >= _PLAIN:
        return first or None
    inside = [s for s in lives if s.hit.document.id == first[0].hit.document.id and s.sentence != first[0].sentence]
    return choose([*first, *inside], 0.0, most=2, keep=0.0, group=given.group)


def _named_before(known: Candidate) -> bool:
    """Whether a sentence of the passage that stands before this one gives the name."""
    return any(known.covered(one.text)[1] >= _NAMED for one in known.before)
