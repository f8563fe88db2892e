"""A question as it may be asked: checked before anything is done with it."""

from __future__ import annotations

import re
import unicodedata

from qa.errors import QuestionError

__all__ = ["LONGEST_QUESTION", "MOST_PASSAGES", "checked_count", "checked_question"]

LONGEST_QUESTION = 2000
MOST_PASSAGES = 100
_NOT_TEXT = re.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\ud800-\\udfff]")
"""Control characters, and the halves of characters that undecodable bytes become."""
_WIDTHS = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff65-\uffdc]+")
"""Letters and digits in another width than is usual, as input methods leave them; punctuation is as the language has it."""


def checked_question(text: str) -> str:
    """`text` with letters and digits of the usual width, one space where there are several, and none around it.

    Raises QuestionError where it is empty, over 2,000 characters, not text, or has no letter or digit.
    """
    if not isinstance(text, str):
        raise QuestionError(f"the question is {type(text).__name__}, not text; pass a str")
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(f"the question has {len(text):,} characters; ask in at most {LONGEST_QUESTION:,}")
    if _NOT_TEXT.search(text):
        raise QuestionError("the question holds bytes that are not text; type it again as plain text")
    stripped = _WIDTHS.sub(lambda run: unicodedata.normalize("NFKC", run.group()), " ".join(text.split()))
    if not any(char.isalnum() for char in stripped):
        raise QuestionError("the question is empty; write what you want to know")
    return stripped


def checked_count(k: object) -> int:
    """`k`, how many passages are wanted. Raises QuestionError unless it is a whole number from 1 to 100."""
    if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= MOST_PASSAGES:
        raise QuestionError(f"{k!r} passages cannot be asked for; give a whole number from 1 to {MOST_PASSAGES}")
    return k
