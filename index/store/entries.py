"""Documents and their passages → entries of the library, with all vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.arrays import Vectors
from index.encoder.embed import Embedder
from index.records import Document, Passage, in_context

__all__ = ["Entry", "entries"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with its passages and their vectors, ready to be written.

    `vectors` is `(len(passages), d)`; `sentence_vectors` one `(len(passage.sentences), d)` for each passage.
    """

    document: Document
    passages: tuple[Passage, ...]
    vectors: Vectors
    sentence_vectors: tuple[Vectors, ...]


def entries(
    cut: Sequence[tuple[Document, tuple[Passage, ...]]], embedder: Embedder, progress: Callable[[int, int], None]
) -> list[Entry]:
    """Embed all passages and all sentences at once, so that batches are full; `progress` is told how many of how many."""
    whole = [in_context(document, passage) for document, pieces in cut for passage in pieces]
    single = [sentence.text for _, pieces in cut for passage in pieces for sentence in passage.sentences]
    total = len(whole) + len(single)
    vectors = embedder.passages([*whole, *single], lambda done: progress(done, total))
    passage_vectors, sentence_vectors = vectors[: len(whole)], vectors[len(whole) :]
    found: list[Entry] = []
    at = below = 0
    for document, pieces in cut:
        counts = np.cumsum([0, *(len(passage.sentences) for passage in pieces)]) + below
        found.append(
            Entry(
                document,
                pieces,
                passage_vectors[at : at + len(pieces)],
                tuple(sentence_vectors[a:b] for a, b in pairwise(counts.tolist())),
            )
        )
        at, below = at + len(pieces), int(counts[-1])
    return found
