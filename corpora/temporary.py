"""Small libraries of public paragraphs, made the way the product makes them, in a temporary file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from corpora.public import Article
from corpora.vectors import VectorCache
from index.arrays import Vectors
from index.passages import passages
from index.records import in_context
from index.store.entries import Entry
from index.store.library import Library
from index.store.schema import BuildFacts

__all__ = ["entries", "temporary_library"]


def entries(articles: Sequence[Article], length: int, cache: VectorCache, sentences: bool = True) -> list[Entry]:
    """The documents cut into passages and embedded; without `sentences` their vectors are zeros."""
    cut = [(article.document, passages(article.document, length)) for article in articles]
    whole = cache.passages([in_context(document, passage) for document, pieces in cut for passage in pieces])
    texts = [s.text for _, pieces in cut for passage in pieces for s in passage.sentences]
    single = cache.passages(texts) if sentences else np.zeros((len(texts), whole.shape[1]), dtype=np.float32)
    made: list[Entry] = []
    at = below = 0
    for document, pieces in cut:
        inside = []
        for passage in pieces:
            inside.append(single[below : below + len(passage.sentences)])
            below += len(passage.sentences)
        made.append(Entry(document, pieces, whole[at : at + len(pieces)], tuple(inside)))
        at += len(pieces)
    return made


@contextmanager
def temporary_library(made: Sequence[Entry], means: Mapping[str, Vectors] | None = None) -> Iterator[Library]:
    """A library of these documents, with these question means, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        facts = BuildFacts("benchmark", "benchmark", made[0].vectors.shape[1], 0, 0)
        with Library.create(Path(folder) / "library.sqlite", facts) as library:
            library.change(made, question_means=means)
            yield library
