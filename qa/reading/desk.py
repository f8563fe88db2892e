"""What a question is answered at: a generation of a library, and what reads and weighs its sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial

import numpy as np

from index.arrays import Floats, Vectors
from index.recent import Recent
from index.records import Sentence
from index.store.duplicates import group_of
from index.store.library import Library
from index.store.vector_engine import MakeVectors
from qa.question.view import asked_as_view
from qa.reading.asked import may_answer
from qa.reading.evidence import Evidence, Evidences
from qa.reading.odds import OddsModel
from qa.reading.reader import Reader, Reading
from qa.reading.weigh import measure, weigh
from qa.reading.written import as_written, read_as_written, readings_of
from qa.records import Hit
from qa.retrieval.dense import Dense
from qa.retrieval.finder import READ_PASSAGES, Finder
from qa.retrieval.finding import Found, Need
from qa.retrieval.lexical import LexicalLeg
from qa.retrieval.search import Query
from qa.timings import stage
from qa.turns import give_way

__all__ = ["SETTLED", "Desk", "Settled"]

_READINGS_KEPT = 100
"""Of how many questions what was read is kept."""


@dataclass(frozen=True, slots=True)
class Settled:
    """After `read` passages the odds are settled where one sentence has `surely`, or all together have at most `hardly`."""

    read: int
    surely: float
    hardly: float

    def by(self, evidence: Sequence[Evidence]) -> bool:
        """Whether these sentences, those of the passages read, best first, settle the odds."""
        return not evidence or evidence[0].odds >= self.surely or sum(one.odds for one in evidence) <= self.hardly


SETTLED = (Settled(2, 0.8, 0.01), Settled(4, 0.5, 0.02), Settled(8, 0.4, 0.05))
"""When to read no further."""
_FEWEST = SETTLED[0].read
"""More passages than these wait for those of whom less was read."""


@dataclass(frozen=True)
class Desk(Finder):
    """A library as questions are matched on it, with the reader, if there is one, and the model that weighs what is read."""

    odds: OddsModel
    reader: Reader | None
    _read: Recent[tuple[object, ...], dict[int, Reading]] = field(default_factory=lambda: Recent(_READINGS_KEPT))

    @classmethod
    def over(
        cls,
        library: Library,
        lexical: LexicalLeg,
        odds: OddsModel,
        reader: Reader | None,
        vectors: Callable[[Sequence[str]], Vectors],
        make_index: MakeVectors | None = None,
    ) -> Desk:
        """A desk over what this thread reads of the library; `vectors` is `Embedder.questions`."""
        group = cache(partial(group_of, links=cache(library.alike)))
        return cls(library, library.generation, Dense.of(library, make_index), lexical, group, vectors, odds, reader)

    def read(self, found: Found, need: Need) -> Evidences:
        """The evidence in what was found, read as a way of answering needs it; nothing else is read."""
        query, passages = found.query, found.passages
        every: Sequence[Evidence] = ()
        sections: Sequence[Sequence[Evidence]] = ()
        if need is Need.ADVICE:
            every = (
                self.weighed(query, [hit for section in found.sections for hit in section])[0] if found.sections else ()
            )
            inside = [{hit.number for hit in section} for section in found.sections]
            each = ([item for item in every if item.hit.number in numbers] for numbers in inside)
            sections = [evidence for evidence in each if evidence]
        elif need is Need.SIDES:
            question = query.question
            asked = asked_as_view(question.intent.topic or question.text, question.language)
            every = self.weighed(query, passages, asked=asked)[0]
        elif passages:
            till = SETTLED if need is Need.LIKELIEST and not query.question.several else ()
            every = self.weighed(query, passages, till)[0]
        return Evidences(query, every, sections, found.holders, self.group)

    def weighed(
        self, query: Query, hits: Sequence[Hit], till: Sequence[Settled] = (), asked: str = ""
    ) -> tuple[list[Evidence], dict[int, Reading]]:
        """Every sentence of `hits` with its odds, best first, and what the reader read, by passage number.

        With `till` only of as many of the hits as settle the odds, the first ones first. `asked` is read in the place of the question. Where
        nothing may answer, as in what an interviewer asks, nothing is read: it settles nothing.
        """
        words = query.words.question
        given = [
            hit for hit in hits if any(may_answer(hit.passage.section, s.text, words) for s in hit.passage.sentences)
        ]
        found: list[tuple[Hit, Sentence]] = []
        rows: list[Floats] = []
        readings: dict[int, Reading] = {}
        read = 0
        for until in (*(till if self.reader else ()), Settled(len(given), 0.0, 1.0)):
            part = given[read : until.read]
            if self.reader and (read or len(part) > _FEWEST):
                give_way([hit.number for hit in given[:read]])
            with stage("read"):
                more = self._readings(asked or query.question.text, part)
            with stage("weigh"):
                of = {hit.number for hit in part}
                inside, measured = measure(hits, query, self.dense, query.question.language, self.library, more, of)
                found, rows, readings, read = [*found, *inside], [*rows, measured], readings | more, until.read
                evidence = weigh(found, np.concatenate(rows), self.odds, query, readings)
            if until.by(evidence):
                break
        return evidence, readings

    def each(self, query: Query, hits: Sequence[Hit], part: slice, asked: str = "") -> list[Evidence]:
        """Every sentence of this part of `hits`, read beside the others; its odds are its own: that it bears on the question.

        They stand in the order of the hits, and in each as they stand there. `asked` is read in the place of the question. What
        is read is kept where an answer would keep it, among the first passages, and not of a whole library.
        """
        some, question = hits[part], asked or query.question.text
        with stage("read"):
            if part.start < READ_PASSAGES:
                readings = self._readings(question, some)
            else:
                readings = readings_of(self.reader, question, some) if self.reader else {}
        with stage("weigh"):
            order = {hit.number: place for place, hit in enumerate(some)}
            measured = measure(hits, query, self.dense, query.question.language, self.library, readings, set(order))
            found = [replace(item, odds=item.bearing) for item in weigh(*measured, self.odds, query, readings)]
            return sorted(found, key=lambda item: (order[item.hit.number], item.sentence.start))

    def _readings(self, question: str, hits: Sequence[Hit]) -> dict[int, Reading]:
        """What the reader reads. The same passages are kept together, as a reader may read them otherwise beside others."""
        reader = self.reader
        if reader is None:
            return {}
        written = [(as_written(question, hit), hit) for hit in hits]
        key = tuple((asked, hit.number) for asked, hit in written)
        return self._read.made(key, lambda: read_as_written(reader, written))
