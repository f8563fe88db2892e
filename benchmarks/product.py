"""The product as the benchmarks ask it: a library, passages, an answer, odds, a span. Where its surface changes, this changes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from corpora.public import Article
from index.bridge.dictionary import Dictionary
from index.build import build, build_facts
from index.encoder.alignment import QuestionVectors, question_means
from index.encoder.embed import Embedder
from index.passages import passages
from index.records import Passage, in_context
from index.settings import Settings
from index.store.entries import Entry, entries
from index.store.library import Library
from index.store.vector_index import FlatIndex, VectorIndex
from index.text.script import language_of
from qa.engine import Engine
from qa.reading.evidence import Evidence
from qa.reading.odds import OddsModel
from qa.reading.reader import Reader
from qa.reading.span_reader import SpanReader
from qa.reading.weigh import evidence_of
from qa.records import Answer, Hit, Verdict
from qa.retrieval.dense import Dense
from qa.retrieval.lexical import LexicalLeg
from qa.retrieval.search import Query

__all__ = ["READ", "Product", "product_of", "product_of_files"]

READ = 8
"""How many passages are read for an answer."""


@dataclass(frozen=True)
class Product:
    """An engine over a library, and the parts of it that the ablation looks at one by one.

    `retrieve`, `answer`, `odds` and `span` are what a user gets. The others return passage numbers, best first.
    """

    engine: Engine

    @property
    def library(self) -> Library:
        """What is asked."""
        return self.engine.library

    def retrieve(self, question: str, k: int) -> list[Hit]:
        """The best passages."""
        return self.engine.retrieve(question, k)

    def answer(self, question: str) -> Answer:
        """Quotations, or a no."""
        return self.engine.ask(question)

    def answers(self, question: str) -> bool:
        """Whether it answers at all, at the threshold that ships."""
        return self.answer(question).verdict in (Verdict.ANSWERED, Verdict.DISAGREE)

    def odds(self, question: str) -> float:
        """The odds that the library answers: the sum over the passages read, of which one at most is meant to answer."""
        hits = self.retrieve(question, READ)
        return min(sum(hit.odds or 0.0 for hit in hits), 1.0)

    def span(self, question: str) -> str:
        """The likeliest answer: the span of the best passage read, or, where nothing reads so closely, a whole sentence."""
        hits = self.retrieve(question, READ)
        read = [hit for hit in hits if hit.span is not None]
        if read:
            best = max(read, key=lambda hit: hit.odds or 0.0)
            return best.document.text[best.span.start : best.span.end] if best.span else ""
        found = self._weighed(question, hits)
        return found[0].sentence.text if found else ""

    def lexical(self, question: str, k: int) -> list[int]:
        """BM25 over the question's concepts, with the bridge between languages."""
        return [number for number, _ in self._lexical.leg(self._lexical.concepts(question), k).found]

    def alone(self, question: str, k: int) -> list[int]:
        """The passages' own vectors."""
        return [number for number, _ in self._alone.search(self.engine.embedder.question(question), k)]

    def with_sentences(self, question: str, k: int) -> list[int]:
        """The mean of a passage's own vector and its best sentence's."""
        return [number for number, _ in self._whole.search(self.engine.embedder.question(question), k)]

    def moved(self, question: str, k: int) -> list[int]:
        """The same, with the question moved to the language of the passages."""
        return [number for number, _ in self._dense.search(self._question(question), k)]

    def fused(self, question: str, k: int) -> list[int]:
        """All legs, as a user gets them."""
        return [hit.number for hit in self.engine.retrieve(question, k, read=False)]

    @cached_property
    def passages(self) -> dict[int, Passage]:
        """Every passage by its number."""
        return {number: self.library.passage(number) for number in self.library.passage_numbers()}

    def _weighed(self, question: str, hits: Sequence[Hit]) -> list[Evidence]:
        query = Query.of(question, self._question(question), self._lexical)
        model = OddsModel.default("nothing")
        return evidence_of(hits, query, self._dense, language_of(question), self.library, model)

    def _question(self, question: str) -> QuestionVectors:
        return self._dense.question(question, self.engine.embedder.question(question))

    @cached_property
    def _dense(self) -> Dense:
        return Dense.of(self.library)

    @cached_property
    def _whole(self) -> VectorIndex:
        return self.library.search_index().whole()

    @cached_property
    def _lexical(self) -> LexicalLeg:
        return LexicalLeg(self.library, Dictionary.shared())

    @cached_property
    def _alone(self) -> FlatIndex:
        found = [self.library.passage(number) for number in self.library.passage_numbers()]
        texts = [in_context(self.library.document(passage.document), passage) for passage in found]
        return FlatIndex(self.library.passage_numbers(), self.engine.embedder.passages(texts))


@contextmanager
def product_of(articles: Sequence[Article], embedder: Embedder, length: int = 300) -> Iterator[Product]:
    """The product over these documents, cut and embedded as it does itself, in a file that is gone afterwards."""
    cut = [(article.document, passages(article.document, length)) for article in articles]
    made: list[Entry] = entries(cut, embedder, lambda *_: None)
    with tempfile.TemporaryDirectory() as folder:
        library = Library.create(
            Path(folder) / "library.sqlite", build_facts(embedder, Settings(passage_length=length))
        )
        library.change(made, question_means=question_means(embedder.questions))
        yield from _open(library, embedder)


@contextmanager
def product_of_files(paths: Sequence[Path], embedder: Embedder) -> Iterator[Product]:
    """The product over files, read and cleaned by itself."""
    settings = Settings()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.sqlite"
        build(paths, path, embedder, settings, strict=True)
        yield from _open(Library.open(path, build_facts(embedder, settings)), embedder)


@cache
def _reader() -> Reader:
    return SpanReader.load(Settings())


def _open(library: Library, embedder: Embedder) -> Iterator[Product]:
    engine = Engine(library, embedder, reader=_reader())
    try:
        yield Product(engine)
    finally:
        engine.close()
