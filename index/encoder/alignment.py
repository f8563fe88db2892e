"""A model sets languages apart: a question lies nearer to any text in its own language than to the one that answers it.

The mean vectors of the same questions asked in each language tell how far apart. A question's vector is moved by the
difference between its own language's mean and that of the passages' language before it is compared with them
(the language bias of Roy et al., "LAReQA", EMNLP 2020, removed by centring as in Libovický et al., "How Language-Neutral
is Multilingual BERT?", 2019).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

import numpy as np

from index.arrays import Vectors
from index.text.script import asked_language

__all__ = ["QuestionVectors", "family", "known_means", "question_means"]


def family(language: str) -> str:
    """What is moved together: both Chinese scripts are one language."""
    return language.partition("-")[0]


def question_means(embed: Callable[[Sequence[str]], Vectors]) -> dict[str, Vectors]:
    """The mean vector, `(d,)` float32, of the parallel questions in each language family; `embed` is `Embedder.questions`."""
    text = files("index.encoder").joinpath("parallel_questions.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    found: dict[str, list[Vectors]] = {}
    for language, questions in zip(rows[0], zip(*rows[1:], strict=True), strict=True):
        found.setdefault(family(language), []).append(embed(questions).mean(axis=0))
    return {name: np.mean(means, axis=0, dtype=np.float32) for name, means in found.items()}


def known_means(fingerprint: str) -> dict[str, Vectors] | None:
    """What `question_means` gives with the embedder of this fingerprint, where it ships (`training/means.py`); else None."""
    from safetensors.numpy import load

    every = load(files("index.encoder").joinpath("question_means.safetensors").read_bytes())
    own = {name.partition(".")[2]: values for name, values in every.items() if name.startswith(f"{fingerprint}.")}
    return own or None


@dataclass(frozen=True)
class QuestionVectors:
    """A question's vector as it is compared with the passages of each language.

    `means` are the library's; where it has none for a language, or the question is in none of them, nothing is moved.
    """

    vector: Vectors
    language: str
    means: Mapping[str, Vectors]

    @classmethod
    def of(cls, text: str, vector: Vectors, means: Mapping[str, Vectors]) -> QuestionVectors:
        """The vectors of the question `text`, of which `vector`, `(d,)`, is the embedding."""
        return cls(vector, family(asked_language(text)), means)

    def against(self, language: str) -> Vectors:
        """`(d,)` float32, unit length: the vector to compare with passages in `language`."""
        return self._moved.get(family(language), self.vector)

    @cached_property
    def _moved(self) -> dict[str, Vectors]:
        if self.language not in self.means:
            return {}
        own = self.means[self.language]
        moved = {name: self.vector - own + mean for name, mean in self.means.items() if name != self.language}
        return {name: np.asarray(v / np.linalg.norm(v), dtype=np.float32) for name, v in moved.items()}
