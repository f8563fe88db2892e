"""Where a text says that somebody says something."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from index.offsets import Span

__all__ = ["CLOSING", "HIDDEN", "REACH", "Cue", "Quotation", "cue_of", "ended"]

HIDDEN = "\ue000"
"""Stands, in a text with its quotations hidden, for each character inside quotation marks or a short bracket."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """text[start:end] with its marks; the words between them are text[start + 1 : end - 1]."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb, the noun phrase before it (None where it is left out) and the span of what is said.

    `source` is a second noun phrase, that of who was cited by the first. `clause` is where the clause begins; a
    `contrast` starts a new statement rather than one inside the last. `thought` marks verbs of thinking and wishing.
    """

    subject: Span | None
    verb: Span
    content: Span
    clause: int
    sentence: Span
    source: Span | None = None
    direct: bool = False
    contrast: bool = False
    thought: bool = False
    quoting: bool = False
    """Only what stands in quotation marks is said; the clause itself reports an act or a wish."""
    expressed: bool = False
    """The words quoted stand before the verb: 對「…」表達關切."""


CLOSING = " ,.\n"
"""What closes a statement and is no part of it."""
_LEAD = re.compile(r"(?:[,:]|\s)*")
REACH = 120
"""How many characters before its verb a clause is looked for."""


def ended(masked: str, sentence: Span, marks: str) -> int:
    """Where a sentence ends without the `marks` at its end: looked for once, so that not each of its verbs goes back over them."""
    end = sentence.end
    while end > sentence.start and masked[end - 1] in marks:
        end -= 1
    return end


def cue_of(
    masked: str,
    subject: Span,
    verb: Span,
    content: Span,
    sentence: Span,
    quotes: Sequence[Quotation],
    clause: int = -1,
    lead: re.Pattern[str] = _LEAD,
) -> Cue:
    """The cue of a verb with its subject and what is said, each without the marks and white space around it.

    What is said is direct where it is one of the quotations `quotes` of the text `masked`; it begins behind `lead`.
    """
    led = lead.match(masked, content.start, content.end)
    start, end = led.end() if led else content.start, content.end
    while end > start and masked[end - 1] in CLOSING:
        end -= 1
    words = masked[subject.start : subject.end]
    subject = Span(subject.start + len(words) - len(words.lstrip()), subject.end - len(words) + len(words.rstrip()))
    index = bisect_left(quotes, start, key=lambda quote: quote.start)
    if index < len(quotes) and quotes[index].start == start and quotes[index].end >= end - 2:
        quote = quotes[index]
        return Cue(
            subject, verb, Span(quote.start + 1, quote.end - 1), clause if clause >= 0 else start, sentence, direct=True
        )
    return Cue(subject, verb, Span(start, end), clause if clause >= 0 else start, sentence)
