"""A question as it may be asked: checked before anything is done with it."""

from __future__ import annotations

import re
import unicodedata

from qa.errors import QuestionError

__all__ = [
    "AT_LEAST",
    "INTO",
    "LONGEST_NAME",
    "LONGEST_QUESTION",
    "MOST_PASSAGES",
    "MOST_READ",
    "READ_AT_MOST",
    "checked_count",
    "checked_language",
    "checked_most",
    "checked_probability",
    "checked_question",
]

LONGEST_QUESTION = 2000
LONGEST_NAME = 500
"""Characters of what a filter names: comparing names costs more than they grow."""
MOST_PASSAGES = 100
MOST_READ = 10_000
AT_LEAST = 0.05
"""How likely a sentence must be evidence to be given among all evidence, where nobody says otherwise."""
READ_AT_MOST = 400
"""How many passages are read for all evidence, where nobody says otherwise."""
INTO = ("en", "zh-Hans", "zh-Hant", "ja", "ko")
"""The languages that help to read a quotation may be asked for in: its words, or a translation."""
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


def checked_most(most: object) -> int:
    """`most`, how many passages may be read. Raises QuestionError unless it is a whole number from 1 to 10,000."""
    if isinstance(most, bool) or not isinstance(most, int) or not 1 <= most <= MOST_READ:
        raise QuestionError(f"{most!r} passages cannot be read; give a whole number from 1 to {MOST_READ:,}")
    return most


def checked_probability(value: object) -> float:
    """`value`, how likely a sentence must be evidence. Raises QuestionError unless it is a number from 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise QuestionError(f"{value!r} is no probability; give a number from 0 to 1, as .3")
    return float(value)


def checked_language(into: str) -> str:
    """The tag as it is given, an empty one too; raises QuestionError for one that is none of `INTO`."""
    if into and into not in INTO:
        raise QuestionError(f"there is no help to read in {into!r} here; name one of {', '.join(INTO)}")
    return into
