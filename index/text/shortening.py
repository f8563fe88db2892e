"""The beginning or the end of a text that is too long to be shown whole, without a broken word or number."""

from __future__ import annotations

from index.text.script import spaced

__all__ = ["beginning", "ending"]


def beginning(text: str, most: int) -> str:
    """The text where it has at most so many characters; else as much of its beginning as has, with an ellipsis.

    It ends between words, or between any two characters of Chinese and Japanese; what is longer than that without a space is cut.
    """
    return text if len(text) <= most else text[: _cut(text, most - 1)].rstrip() + "…"


def ending(text: str, most: int) -> str:
    """As `beginning`, of the end."""
    return text if len(text) <= most else "…" + text[len(text) - _cut(text[::-1], most - 1) :].lstrip()


def _cut(text: str, most: int) -> int:
    """After how many characters, `most` of them at the most."""
    for at in range(most, 0, -1):
        left, right = text[at - 1], text[at]
        if left.isspace() or right.isspace() or not spaced(left, right):
            return at
    return most
