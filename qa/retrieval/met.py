"""Which words of a text a question's renderings meet, and how the text writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.bridge.readings import hangul, pairs, pinyin, same_hangul
from qa.retrieval.crossing.renderings import Rendering

__all__ = ["Needles", "shown"]


@dataclass(frozen=True, slots=True)
class Needles:
    """Renderings as they stand in a line of tokens, for each concept: whether by readings, and the words with their spaces."""

    concepts: tuple[tuple[tuple[bool, str], ...], ...]
    readings: bool

    @classmethod
    def of(cls, concepts: Sequence[Sequence[Rendering]]) -> Needles:
        """The needles for the renderings of each concept."""
        made = tuple(
            tuple((one.readings, f" {' '.join(one.words)}{'' if one.prefix else ' '}") for one in renderings)
            for renderings in concepts
        )
        return cls(made, any(by_reading for needles in made for by_reading, _ in needles))

    def met(self, line: str, read: str) -> Iterator[int]:
        """The places of the concepts that stand in the tokens of a text, `line`, or in its readings, `read`."""
        for place, needles in enumerate(self.concepts):
            if any(needle in (read if by_reading else line) for by_reading, needle in needles):
                yield place


def shown(one: Rendering, texts: Sequence[tuple[str, str]]) -> str:
    """The words that a rendering met, as the first of the texts, each with its folded form, has them; else the rendering's own."""
    for text, plain in texts:
        start, end = _found_in(one, plain)
        if start >= 0 and len(plain) == len(text):
            return text[start:end]
    if one.words[0].isascii() or one.readings:
        return " ".join(one.words)
    return _whole(one)


def _whole(one: Rendering) -> str:
    return "".join(word[0] for word in one.words[:-1]) + one.words[-1]


def _found_in(one: Rendering, plain: str) -> tuple[int, int]:
    """Where a rendering first stands in a folded text; -1 for nowhere."""
    if one.words[0].isascii() and one.readings:
        parts = pinyin(plain)
        size = len(one.words) + 1
        starts = (i for i in range(len(parts) - size + 1) if pairs(parts[i : i + size]) == list(one.words))
        at = next(starts, -1)
    elif one.readings:
        size, at = len(_whole(one)), same_hangul(hangul(plain)).find(_whole(one))
    else:
        whole = " ".join(one.words) if one.words[0].isascii() else _whole(one)
        size, at = len(whole), plain.find(whole)
    return at, at + size
