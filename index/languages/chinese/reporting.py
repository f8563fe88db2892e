"""Who-says-what in one paragraph of Chinese: reporting verbs, the words before them, and what they introduce."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from index.languages.chinese.verbs import (
    ACCORDING,
    CITED,
    MODAL,
    QUOTING,
    SEEN,
    THOUGHT,
    VERB,
    reports_nothing,
)
from index.languages.cue import HIDDEN, REACH, Cue, Quotation, ended
from index.offsets import Span

__all__ = ["after_quotation", "chinese"]


_TAKING = re.compile("(?<=.)[将將把].*$")
_DELIMITER = re.compile(
    rf"[，；;：:。！？!?\n【】—]|(?<!\d),|,(?!\d)|[（(](?!{HIDDEN})|(?<=[\u3400-\u9fff。！？]) +(?=[\u3400-\u9fff])"
)
_OPEN = '“「『"'
_CLOSING = "。！？!?\n "
_SHORTEST = 4
_NEAR = 40
_STOPS = re.compile(r"的(?:看法|观点|觀點|说法|說法|主张|主張|立场|立場|判断|判斷|后|後)")
_CONTRAST = re.compile(r"\s*(?:但|但是|然而|不过|不過|而|另)")


def after_quotation(masked: str, quote: Quotation, end: int) -> Cue | None:
    """`「…,」某某指出。`: the verb and its subject that follow a quotation."""
    at = quote.end
    while at < end and masked[at] in " ，,":
        at += 1
    limit = min(end, at + REACH)
    stop = _DELIMITER.search(masked, at, limit)
    stop_at = stop.start() if stop else limit
    if stop_at < end and masked[stop_at] not in "。.，,！!\n":
        return None
    if (
        masked[quote.end - 2] in "。！？"
        and masked[stop_at : stop_at + 1] in ("，", ",")
        and masked[quote.end : quote.end + 1] not in ("，", ",")
    ):
        return None
    for match in VERB.finditer(masked, at, stop_at):
        if match.end() == stop_at and match.start() > at and not MODAL.search(masked, at, match.start()):
            return Cue(
                Span(at, match.start()),
                Span(*match.span()),
                Span(quote.start + 1, quote.end - 1),
                quote.start,
                Span(quote.start, stop_at),
                direct=True,
            )
    return None


def chinese(masked: str, sentence: Span, quotes: Sequence[Quotation]) -> Iterator[Cue]:
    """The cues of one sentence, in order; `quotes` are the document's."""
    end = ended(masked, sentence, _CLOSING)
    found = [*_phrases(masked, sentence, quotes, end), *_verbs(masked, sentence, quotes, end)]
    taken: set[int] = set()
    for cue in sorted(found, key=lambda cue: (cue.verb.start, not cue.source)):
        if cue.verb.start not in taken:
            taken.add(cue.verb.start)
            yield cue


def _phrases(masked: str, sentence: Span, quotes: Sequence[Quotation], end: int) -> Iterator[Cue]:
    for pattern in (ACCORDING, SEEN):
        for match in pattern.finditer(masked, sentence.start, sentence.end):
            content, direct = _content(masked, match.end(), end, quotes)
            if content:
                verb = Span(*match.span("verb")) if match["verb"] else Span(*match.span("by"))
                yield Cue(Span(*match.span("np")), verb, content, match.start(), sentence, direct=direct)


def _verbs(masked: str, sentence: Span, quotes: Sequence[Quotation], end: int) -> Iterator[Cue]:
    delimiters = [Span(m.start(), m.end()) for m in _DELIMITER.finditer(masked, sentence.start, sentence.end)]
    starts = [delimiter.end for delimiter in delimiters]
    said = sentence.start
    for match in VERB.finditer(masked, sentence.start, sentence.end):
        at = bisect_left(starts, match.start() + 1) - 1
        clause = max(starts[at] if at >= 0 else sentence.start, match.start() - REACH, said)
        before = masked[clause : match.start()]
        if match.start() == said > sentence.start or reports_nothing(match, masked, before):
            continue
        bracket = at >= 0 and masked[delimiters[at].start] in "（("
        until = end
        if bracket:
            close = masked.find(
                "）" if masked[delimiters[at].start] == "（" else ")",
                match.end(),
                min(sentence.end, match.end() + REACH),
            )
            until = ended(masked, Span(match.end(), close), _CLOSING) if close >= 0 else end
        content, direct = _content(masked, match.end(), until, quotes)
        if content is None or (match["comma"] and not direct and masked[match.end()] in _OPEN):
            continue
        subject, source = Span(clause, match.start()), None
        verb = Span(*match.span())
        if match["report"] and not before.strip("还還又并並也则則 "):
            subject, verb = Span(clause, match.start() + 2), Span(match.start() + 2, match.end())
            if not verb:
                continue
        cited = CITED.search(before)
        if cited:
            subject, source = (
                Span(clause, clause + cited.start()),
                Span(clause + cited.start("np"), clause + cited.end("np")),
            )
        contrast = bool(_CONTRAST.match(before)) or (at >= 0 and masked[delimiters[at].start] in "；;")
        thought = bool(THOUGHT.search(match[0]))
        said = match.end()
        yield Cue(subject, verb, content, clause, sentence, source, direct, contrast, thought)
    yield from _quoting(masked, sentence, quotes, starts)


def _content(masked: str, at: int, end: int, quotes: Sequence[Quotation]) -> tuple[Span | None, bool]:
    """What follows a verb: the quotation right behind it, or the rest of the sentence; and whether it is a quotation.

    `end` is where the sentence ends, without the marks that close it.
    """
    while at < end and masked[at] in "，,：: \u3000":
        at += 1
    if at < end and masked[at] in _OPEN:
        index = bisect_left(quotes, at, key=lambda quote: quote.start)
        if index < len(quotes) and quotes[index].start == at:
            quote = quotes[index]
            after = masked[quote.end : quote.end + 1]
            if quote.end >= end or after in "，,。；;、（( ":
                return Span(at + 1, quote.end - 1), True
    stop = _STOPS.search(masked, at, min(end, at + _NEAR))
    if stop and not re.search("[，,]", masked[at : stop.start()]):
        end = stop.start()
    return (Span(at, end), False) if end - at >= _SHORTEST else (None, False)


def _quoting(masked: str, sentence: Span, quotes: Sequence[Quotation], starts: list[int]) -> Iterator[Cue]:
    """Acts and wishes (同意, 希望, 稱為 …) with some of the words quoted."""
    first = bisect_left(quotes, sentence.start, key=lambda quote: quote.start)
    if first >= len(quotes) or quotes[first].start >= sentence.end:
        return
    for match in QUOTING.finditer(masked, sentence.start, sentence.end):
        at = bisect_left(starts, match.start() + 1) - 1
        clause = max(starts[at] if at >= 0 else sentence.start, match.start() - REACH)
        before = masked[clause : match.start()]
        if before.endswith("的") or (MODAL.search(before) and not before.endswith("被")):
            continue
        if taking := _TAKING.search(before):
            before = before[: taking.start()]
        passive = re.search("被([^被]{1,40})$", before)
        yield Cue(
            Span(match.start() - len(passive[1]), match.start()) if passive else Span(clause, clause + len(before)),
            Span(*match.span()),
            Span(match.end(), sentence.end),
            clause,
            sentence,
            quoting=True,
            expressed=match[0] in ("表达", "表達"),
            thought=bool(THOUGHT.search(match[0])),
        )
