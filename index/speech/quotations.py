"""Where a text quotes: pairs of quotation marks, and the text with what they hold put out of sight."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.languages.cue import HIDDEN, Quotation
from index.languages.registry import Languages, composed
from index.text.script import width

__all__ = ["HIDDEN", "SUBSTANCE", "Quotation", "hidden", "is_statement", "quotations"]

_PAIRS = {"“": "”", "「": "」", "『": "』", "«": "»", "„": "“", "＂": "＂", '"': '"'}
_MARK = re.compile('[“”「」『』«»„＂"\n]')
_BRACKETS = re.compile(r"[（(]([^（()）\n]{1,120})[)）]")
_CLAUSES = re.compile("[\u3400-\u9fff]{4}")
_LONG_BRACKET = 12
_ENDS = "。！？!?."
SUBSTANCE = 8
"""Chinese characters, or as much of an alphabet: so much a quotation has that is a statement."""
_AFTER = re.compile(r"\s*(?:[。！？!?.，,；;：:、）)\]\n]|$)")


@composed
def _so_called(known: Languages) -> tuple[str, ...]:
    return tuple(word for one in known for word in one.speech.so_called)


def quotations(text: str) -> tuple[Quotation, ...]:
    """The outermost quotations of `text`, in order; one that is not closed within its paragraph is none."""
    found: list[Quotation] = []
    opened: list[tuple[str, int]] = []
    inside: list[Quotation] = []
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        if mark == "\n":
            found += inside
            opened, inside = [], []
        elif opened and mark == opened[-1][0]:
            start = opened.pop()[1]
            while inside and inside[-1].start > start:
                inside.pop()
            inside.append(Quotation(start, at + 1))
        elif mark in _PAIRS and not (mark == "“" and opened and opened[-1][0] == "“"):
            opened.append((_PAIRS[mark], at))
    return (*found, *inside)


def hidden(text: str, quotes: Iterable[Quotation]) -> str:
    """`text`, of the same length, with the words of `quotes` and of short or foreign brackets hidden.

    A sentence end right before a closing mark stays, because the sentence around the quotation ends there too.
    """
    pieces: list[str] = []
    at = 0
    for quote in quotes:
        last = quote.end - 1 if text[quote.end - 2] not in _ENDS else quote.end - 2
        inner = max(last, quote.start + 1)
        pieces += [text[at : quote.start + 1], HIDDEN * (inner - quote.start - 1), text[inner : quote.end]]
        at = quote.end
    masked = "".join([*pieces, text[at:]])
    return _BRACKETS.sub(_without, masked)


def _without(match: re.Match[str]) -> str:
    inner = match[1]
    if len(inner) >= _LONG_BRACKET and _CLAUSES.search(inner):
        return match[0]
    return match[0][0] + HIDDEN * len(inner) + match[0][-1]


def is_statement(text: str, quote: Quotation, least: int = SUBSTANCE) -> bool:
    """Whether a quotation in mid-sentence is somebody's words rather than a term in scare quotes.

    It is as wide as eight characters, stands at the end of its clause and is not called "so-called", with a space after
    that or without one.
    """
    called = _so_called()
    reach = max(map(len, called)) + 1
    before = text[max(quote.start - reach, 0) : quote.start].rstrip(" ").casefold()
    return (
        width(text[quote.start + 1 : quote.end - 1]) >= least
        and bool(_AFTER.match(text, quote.end))
        and not before.endswith(called)
    )
