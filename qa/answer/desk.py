"""What every way of answering works with: a library, its legs, a reader, and the question as they match on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

import numpy as np

from index.arrays import Floats, Vectors
from index.recent import Recent
from index.records import Sentence
from index.store.catalogue import Catalogue
from index.store.duplicates import group_of
from index.store.library import Library
from index.store.vectors import MakeIndex
from index.text.script import language_of, width
from qa.question.intent import Intent
from qa.reading.evidence import Evidence
from qa.reading.features import FEATURES
from qa.reading.odds import OddsModel
from qa.reading.reader import Reader, Reading
from qa.reading.weigh import as_written, evidence_of, measure, read_as_written, weigh
from qa.records import Hit
from qa.retrieval.dense import Dense
from qa.retrieval.lexical import LexicalLeg, Words
from qa.retrieval.search import Query, retrieve_hits
from qa.timings import stage

__all__ = ["READ_PASSAGES", "SETTLED", "WHOLE", "WIDE_PASSAGES", "Desk", "ParsedQuestion", "Settled", "renormalised"]

READ_PASSAGES = 8
"""How many passages are read for an answer."""
WIDE_PASSAGES = 50
"""Among how many passages sections, definitions and sides are looked for."""
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


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question as it is matched and read; `several` where it asks for more than one side."""

    text: str
    language: str
    query: Query
    several: bool
    intent: Intent


@dataclass(frozen=True)
class Desk:
    """One generation of a library, and what reads it. It never changes, so that threads share it.

    Whoever uses it reads the library meanwhile (`Library.reading`), so that what is read later is of the generation too.
    """

    library: Library
    generation: int
    dense: Dense
    leg: LexicalLeg
    model: OddsModel
    reader: Reader | None
    group: Callable[[str], Collection[str]]
    vectors: Callable[[Sequence[str]], Vectors]
    _read: Recent[tuple[object, ...], dict[int, Reading]] = field(default_factory=lambda: Recent(_READINGS_KEPT))

    @classmethod
    def over(
        cls,
        library: Library,
        leg: LexicalLeg,
        model: OddsModel,
        reader: Reader | None,
        vectors: Callable[[Sequence[str]], Vectors],
        make_index: MakeIndex | None = None,
    ) -> Desk:
        """A desk over what this thread reads of the library; `vectors` is `Embedder.questions`."""
        likenesses = library.duplicates()
        group = cache(lambda document: group_of(document, likenesses))
        return cls(library, library.generation, Dense.of(library, make_index), leg, model, reader, group, vectors)

    @cached_property
    def _catalogue(self) -> Catalogue:
        return self.library.catalogue()

    def catalogue(self) -> Catalogue:
        """What the library's passages are: the values that filters may have. Read once."""
        return self._catalogue

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The vectors of these texts as questions, `(len(texts), d)`."""
        with stage("embed"):
            return self.vectors(texts)

    def asked(self, question: str, several: bool, intent: Intent) -> ParsedQuestion:
        """The question, ready to be matched and read."""
        return ParsedQuestion(question, language_of(question), self.query(question), several, intent)

    def query(self, text: str) -> Query:
        """A question, or the words of one, as the two legs match on it."""
        return Query.of(text, self.dense.question(text, self.embed([text])[0]), self.leg)

    def words(self, text: str) -> Words:
        """The concepts of a text, for whoever needs no vector of it."""
        return Words(self.leg, self.leg.concepts(text))

    def retrieve(self, query: Query, k: int, among: Sequence[int] | None = None) -> tuple[list[Hit], list[list[Hit]]]:
        """The `k` best passages, and those of the sections that the question names."""
        with stage("search"):
            return retrieve_hits(query, self.library, self.dense, k, among)

    def weighed(self, asked: ParsedQuestion, hits: Sequence[Hit]) -> tuple[list[Evidence], dict[int, Reading]]:
        """Every sentence of `hits` with its odds, best first, and what the reader read, by passage number."""
        with stage("read"):
            readings = self._readings(asked.text, hits)
        with stage("weigh"):
            found = evidence_of(hits, asked.query, self.dense, asked.language, self.library, self.model, readings)
        return found, readings

    def weighed_till_settled(self, asked: ParsedQuestion, hits: Sequence[Hit]) -> list[Evidence]:
        """As `weighed`, of as many of the hits as settle the odds (`SETTLED`), the first ones first."""
        if self.reader is None:
            return self.weighed(asked, hits)[0]
        found: list[tuple[Hit, Sentence]] = []
        rows: list[Floats] = []
        read = 0
        for until in (*SETTLED, Settled(len(hits), 0.0, 1.0)):
            part = hits[read : until.read]
            with stage("read"):
                readings = self._readings(asked.text, part)
            with stage("weigh"):
                of = {hit.number for hit in part}
                more = measure(hits, asked.query, self.dense, asked.language, self.library, readings, of)
                found, rows, read = [*found, *more[0]], [*rows, more[1]], until.read
                evidence = weigh(found, np.concatenate(rows), self.model)
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

    def near(self, query: Query, language: str, hits: Sequence[Hit]) -> list[tuple[Hit, Sentence, float]]:
        """The whole sentences of `hits`, each with how near it is to a query: by its drift and, twice, by its words."""
        with stage("weigh"):
            found, rows = measure(hits, query, self.dense, language, self.library)
        scores = (rows[:, _COSINE] + 2 * rows[:, _COVERAGE]).tolist()
        pairs = zip(found, scores, strict=True)
        return [(hit, sentence, score) for (hit, sentence), score in pairs if width(sentence.text) >= WHOLE]


def renormalised(every: Sequence[Evidence], some: Sequence[Evidence]) -> list[Evidence]:
    """`some` of `every` sentence, with their odds were they the only ones that may answer."""
    nothing = max(1.0 - sum(item.odds for item in every), 1e-6)
    total = nothing + sum(item.odds for item in some)
    return [replace(item, odds=item.odds / total) for item in some]
