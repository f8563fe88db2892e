"""Who says what in languages whose verb comes last: topic, statement, verb (Japanese, Korean)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from index.languages.cue import REACH, Cue, Quotation, cue_of
from index.offsets import Span

__all__ = ["verb_last"]


def verb_last(
    masked: str,
    sentence: Span,
    quotes: Sequence[Quotation],
    by: re.Pattern[str],
    said: re.Pattern[str],
    topic: re.Pattern[str],
    before: re.Pattern[str] | None = None,
    switch: re.Pattern[str] | None = None,
) -> Iterator[Cue]:
    """The cues of one sentence, in order: `by` is how a source is named, `topic` ends a subject, `said` is the verb.

    `before` is what may stand before a subject and is no part of it; `switch` ends a clause behind which another subject
    stands: *A is for it, but B said that …*. Where its group `unclear` matches, either may be the one who speaks, and nobody is
    found.
    """
    if match := by.match(masked, sentence.start, min(sentence.end, sentence.start + REACH)):
        yield cue_of(
            masked, Span(*match.span(1)), Span(*match.span(2)), _closed(masked, match.end(), sentence), sentence, quotes
        )
    start = sentence.start
    for match in said.finditer(masked, sentence.start, sentence.end):
        others = list(switch.finditer(masked, start, match.start())) if switch else []
        start = others[-1].end() if others else start
        unclear = any(other.lastgroup == "unclear" for other in others)
        found = None if unclear else topic.search(masked, start, min(match.start(), start + REACH))
        if found:
            content = Span(found.end(), match.start())
            index = bisect_left(quotes, match.start(), key=lambda quote: quote.end)
            if index < len(quotes) and quotes[index].end == match.start() and quotes[index].start >= found.end():
                content = Span(quotes[index].start, quotes[index].end)
            begin = max(masked.rfind("、", start, found.start()) + 1, start)
            if before and (adverbial := before.match(masked, begin, found.start())):
                begin = adverbial.end()
            yield cue_of(masked, Span(begin, found.start()), Span(*match.span("verb")), content, sentence, quotes)
        start = match.end()


def _closed(masked: str, start: int, sentence: Span) -> Span:
    end = sentence.end
    while end > start and masked[end - 1] in "。. \n":
        end -= 1
    return Span(start, end)
