"""Who-says-what in one sentence of English, Japanese or Korean: the commonest ways to report speech."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from index.offsets import Span
from index.speech.chinese.reporting import Cue
from index.speech.quotations import Quotation

__all__ = ["english", "japanese", "korean"]

_REACH = 120
_SAID = re.compile(
    r"\b(?:(?:had|has|have|also|later|then) )?(said|says|told|tells|added|adds|warned|warns|argued|argues|argue|claimed|claims|claim|announced|"
    r"announces|reported|reports|stated|states|noted|notes|wrote|writes|explained|explains|insisted|insists|predicted|"
    r"predicts|believes|believe|thinks|think|say|acknowledged|stressed|suggested|suggests|suggest|concluded|concludes)\b"
)
_NEEDS_THAT = frozenset("claim claims reports notes states think thinks suggests suggest concludes".split())
_HEARER = re.compile(
    r" (?:the [a-z]+|reporters|journalists|us|me|him|her|them|(?:the )?[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4})(?=[ ,.])"
)
_WHEN = re.compile(r"(?: (?:on|in|at|to|during|last|this|after|before) [^,.\"“]{1,40})?(?:,|\.|$)")
_INVERTED = re.compile(r" ((?!that\b)(?:the |an? )?[A-Za-z][\w.’'-]*(?: [A-Za-z][\w.’'-]*){0,9})(?=[,.\"“]|$)")
_ACCORDING = re.compile(r"\b[Aa]ccording to ([^,.\"“\n]{2,80})(,|\.|$)")
_CLAUSE = re.compile(r"[,;:.\"”“()—]\s*|\b(?:that|but|and|while|because|as|when)\s+")
_BETWEEN = re.compile(r", ((?:[A-Z][\w.’'-]{1,20} ?){1,4}), ?$")
_LEAD = re.compile(r"(?:[,:]|\s|that\b)*")

_JA_SAID = re.compile(
    r"と、?(?P<verb>(?:述べ|語っ|話し|指摘し|主張し|説明し|発表し|強調し|警告し|報じ|伝え|言っ|明らかにし|訴え|分析し|批判し|答え|呼びかけ|見)"
    r"(?:た|ている|ていた|ます|ました)|(?:述べ|語|指摘す|主張す|強調す|説明す|報じ|伝え)る|話す|言う|している|みている)"
)
_JA_TOPIC = re.compile("(?:は|が|も)、?")
_JA_BY = re.compile(r"([^、。\n]{1,60})(によると|によれば)、?")
_KO_SAID = re.compile(
    r"(?:라고|이라고|다고|고) ?(?P<verb>(?:말|주장|강조|지적|설명|경고|발표|전망|비판|보도|답|덧붙여 말)(?:했다|한다|했습니다|하였다)|밝혔다|전했다|덧붙였다|썼다)"
)
_KO_TOPIC = re.compile(r"(?<=[가-힣])(?:은|는|이|가) ")
_KO_BY = re.compile(r"([^,.\n]{1,60}?)(에 따르면|에 의하면),? ?")


def english(masked: str, sentence: Span, quotes: Sequence[Quotation]) -> Iterator[Cue]:
    """The cues of one English sentence, in order."""
    for match in _ACCORDING.finditer(masked, sentence.start, sentence.end):
        ahead = masked[match.end() : sentence.end].strip()
        content = Span(match.end(), sentence.end) if ahead and match[2] == "," else Span(sentence.start, match.start())
        yield _cue(masked, Span(*match.span(1)), Span(match.start(), match.start(1) - 1), content, sentence, quotes)
    ends = [(sentence.start, sentence.start)] + [
        m.span() for m in _CLAUSE.finditer(masked, sentence.start, sentence.end)
    ]
    starts = [end for _, end in ends]
    for match in _SAID.finditer(masked, sentence.start, sentence.end):
        at = bisect_left(starts, match.start() + 1) - 1
        clause = starts[at]
        subject, verb = Span(clause, match.start()), Span(*match.span(1))
        hearer = _HEARER.match(masked, match.end(), sentence.end) if match[1] in ("told", "tells") else None
        after = hearer.end() if hearer else match.end()
        if match[1] in _NEEDS_THAT and masked[after : after + 5] != " that":
            continue
        if match.start() - clause > _REACH or re.search(
            r"\b(?:to|not|will|would|may|might|could|can|should)\s*$", masked[clause : match.start()]
        ):
            continue
        before = Span(sentence.start, ends[at][1])
        if not masked[clause : match.start()].strip():
            inverted = _INVERTED.match(masked, after, sentence.end)
            if inverted and masked[sentence.start : clause].rstrip(" ,")[-1:] in ("”", '"'):
                yield _cue(masked, Span(*inverted.span(1)), verb, before, sentence, quotes)
                continue
            comma = masked.find(",", sentence.start, min(clause, sentence.start + _REACH))
            if comma > 0 and masked[sentence.start] not in '"“':
                yield _cue(
                    masked,
                    _introduced(masked, sentence.start, comma, clause),
                    verb,
                    Span(after, sentence.end),
                    sentence,
                    quotes,
                    clause,
                )
                continue
        trailing = _WHEN.match(masked, after, sentence.end)
        if trailing and len(before) > 1 and masked[ends[at][0]] in ',"”':
            yield _cue(masked, subject, verb, before, sentence, quotes)
        elif not trailing or masked[trailing.end() - 1 : trailing.end()] == ",":
            yield _cue(masked, subject, verb, Span(after, sentence.end), sentence, quotes, clause)


def _introduced(masked: str, start: int, comma: int, clause: int) -> Span:
    """The subject before `, who …,` or, where the phrase introduces it, between the commas: `a lawyer, Amina Yusuf, told`."""
    between = _BETWEEN.search(masked, comma, clause)
    return Span(*between.span(1)) if between else Span(start, comma)


def _cue(
    masked: str, subject: Span, verb: Span, content: Span, sentence: Span, quotes: Sequence[Quotation], clause: int = -1
) -> Cue:
    lead = _LEAD.match(masked, content.start, content.end)
    start, end = lead.end() if lead else content.start, content.end
    while end > start and masked[end - 1] in " ,.\n":
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


def japanese(masked: str, sentence: Span, quotes: Sequence[Quotation]) -> Iterator[Cue]:
    """The cues of one Japanese sentence, in order."""
    yield from _suffixed(masked, sentence, quotes, _JA_BY, _JA_SAID, _JA_TOPIC)


def korean(masked: str, sentence: Span, quotes: Sequence[Quotation]) -> Iterator[Cue]:
    """The cues of one Korean sentence, in order."""
    yield from _suffixed(masked, sentence, quotes, _KO_BY, _KO_SAID, _KO_TOPIC)


def _suffixed(
    masked: str,
    sentence: Span,
    quotes: Sequence[Quotation],
    by: re.Pattern[str],
    said: re.Pattern[str],
    topic: re.Pattern[str],
) -> Iterator[Cue]:
    """Languages whose verb comes last: topic, statement, verb."""
    if match := by.match(masked, sentence.start, min(sentence.end, sentence.start + _REACH)):
        yield _cue(
            masked, Span(*match.span(1)), Span(*match.span(2)), _closed(masked, match.end(), sentence), sentence, quotes
        )
    start = sentence.start
    for match in said.finditer(masked, sentence.start, sentence.end):
        found = topic.search(masked, start, min(match.start(), start + _REACH))
        if found:
            content = Span(found.end(), match.start())
            index = bisect_left(quotes, match.start(), key=lambda quote: quote.end)
            if index < len(quotes) and quotes[index].end == match.start() and quotes[index].start >= found.end():
                content = Span(quotes[index].start, quotes[index].end)
            begin = max(masked.rfind("、", start, found.start()) + 1, start)
            yield _cue(masked, Span(begin, found.start()), Span(*match.span("verb")), content, sentence, quotes)
        start = match.end()


def _closed(masked: str, start: int, sentence: Span) -> Span:
    end = sentence.end
    while end > start and masked[end - 1] in "。. \n":
        end -= 1
    return Span(start, end)
