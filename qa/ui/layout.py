"""How an answer is laid out, on the page and in the terminal alike: sentences under their headings, views by source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index.errors import LibraryError
from index.records import Document
from qa.answer.all_evidence import AllEvidence
from qa.records import Answer, Citation, Fact, Statement, View

__all__ = ["LISTED", "Documents", "Held", "Lookup", "Side", "Told", "by_document", "by_source", "laid_out"]

LISTED = 10
"""How many of the silent sources are named at once."""
Lookup = Callable[[str], Document]
"""The document of an id; raises LibraryError where the library no longer holds it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A statement with its citations by what they are to it.

    `quote` is the sentence itself (None where the statement is in other words), `heading` the heading under which it
    stands, `others` the rest: its copies in reprints, or what the other words rest on.
    """

    statement: Statement
    quote: Citation | None
    heading: Citation | None
    others: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What one holder says in one source."""

    view: View
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A source, with its reprints and near-duplicates behind it, and who holds what in it."""

    documents: tuple[str, ...]
    held: tuple[Held, ...]


def laid_out(statement: Statement, cited: Mapping[int, Citation]) -> Told:
    """The statement laid out; `cited` are the citations of its answer by number."""
    citations = [cited[number] for number in statement.citations]
    quote = next((citation for citation in citations if citation.quote == statement.text), None)
    heading = None
    if statement.topic:
        heading = next((c for c in citations if c.quote == statement.topic and c is not quote), None)
    others = tuple(citation for citation in citations if citation not in (quote, heading))
    return Told(statement, quote, heading, others)


def by_source(answer: Answer | AllEvidence) -> tuple[Side, ...]:
    """The views of an answer or of all evidence, those of one source together, in the order in which the answer gives the sources."""
    cited = {citation.number: citation for citation in answer.citations}
    sides: list[Side] = []
    for view in answer.views:
        numbers = set(view.citations)
        held = Held(view, tuple(laid_out(s, cited) for s in answer.statements if s.citations[0] in numbers))
        for place, side in enumerate(sides):
            if not set(side.documents).isdisjoint(view.documents):
                documents = dict.fromkeys((*side.documents, *view.documents))
                sides[place] = Side(tuple(documents), (*side.held, held))
                break
        else:
            sides.append(Side(view.documents, (held,)))
    return tuple(sides)


def by_document(facts: Sequence[Fact]) -> list[tuple[Document, list[Fact]]]:
    """What is known of each document, together, in the order in which the answer gives them."""
    found: dict[str, tuple[Document, list[Fact]]] = {}
    for fact in facts:
        found.setdefault(fact.document.id, (fact.document, []))[1].append(fact)
    return list(found.values())


class Documents:
    """The documents that an answer names: those it quotes, and the others as far as a library still has them."""

    def __init__(self, answer: Answer | AllEvidence, lookup: Lookup | None) -> None:
        self._quoted = {citation.document.id: citation.document for citation in answer.citations}
        self._lookup = lookup

    def find(self, name: str) -> Document | None:
        """The document of this id; None where nobody has it."""
        if name in self._quoted or self._lookup is None:
            return self._quoted.get(name)
        try:
            return self._lookup(name)
        except LibraryError:
            return None

    def titles(self, names: Sequence[str]) -> list[str]:
        """The title of each; its id where it has none, or where nobody has it."""
        found = [(name, self.find(name)) for name in names]
        return [(document.source.title if document else "") or name for name, document in found]
