"""Who says what in Japanese: suffixes of speakers, verbs at the end of the clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from index.languages.cue import Cue, Quotation, cue_of
from index.languages.verb_last import verb_last
from index.offsets import Span

__all__ = ["japanese"]

_HOLDS = r"(?<=[るいただつうくぐすぬむぶんか」』）)])(?:(?<=ょう)|(?<=だろう)|(?<=あろう)|(?<![おこごそぞとどのほぼぽもよろ]う))"
"""Before とする, "hold that": a predicate or a quotation; a noun is made something (標準とする), a will intended (しようとする)."""
_ENDS = r"(?=[、。，．」』）)\n]|が|けれ|けど|し|ほか|\s*$)"
"""Behind a verb in its plain form: before a noun it is no more than a part of that."""
_SAID = re.compile(
    rf"(?:{_HOLDS}と、?(?=[しみ]ている)|と、?(?![しみ]ている))"
    r"(?P<verb>(?:述べ|語っ|話し|指摘し|主張し|説明し|発表し|強調し|警告し|報じ|伝え|言っ|明らかにし|訴え|分析し|批判し|答え|呼びかけ|見(?=てい)|答弁し|表明し|反論し|約束し|認め|証言し|回答し|発言し|コメントし|振り返っ|懸念し|否定し|結論づけ|つづっ|書い|記し)"
    rf"(?:た|ている|ていた|ます|ました)|(?:(?:述べ|語|指摘す|主張す|強調す|説明す|報じ|伝え)る|話す|言う){_ENDS}|[しみ]ている)"
)
_TOPIC = re.compile("(?:は|も)、?|が(?:、|(?=[^、。]{0,25}(?:[でにへ]|に対し|って)?「))")
_BEFORE = re.compile(
    "(?:(?:しかし(?:ながら)?|ただし|だが|また|さらに|そして|なお|一方|例えば|たとえば|すなわち|つまり|ところが|したがって|それでも)、?"
    r"|(?:\d{1,4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?<=[年月日])(?:には?)?|(?:その後|当時|後年|晩年|同年|同日)に?)+"
)
"""Conjunctions and times before a subject."""
_SWITCH = re.compile("(?:(?<=[たるいすうくぐぬむつだ])が|とし|であり|一方)、(?=[^、。「]{1,40}(?<![にでとへ])は)")
_THUS = re.compile(
    r"と、?(?P<who>[^、。「」\n]{1,40}?)[はがも]、?(?:こう|このように)?(?P<verb>話す|話した|語る|語った|述べる|述べた|言う|言った|指摘する|指摘した|振り返る|訴える)"
)
_BY = re.compile(r"([^、。\n]{1,60})(によると|によれば)、?")


def japanese(masked: str, sentence: Span, quotes: Sequence[Quotation]) -> Iterator[Cue]:
    """The cues of one Japanese sentence, in order."""
    yield from verb_last(masked, sentence, quotes, _BY, _SAID, _TOPIC, _BEFORE, _SWITCH)
    for match in _THUS.finditer(masked, sentence.start, sentence.end):
        index = bisect_left(quotes, match.start(), key=lambda quote: quote.end)
        if index < len(quotes) and quotes[index].end == match.start():
            content = Span(quotes[index].start, quotes[index].end)
            yield cue_of(masked, Span(*match.span("who")), Span(*match.span("verb")), content, sentence, quotes)
