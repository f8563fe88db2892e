"""Who says what in a document: quoted and paraphrased speech, with its speakers and the verb that reports it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.offsets import Span
from index.records import SEARCHED, Attribution, Document
from index.speech.attribute import read
from index.speech.cast import Cast

__all__ = ["Attribution", "Speaker", "attributions", "mention", "speakers_in"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks, and where they are named: document.text[start:end] == name."""

    name: str
    start: int
    end: int


def attributions(document: Document) -> tuple[Attribution, ...]:
    """What is said in the running text of `document`, by whom, in the order of the text.

    A statement within a statement is an attribution of its own. Names are as the document writes them in full; a group
    without names is kept as it is called. Titles, pull quotes and reference lists are left out. The text is read twice:
    first to learn the full names, then to attribute.
    """
    parts = [Span(s.start, s.end) for s in document.sections if s.kind in SEARCHED] or [Span(0, len(document.text))]
    cast = Cast(document.text)
    read(document.text, parts, cast)
    return tuple(sorted(set(read(document.text, parts, cast.again())), key=lambda a: (a.start, -a.end, a.speakers)))


def speakers_in(found: Iterable[Attribution], start: int, end: int) -> tuple[str, ...]:
    """The speakers of whatever is said within text[start:end], each once, in the order of the text."""
    names = (name for a in found if a.start < end and start < a.end for name in a.speakers)
    return tuple(dict.fromkeys(names))


def mention(document: Document, name: str, at: int) -> Speaker:
    """Where `name` is written in full nearest to document.text[at]. Raises ValueError where it is not in the text."""
    before = document.text.rfind(name, 0, at + len(name))
    after = document.text.find(name, max(at, before + 1))
    places = [place for place in (before, after) if place >= 0]
    if not places:
        raise ValueError(f"{name!r} is not named in {document.id}; pass a name of one of its attributions")
    start = min(places, key=lambda place: abs(place - at))
    return Speaker(name, start, start + len(name))
