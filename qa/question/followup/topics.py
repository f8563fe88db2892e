"""What a question is about, as far as its shape tells: *it* in the next one stands for that."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.question.followup.records import Mention, What

__all__ = ["EDGES", "by_patterns", "clean"]

EDGES = ' \t?？!！。.,，、:：“”"「」'
"""What may stand around the words for a thing."""
_VERB = re.compile("[了过過给給将將会會]$|了")
"""What a thing's name does not hold in Chinese: 日本购买了."""


def by_patterns(patterns: Sequence[re.Pattern[str]], question: str, names: Sequence[Mention]) -> str:
    """The words for it, `x` of the first pattern that finds some; empty where they are only a person's name."""
    for pattern in patterns:
        if (match := pattern.search(question)) and (found := clean(match["x"], names)):
            return "" if _VERB.search(found) else found
    return ""


def clean(words: str, names: Sequence[Mention]) -> str:
    """`words` without what stands around them, and of what somebody has or does, that; empty for a person."""
    text = re.sub("^(?:a|an) ", "", words.strip(EDGES), flags=re.I)
    for pair in ("“”", "「」", "()", "（）"):
        if text.count(pair[0]) != text.count(pair[1]):
            text = text.replace(pair[0], "").replace(pair[1], "")
    for name in names:
        if name.what is What.PERSON and name.text in text:
            text = text.rpartition("的")[2] if "的" in text.rpartition(name.text)[2] else ""
    return "" if len(text) < 2 else text
