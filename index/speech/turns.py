"""Turns → attributions: what is said in a turn is the speaker's, what is quoted in it as the speaker tells it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.offsets import Span
from index.records import Attribution, Document, Section

__all__ = ["in_turns"]

_FIRST_PERSON = re.compile(r"(?:[我咱](?:们|們)?|私(?:たち|ども)?|I|[Ww]e|나|저|우리|저희)(?=$|[\W\u3400-\u9fff])")
_DEEPEST = 3


def in_turns(document: Document, found: Iterable[Attribution]) -> Iterator[Attribution]:
    """`found`, and for each turn of `document` an attribution to its speaker, which those within it stand below.

    Its verb is the label. Who speaks of "us" is the speaker.
    """
    turns = [section for section in document.sections if section.turn and re.search(r"\w", section.turn.speaker)]
    starts = [section.start for section in turns]
    labels = {b.start: Span(a.start, a.end) for a, b in zip(document.sections, document.sections[1:], strict=False)}
    for section in turns:
        end = section.start + len(document.text[section.start : section.end].rstrip())
        label = labels.get(section.start, Span(section.start, section.start))
        yield Attribution(section.start, end, (_speaker(section),), label, direct=True)
    for said in found:
        at = bisect_right(starts, said.start) - 1
        if at < 0 or said.start >= turns[at].end:
            yield said
            continue
        who = _speaker(turns[at])
        inner = tuple(name for name in said.speakers if name != who)
        if inner and not _FIRST_PERSON.match(inner[-1]):
            yield replace(said, speakers=(who, *inner)[-_DEEPEST:])


def _speaker(section: Section) -> str:
    return section.turn.speaker if section.turn else ""
