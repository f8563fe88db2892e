"""Text → the default model's pieces, with where each stands; a tokenizer is loaded once in a process."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.encoder.pieces import PieceVocabulary
from index.errors import ModelError
from index.recent import Recent

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["Pieces", "Window", "windows"]

Numbers = NDArray[np.int64]
_KEPT = 2048
"""Texts of which the pieces are remembered: the passages of a few hundred questions."""
_FIRST, _FEW = 6, 20_000
"""How many times texts are cut, and of how many characters, before the whole tokenizer is loaded: a question or two."""
_LONGEST, _OVERLAP = 320, 64
"""Tokens of a window, about as many as in training, and how far two windows overlap: in windows of 448 the reader's F1 on CMRC
2018 dev is nine points lower."""
_AROUND = 4
"""The marks around a question and a passage: <s> question </s></s> passage </s>."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text's pieces, `(n,)`, and first and last offset of each in the text, `(n, 2)`."""

    ids: Numbers
    offsets: Numbers


@dataclass(frozen=True, slots=True)
class Window:
    """A question with as much of a passage as is read at once.

    `ids` and `types` (1 for the passage) are `(tokens,)`; tokens from `first` on, all but the last, are the passage's, and
    stand at `offsets`, `(tokens - first - 1, 2)`, of its text.
    """

    ids: Numbers
    types: Numbers
    first: int
    offsets: Numbers


class Pieces:
    """The tokenizer of a model's folder and its table of words, shared by all that run on that model and by all threads.

    A process that asks one question cuts its texts by the pieces that stand in them (`index.encoder.pieces`); one that asks more
    loads the whole tokenizer.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.vocabulary = PieceVocabulary.of(folder)
        self.begin, self.end = self.vocabulary.begin, self.vocabulary.end
        self._known: Recent[str, Encoded] = Recent(_KEPT)
        self._calls = itertools.count()
        self._loading = threading.Lock()
        self._whole: Tokenizer | None = None

    @classmethod
    def of(cls, folder: Path) -> Pieces:
        """The one of this folder."""
        return _of(folder)

    def encoded(self, text: str) -> Encoded:
        """The pieces of a text."""
        return self.every([text])[0]

    def every(self, texts: Sequence[str]) -> list[Encoded]:
        """The pieces of each text; what was cut lately is remembered."""
        known = {text: self._known.get(text) for text in texts}
        new = [text for text, found in known.items() if found is None]
        if new:
            for text, made in zip(new, self._encoded(new), strict=True):
                known[text] = made
                self._known.put(text, made)
        return [found for text in texts if (found := known[text]) is not None]

    def load(self) -> Tokenizer:
        """The whole tokenizer, loaded when it is first needed."""
        with self._loading:
            if self._whole is None:
                from tokenizers import Tokenizer

                self._whole = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
            return self._whole

    def _encoded(self, texts: Sequence[str]) -> list[Encoded]:
        if self._whole is None and next(self._calls) < _FIRST and sum(map(len, texts)) < _FEW:
            tokenizer, numbers = self.vocabulary.for_texts(texts)
        else:
            tokenizer, numbers = self.load(), None
        made: list[Encoded] = []
        for found in tokenizer.encode_batch(list(texts), add_special_tokens=False):
            ids = np.array(found.ids, dtype=np.int64)
            offsets = np.array(found.offsets, dtype=np.int64).reshape(len(ids), 2)
            made.append(Encoded(ids if numbers is None else numbers[ids], offsets))
        return made

    def alone(self, text: str, most: int) -> Numbers:
        """The pieces of a text between its marks, at most so many tokens together."""
        ids = self.encoded(text).ids[: most - 2]
        return np.concatenate([[self.begin], ids, [self.end]])

    @cached_property
    def table(self) -> NDArray[np.float16]:
        """The words' vectors, `(pieces, d)` float16, mapped into memory rather than read."""
        path = self._folder / "model.safetensors"
        return mapped(path, "embeddings.word_embeddings.weight")


@lru_cache(maxsize=4)
def _of(folder: Path) -> Pieces:
    return Pieces(folder)


def windows(question: Encoded, passage: Encoded, pieces: Pieces) -> Iterator[Window]:
    """A question with its passage, in overlapping windows where the two are longer than one."""
    room = _LONGEST - _AROUND - len(question.ids)
    before = np.concatenate([[pieces.begin], question.ids, [pieces.end, pieces.end]])
    for start in range(0, max(len(passage.ids), 1), room - _OVERLAP):
        ids = np.concatenate([before, passage.ids[start : start + room], [pieces.end]])
        types = np.zeros_like(ids)
        types[len(before) : -1] = 1
        yield Window(ids, types, len(before), passage.offsets[start : start + room])
        if start + room >= len(passage.ids):
            break


def mapped(path: Path, name: str) -> NDArray[np.float16]:
    """A tensor of a safetensors file, mapped into memory; raises ModelError where it is not of float16."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        entry: dict[str, Any] = json.loads(file.read(length))[name]
    if entry["dtype"] != "F16":
        raise ModelError(f"{path} holds {name} as {entry['dtype']}, not F16; remove its folder to have it made again")
    return np.memmap(path, np.float16, "r", 8 + length + entry["data_offsets"][0], tuple(entry["shape"]))
