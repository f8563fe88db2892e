"""Who says what in Korean: suffixes of speakers, verbs at the end of the clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.languages.cue import Cue, Quotation
from index.languages.verb_last import verb_last
from index.offsets import Span

__all__ = ["korean"]

_SAID = re.compile(
    r"(?:라고|이라고|다고|고) ?(?P<verb>(?:말|주장|강조|지적|설명|경고|발표|전망|비판|보도|답|덧붙여 말)(?:했다|한다|했습니다|하였다)|밝혔다|전했다|덧붙였다|썼다)"
)
_TOPIC = re.compile(r"(?<=[가-힣])(?:은|는|이|가) ")
_BY = re.compile(r"([^,.\n]{1,60}?)(에 따르면|에 의하면),? ?")


def korean(masked: str, sentence: Span, quotes: Sequence[Quotation]) -> Iterator[Cue]:
    """The cues of one Korean sentence, in order."""
    yield from verb_last(masked, sentence, quotes, _BY, _SAID, _TOPIC)
