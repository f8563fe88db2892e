"""What a question is about: what documents say, or the library itself, or nothing at all.

One linear layer over the question's letters: its words and runs of characters, hashed (`training/about.py`). It needs no
embedding, so that it tells the same whatever model searches, and costs nothing beside a search.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import as_file, files
from zlib import crc32

import numpy as np

from index.arrays import Floats
from index.text.script import EASTERN, fold, tokens

__all__ = ["BUCKETS", "Subject", "Subjects", "hashed"]

BUCKETS = 1 << 14
"""Into how many numbers the features are hashed (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009)."""
_RUN = re.compile(f"[{EASTERN}]+|[^\\W_{EASTERN}]+")
_LONGEST, _PART = 4, 4
_LEAST = 3


class Subject(StrEnum):
    """What a question is about."""

    CONTENT = "content"
    AUTHOR = "author"
    DATE = "date"
    PUBLISHER = "publisher"
    DOCUMENTS = "documents"
    SPEAKERS = "speakers"
    TALK = "talk"


def hashed(text: str) -> tuple[list[int], list[float]]:
    """A question's features, each once: their numbers, below `BUCKETS`, and their values, of length one together.

    Of an alphabet words, pairs of them and their parts of four letters, which a slip of the fingers leaves in part; of other
    scripts runs of up to four characters; and how long the question is.
    """
    counts = Counter(crc32(feature.encode()) % BUCKETS for feature in _features(text))
    length = sum(count * count for count in counts.values()) ** 0.5
    return list(counts), [count / length for count in counts.values()]


def _features(text: str) -> Iterator[str]:
    runs = _RUN.findall(fold(text))
    words = [run for run in runs if not re.match(f"[{EASTERN}]", run)]
    yield f"# {min(len(words), 12)} {min(sum(len(run) for run in runs) // 4, 8)}"
    for one, other in zip(["^", *words], [*words, "$"], strict=True):
        yield f"{one} {other}"
    for word in words:
        yield f"= {word}"
        padded = f"<{word}>"
        yield from (padded[at : at + _PART] for at in range(len(padded) - _PART + 1))
    eastern = "|".join(run for run in runs if re.match(f"[{EASTERN}]", run))
    framed = f"^{eastern}$" if eastern else ""
    for size in range(1, _LONGEST + 1):
        yield from (framed[at : at + size] for at in range(len(framed) - size + 1))


@dataclass(frozen=True)
class Subjects:
    """The layer: `weights` `(c, BUCKETS)`, `bias` `(c,)`, the `threshold` that another class than content must pass, and the
    words that such questions are made of besides the document that they name (`frame`)."""

    weights: Floats
    bias: Floats
    threshold: float
    classes: tuple[Subject, ...]
    frame: frozenset[str]

    @classmethod
    @cache
    def shared(cls) -> Subjects:
        """The layer of this package, read once."""
        from safetensors import safe_open

        with (
            as_file(files("qa.about").joinpath("subjects.safetensors")) as path,
            safe_open(str(path), framework="numpy") as held,
        ):
            told = held.metadata()
            weights, bias = (held.get_tensor(name).astype(np.float64) for name in ("weights", "bias"))
        classes = tuple(Subject(name) for name in json.loads(told["classes"]))
        return cls(weights, bias, float(told["threshold"]), classes, frozenset(json.loads(told["frame"])))

    def odds(self, question: str) -> Floats:
        """`(c,)`: the probability of each class."""
        places, values = hashed(question)
        scores = self.weights[:, places] @ np.array(values) + self.bias
        raised = np.exp(scores - scores.max())
        return np.asarray(raised / raised.sum())

    def likeliest(self, question: str) -> tuple[Subject, float]:
        """The likeliest class but content, and its odds."""
        odds = self.odds(question)
        best = max(range(len(odds)), key=lambda place: -1.0 if self.classes[place] is Subject.CONTENT else odds[place])
        return self.classes[best], float(odds[best])

    def told(self, questions: Sequence[str]) -> list[Subject]:
        """What each question is about by its letters alone: the likeliest class, where it is sure enough, else content."""
        found = map(self.likeliest, questions)
        return [subject if odds > self.threshold else Subject.CONTENT for subject, odds in found]

    def framed(self, words: str) -> bool:
        """Whether these words of a question say what is asked, not of which document."""
        return all(token in self.frame for token in tokens(words))
