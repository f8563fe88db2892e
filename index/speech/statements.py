"""A statement: what is said, by whom, by which verb; and the words quoted inside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.languages.cue import Cue
from index.offsets import Span
from index.records import Attribution
from index.speech.quotations import SUBSTANCE, Quotation, is_statement

__all__ = ["ReportedStatement", "quoted_words", "trimmed"]

_EXPRESSED = 6
_BESIDE = 5
"""Least widths of words in quotation marks, beyond which they are somebody's and no scare quotes."""


@dataclass(frozen=True, slots=True)
class ReportedStatement:
    """What one speaker, or each of several, is saying."""

    chains: tuple[tuple[str, ...], ...]
    cue: Cue
    content: Span
    direct: bool

    def attributions(self) -> list[Attribution]:
        """One for each who says it."""
        return [
            Attribution(self.content.start, self.content.end, chain, self.cue.verb, self.direct)
            for chain in self.chains
        ]


def trimmed(text: str, span: Span) -> Span:
    """`span` without the punctuation at its end."""
    end = span.end
    while end > span.start and text[end - 1] in "，,。；;：:！？!? \n":
        end -= 1
    return Span(span.start, end)


def quoted_words(
    text: str, quotes: Sequence[Quotation], sentence: Span, scopes: Sequence[ReportedStatement]
) -> Iterator[ReportedStatement]:
    """Words quoted in the middle of the statements `scopes` of a sentence, whose they are."""
    at = bisect_left(quotes, sentence.start, key=lambda quote: quote.start)
    starts = [scope.cue.verb.start for scope in scopes]
    direct = {scope.content for scope in scopes if scope.direct}
    for quote in quotes[at : bisect_left(quotes, sentence.end, key=lambda quote: quote.start)]:
        inner = Span(quote.start + 1, quote.end - 1)
        index = bisect_left(starts, quote.start) - 1
        if inner in direct:
            continue
        if index + 1 < len(scopes) and scopes[index + 1].cue.expressed and scopes[index + 1].cue.clause <= quote.start:
            if len(inner) >= _EXPRESSED:
                yield replace(scopes[index + 1], content=inner, direct=True)
        elif index >= 0 and quote.start < scopes[index].cue.sentence.end:
            scope = scopes[index]
            beside = scope.cue.quoting and quote.start <= scope.cue.verb.end + 1
            within = scope.cue.quoting or scope.content.start <= quote.start < scope.content.end
            if within and not scope.direct and is_statement(text, quote, _BESIDE if beside else SUBSTANCE):
                yield replace(scope, content=inner, direct=True)
