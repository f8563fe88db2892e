"""Who says what in a document: quoted and paraphrased speech, with its speakers and the verb that reports it."""

from __future__ import annotations

from index.offsets import Span
from index.records import SEARCHED, Attribution, Document
from index.speech.attribute import Judge, read
from index.speech.cast import Cast
from index.speech.masked import MaskedText
from index.speech.turns import in_turns

__all__ = ["Attribution", "attributions"]


def attributions(document: Document, judge: Judge | None = None) -> tuple[Attribution, ...]:
    """What is said in the running text of `document`, by whom, in the order of the text.

    A statement within a statement is an attribution of its own. Names are as the document writes them in full; a group
    without names is kept as it is called. Titles, pull quotes and reference lists are left out. The text is read twice:
    first to learn the full names, then to attribute. Who is not sure is left out, by what `judge` or else the learnt weights say.
    """
    parts = [Span(s.start, s.end) for s in document.sections if s.kind in SEARCHED] or [Span(0, len(document.text))]
    masked = MaskedText(document.text)
    until = masked.last_cue(parts)
    told: list[Attribution] = []
    if until >= 0:
        cast = Cast(document.text)
        named = cast.known
        told = read(masked, parts, cast, until, judge)
        if cast.known != named:
            told = read(masked, parts, cast.again(), until, judge)
    found = in_turns(document, told)
    return tuple(sorted(set(found), key=lambda a: (a.start, -a.end, a.speakers)))
