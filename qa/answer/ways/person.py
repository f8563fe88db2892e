"""Who somebody is: the sentences that give a name with an office, a post, a profession."""

from __future__ import annotations

from collections.abc import Sequence

from index.records import SectionKind as Part
from index.records import Sentence
from index.text.script import width
from qa.answer.choose import choose
from qa.answer.cues import career, continues, introduced
from qa.answer.desk import WHOLE, Desk, ParsedQuestion
from qa.reading.evidence import Evidence
from qa.records import Hit
from qa.retrieval.lexical import Words

__all__ = ["person"]

_NAMED = 0.5
"""A sentence names somebody where it holds half of the words of the name, by weight."""

_HEARD = 0.34
"""Of all words of the name, those too that the library does not hold: one of three is another's."""
_WHOLLY = 0.99
"""Or the whole of what the library holds of it: a given name that it writes otherwise may be missing."""
_PLAIN = 3.5
"""The score of a sentence that says what somebody is, and not only names them in passing."""


def person(desk: Desk, asked: ParsedQuestion, hits: Sequence[Hit]) -> list[Evidence] | None:
    """The sentences that say who somebody is: of a biography, or that give the name with an office or a post.

    One that tells of their life, under a part of the name or right after it, comes with one that names them in passing.
    None where no sentence names the person.
    """
    named = desk.words(asked.intent.holder)
    found: list[tuple[float, Evidence]] = []
    lives: list[Evidence] = []
    for hit in hits:
        passage = hit.passage
        about = passage.section.kind is Part.BIOGRAPHY and bool(named.met(passage.section.label, passage.language))
        for sentence in passage.sentences:
            every, share = named.coverage(sentence.text, passage.language)
            share = share if every >= _HEARD or share > _WHOLLY else min(share, _NAMED - 0.1)
            whole = width(sentence.text) >= WHOLE and introduced(sentence.text)
            told = career(sentence.text) and (share > 0 or continues(sentence.text))
            if told and (share >= _NAMED or _named_before(named, hit, sentence)):
                lives.append(Evidence(hit, sentence, 0.8))
            if share >= _NAMED and whole:
                subject = sentence.text.find("是") >= 0 or passage.section.kind is Part.BIOGRAPHY
                found.append((2.0 + about + 0.5 * subject + share, Evidence(hit, sentence, 0.9)))
    best = max((score for score, _ in found), default=0.0)
    chosen = [item for score, item in sorted(found, key=lambda pair: -pair[0]) if score + 0.5 >= best]
    first = choose(chosen, 0.0, most=1, keep=0.0, group=desk.group)
    if not first or career(first[0].sentence.text) or best >= _PLAIN:
        return first or None
    inside = [s for s in lives if s.hit.document.id == first[0].hit.document.id and s.sentence != first[0].sentence]
    return choose([*first, *inside], 0.0, most=2, keep=0.0, group=desk.group)


def _named_before(named: Words, hit: Hit, sentence: Sentence) -> bool:
    """Whether a sentence of the passage that stands before this one gives the name."""
    before = [one.text for one in hit.passage.sentences if one.end <= sentence.start]
    return any(named.coverage(text, hit.passage.language)[1] >= _NAMED for text in before)
