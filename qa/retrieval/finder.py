"""One generation of a library, as questions are matched on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.arrays import Vectors
from index.store.catalogue import Catalogue
from index.store.library import Library
from qa.question.parsed import ParsedQuestion
from qa.records import Hit
from qa.retrieval.dense import Dense
from qa.retrieval.lexical import LexicalLeg
from qa.retrieval.search import Query, retrieve_hits
from qa.timings import stage

__all__ = ["READ_PASSAGES", "WIDE_PASSAGES", "Finder"]

READ_PASSAGES = 20
"""How many passages are read for an answer at most."""
WIDE_PASSAGES = 50
"""Among how many passages sections and sides are looked for."""


@dataclass(frozen=True)
class Finder:
    """One generation of a library and its two legs. It never changes, so that threads share it.

    Whoever uses it reads the library meanwhile (`Library.reading`), so that what is read later is of the generation too.
    `group` names the documents that count as one source with a document, `vectors` embeds texts as questions.
    """

    library: Library
    generation: int
    dense: Dense
    lexical: LexicalLeg
    group: Callable[[str], Collection[str]]
    vectors: Callable[[Sequence[str]], Vectors]

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

    def query(self, question: ParsedQuestion, text: str | None = None) -> Query:
        """The question as the two legs match on it; with `text`, these words of it alone."""
        text = question.text if text is None else text
        return Query.of(text, self.dense.question(text, self.embed([text])[0]), self.lexical, question)

    def retrieve(self, query: Query, k: int, among: Sequence[int] | None = None) -> tuple[list[Hit], list[list[Hit]]]:
        """The `k` best passages, and those of the sections that the question names."""
        with stage("search"):
            return retrieve_hits(query, self.library, self.dense, k, among)
