"""What those hold whom a question names: their own words, and where it asks what they said, also what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import numpy as np

from index.encoder.alignment import family
from index.records import Document, Sentence
from index.speech.said import speech
from index.text.script import language_of
from qa.answer.choose import choose
from qa.answer.cues import continues, judges
from qa.answer.desk import (
    READ_PASSAGES,
    Desk,
    ParsedQuestion,
    renormalised,
)
from qa.answer.reading_order import in_reading_order, with_enumeration
from qa.answer.speakers import attributed_to
from qa.answer.ways.advice import advice
from qa.question.intent import AnswerKind, untitled
from qa.reading.evidence import Evidence
from qa.records import Hit
from qa.retrieval.lexical import Words
from qa.retrieval.people import named_holders, nobody, passages_of, published_by

__all__ = ["by_holder"]

_HELD = 0.5
"""Somebody speaks to a topic where a passage of theirs holds half of its words, by weight."""


def by_holder(
    desk: Desk, asked: ParsedQuestion, hits: Sequence[Hit], among: Sequence[int] | None
) -> list[Evidence] | None:
    """What those hold whom the question names; None where it names nobody whom the library knows to speak.

    Nothing answers for somebody whom no passage that was found names.
    """
    holder = asked.intent.holder
    names = named_holders(asked.text, untitled(holder), desk.leg, desk.catalogue())
    if not names and untitled(holder) != holder:  # a name that no bridge carries over may be known by its title
        names = named_holders(asked.text, holder, desk.leg, desk.catalogue())
    if not names and holder:
        names = published_by(holder, desk.leg, desk.catalogue())
    if not names:
        return [] if _unheard_of(desk, asked, hits) else None
    if asked.intent.kind is AnswerKind.RECOMMENDATION and (advised := advice(desk, asked, names, among)):
        return advised
    said = _held_by(desk, asked, hits, names, among)
    if asked.intent.kind is AnswerKind.RECOMMENDATION:
        said = in_reading_order(with_enumeration(said))
    return None if asked.intent.kind is AnswerKind.SPEECH and not said else said


def _unheard_of(desk: Desk, asked: ParsedQuestion, hits: Sequence[Hit]) -> bool:
    """Whether the question asks by name for the view of somebody whom none of the passages names.

    Told of an alphabet alone, and of passages in the question's own language: between two, or between the ways in which
    Chinese writes a foreign name, a name may be there that no bridge finds.
    """
    holder = asked.intent.holder
    if asked.intent.kind is AnswerKind.SPEECH or nobody(holder) or not (holder.isascii() and holder[:1].isupper()):
        return False
    if any(family(hit.passage.language) != family(asked.language) for hit in hits):
        return False
    words = desk.words(holder)
    return all(words.coverage(hit.passage.text, hit.passage.language)[0] < _HELD for hit in hits)


def _held_by(
    desk: Desk, asked: ParsedQuestion, hits: Sequence[Hit], names: Collection[str], among: Sequence[int] | None
) -> list[Evidence]:
    """What those named say themselves; where it is asked what was said, also what is told of them."""
    theirs = passages_of(names, desk.catalogue())
    if among is not None:
        theirs = sorted(set(theirs) & set(among))
    own = {hit.number: hit for hit in desk.retrieve(asked.query, READ_PASSAGES, theirs)[0][:READ_PASSAGES]}
    if asked.intent.kind is AnswerKind.SPEECH:
        own |= {hit.number: hit for hit in hits[:READ_PASSAGES]}
    evidence, _ = desk.weighed(asked, list(own.values()))
    topic = desk.words(asked.intent.topic) if asked.intent.topic else asked.query.words
    named = {c.asked for name in names for c in desk.leg.met(asked.query.words.asked, name, language_of(name))}
    said = [s for s in evidence if _is_theirs(s, names, asked, named)]
    chosen = _on_topic(renormalised(evidence, said), topic, desk.model.threshold, desk.group)
    return _verbatim(chosen, names) if asked.intent.kind is AnswerKind.SPEECH else chosen


def _verbatim(chosen: Sequence[Evidence], names: Collection[str]) -> list[Evidence]:
    """With what is told of somebody the sentence after it, where that gives their very words."""
    found = list(chosen)
    for item in chosen:
        document, inside = item.hit.document, item.hit.passage.sentences
        after = next((s for s in inside if s.start >= item.sentence.end), None)
        if after is None or speech(document, item.sentence.start, item.sentence.end).direct:
            continue
        said = speech(document, after.start, after.end)
        if said.whole and said.direct and set(said.innermost) & set(names):
            found.append(replace(item, sentence=after, copies=()))
    unique = {(item.hit.document.id, item.sentence.start): item for item in reversed(found)}
    return list(unique.values())[::-1]


def _is_theirs(item: Evidence, names: Collection[str], asked: ParsedQuestion, named: Collection[str]) -> bool:
    """Whether one of them says the sentence, or, where it is asked what was said, whether it names them (by words `named`)."""
    passage = item.hit.passage
    if _said(item.hit, item.sentence, names):
        return True
    if asked.intent.kind is not AnswerKind.SPEECH:
        return False
    return any(c.asked in named for c in asked.query.words.met(item.sentence.text, passage.language))


def _said(hit: Hit, sentence: Sentence, names: Collection[str]) -> bool:
    """Whether one of them says the sentence, or it goes on with one who says the sentence before."""
    document, section = hit.document, hit.passage.section
    if attributed_to(document, section, sentence.start, sentence.end, names):
        return True
    if not continues(sentence.text) or _speaks(document, sentence):
        return False
    before = [other for other in hit.passage.sentences if other.end <= sentence.start][-1:]
    return any(set(speech(document, one.start, one.end).innermost) & set(names) for one in before)


def _speaks(document: Document, sentence: Sentence) -> bool:
    return bool(speech(document, sentence.start, sentence.end).innermost)


def _on_topic(
    said: Sequence[Evidence], topic: Words, threshold: float, group: Callable[[str], Collection[str]]
) -> list[Evidence]:
    """Of somebody's own sentences those that say what is held of the topic; none where they do not speak to it."""
    covered = {id(item): topic.coverage(item.sentence.text, item.hit.passage.language)[1] for item in said}
    around = max((topic.coverage(item.hit.passage.text, item.hit.passage.language)[1] for item in said), default=0.0)
    if not said or (sum(item.odds for item in said) < threshold and around < _HELD):
        return []
    if max(covered.values()) >= _HELD:  # a life told in passing does not say what somebody thinks of this
        said = [item for item in said if covered[id(item)] > 0]

    def weight(item: Evidence) -> float:
        return float(np.sqrt(item.odds) * (0.3 + covered[id(item)]) * (1.0 + 0.5 * judges(item.sentence.text)))

    ranked = sorted(said, key=lambda item: -weight(item))
    best = weight(ranked[0])
    return choose([item for item in ranked if weight(item) * 4 >= best], 0.0, keep=0.0, group=group)
