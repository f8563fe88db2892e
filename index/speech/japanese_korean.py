"""Who says what in Japanese and Korean: suffixes of speakers, verbs at the end of the clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from index.offsets import Span
from index.speech.cue import REACH, Cue, cue_of
from index.speech.quotations import Quotation

__all__ = ["japanese", "korean"]

_JA_SAID = re.compile(
    r"と、?(?P<verb>(?:述べ|語っ|話し|指摘し|主張し|説明し|発表し|強調し|警告し|報じ|伝え|言っ|明らかにし|訴え|分析し|批判し|答え|呼びかけ|見|答弁し|表明し|反論し|約束し|認め|証言し|回答し|発言し|コメントし|振り返っ|懸念し|否定し|結論づけ|つづっ|書い|記し)"
    r"(?:た|ている|ていた|ます|ました)|(?:述べ|語|指摘す|主張す|強調す|説明す|報じ|伝え)る|話す|言う|している|みている)"
)


_JA_TOPIC = re.compile("(?:は|が|も)、?")


_JA_BY = re.compile(r"([^、。\n]{1,60})(によると|によれば)、?")


_KO_SAID = re.compile(
    r"(?:라고|이라고|다고|고) ?(?P<verb>(?:말|주장|강조|지적|설명|경고|발표|전망|비판|보도|답|대답|부인|덧붙여 말|약속|촉구|반박|증언)(?:했다|한다|했습니다|하였다)|밝혔다|전했다|덧붙였다|썼다|밝혔습니다|전했습니다)"
)


_JA_THUS = re.compile(
    r"と、?(?P<who>[^、。「」\n]{1,40}?)[はがも]、?(?:こう|このように)?(?P<verb>話す|話した|語る|語った|述べる|述べた|言う|言った|指摘する|指摘した|振り返る|訴える)"
)


_KO_TOPIC = re.compile(r"(?<=[가-힣])(?:은|는|이|가) ")


_KO_ADVERBIAL = re.compile(
    r"(?:[^,.\n]*(?:(?<=[가-힣])(?:에|에서|으로|는데|지만|면서|하며|하고|하자|따라|오늘|또한) |, ?))|(?:또한|그러나|하지만|한편|이에|이날|오늘|어제|그리고) ?"
)


_KO_BY = re.compile(r"([^,.\n]{1,60}?)(에 따르면|에 의하면),? ?")


def japanese(masked: str, sentence: Span, quotes: Sequence[Quotation]) -> Iterator[Cue]:
    """The cues of one Japanese sentence, in order."""
    yield from _suffixed(masked, sentence, quotes, _JA_BY, _JA_SAID, _JA_TOPIC)
    for match in _JA_THUS.finditer(masked, sentence.start, sentence.end):
        index = bisect_left(quotes, match.start(), key=lambda quote: quote.end)
        if index < len(quotes) and quotes[index].end == match.start():
            content = Span(quotes[index].start, quotes[index].end)
            yield cue_of(masked, Span(*match.span("who")), Span(*match.span("verb")), content, sentence, quotes)


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
    if match := by.match(masked, sentence.start, min(sentence.end, sentence.start + REACH)):
        yield cue_of(
            masked, Span(*match.span(1)), Span(*match.span(2)), _closed(masked, match.end(), sentence), sentence, quotes
        )
    start = sentence.start
    for match in said.finditer(masked, sentence.start, sentence.end):
        found = topic.search(masked, start, min(match.start(), start + REACH))
        if found:
            content = Span(found.end(), match.start())
            index = bisect_left(quotes, match.start(), key=lambda quote: quote.end)
            if index < len(quotes) and quotes[index].end == match.start() and quotes[index].start >= found.end():
                content = Span(quotes[index].start, quotes[index].end)
            begin = max(masked.rfind("、", start, found.start()) + 1, start)
            if adverbial := _KO_ADVERBIAL.match(masked, begin, found.start()):
                begin = adverbial.end()
            yield cue_of(masked, Span(begin, found.start()), Span(*match.span("verb")), content, sentence, quotes)
        start = match.end()


def _closed(masked: str, start: int, sentence: Span) -> Span:
    end = sentence.end
    while end > start and masked[end - 1] in "。. \n":
        end -= 1
    return Span(start, end)
