"""What a question is about: what documents say, or the library itself, or nothing at all.

One linear layer over the question's embedding, which has been made for the search anyway (`training/about.py`). It is made for
one embedder; with another every question is about content.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from index.arrays import Vectors
from index.text.script import tokens

__all__ = ["LIBRARY", "Subject", "Subjects"]


class Subject(StrEnum):
    """What a question is about."""

    CONTENT = "content"
    AUTHOR = "author"
    DATE = "date"
    PUBLISHER = "publisher"
    DOCUMENTS = "documents"
    SPEAKERS = "speakers"
    TALK = "talk"


LIBRARY = frozenset({Subject.AUTHOR, Subject.DATE, Subject.PUBLISHER, Subject.DOCUMENTS, Subject.SPEAKERS})
"""Those that the library itself is asked."""


@dataclass(frozen=True)
class Subjects:
    """The layer of one embedder: `weights` `(c, d)`, `bias` `(c,)`, the `threshold` that another class than content must
    pass, and the words that such questions are made of besides the document that they name (`frame`)."""

    weights: Vectors
    bias: Vectors
    threshold: float
    classes: tuple[Subject, ...]
    frame: frozenset[str]

    @classmethod
    @cache
    def of(cls, fingerprint: str) -> Subjects | None:
        """The layer for the embedder of this fingerprint; None where there is none."""
        from safetensors import safe_open

        with (
            as_file(files("qa.about").joinpath("subjects.safetensors")) as path,
            safe_open(str(path), framework="numpy") as every,
        ):
            if f"{fingerprint}.weights" not in every.keys():  # noqa: SIM118 - it is no mapping
                return None
            told = every.metadata()
            weights, bias, threshold = (
                every.get_tensor(f"{fingerprint}.{name}") for name in ("weights", "bias", "threshold")
            )
        classes = tuple(Subject(name) for name in json.loads(told["classes"]))
        return cls(weights, bias, float(threshold[0]), classes, frozenset(json.loads(told["frame"])))

    def odds(self, vectors: Vectors) -> Vectors:
        """`(n, c)`: the probability of each class for each of the questions whose embeddings are `(n, d)`."""
        scores = vectors @ self.weights.T + self.bias
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)

    def told(self, vectors: Vectors) -> list[Subject]:
        """What each question is about: the likeliest class, where it is sure enough, else content."""
        found: list[Subject] = []
        for row in self.odds(vectors):
            best = int(row.argmax())
            found.append(self.classes[best] if row[best] > self.threshold else Subject.CONTENT)
        return found

    def framed(self, words: str) -> bool:
        """Whether these words of a question say what is asked, not of which document."""
        return all(token in self.frame for token in tokens(words))

    def __call__(self, vectors: Vectors) -> Sequence[Subject]:
        """`told`."""
        return self.told(vectors)
