"""The reader that comes with this package: a cross-encoder that gives relevance, and the words that answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from unicodedata import category

import numpy as np

from index.arrays import Floats
from index.encoder.model import default_model
from index.encoder.session import Session, side_by_side
from index.encoder.tokens import Pieces, Window, windows
from index.settings import Settings
from index.text.script import language_of
from qa.reading.folder import sealed_reader
from qa.reading.reader import Reading, best_span

__all__ = ["SpanReader"]

DEFAULT_READER = "the reader of this package, on multilingual-e5-small"
_LONGEST_QUESTION = 128
"""Tokens; of a longer question the beginning is read, so that every window has room for the passage."""


class SpanReader:
    """The reader that comes with this package: answer span, relevance and "nothing here". Safe to share between threads.

    What it reads in a passage depends on the question and that passage alone, whatever else is read at the same time.
    """

    marks_evidence = True

    def __init__(self, session: Session, pieces: Pieces) -> None:
        self._session, self._pieces = session, pieces

    @classmethod
    def load(cls, settings: Settings, notify: Callable[[str], None] | None = None) -> SpanReader:
        """Make it in the user's cache, once, and load it; raises ModelError where that cannot be done.

        The word embeddings are those of the default embedding model, read from its file as they are needed.
        """
        words = default_model(settings.cache, notify=notify)
        folder = sealed_reader(settings.reader_precision).folder(settings.cache, notify)
        return cls(Session(folder), Pieces.of(words))

    @property
    def name(self) -> str:
        """What the user calls it."""
        return DEFAULT_READER

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """One reading for each passage; of a long one, the reading of its most relevant window."""
        pieces = self._pieces
        asked = pieces.encoded(_marked(self._cut(question)))
        every = [
            (place, window)
            for place, passage in enumerate(pieces.every(passages))
            for window in windows(asked, passage, pieces)
        ]
        found: dict[int, Reading] = {}
        for (place, _), reading in zip(
            every, side_by_side(lambda one: self._read(one[1], passages[one[0]]), every), strict=True
        ):
            found[place] = _together(found[place], reading) if place in found else reading
        return [found[place] for place in range(len(passages))]

    def _cut(self, question: str) -> str:
        offsets = self._pieces.encoded(question).offsets
        return question if len(offsets) <= _LONGEST_QUESTION else question[: int(offsets[_LONGEST_QUESTION - 1][1])]

    def _read(self, window: Window, text: str) -> Reading:
        words = self._pieces.table[window.ids].astype(np.float32)
        ends, relevance, signs = self._session.run({"words": words[None], "types": window.types[None]})
        return _reading(window, ends[0].astype(np.float64), float(relevance[0, 0]), signs[0, :, 0], text)


def _together(one: Reading, other: Reading) -> Reading:
    """Two windows of a text: the more relevant one, with the evidence that was read in either."""
    best, rest = (one, other) if one.relevance >= other.relevance else (other, one)
    if best.signs is None or rest.signs is None:
        return best
    return replace(best, signs=np.where(np.isnan(best.signs), rest.signs, best.signs))


def _reading(window: Window, scores: Floats, relevance: float, marked: Floats, text: str) -> Reading:
    """What the logits of a window, `(tokens, 2)` for the ends and `(tokens,)` for evidence, say of the whole text."""
    inside = slice(window.first, len(window.ids) - 1)
    logits = np.concatenate([scores[:1], scores[inside]])  # the first token stands for "nothing here"
    chances = np.exp(logits - logits.max(axis=0))
    chances /= chances.sum(axis=0)
    starts, ends = np.zeros(len(text)), np.zeros(len(text))
    first, last = window.offsets[:, 0], window.offsets[:, 1]
    wide = last > first
    np.add.at(starts, first[wide], chances[1:][wide, 0])
    np.add.at(ends, last[wide] - 1, chances[1:][wide, 1])
    signs = np.full(len(text), np.nan)
    signs[last[wide] - 1] = marked[inside][wide]
    if not len(first):
        return Reading(relevance, (0, 0), 0.0, starts, ends, signs)
    one, other, best = best_span(scores[inside, 0], scores[inside, 1])
    start, end = int(first[one]), int(last[other])
    start += len(text[start:end]) - len(text[start:end].lstrip())
    while end < len(text) and _continues(text[end]):
        end += 1
    return Reading(relevance, (start, end), best - float(scores[0].sum()), starts, ends, signs)


def _continues(character: str) -> bool:
    """Whether it belongs to the character before it, as accents and Korean letters of decomposed text do."""
    return category(character).startswith("M") or "\u1160" <= character <= "\u11ff"


def _marked(question: str) -> str:
    """The question with a mark at its end, so that who leaves it out is read alike."""
    last = question.rstrip()[-1:]
    if not last or not (last.isalnum() or category(last).startswith("M")):
        return question
    return f"{question.rstrip()}{'？' if language_of(question)[:2] in ('zh', 'ja') else '?'}"
