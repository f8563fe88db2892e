"""One question at one desk: as it is matched there, the passages that are shown for it, and the answer that is made of them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from index.offsets import Span
from qa.about.answer import about
from qa.about.courtesy import plainly
from qa.answer.answering import answering
from qa.answer.citing import cited, numbered, sound
from qa.answer.views import silent_sources, views_of
from qa.answer.ways.nearest import nearest
from qa.errors import CertificateError
from qa.proof.certificate import certify
from qa.question.intent import AnswerKind
from qa.question.kinds import KindModel
from qa.question.parsed import ParsedQuestion
from qa.reading.desk import Desk
from qa.reading.evidence import Evidence, as_read, odds_by_passage
from qa.reading.reader import Reading
from qa.reading.written import to_read as read_text
from qa.records import Answer, Hit, Understood, Verdict, View
from qa.retrieval.diversity import diverse
from qa.retrieval.filters import Filters, matching
from qa.retrieval.names import same_name_across_scripts
from qa.retrieval.search import Query
from qa.timings import stage

if TYPE_CHECKING:
    from qa import forms

__all__ = ["JUDGED", "answered", "best", "described", "judged", "matched", "numbers_within"]

JUDGED = 8
"""How many passages `judged` reads closely."""


def answered(
    desk: Desk,
    asked: str,
    wanted: int,
    within: Filters,
    understood: Understood | None,
    kinds: KindModel | None,
    model: str,
) -> tuple[Answer, Query, list[Hit]]:
    """The answer, the question as it was matched, and the passages found for it within the filters."""
    began = time.perf_counter()
    if understood and understood.sources and not within.sources:
        within = replace(within, sources=understood.sources)
    among = numbers_within(desk, within)
    query = matched(desk, asked, kinds)
    written = plainly(understood.asked if understood else asked)
    if told := about(desk, query, written, lambda: _documents_within(desk, among)):
        answer = Answer(
            question=asked,
            language=query.question.language,
            verdict=told.verdict,
            statements=(),
            citations=(),
            passages=(),
            library=described(desk),
            model=model,
            seconds=time.perf_counter() - began,
            understood=understood,
            about=told.facts,
        )
        return certify(answer, desk.library.cleaning, desk.group), query, []
    made = answering(desk, query, wanted, among)
    found, verdict, odds = made.hits, made.verdict, made.odds
    nearest_evidence: list[Evidence] = []
    if among is not None and (made.others or not made.chosen):
        beyond = answering(desk, query, wanted, _others(desk, among))
        if beyond.chosen and not (made.chosen and beyond.others):
            verdict, nearest_evidence, made = Verdict.OUTSIDE_FILTERS, beyond.chosen, replace(beyond, chosen=[])
        elif not made.hits:
            made = replace(beyond, chosen=[])
    if verdict is Verdict.NOT_IN_LIBRARY:
        nearest_evidence = nearest(made.read)
    chosen, failed = sound(made.chosen)
    if failed and not chosen:  # there is an answer, and nothing of it can be shown: no answer may say otherwise
        raise CertificateError(failed[0].reason)
    nearest_evidence, nearest_failed = sound(nearest_evidence)
    citations, statements = cited(chosen)
    views = views_of(citations, statements, desk.group) if made.positions else ()
    answer = Answer(
        question=asked,
        language=query.question.language,
        verdict=verdict,
        statements=statements,
        citations=citations,
        passages=_shown(desk, query, chosen or nearest_evidence, as_read(made.hits, made.read), wanted),
        library=described(desk),
        model=model,
        seconds=0.0,
        nearest=numbered(nearest_evidence),
        views=views,
        silent=_silent(desk, query, views, among) if statements else (),
        understood=understood,
        left_out=(*failed, *nearest_failed),
        odds=odds,
    )
    with stage("certify"):
        certified = certify(answer, desk.library.cleaning, desk.group)
    return replace(certified, seconds=time.perf_counter() - began), query, found


def _silent(desk: Desk, query: Query, views: Sequence[View], among: Sequence[int] | None) -> tuple[str, ...]:
    """The documents that say nothing of what is compared; none where nothing is."""
    compared = query.question.kind is AnswerKind.COMPARE
    return silent_sources(views, _documents_within(desk, among)) if compared else ()


def described(desk: Desk) -> forms.Library:
    """The library: its file, how much it holds, and how many files of what it was made of could not be read and may hold words."""
    found: forms.Library = {
        "path": str(desk.library.path),
        "documents": desk.library.holds(),
        "passages": len(desk.dense),
        "generation": desk.generation,
        "corpus": desk.library.corpus(),
    }
    if unread := sum(one.may_say for one in desk.library.unread()):
        found["unread"] = unread
    return found


def matched(desk: Desk, asked: str, kinds: KindModel | None) -> Query:
    """The question as it is searched for: without what is only polite, with what it asks for."""
    with stage("understand"):
        question = plainly(asked)
        odds = kinds.odds(question, desk.embed([question])[0]) if kinds else None
        return desk.query(ParsedQuestion.of(question, odds))


def numbers_within(desk: Desk, filters: Filters) -> tuple[int, ...] | None:
    """The passages that the filters keep; None for all, where there are no filters. Raises LibraryError for a name that no passage has."""
    if not filters:
        return None
    leg = desk.lexical
    words = cache(leg.concepts)  # of what is asked for, once, and not for every name that the library has
    with stage("filter"):
        return matching(
            filters, desk.catalogue(), lambda asked, name: same_name_across_scripts(name, leg, words(asked))
        )


def _documents_within(desk: Desk, among: Sequence[int] | None) -> list[str]:
    """The documents that the passages `among` are of, all of them for None, by id."""
    held = None if among is None else set(among)
    listed = desk.catalogue().passages
    return sorted({one.document for one in listed if held is None or one.number in held})


def _others(desk: Desk, among: Sequence[int]) -> list[int]:
    within = set(among)
    return [number for number in desk.library.passage_numbers() if number not in within]


def judged(desk: Desk, query: Query, hits: Sequence[Hit]) -> list[Hit]:
    """The hits, `JUDGED` of them read: each with the odds that it answers, and where in it the likeliest answer stands.

    Those that a reader has read stand first, by their odds, after the openings of sections that the question names. As many are read
    whatever is asked for: a passage's odds are its share among what else there is, and would near 1 where nothing else is looked at.
    """
    first = best(desk, query, hits, JUDGED)
    evidence, readings = desk.weighed(query, first)
    odds = odds_by_passage(evidence)
    read = {
        hit.number: replace(hit, odds=odds.get(hit.number, 0.0), span=_span(hit, readings.get(hit.number)))
        for hit in (as_read(first, evidence) if desk.reader else first)
    }
    return [*read.values(), *(hit for hit in hits if hit.number not in read)]


def best(desk: Desk, query: Query, hits: Sequence[Hit], k: int) -> list[Hit]:
    """The `k` best, not all from one section, and none twice."""
    return diverse(hits, k, desk.group, several=query.question.several)


def _shown(desk: Desk, query: Query, chosen: Sequence[Evidence], hits: Sequence[Hit], k: int) -> tuple[Hit, ...]:
    """`k` passages in the order of the hits: those that are cited, whatever their rank, and the best of the others."""
    cited = {one.hit.number for item in chosen for one in (item, *item.copies)}
    first = [hit for hit in hits if hit.number in cited][:k]
    others = [hit for hit in best(desk, query, hits, k) if hit.number not in cited]
    kept = {hit.number for hit in [*first, *others][:k]}
    return tuple(hit for hit in hits if hit.number in kept)


def _span(hit: Hit, reading: Reading | None) -> Span | None:
    """Where in the document's text the likeliest answer stands; None where the reader found none in the passage itself."""
    if reading is None or reading.margin <= 0:
        return None
    shift = hit.passage.end - len(read_text(hit))
    start, end = (place + shift for place in reading.span)
    return Span(start, end) if hit.passage.start <= start < end else None
