"""Who says what in Korean: suffixes of speakers, verbs at the end of the clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.languages.cue import Cue, Quotation
from index.languages.verb_last import verb_last
from index.offsets import Span

__all__ = ["korean"]

_SAID = re.compile(
    r"(?:라고|이라고|다고|고) ?(?P<verb>(?:말|주장|강조|지적|설명|경고|발표|전망|비판|보도|답|대답|부인|덧붙여 말|약속|촉구|반박|증언)(?:했다|한다|했습니다|하였다)|밝혔다|전했다|덧붙였다|썼다|밝혔습니다|전했습니다)"
)
_TOPIC = re.compile(r"(?<=[가-힣)])(?:은|는|이|가) ")
_SWITCH = re.compile(
    r"(?:가운데|이후|반면|(?P<unclear>(?<=[가-힣])(?:지만|는데|으나))),? (?=[^,.]{1,40}(?<=[가-힣])[은는] )"
)
_BEFORE = re.compile(
    r"(?:[^,.\n]*(?:(?<=[가-힣])(?:에|에서|으로|는데|지만|면서|하며|하고|하자|따라|오늘|또한) |, ?))|(?:[월화수목금토일]요일|또한|그러나|하지만|한편|이에|이날|오늘|어제|그리고) ?"
)
_BY = re.compile(r"((?:[^,.\n]|(?<=[A-Z])\.){1,60}?)(에 따르면|에 의하면),? ?")


def korean(masked: str, sentence: Span, quotes: Sequence[Quotation]) -> Iterator[Cue]:
    """The cues of one Korean sentence, in order."""
    yield from verb_last(masked, sentence, quotes, _BY, _SAID, _TOPIC, _BEFORE, _SWITCH)
