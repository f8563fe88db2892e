"""A question → all evidence: passages in the order of retrieval, read batch by batch, each sentence weighed for itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from index.text.script import same_words
from qa.answer.all_evidence import AllEvidence
from qa.answer.citing import sound
from qa.answer.views import views_of
from qa.answer.ways.held import is_theirs
from qa.proof.certificate import certified, check_sources
from qa.question.intent import AnswerKind
from qa.question.view import asked_as_view
from qa.reading.desk import SETTLED, Desk
from qa.reading.evidence import Evidence
from qa.records import Citation, Hit, Statement, View
from qa.retrieval.finder import READ_PASSAGES, WIDE_PASSAGES
from qa.retrieval.finding import find
from qa.retrieval.people import passages_of
from qa.retrieval.search import Query
from qa.timings import stage

__all__ = ["ToRead", "batches", "nothing_more", "to_read", "with_evidence"]

_BATCH = 8
"""How many passages are read at a time, after those that an answer reads."""
_LIKELY = 0.1
"""A batch in which every sentence is less likely evidence than this brings nothing more."""
_Group = Callable[[str], Collection[str]]


@dataclass(frozen=True, slots=True)
class ToRead:
    """The passages to read for a question, best first, of all `passages` that may hold evidence of it.

    `query` is what they were found by; of somebody's views only the sentences of `holders` count, told of them too where it
    is asked what they said. `asked` is read in the place of the question, where it is not empty.
    """

    query: Query
    hits: Sequence[Hit]
    passages: int
    names: tuple[str, ...] = ()
    keeps: Callable[[Evidence], bool] = lambda _: True
    asked: str = ""


def to_read(desk: Desk, query: Query, most: int, among: Sequence[int] | None) -> ToRead:
    """What to read for a question, at most `most` passages; nothing where it asks for the view of somebody unheard of."""
    with stage("choose"):
        found = find(desk, query, 1, among)
        holders, told = found.holders, query.question.kind is AnswerKind.SPEECH
        if holders.unheard:
            return ToRead(query, (), 0)
        if holders.names and not told:
            theirs = passages_of(holders.names, desk.catalogue())
            among = theirs if among is None else sorted(set(theirs) & set(among))
        hits, _ = desk.retrieve(found.query, most, among)
        count = len(desk.dense) if among is None else len(among)
        if not holders.names:
            return ToRead(found.query, hits, count, asked=_asked(query))
        return ToRead(found.query, hits, count, holders.names, lambda item: is_theirs(item.known, holders, told))


def _asked(query: Query) -> str:
    """What is read in the place of a question that asks how its topic is seen; empty for any other."""
    question = query.question
    if question.kind is not AnswerKind.COMPARE:
        return ""
    return asked_as_view(question.intent.topic or question.text, question.language)


def batches(count: int) -> Iterator[slice]:
    """The parts in which `count` passages are read: first those that an answer reads, as it does, then so many at a time."""
    first = (*(step.read for step in SETTLED), READ_PASSAGES)
    at = 0
    for end in chain(first, range(READ_PASSAGES + _BATCH, count + _BATCH, _BATCH)):
        end = min(end, count)
        if end > at:
            yield slice(at, end)
            at = end


def nothing_more(batch: Sequence[Evidence], read: int, at_least: float) -> bool:
    """Whether reading may end after a batch: not among the first passages, and not while something may be evidence."""
    return read >= WIDE_PASSAGES and all(item.odds < min(_LIKELY, at_least) for item in batch)


def with_evidence(found: AllEvidence, batch: Sequence[Evidence], cleaning: int, group: _Group) -> AllEvidence:
    """What was found with those sentences of a batch that are likely enough, each certified, copies beside their original.

    `cleaning` and `group` are those of `qa.proof.certificate.certify`. Raises CertificateError as it does.
    """
    likely, left_out = sound([item for item in batch if item.odds >= found.at_least])
    citations, statements = list(found.citations), list(found.statements)
    placed = {(citation.document.id, citation.start) for citation in citations}
    for item in likely:
        if item.place in placed:
            continue
        placed.add(item.place)
        number, sentence = len(citations) + 1, item.sentence
        citation = Citation(
            number, item.hit.document, item.hit.passage, sentence.start, sentence.end, sentence.text, item.odds
        )
        citations.append(certified(citation, "sentence", cleaning))
        original = _original(citation, statements, citations, group)
        if original is None:
            statements.append(Statement(sentence.text, (number,)))
        else:
            first = statements[original]
            statements[original] = replace(first, citations=(*first.citations, number))
    views = _by_source(views_of(citations, statements, group))
    for view in views:
        check_sources(view, citations, group)
    return replace(
        found,
        citations=tuple(citations),
        statements=tuple(statements),
        views=views,
        left_out=(*found.left_out, *left_out),
    )


def _original(
    citation: Citation, statements: Sequence[Statement], citations: Sequence[Citation], group: _Group
) -> int | None:
    """Which statement it repeats: the same words in a document that counts as one source with its own, not cited there yet."""
    own = citation.document.id
    same = set(group(own)) - {own}
    if not same:
        return None
    for place, statement in enumerate(statements):
        cited = {citations[number - 1].document.id for number in statement.citations}
        if own not in cited and cited & same and same_words(statement.text, citation.quote):
            return place
    return None


def _by_source(views: Sequence[View]) -> tuple[View, ...]:
    """The views with those of one source together, in the order in which the sources come first."""
    order: dict[str, int] = {}
    for view in views:
        order.setdefault(min(view.documents), len(order))
    return tuple(sorted(views, key=lambda view: order[min(view.documents)]))
