"""Who says what in Japanese: suffixes of speakers, verbs at the end of the clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.languages.cue import Cue, Quotation
from index.languages.verb_last import verb_last
from index.offsets import Span

__all__ = ["japanese"]

_SAID = re.compile(
    r"と、?(?P<verb>(?:述べ|語っ|話し|指摘し|主張し|説明し|発表し|強調し|警告し|報じ|伝え|言っ|明らかにし|訴え|分析し|批判し|答え|呼びかけ|見)"
    r"(?:た|ている|ていた|ます|ました)|(?:述べ|語|指摘す|主張す|強調す|説明す|報じ|伝え)る|話す|言う|している|みている)"
)
_TOPIC = re.compile("(?:は|が|も)、?")
_BY = re.compile(r"([^、。\n]{1,60})(によると|によれば)、?")


def japanese(masked: str, sentence: Span, quotes: Sequence[Quotation]) -> Iterator[Cue]:
    """The cues of one Japanese sentence, in order."""
    yield from verb_last(masked, sentence, quotes, _BY, _SAID, _TOPIC)
