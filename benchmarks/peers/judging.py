"""What was shown → how much of what answers is in it. A passage is found in its text by its characters without white space.

Libraries show passages of very different lengths, so facts are also counted in the first 1,500 characters of what is shown.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qa.evaluation.question_file import Question

__all__ = ["BUDGET", "Text", "found", "found_in", "shares", "verbatim", "within"]

BUDGET = 1500
_NOTHING = re.compile(r"\s+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
Shown = Sequence[Sequence[str]]
"""For one question: of each passage the name of its text, what it says, and notes that come with it."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text without white space and footnote marks, and where each character of it stood."""

    bare: str
    offsets: tuple[int, ...] = field(repr=False)

    @classmethod
    def of(cls, text: str) -> Text:
        """The text as passages are looked for in it."""
        gone = {at for match in _NOTHING.finditer(text) for at in range(match.start(), match.end())}
        kept = tuple(at for at in range(len(text)) if at not in gone)
        return cls("".join(text[at] for at in kept), kept)

    def place(self, part: str) -> tuple[int, int]:
        """Where a part of the text stands, in the bare text; (0, 0) where it was changed beyond recognition."""
        bare = _NOTHING.sub("", part)
        at = self.bare.find(bare)
        return (at, at + len(bare)) if at >= 0 and bare else (0, 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Bare places of text[start:end]."""
        return bisect_left(self.offsets, start), bisect_left(self.offsets, end)

    def all(self, quote: str) -> list[tuple[int, int]]:
        """Every place of a quotation."""
        bare, found, at = _NOTHING.sub("", quote), [], -1
        while bare and (at := self.bare.find(bare, at + 1)) >= 0:
            found.append((at, at + len(bare)))
        return found


def within(shown: Shown) -> list[tuple[str, ...]]:
    """The first BUDGET characters of what is shown, the last passage cut off; white space is not counted."""
    kept, left = [], BUDGET
    for name, text, *notes in shown:
        bare = _NOTHING.sub("", text)[:left]
        left -= len(bare)
        kept.append((name, bare, *notes))
        if not left:
            break
    return kept


def length(shown: Shown) -> int:
    """Characters of what is shown, without white space."""
    return sum(len(_NOTHING.sub("", item[1])) for item in shown)


def found(question: Question, shown: Shown, places: Mapping[str, Text]) -> int:
    """How many of the facts lie within what is shown, or stand in a note that comes with it."""
    held: dict[str, set[int]] = {}
    for name, text, *_ in shown:
        held.setdefault(name, set()).update(range(*places[name].place(text)))
    notes = [(name, _NOTHING.sub("", note)) for name, _, *inside in shown for note in inside]

    def there(document: str, quote: str) -> bool:
        for name, text in places.items():
            if name.startswith(document):
                if any(held.get(name, set()).issuperset(range(a, b)) for a, b in text.all(quote)):
                    return True
                if any(name == where and _NOTHING.sub("", quote) in note for where, note in notes):
                    return True
        return False

    return sum(any(there(option.document, option.quote) for option in fact) for fact in question.facts)


def found_in(paragraph: str, spans: Sequence[tuple[int, int]], shown: Shown, places: Mapping[str, Text]) -> list[bool]:
    """Of each passage shown, whether an answer stands inside it, at its place in the paragraph."""
    wanted = [places[paragraph].span(a, b) for a, b in spans]
    right = []
    for name, text, *_ in shown:
        start, end = places[name].place(text) if name == paragraph else (0, 0)
        right.append(any(start <= a and b <= end and start < end for a, b in wanted))
    return right


def verbatim(shown: Sequence[Shown], texts: Mapping[str, str]) -> float:
    """The share of passages shown that stand in their text character by character, white space too."""
    all_shown = [(item[0], item[1]) for one in shown for item in one]
    return round(sum(text in texts[name] for name, text in all_shown) / max(1, len(all_shown)), 4)


def shares(counts: Mapping[str, float]) -> dict[str, Any]:
    """Of facts: found, and found within the budget."""
    facts = counts["facts"]
    parts = {name: round(counts[name] / facts, 4) for name in ("found", "found in budget")}
    return {"questions": int(counts["questions"]), "facts": int(facts), **parts}
