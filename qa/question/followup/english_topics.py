"""What a question in English is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.question.followup.records import Mention, What
from qa.question.followup.topics import EDGES, clean

__all__ = ["topic"]

_WHAT_IS = re.compile(
    r"^(?:and |but |so )?(?:what|which|who)(?:'s|’s| is| are| was| were) (?:exactly )?(?:meant by )?(?P<x>.+?)(?: exactly| about| like| for)?$",
    re.I,
)
_ABOUT = re.compile(
    r"\b(?:about|regarding|concerning|think of|view of|views on|opinion on|stance on|position on|see|view|explain|describe|define) (?P<x>.+)$",
    re.I,
)
_BREAK = re.compile(
    r"\b(?:a|an|the|and|or|but|if|in|on|at|of|for|from|to|by|with|about|according|as|than|what|which|who|whom|whose|when|where|why|how|many|much|is|are|was|were|be|been|"
    r"do|does|did|has|have|had|will|would|can|could|should|may|might|must|not|no|any|some|it|that|this|there|they|he|she|his|her|their|its|say|says|said|think|thinks|"
    r"become|became|happen|happened|exist|need|needs|want|wants|get|got|make|made|mean|means|tell|give|name|list|one|two|three|[a-z]{3,}ed|bought|held|begun|began|built|signed|come|came|go|went|work|works)\b",
    re.I,
)


def topic(question: str, names: Sequence[Mention]) -> str:
    """The words for it in the question, as it writes them; empty where they are only a person's name, or cannot be told."""
    plain = question.strip(EDGES)
    for pattern in (_WHAT_IS, _ABOUT):
        if (match := pattern.search(plain)) and (found := clean(_phrase(match["x"]), names)):
            return found
    things = [name.text for name in names if name.what is What.OTHER]
    runs = [run.strip(EDGES) for run in _BREAK.split(plain)]
    if things:
        return next((run for run in runs if things[-1] in run), things[-1])
    return next((run for run in runs if run and clean(run, names) and not _place(run, names)), "") or next(
        (name.text for name in names if name.what is What.PLACE), ""
    )


def _phrase(words: str) -> str:
    """The noun phrase that `words` begin with: up to a verb of its own."""
    cut = re.search(r"\s(?:and (?:what|how|when|why|who)|according to|that|which|who|when|if|because|,)\b", words, re.I)
    return words[: cut.start()] if cut else words


def _place(run: str, names: Sequence[Mention]) -> bool:
    return any(name.what is What.PLACE and name.text == run for name in names)
