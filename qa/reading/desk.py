"""What a question is answered at: a generation of a library, and what reads and weighs its sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from index.arrays import Floats, Vectors
from index.recent import Recent
from index.records import Sentence
from index.store.duplicates import group_of
from index.store.library import Library
from index.text.script import width
from qa.reading.candidate import Candidate
from qa.reading.evidence import Evidence
from qa.reading.features import FEATURES
from qa.reading.odds import OddsModel
from qa.reading.reader import Reader, Reading
from qa.reading.weigh import as_written, evidence_of, measure, read_as_written, weigh
from qa.records import Hit
from qa.retrieval.dense import Dense
from qa.retrieval.finder import Finder
from qa.retrieval.lexical import LexicalLeg
from qa.retrieval.search import Query
from qa.timings import stage

__all__ = ["SETTLED", "WHOLE", "Desk", "Settled"]

_READINGS_KEPT = 100
"""Of how many questions what was read is kept."""
WHOLE = 12
"""A sentence, not a line of a list, is so wide (`index.text.script.width`)."""
_COSINE, _COVERAGE = FEATURES.index("sentence_cosine"), FEATURES.index("sentence_known")


@dataclass(frozen=True, slots=True)
class Settled:
    """After `read` passages the odds are settled where one sentence has `surely`, or all together have at most `hardly`."""

    read: int
    surely: float
    hardly: float

    def by(self, evidence: Sequence[Evidence]) -> bool:
        """Whether these sentences, those of the passages read, best first, settle the odds."""
        return not evidence or evidence[0].odds >= self.surely or sum(one.odds for one in evidence) <= self.hardly


SETTLED = (Settled(2, 0.8, 0.01), Settled(4, 0.5, 0.02))
"""When to read no further."""


@dataclass(frozen=True)
class Desk(Finder):
    """A library as questions are matched on it, with the reader, if there is one, and the model that weighs what is read."""

    model: OddsModel
    reader: Reader | None
    _read: Recent[tuple[object, ...], dict[int, Reading]] = field(default_factory=lambda: Recent(_READINGS_KEPT))

    @classmethod
    def over(
        cls,
        library: Library,
        leg: LexicalLeg,
        model: OddsModel,
        reader: Reader | None,
        vectors: Callable[[Sequence[str]], Vectors],
    ) -> Desk:
        """A desk over what this thread reads of the library; `vectors` is `Embedder.questions`."""
        likenesses = library.duplicates()
        group = cache(lambda document: group_of(document, likenesses))
        return cls(library, library.generation, Dense.of(library), leg, group, vectors, model, reader)

    def weighed(self, query: Query, hits: Sequence[Hit]) -> tuple[list[Evidence], dict[int, Reading]]:
        """Every sentence of `hits` with its odds, best first, and what the reader read, by passage number."""
        with stage("read"):
            readings = self._readings(query.question.text, hits)
        with stage("weigh"):
            found = evidence_of(hits, query, self.dense, query.question.language, self.library, self.model, readings)
        return found, readings

    def weighed_till_settled(self, query: Query, hits: Sequence[Hit]) -> list[Evidence]:
        """As `weighed`, of as many of the hits as settle the odds (`SETTLED`), the first ones first."""
        if self.reader is None:
            return self.weighed(query, hits)[0]
        found: list[tuple[Hit, Sentence]] = []
        rows: list[Floats] = []
        read = 0
        for until in (*SETTLED, Settled(len(hits), 0.0, 1.0)):
            part = hits[read : until.read]
            with stage("read"):
                readings = self._readings(query.question.text, part)
            with stage("weigh"):
                of = {hit.number for hit in part}
                more = measure(hits, query, self.dense, query.question.language, self.library, readings, of)
                found, rows, read = [*found, *more[0]], [*rows, more[1]], until.read
                evidence = weigh(found, np.concatenate(rows), self.model, query)
            if until.by(evidence):
                break
        return evidence

    def _readings(self, question: str, hits: Sequence[Hit]) -> dict[int, Reading]:
        """What the reader reads. The same passages are kept together, as a reader may read them otherwise beside others."""
        reader = self.reader
        if reader is None:
            return {}
        written = [(as_written(question, hit), hit) for hit in hits]
        key = tuple((asked, hit.number) for asked, hit in written)
        return self._read.made(key, lambda: read_as_written(reader, written))

    def near(self, query: Query, hits: Sequence[Hit]) -> list[Evidence]:
        """The whole sentences of `hits`, unread, each with how near it is to a query: by its drift and, twice, by its words."""
        with stage("weigh"):
            found, rows = measure(hits, query, self.dense, query.question.language, self.library)
        scores = (rows[:, _COSINE] + 2 * rows[:, _COVERAGE]).tolist()
        return [
            Evidence(Candidate(hit, sentence, query), 0.0, near=score)
            for (hit, sentence), score in zip(found, scores, strict=True)
            if width(sentence.text) >= WHOLE
        ]
