"""What those hold whom a question names: their own words, and where it asks what they said, also what is told of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from index.records import SectionKind
from qa.answer.choose import choose, least_for
from qa.answer.ways.way import Selection
from qa.question.intent import AnswerKind
from qa.question.parsed import ParsedQuestion
from qa.reading.candidate import Candidate
from qa.reading.evidence import Evidence, Evidences, renormalised
from qa.retrieval.people import Holders

__all__ = ["held", "is_theirs", "told_by_others"]


_BEARS = 0.05
"""Somebody's own words on what is asked are shown where one sentence is so likely, for itself, to be part of the answer."""


def held(question: ParsedQuestion, given: Evidences) -> Selection | None:
    """What those hold whom the question names; None where it names nobody whom the library knows to speak.

    Nothing answers for somebody whom no passage that was found names. Where it does not ask by name what somebody thinks, those whom it names may be what
    it is about, or others than those who are meant (*the minister*): another way may answer where what they say is not to be shown.
    """
    holders, asked_what_was_said = given.holders, question.kind is AnswerKind.SPEECH
    if not holders.names:
        return Selection((), 0.0) if holders.unheard else None
    theirs = [item for item in given.every if is_theirs(item.known, holders, asked_what_was_said)]
    said = renormalised(given.every, theirs)
    chosen = choose(said, least_for(question), group=given.group)
    if asked_what_was_said:
        chosen = _verbatim(chosen, holders.names)
    bears = any(item.bearing >= _BEARS for item in said)
    yields = asked_what_was_said or not question.intent.holder
    return Selection(chosen, sum(item.odds for item in said), shown=bears, yields=yields)


def told_by_others(question: ParsedQuestion, given: Evidences) -> Selection:
    """The likeliest sentences of all that is read, but for what others say than those whom the question asks for by name, and do not say of them."""
    least = least_for(question)
    if not (given.holders.names and question.intent.holder):
        return Selection(choose(given.every, least, group=given.group), given.odds)
    told = renormalised(given.every, [item for item in given.every if not _anothers(item.known, given.holders)])
    return Selection(choose(told, least, group=given.group), sum(item.odds for item in told))


def _anothers(known: Candidate, holders: Holders) -> bool:
    """Whether somebody else is known to say it, and it does not name those whom the question does."""
    said = known.speech.innermost
    return (
        bool(said) and set(said).isdisjoint(holders.names) and holders.words.isdisjoint(known.met(known.sentence.text))
    )


def _verbatim(chosen: Sequence[Evidence], names: Collection[str]) -> list[Evidence]:
    """With what is told of somebody the sentence after it, where that gives their very words."""
    found = list(chosen)
    for item in chosen:
        after = item.known.after
        if after is None or item.known.speech.direct:
            continue
        following = item.moved(after)
        said = following.known.speech
        if said.whole and said.direct and set(said.innermost) & set(names):
            found.append(following)
    return list({item.place: item for item in reversed(found)}.values())[::-1]


def is_theirs(known: Candidate, holders: Holders, told_of_them: bool) -> bool:
    """Whether one of them says the sentence or, with `told_of_them`, it names them; a note on somebody's life tells nothing of what they say."""
    if known.hit.passage.section.kind is SectionKind.BIOGRAPHY:
        return False
    if known.said_by(holders.names) or known.goes_on_with(holders.names):
        return True
    return told_of_them and not holders.words.isdisjoint(known.met(known.sentence.text))
