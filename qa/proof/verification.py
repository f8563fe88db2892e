"""A saved answer, or all evidence, against the library as it is now: each quotation is verbatim, moved, changed, gone or elsewhere.

Only the library's file is opened: no model, no reader. The library need not be the one that was asked, nor be made with
the same settings; what counts is what its documents say.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from index.records import SEARCHED, Document
from index.settings import Settings
from index.speech.said import speech
from index.store.library import Library
from qa.proof.checks import (
    Edit,
    QuotationCheck,
    QuotePlace,
    State,
    Verification,
)
from qa.proof.contradictions import contradictions
from qa.proof.resemblance import Resemblance, differences, likeliest
from qa.proof.saved import check_answer, read_answer
from qa.proof.values import values_of
from qa.records import Certificate, Property

__all__ = ["LIKE", "verify", "verify_in"]

LIKE = 0.6
"""From what likeness on a quotation is changed and not gone: six of ten characters still stand there, in their order.

Sentences held against prose that has nothing to do with them reach .56 at most, in Chinese (seeds) as in English (this
package's own texts); of sentences taken out of the seeds, one in thirty finds a twin above .6, and those are rewordings
of it. A sentence in which a name, a date or a figure was changed keeps far more.
"""

_Part = Mapping[str, Any]


@runtime_checkable
class _Whole(Protocol):
    """An answer, or all evidence."""

    def to_dict(self) -> Any:
        """Its JSON form."""


def verify(answer: _Whole | _Part | str | Path, *, library: str | Path | None = None) -> Verification:
    """Hold an answer or all evidence, or what was saved of one (its path or its JSON), against a library, without one the default.

    Raises AnswerError for what is neither, LibraryError for a library that cannot be read.

    >>> from qa import ask, verify
    >>> verify(ask("秋山信将是谁？")).holds
    True
    """
    if isinstance(answer, str | Path):
        value = read_answer(Path(answer), or_evidence=True)
    else:
        value = check_answer(answer.to_dict() if isinstance(answer, _Whole) else answer, or_evidence=True)
    path = Settings.load(os.environ).library if library is None else Path(library).expanduser()
    with Library.open(path) as opened:
        return verify_in(opened, value)


def verify_in(library: Library, answer: _Part) -> Verification:
    """Hold an answer, or all evidence (`saved.read_answer`), against an open library."""
    with library.reading():
        checks = tuple(
            _check(library, part, citation, _around(answer, citation))
            for part in ("citations", "nearest")
            for citation in answer.get(part, ())
        )
        checks += tuple(
            _check_fact(library, number, fact)
            for number, fact in enumerate(answer.get("about", ()), start=1)
            if fact["value"]
        )
    return Verification(answer["question"], str(library.path), checks, contradictions(answer))


def _check(library: Library, part: str, citation: _Part, around: tuple[str, str]) -> QuotationCheck:
    """Its own document first: of its id, or of its file's bytes under another id; then all others."""
    quote: str = citation["quote"]
    start, end = citation["start"], citation["end"]
    own = list(_own(library, citation["document"], citation["certificate"]["sha256"]))

    def found(state: State, at: tuple[Document, int, int] | None = None, **more: Any) -> QuotationCheck:
        place = at and QuotePlace(at[0].id, at[1], at[2], at[0].text[at[1] : at[2]])
        same_file = any(document.sha256 == citation["certificate"]["sha256"] for document in own) if own else None
        given = (part, citation["number"], state, citation["document"], start, end, quote)
        return QuotationCheck(*given, now=place, same_file=same_file, **more)

    for document in own:
        if document.text[start:end] == quote:
            return found(State.VERBATIM, (document, start, end), said=_said(citation, document))
    altered = any(_text_of(document) == citation["certificate"]["text_sha256"] for document in own)
    for document in own:
        if places := list(_places(quote, document.text)):
            at = max(places, key=lambda at: (_shared(document.text, at, len(quote), around), -abs(at - start)))
            return found(State.MOVED, (document, at, at + len(quote)), altered=altered)
    also = tuple(library.documents_with(quote))
    like = max(
        ((document, likeliest(quote, document.text, start)) for document in own),
        key=lambda one: one[1].likeness,
        default=None,
    )
    if like is not None and like[1].likeness >= LIKE:
        changes = _changes(quote, *like)
        return found(State.CHANGED, (like[0], like[1].start, like[1].end), changes=changes, also=also, altered=altered)
    if also:
        others = [library.document(name) for name in also]
        best = max(
            ((document, at) for document in others for at in _places(quote, document.text)),
            key=lambda one: _shared(one[0].text, one[1], len(quote), around),
        )
        rest = tuple(name for name in also if name != best[0].id)
        return found(State.ELSEWHERE, (*best, best[1] + len(quote)), also=rest, altered=altered)
    return found(State.GONE, altered=altered)


def _check_fact(library: Library, number: int, fact: _Part) -> QuotationCheck:
    """What a text states of its document is held against it as any quotation is, and the value against what is known now."""
    own = list(_own(library, fact["document"], fact["sha256"]))
    name, value = Property(fact["property"]), fact["value"]
    known = next((values for document in own if value in (values := values_of(document, name))), None)
    now = known if known is not None else next((values_of(document, name) for document in own), ())
    said = () if known is not None else ((name.value, list(now)),)
    if stated := fact["stated"]:
        found = _check(library, "about", {**stated, "number": number, "document": fact["document"]}, ("", ""))
        return replace(found, said=found.said or said)
    state = State.VERBATIM if known is not None else State.CHANGED if now else State.GONE
    same_file = any(document.sha256 == fact["sha256"] for document in own) if own else None
    return QuotationCheck("about", number, state, fact["document"], 0, 0, value, same_file=same_file, said=said)


def _own(library: Library, identifier: str, sha256: str) -> Iterator[Document]:
    names = [name for name in library.document_ids() if name == identifier]
    names += library.documents_of_file(sha256)
    yield from map(library.document, dict.fromkeys(names))


def _text_of(document: Document) -> str:
    return Certificate.of(document, 0, 0, 0).text_sha256


def _places(quote: str, text: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _around(answer: _Part, citation: _Part) -> tuple[str, str]:
    """What stood before and after the quotation, as far as the saved passages tell: it knows a sentence from its twin."""
    start, end = citation["start"], citation["end"]
    passages = answer["passages"] if isinstance(answer["passages"], list) else ()  # of all evidence: how many there are
    for passage in passages:
        if passage["document"] == citation["document"] and passage["start"] <= start and end <= passage["end"]:
            text: str = passage["text"]
            return text[: start - passage["start"]], text[end - passage["start"] :]
    return "", ""


def _shared(text: str, at: int, length: int, around: tuple[str, str]) -> int:
    """How many characters, next to text[at:at + length], are those that stood around the quotation."""
    before, after = around
    left = text[max(0, at - len(before)) : at]
    right = text[at + length : at + length + len(after)]
    return _alike(left[::-1], before[::-1]) + _alike(right, after)


def _alike(one: str, other: str) -> int:
    """With how many of the same characters both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _changes(quote: str, document: Document, like: Resemblance) -> tuple[Edit, ...]:
    return tuple(Edit(*piece) for piece in differences(quote, document.text[like.start : like.end]))


def _said(citation: _Part, document: Document) -> tuple[tuple[str, Any], ...]:
    """Who says the quotation, and when, as the library has it now: what differs from what was saved."""
    if "author" not in citation:  # it states something of its document
        return ()
    start, end = citation["start"], citation["end"]
    who = speech(document, start, end)
    authors = _authors(document, start, end)
    author = citation["author"] if citation["author"] in authors else next(iter(authors), "")
    now: Sequence[tuple[str, Any]] = (
        ("author", author),
        ("speakers", list(who.speakers)),
        ("chains", [list(chain) for chain in who.chains]),
        ("direct", who.direct),
        ("published", document.source.published),
    )
    return tuple((name, value) for name, value in now if value != citation[name])


def _authors(document: Document, start: int, end: int) -> list[str]:
    """Whose text[start:end] is: the author of its section or, where it is a heading, of the section under it."""
    within = [section for section in document.sections if section.start <= start < section.end]
    below = [section for section in document.sections if section.start >= end][:1]
    searched = [section for section in within if section.kind in SEARCHED]
    return [document.author(section) for section in searched or [*below, *within]]
