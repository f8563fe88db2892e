"""The noun phrase in the words before a reporting verb, by the rules of every language that has some."""

from __future__ import annotations

from collections.abc import Callable

from index.languages.registry import Languages, composed
from index.offsets import Span

__all__ = ["noun_phrase", "past_openers"]


@composed
def _openers(known: Languages) -> tuple[Callable[[str, int, int], int], ...]:
    return tuple(one.speech.past_openers for one in known if one.speech.past_openers)


@composed
def _phrases(known: Languages) -> tuple[Callable[[str, Span], Span | None], ...]:
    return tuple(one.speech.noun_phrase for one in known if one.speech.noun_phrase)


def past_openers(text: str, start: int, end: int) -> int:
    """Where text[start:end] goes on after conjunctions and times."""
    at = -1
    while at != start:
        at = start
        for past in _openers():
            start = past(text, start, end)
    return start


def noun_phrase(text: str, span: Span) -> Span | None:
    """The subject in text[span], None where it is left out."""
    for rule in _phrases():
        found = rule(text, span)
        if found is None:
            return None
        span = found
    return span
