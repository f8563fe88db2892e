"""The readers there are: the one that comes with this package, and any Sentence Transformers cross-encoder."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any
from unicodedata import category

import numpy as np

from index.encoder.embed import some_threads
from index.encoder.model import default_model
from index.encoder.session import Session, side_by_side
from index.encoder.tokens import Pieces, Window, windows
from index.errors import ModelError
from index.settings import Settings
from index.text.script import language_of
from qa.reading.folder import sealed_reader
from qa.reading.reader import (
    Floats,
    Reader,
    Reading,
    best_span,
)

__all__ = ["NamedCrossEncoder", "SpanReader", "load_reader"]

NONE = "none"
DEFAULT_READER = "the reader of this package, on multilingual-e5-small"
_LONGEST_QUESTION = 128
"""Tokens; of a longer question the beginning is read, so that every window has room for the passage."""


def load_reader(settings: Settings, notify: Callable[[str], None] | None = None) -> Reader | None:
    """The reader that `settings` name; None where they say `none`. Raises ModelError where it cannot be made or loaded."""
    if settings.reader == NONE:
        return None
    if settings.reader:
        return NamedCrossEncoder.load(settings.reader)
    return SpanReader.load(settings, notify)


class SpanReader:
    """The reader that comes with this package: answer span, relevance and "nothing here". Safe to share between threads.

    What it reads in a passage depends on the question and that passage alone, whatever else is read at the same time.
    """

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
            if place not in found or reading.relevance > found[place].relevance:
                found[place] = reading
        return [found[place] for place in range(len(passages))]

    def _cut(self, question: str) -> str:
        offsets = self._pieces.encoded(question).offsets
        return question if len(offsets) <= _LONGEST_QUESTION else question[: int(offsets[_LONGEST_QUESTION - 1][1])]

    def _read(self, window: Window, text: str) -> Reading:
        words = self._pieces.table[window.ids].astype(np.float32)
        ends, relevance = self._session.run({"words": words[None], "types": window.types[None]})
        return _reading(window, ends[0].astype(np.float64), float(relevance[0, 0]), text)


class NamedCrossEncoder:
    """A cross-encoder that the user names, as Sentence Transformers loads it: relevance, but no words."""

    def __init__(self, model: Any, name: str) -> None:
        self._model, self._name = model, name
        self._lock = Lock()

    @classmethod
    def load(cls, name: str) -> NamedCrossEncoder:
        """Load a folder or a name; raises ModelError where it cannot be found or loaded."""
        folder = Path(name).expanduser()
        local = folder.is_dir()
        if not local and ("/" not in name or name.startswith((".", "/", "~"))):
            raise ModelError(f"reader folder {name} does not exist; correct YINZHENG_READER, unset it, or say none")
        if local:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import CrossEncoder

        try:
            model = CrossEncoder(str(folder) if local else name, device="cpu", num_labels=1, local_files_only=local)
        except (OSError, ValueError, RuntimeError, KeyError, TypeError, ImportError) as error:
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise ModelError(
                f"reader {name} cannot be loaded: {reason}; name a cross-encoder's folder in YINZHENG_READER, or unset it"
            ) from error
        return cls(model, name)

    @property
    def name(self) -> str:
        """What the user calls it."""
        return self._name

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """One reading for each passage: its relevance as a logit, and no span."""
        import torch

        if not passages:
            return []
        with self._lock, some_threads():  # its tokenizer is told how to cut and to pad before each use
            scores = self._model.predict(
                [(question, passage) for passage in passages],
                activation_fn=torch.nn.Identity(),
                show_progress_bar=False,
            )
        return [_without_words(float(score), len(passage)) for score, passage in zip(scores, passages, strict=True)]


def _without_words(relevance: float, length: int) -> Reading:
    """A reading that knows whether there is an answer, not where: it may as well be at any character."""
    everywhere = np.full(length, 1 / (1 + np.exp(-relevance)) / max(length, 1))
    return Reading(relevance, (0, 0), 0.0, everywhere, everywhere)


def _reading(window: Window, scores: Floats, relevance: float, text: str) -> Reading:
    """What the logits of a window, `(tokens, 2)`, say of the whole text."""
    inside = slice(window.first, len(window.ids) - 1)
    logits = np.concatenate([scores[:1], scores[inside]])  # the first token stands for "nothing here"
    chances = np.exp(logits - logits.max(axis=0))
    chances /= chances.sum(axis=0)
    starts, ends = np.zeros(len(text)), np.zeros(len(text))
    first, last = window.offsets[:, 0], window.offsets[:, 1]
    wide = last > first
    np.add.at(starts, first[wide], chances[1:][wide, 0])
    np.add.at(ends, last[wide] - 1, chances[1:][wide, 1])
    if not len(first):
        return Reading(relevance, (0, 0), 0.0, starts, ends)
    one, other, best = best_span(scores[inside, 0], scores[inside, 1])
    start, end = int(first[one]), int(last[other])
    start += len(text[start:end]) - len(text[start:end].lstrip())
    while end < len(text) and _continues(text[end]):
        end += 1
    return Reading(relevance, (start, end), best - float(scores[0].sum()), starts, ends)


def _continues(character: str) -> bool:
    """Whether it belongs to the character before it, as accents and Korean letters of decomposed text do."""
    return category(character).startswith("M") or "\u1160" <= character <= "\u11ff"


def _marked(question: str) -> str:
    """The question with a mark at its end, so that who leaves it out is read alike."""
    last = question.rstrip()[-1:]
    if not last or not (last.isalnum() or category(last).startswith("M")):
        return question
    return f"{question.rstrip()}{'？' if language_of(question)[:2] in ('zh', 'ja') else '?'}"
